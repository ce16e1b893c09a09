import { addressOf, parseClientUri } from '../../../core/dm/client-uri.ts';
import { CodedError } from '../../../core/errors.ts';
import { type NodeSchema, type ObjectSchema, schemaAt } from '../../../core/mo/object-schema.ts';
import { type DataNode, dataTree, type WantedData } from '../../../core/provisioning/configuration-tree.ts';
import { rawOf, textOf } from './form-model.ts';
import { configurationsIn } from './known-names.ts';
import type { ProfileEditor } from './use-profile-editor.ts';

/** Where a management object of a profile goes, as far as its text can be read. */
export interface TargetParts {
  readonly moid: string;
  readonly instance: string;
  /** Of the node that the data begin with, below the object's root. */
  readonly path: readonly string[];
}

/** The parts of a plain ClientURI; undefined where it is none. */
export function targetParts(text: string): TargetParts | undefined {
  try {
    return addressOf(parseClientUri(text));
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}

/** A ClientURI with another instance: the rest of it stays as it was written. */
export function withInstance(text: string, instance: string): string {
  const [moid = '', , ...path] = text.split('/');
  return [moid, instance, ...path].join('/');
}

/** A management object of a profile as it is edited. */
export interface EditedObject {
  readonly name: string;
  readonly target: string;
  readonly moid: string;
  /** A card sets a device up with whole objects; what is fetched may change those that are there. */
  readonly kind: WantedData;
  /** The name of the node that the data begin with; missing where there is none, or more than one. */
  readonly root?: string;
  readonly tree?: DataNode;
  /** What the description says of that node. */
  readonly schema?: NodeSchema;
}

/** Reads a management object of a profile against its description. */
export function objectOf(
  editor: ProfileEditor,
  name: string,
  schemaOf: (moid: string) => ObjectSchema | undefined,
): EditedObject {
  const raw = rawOf(editor.value(['configurations', name]));
  const target = textOf(raw.target);
  const parts = targetParts(target);
  const moid = parts?.moid ?? '';
  const description = schemaOf(moid);
  const schema = parts && description && schemaAt(description.root, parts.path);
  const carried = configurationsIn(editor).some((each) => each.name === name && each.carried);
  const kind: WantedData = carried && parts?.path.length === 0 ? 'whole' : 'written';
  const facts = { name, target, moid, kind, ...(schema ? { schema } : {}) };
  const members = Object.entries(rawOf(raw.data));
  const [first] = members;
  if (first === undefined || members.length !== 1) return facts;
  const [root, value] = first;
  return { ...facts, root, tree: dataTree(schema, root, value, kind) };
}
