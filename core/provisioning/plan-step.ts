import { encodeSegment } from '../dm/uri-segments.ts';
import type { LeafValue } from '../mo/node.ts';
import type { Writable } from './profile-edits.ts';
import type { QueuedWork } from './queued-work.ts';
import { fillText, type Variables } from './variables.ts';

/** A command that somebody made up for a device and that is to become one of a plan, with what came back of it. */
export interface CommandToPlan {
  readonly work: QueuedWork;
  /** The status that the device reported; missing where it was not carried out. */
  readonly status?: number;
  /** What the device reported in the same session, by its path from the name of the node that was addressed. */
  readonly values?: readonly ReportedValue[];
}

export interface ReportedValue {
  readonly path: string;
  readonly value: Exclude<LeafValue, null>;
}

/** Something that came back and that the step can expect. */
export interface StepExpectation {
  /** Its own among those of the step. */
  readonly id: string;
  /** Which of the commands, from 0. */
  readonly command: number;
  readonly what:
    | { readonly kind: 'status'; readonly status: number }
    | ({ readonly kind: 'value' } & ReportedValue);
}

/** A value in the commands that is one of the device's row, and what the profile would write in its place. */
export interface VariableOffer {
  readonly value: string;
  /** For example `{{serial}}`, or `IMEI:{{imei}}`. */
  readonly template: string;
  /** How often it stands in the commands and in what can be expected. */
  readonly places: number;
}

/** What of a profile names devices: its columns, and how it writes their ids and labels. */
export interface NamingProfile {
  readonly columns: readonly string[];
  readonly id?: string | undefined;
  readonly label?: string | undefined;
}

/** A step as a profile's text gets it, with the configurations that its commands have the device fetch. */
export interface PlanStepDraft {
  readonly step: Writable;
  readonly configurations: Readonly<Record<string, Writable>>;
}

/** What came back of the commands, one by one. Values can be expected of a GET only. */
export function stepExpectations(commands: readonly CommandToPlan[]): readonly StepExpectation[] {
  return commands.flatMap(({ work, status, values = [] }, command): readonly StepExpectation[] => [
    ...(status === undefined
      ? []
      : [{ id: `${command}/status`, command, what: { kind: 'status' as const, status } }]),
    ...(work.kind === 'GET'
      ? values.map((value) => ({
          ...{ id: `${command}/value/${value.path}`, command },
          what: { kind: 'value' as const, ...value },
        }))
      : []),
  ]);
}

/**
 * The values of a row that stand in commands, or in what can be expected of them, as they are: whole names of
 * ClientURIs, whole values of conditions, whole texts.
 */
export function variableOffers(
  commands: readonly CommandToPlan[],
  row: Variables,
  { columns, id, label }: NamingProfile,
): readonly VariableOffer[] {
  const templates = [...columns.map((column) => `{{${column}}}`), id ?? '', label ?? ''];
  const offers = new Map<string, string>();
  for (const template of templates) {
    const value = fillText(template, row);
    // A template that names what the row has not, or names nothing, stands for no value of it.
    if (value === '' || value === template || value.includes('{{') || offers.has(value)) continue;
    offers.set(value, template);
  }
  const texts = commands.flatMap((command) => [...textsOf(command)]);
  return [...offers].flatMap(([value, template]) => {
    const places = texts.filter((text) => text === value).length;
    return places === 0 ? [] : [{ value, template, places }];
  });
}

function* textsOf({ work, values = [] }: CommandToPlan): Generator<string> {
  for (const uri of urisOf(work)) for (const name of namesOf(uri)) yield name;
  if (work.kind === 'place' || work.kind === 'DEFAULT') yield* textsIn(work.data);
  if (work.kind === 'GET') for (const { value } of values) if (typeof value === 'string') yield value;
}

function* textsIn(data: unknown): Generator<string> {
  if (typeof data === 'string') yield data;
  else if (typeof data === 'object' && data !== null)
    for (const value of Object.values(data)) yield* textsIn(value);
}

function urisOf(work: QueuedWork): readonly string[] {
  if ('targets' in work) return work.targets;
  return 'target' in work ? [work.target] : [];
}

/** The parts of a ClientURI that are names or values of conditions; a MOID is none. */
const uriPart = /(?<=\/)[^/?]+|(?<=[?&]nv=\([A-Za-z]\)\/[^:&]*:)[^&]+/g;

