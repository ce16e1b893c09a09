import {
  createScanner,
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { z } from 'zod';
import { cardLayoutSchema } from '../card/layout-schema.ts';
import { parseNodeAddress } from '../dm/node-address.ts';
import { CodedError, type Fault, faultOf, type Place } from '../errors.ts';
import { formSchema } from '../interaction/form-schema.ts';
import { deepestJson } from '../json.ts';
import { generateSchema } from './generate-schema.ts';
import { labelSchema } from './label-schema.ts';
import { planSchema } from './plan-schema.ts';
import { type JsonPath, pathText, referenceFaults } from './profile-references.ts';
import { serverSchema } from './profile-server.ts';
import { schemaIssues } from './schema-issues.ts';
import type { Template } from './variables.ts';

const nodeName = z.string().min(1);
const template: z.ZodType<Template> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.record(nodeName, template)]),
);

const moid = z
  .string()
  .regex(/^(urn|oma):[^\s/?#]+$/, 'a MOID such as urn:oma:mo:oma-dm-devinfo:1.0 is expected')
  .describe('The identifier of a management object');

const plainClientUri = z
  .string()
  .superRefine((text, context) => {
    try {
      parseNodeAddress(text);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      context.addIssue({ code: 'custom', message: error.fault.message });
    }
  })
  .describe('A plain ClientURI: MOID/instance/path; an empty instance is the only one');

/** A column of a device list, as a profile writes it. */
export const columnSchema = z
  .strictObject({
    type: z.enum(['text', 'imei', 'iccid']).default('text').describe('What a value of the column is'),
    required: z.boolean().default(true).describe('Whether every row needs a value'),
    unique: z.boolean().default(false).describe('Whether a value may be in the list once only'),
    maxLength: z.int().positive().max(4096).optional(),
    pattern: z.string().optional().describe('A regular expression for the whole value'),
    generate: generateSchema.optional(),
  })
  .describe('A variable whose value comes from a column of the device list, or is made');

const configuration = z
  .strictObject({
    target: plainClientUri,
    data: z.record(nodeName, template).describe('MOData: the root node by its name, with {{variables}}'),
  })
  .describe('A management object as this profile sets it, delivered by the bootstrap or the Data Repository');

export const profileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().min(1).max(80),
    version: z.int().positive().default(1),
    description: z.string().optional(),
    device: z.strictObject({
      id: z.string().min(1).describe('The DevID, for example IMEI:{{imei}}'),
      label: z.string().min(1).describe('What people call the device, for example {{serial}}'),
    }),
    columns: z.record(z.string().regex(/^[A-Za-z_][\w-]*$/), columnSchema),
    server: serverSchema,
    permits: z.array(moid).min(1).describe('MOIDs that the server may manage (DM Account, Perm)'),
    configurations: z.record(z.string().regex(/^[\w-]+$/), configuration),
    bootstrap: z.array(z.string()).describe('Configurations that the card carries beside the DM Account'),
    card: cardLayoutSchema,
    label: labelSchema.optional(),
    sessionPlan: planSchema,
    plans: z
      .record(z.string().regex(/^[\w-]+$/), planSchema)
      .default({})
      .describe('Further session plans, by the names that "next" uses'),
    forms: z
      .record(z.string().regex(/^[A-Za-z][\w-]*$/), formSchema)
      .default({})
      .describe('What the person at a device is asked (SHOW); answers are {{answers.form.field}}'),
    simulatedDevice: z
      .record(nodeName, z.union([z.string(), z.number(), z.boolean()]))
      .describe('DevInfo of the simulated device that stands in for each row'),
  })
  .describe('What a device gets: server account, configuration, card, session plan');

/** A profile that was read whole and checked; `text` is what it was read from. */
export type Profile = z.infer<typeof profileSchema>;

/** A checked profile, or every fault of the text with its line and column. */
export type ProfileReading =
  | { readonly kind: 'profile'; readonly profile: Profile }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** What the program that a profile is read for cannot do, each with the reason. */
export interface Inabilities {
  readonly presharedKeys?: Fault | undefined;
}

/** Reads and checks the text of a profile (JSON, see the published schema). Never throws. */
export function readProfile(text: string, file: string, inabilities: Inabilities = {}): ProfileReading {
  const locate = locator(text, file);
  const tooDeep = offsetTooDeep(text);
  if (tooDeep !== undefined) {
    const detail = `it is nested deeper than ${deepestJson}`;
    return { kind: 'faults', faults: [faultOf('PROFILE_NOT_JSON', { detail }, locate.offset(tooDeep))] };
  }
  const syntax: ParseError[] = [];
  const tree = parseTree(text, syntax, { disallowComments: true });
  const [first] = syntax;
  if (first || tree === undefined) {
    const detail = first ? printParseErrorCode(first.error) : 'the file is empty';
    return {
      kind: 'faults',
      faults: [faultOf('PROFILE_NOT_JSON', { detail: words(detail) }, locate.offset(first?.offset ?? 0))],
    };
  }
  const place = (path: JsonPath) => locate.offset(offsetOf(tree, path));
  const result = profileSchema.safeParse(JSON.parse(text));
  if (!result.success)
    return {
      kind: 'faults',
      faults: schemaIssues(result.error.issues).map(({ path, detail }) =>
        faultOf('PROFILE_WRONG', { path: pathText(path), detail }, place(path)),
      ),
    };
  const faults = [
    ...referenceFaults(result.data, place),
    ...inabilityFaults(result.data, inabilities).map((fault) => ({
      ...fault,
      place: place(['server', 'authentication']),
    })),
  ];
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'profile', profile: result.data };
}

function inabilityFaults({ server }: Profile, { presharedKeys }: Inabilities): readonly Fault[] {
  return server.authentication === 'presharedKey' && presharedKeys ? [presharedKeys] : [];
}

/** The JSON Schema that is published beside the examples. */
export function profileJsonSchema(): object {
  return z.toJSONSchema(profileSchema, { io: 'input', unrepresentable: 'any' });
}

/** The offset of the value at a path, or of the nearest thing above it that is there. */
function offsetOf(tree: Node, path: JsonPath): number {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node.offset;
  }
  return tree.offset;
}

/** Where a text is nested too deep for whoever walks it; undefined where it is not. */
function offsetTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const sign = text.charAt(scanner.getTokenOffset());
    if (sign === '{' || sign === '[') depth++;
    if (sign === '}' || sign === ']') depth--;
    if (depth > deepestJson) return scanner.getTokenOffset();
  }
  return undefined;
}

function locator(text: string, file: string): { offset(offset: number): Place } {
  // Found once, however many faults there are: where each line begins.
  let starts: readonly number[] | undefined;
  return {
    offset(offset) {
      starts ??= [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
  };
}

/** `CommaExpected` → `comma expected`. */
function words(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
