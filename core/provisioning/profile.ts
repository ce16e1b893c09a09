import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { z } from 'zod';
import { parseClientUri } from '../dm/client-uri.ts';
import { CodedError, type Fault, faultOf, type Place } from '../errors.ts';
import { type Template, variablesOf } from './variables.ts';

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
      parseClientUri(text);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      context.addIssue({ code: 'custom', message: error.fault.message });
    }
  })
  .describe('A plain ClientURI: MOID/instance/path; an empty instance is the only one');

const column = z
  .strictObject({
    type: z.enum(['text', 'imei', 'iccid']).default('text').describe('What a value of the column is'),
    required: z.boolean().default(true).describe('Whether every row needs a value'),
    unique: z.boolean().default(false).describe('Whether a value may be in the list once only'),
    maxLength: z.int().positive().max(4096).optional(),
    pattern: z.string().optional().describe('A regular expression for the whole value'),
  })
  .describe('A column that the device list must have');

const configuration = z
  .strictObject({
    target: plainClientUri,
    data: z.record(nodeName, template).describe('MOData: the root node by its name, with {{variables}}'),
  })
  .describe('A management object as this profile sets it, delivered by the bootstrap or the Data Repository');

const expectation = z
  .strictObject({
    values: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe('Values by path, from the name of the node that was addressed: "DevInfo/DevID"'),
    configuration: z.string().optional().describe('The device must report exactly this configuration'),
  })
  .describe('What the device has to report');

const planCommand = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('GET'), target: plainClientUri, expect: expectation.optional() }),
  z.strictObject({
    command: z.literal('HGET'),
    configuration: z.string().describe('The configuration that the device fetches from the Data Repository'),
  }),
]);

const planStep = z.strictObject({
  step: z.string().min(1).describe('What a person reads while the step runs'),
  commands: z.array(planCommand).min(1).describe('Sent together, in one package'),
});

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
    columns: z.record(z.string().regex(/^[A-Za-z_][\w-]*$/), column),
    server: z.strictObject({
      id: z.string().min(1).describe('SrvID of the DM Account'),
      name: z.string().min(1),
      instance: z.string().min(1).default('bench').describe('MIID of the DM Account instance'),
      address: z.url().optional().describe('SrvURI; left out, the address of this workstation is used'),
    }),
    permits: z.array(moid).min(1).describe('MOIDs that the server may manage (DM Account, Perm)'),
    configurations: z.record(z.string().regex(/^[\w-]+$/), configuration),
    bootstrap: z.array(z.string()).describe('Configurations that the card carries beside the DM Account'),
    card: z
      .strictObject({
        encoding: z.enum(['both', 'opaque', 'oid']).default('both'),
        iccid: z.string().optional().describe('The card each row belongs to, for example {{iccid}}'),
        admReference: z.int().min(0).max(255).default(0x0a).describe('Key reference of the issuer key'),
      })
      .prefault({}),
    sessionPlan: z.array(planStep).min(1),
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

type JsonPath = readonly (string | number)[];

/** Reads and checks the text of a profile (JSON, see the published schema). Never throws. */
export function readProfile(text: string, file: string): ProfileReading {
  const locate = locator(text, file);
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
      faults: result.error.issues.map((issue) => {
        const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
        return faultOf('PROFILE_WRONG', { path: pathText(path), detail: issue.message }, place(path));
      }),
    };
  const faults = referenceFaults(result.data, place);
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'profile', profile: result.data };
}

/** What JSON Schema cannot say: variables are columns, and configurations that are named exist. */
function referenceFaults(profile: Profile, place: (path: JsonPath) => Place): readonly Fault[] {
  const faults: Fault[] = [];
  for (const { name, path } of variablesOf(profile))
    if (!Object.hasOwn(profile.columns, name))
      faults.push(
        faultOf('PROFILE_VARIABLE_UNKNOWN', { path: pathText(path), variable: `{{${name}}}` }, place(path)),
      );
  const known = (configurationName: string | undefined, path: JsonPath) => {
    if (configurationName === undefined || Object.hasOwn(profile.configurations, configurationName)) return;
    const parameters = { path: pathText(path), configuration: configurationName };
    faults.push(faultOf('PROFILE_CONFIGURATION_UNKNOWN', parameters, place(path)));
  };
  for (const [index, name] of profile.bootstrap.entries()) known(name, ['bootstrap', index]);
  for (const [stepIndex, step] of profile.sessionPlan.entries())
    for (const [index, command] of step.commands.entries()) {
      const path = ['sessionPlan', stepIndex, 'commands', index];
      if (command.command === 'HGET') known(command.configuration, [...path, 'configuration']);
      else known(command.expect?.configuration, [...path, 'expect', 'configuration']);
    }
  for (const [name, { data }] of Object.entries(profile.configurations))
    if (Object.keys(data).length !== 1) {
      const path = ['configurations', name, 'data'];
      const detail = 'exactly one member, the name of the root node, is expected';
      faults.push(faultOf('PROFILE_WRONG', { path: pathText(path), detail }, place(path)));
    }
  for (const [name, { pattern }] of Object.entries(profile.columns)) {
    if (pattern === undefined) continue;
    try {
      new RegExp(pattern, 'u');
    } catch (error) {
      const path = ['columns', name, 'pattern'];
      const detail = error instanceof Error ? error.message : String(error);
      faults.push(faultOf('PROFILE_WRONG', { path: pathText(path), detail }, place(path)));
    }
  }
  return faults;
}

/** The JSON Schema that is published beside the examples. */
export function profileJsonSchema(): object {
  return z.toJSONSchema(profileSchema, { io: 'input', unrepresentable: 'any' });
}

function pathText(path: JsonPath): string {
  return path.length === 0 ? 'the top' : path.join('.');
}

/** The offset of the value at a path, or of the nearest thing above it that is there. */
function offsetOf(tree: Node, path: JsonPath): number {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node.offset;
  }
  return tree.offset;
}

function locator(text: string, file: string): { offset(offset: number): Place } {
  return {
    offset(offset) {
      const before = text.slice(0, offset);
      const line = before.split('\n').length;
      return { file, line, column: offset - before.lastIndexOf('\n') };
    },
  };
}

/** `CommaExpected` → `comma expected`. */
function words(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
