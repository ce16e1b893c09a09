import type { UpdatableObject } from '../api-updates.ts';
import { type MoNode, nodeAt } from '../mo/node.ts';
import { devInfoMoid, firmwareMoid, softwareMoid } from '../mo/standard-objects.ts';
import type { UpdateKind } from './result-words.ts';

/** An instance as a device reported it. */
export interface ReportedRootNode {
  readonly moid: string;
  readonly instance: string;
  readonly root: MoNode;
}

/** What a device has said of the objects that it has. */
export interface KnownObjects {
  /** The instances that it listed, by MOID; missing where it never listed any. */
  readonly listed?: ReadonlyMap<string, readonly string[]>;
  readonly reported: readonly ReportedRootNode[];
}

/**
 * The objects of a device that updates can go through: those that it listed or reported. Undefined where it has told
 * enough that it would have told of one: it has none. Where it told nothing at all, the only instance is meant.
 */
export function updatableObjects(
  kind: UpdateKind,
  { listed, reported }: KnownObjects,
): { readonly objects: readonly UpdatableObject[]; readonly isKnown: boolean } | undefined {
  const moid = kind === 'firmware' ? firmwareMoid : softwareMoid;
  const own = reported.filter((each) => each.moid === moid);
  const names = new Set([...(listed?.get(moid) ?? []), ...own.map(({ instance }) => instance)]);
  // Reported by "the only one", it is the one that is listed.
  if (names.size > 1) names.delete('');
  if (names.size === 0)
    return listed ? undefined : { objects: [{ instance: '', components: [] }], isKnown: false };
  const objects = [...names].map((instance): UpdatableObject => {
    const root = own.find((each) => each.instance === instance || each.instance === '')?.root;
    const version = kind === 'firmware' ? firmwareVersion(reported) : undefined;
    return {
      instance,
      ...(version === undefined ? {} : { version }),
      components: kind === 'software' && root ? componentsOf(root) : [],
    };
  });
  return { objects, isKnown: true };
}

/** The operations that the object has as it was reported; undefined where that is not known. */
export function reportedOperations(
  kind: UpdateKind,
  instance: string,
  { reported }: KnownObjects,
): readonly string[] | undefined {
  const moid = kind === 'firmware' ? firmwareMoid : softwareMoid;
  const root = reported.find(
    (each) => each.moid === moid && (instance === '' || each.instance === instance || each.instance === ''),
  )?.root;
  // A part of it that was reported says nothing about the rest.
  return root?.kind === 'interior' && root.children.has('State') && root.children.size > 1
    ? [...root.children.keys()]
    : undefined;
}

function firmwareVersion(reported: readonly ReportedRootNode[]): string | undefined {
  const root = reported.find(({ moid }) => moid === devInfoMoid)?.root;
  return textAt(root, 'FwV');
}

function componentsOf(root: MoNode): UpdatableObject['components'] {
  const deployed = nodeAt(root, ['Inventory', 'Deployed']);
  if (deployed?.kind !== 'interior') return [];
  return [...deployed.children].map(([component, node]) => {
    const version = textAt(node, 'Version');
    return {
      component,
      name: textAt(node, 'Name') ?? component,
      ...(version === undefined ? {} : { version }),
    };
  });
}

function textAt(node: MoNode | undefined, name: string): string | undefined {
  const found = node && nodeAt(node, [name]);
  return found?.kind === 'leaf' && typeof found.value === 'string' && found.value !== ''
    ? found.value
    : undefined;
}