function namesOf(uri: string): readonly string[] {
  return [...uri.matchAll(uriPart)].map(([part]) => decoded(part));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * The step that commands come to.
 * @param chosen the ids of what is expected, and the values that are written as variables
 * @param taken names of configurations that the profile has already
 */
export function planStepOf(
  name: string,
  commands: readonly CommandToPlan[],
  chosen: { readonly expected: ReadonlySet<string>; readonly variables: readonly VariableOffer[] },
  taken: ReadonlySet<string>,
): PlanStepDraft {
  const written = new Map(chosen.variables.map(({ value, template }) => [value, template]));
  const expectations = stepExpectations(commands).filter(({ id }) => chosen.expected.has(id));
  const names = new Set(taken);
  const configurations: Record<string, Writable> = {};
  const keep = (target: string, data: Writable): string => {
    const free = freeName(name, names);
    names.add(free);
    configurations[free] = { target, data };
    return free;
  };
  const planned = commands.map(({ work }, index) => {
    const own = expectations.filter(({ command }) => command === index);
    const expect = expectOf(own, written);
    return { ...commandOf(work, written, keep), ...(expect ? { expect } : {}) };
  });
  const waits = commands.some(({ work }) => work.kind === 'EXEC' && work.asynchronous);
  return {
    step: { step: name, commands: planned, ...(waits ? { wait: { seconds: 600 } } : {}) },
    configurations,
  };
}

function expectOf(
  expectations: readonly StepExpectation[],
  written: ReadonlyMap<string, string>,
): Writable | undefined {
  if (expectations.length === 0) return undefined;
  const status = expectations.flatMap(({ what }) => (what.kind === 'status' ? [what.status] : []));
  const values = expectations.flatMap(({ what }) =>
    what.kind === 'value' ? [[what.path, textOr(what.value, written)] as const] : [],
  );
  return {
    ...(status[0] === undefined ? {} : { status: status[0] }),
    ...(values.length === 0 ? {} : { values: Object.fromEntries(values) }),
  };
}

/** A variable stands for texts only: what a column holds is one. */
function textOr<Value>(value: Value, written: ReadonlyMap<string, string>): Value | string {
  return typeof value === 'string' ? (written.get(value) ?? value) : value;
}

function commandOf(
  work: QueuedWork,
  written: ReadonlyMap<string, string>,
  keep: (target: string, data: Writable) => string,
): { readonly [name: string]: Writable } {
  const uri = (text: string) => withVariables(text, written);
  switch (work.kind) {
    case 'GET': {
      const targets = work.targets.map(uri);
      const [only, ...others] = targets;
      return { command: 'GET', target: only !== undefined && others.length === 0 ? only : targets };
    }
    case 'HPUT':
    case 'HPOST':
      return { command: work.kind, targets: work.targets.map(uri), resource: work.resource };
    case 'place':
      return { command: 'HGET', configuration: keep(uri(work.target), dataWith(work.data, written)) };
    case 'DELETE':
    case 'UNSUB':
      return { command: work.kind, target: uri(work.target) };
    case 'EXEC':
      return {
        ...{ command: 'EXEC', target: uri(work.target) },
        ...(work.asynchronous ? { asynchronous: true } : {}),
      };
    case 'SUB':
      return { command: 'SUB', target: uri(work.target), resource: work.resource };
    case 'DEFAULT':
      return { command: 'DEFAULT', configuration: keep(`${work.moid}//`, dataWith(work.data, written)) };
    case 'SHOW':
      return { command: 'SHOW', form: work.form, seconds: work.seconds };
  }
}

/** A ClientURI with variables in place of the names and values that they stand for. */
function withVariables(text: string, written: ReadonlyMap<string, string>): string {
  return text.replaceAll(uriPart, (part) => {
    // What looks like a variable, and is a name, is encoded: only what was chosen is one.
    const name = decoded(part);
    return written.get(name) ?? (part.includes('{{') ? encodeSegment(name) : part);
  });
}

function dataWith(data: unknown, written: ReadonlyMap<string, string>): Writable {
  if (typeof data === 'object' && data !== null)
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, dataWith(value, written)]));
  if (typeof data === 'number' || typeof data === 'boolean') return data;
  return typeof data === 'string' ? textOr(data, written) : null;
}

/** A name of configurations (letters, digits, `_`, `-`) that is not taken, after that of the step. */
function freeName(step: string, taken: ReadonlySet<string>): string {
  const plain = step
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  const base = plain === '' ? 'step' : plain;
  let free = base;
  for (let number = 2; taken.has(free); number++) free = `${base}-${number}`;
  return free;
}
