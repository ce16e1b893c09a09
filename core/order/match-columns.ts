import { columnFault } from '../provisioning/column-values.ts';
import type { Profile } from '../provisioning/profile.ts';
import { type ColumnMapping, type ColumnSource, sourceIn } from './column-mapping.ts';
import type { TableLine } from './list-table.ts';

/** How it was found where a variable's value comes from. */
export type MatchedBy = 'given' | 'remembered' | 'name' | 'likeness' | 'values' | 'place';

/** A variable that comes from the list, with where it comes from; without a source, nothing was found. */
export interface MappedVariable {
  readonly variable: string;
  readonly required: boolean;
  readonly source?: ColumnSource;
  readonly by?: MatchedBy;
}

/** The variables of a profile that come from the list: all but those that are made. */
export function listVariables(profile: Profile): readonly string[] {
  return Object.entries(profile.columns).flatMap(([name, { generate }]) => (generate ? [] : [name]));
}

/** Names by which people mean the same; each written as `fold` leaves it. */
const synonyms: readonly ReadonlySet<string>[] = [
  ['imei', 'imeino', 'imeinr', 'imeinumber', 'imeinummer', 'imei1', 'deviceimei', 'modemimei'],
  [
    'iccid',
    'icc',
    'iccidno',
    'iccidnumber',
    'simid',
    'simiccid',
    'simno',
    'simnumber',
    'simserialnumber',
    'simcardnumber',
  ],
  ['serial', 'serialno', 'serialnr', 'serialnumber', 'sn', 'sno', 'snr', 'seriennummer', 'serien'],
  ['site', 'location', 'sitename', 'standort', 'einbauort'],
  ['model', 'modelno', 'modelname', 'modelnumber', 'modell', 'devicetype', 'typ', 'type'],
  ['apn', 'accesspoint', 'accesspointname'],
  ['fw', 'fwversion', 'firmware', 'firmwareversion', 'softwareversion', 'sw', 'swversion'],
  ['label', 'name', 'devicename', 'bezeichnung'],
].map((names) => new Set(names));

/** A name without case, blanks, accents and punctuation. */
export function fold(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** What the columns of a list are called, and its first lines. */
export interface Headings {
  readonly names: readonly string[];
  /** Whether the names are the file's own. */
  readonly own: boolean;
  readonly lines: readonly TableLine[];
}

/**
 * Finds for each variable where it comes from: as a person said; as it was the last time; by the same name; by a name
 * that means the same; and in a list without a heading by what its values are, or by their place.
 */
export function matchColumns(
  profile: Profile,
  headings: Headings,
  given: ColumnMapping | undefined,
  remembered: ColumnMapping | undefined,
): readonly MappedVariable[] {
  const variables = listVariables(profile);
  const found = new Map<string, { readonly source: ColumnSource; readonly by: MatchedBy }>();
  const taken = new Set<string>();
  const take = (variable: string, source: ColumnSource, by: MatchedBy) => {
    found.set(variable, { source, by });
    if (source.kind === 'column') taken.add(source.column);
  };
  const passes: readonly ((variable: string) => readonly [ColumnSource | undefined, MatchedBy])[] = [
    (variable) => [sourceIn(given, variable), 'given'],
    (variable) => rememberedSource(sourceIn(remembered, variable), variable, headings),
    ...(headings.own ? namePasses(profile, headings, taken) : valuePasses(profile, headings, taken)),
  ];
  for (const pass of passes)
    for (const variable of variables) {
      if (found.has(variable)) continue;
      const [source, by] = pass(variable);
      if (source !== undefined) take(variable, source, by);
    }
  return variables.map((variable) => ({
    variable,
    required: profile.columns[variable]?.required ?? true,
    ...found.get(variable),
  }));
}

type Pass = (variable: string) => readonly [ColumnSource | undefined, MatchedBy];

function namePasses(profile: Profile, { names }: Headings, taken: ReadonlySet<string>): readonly Pass[] {
  const only = (fits: (name: string) => boolean): ColumnSource | undefined => {
    const fitting = [...new Set(names)].filter((name) => !taken.has(name) && fits(name));
    const [column] = fitting;
    return column !== undefined && fitting.length === 1 ? { kind: 'column', column } : undefined;
  };
  return [
    (variable) => [names.includes(variable) ? { kind: 'column', column: variable } : undefined, 'name'],
    (variable) => [only((name) => fold(name) !== '' && fold(name) === fold(variable)), 'likeness'],
    (variable) => [only((name) => meansTheSame(profile, variable, name)), 'likeness'],
  ];
}

function meansTheSame(profile: Profile, variable: string, name: string): boolean {
  const type = profile.columns[variable]?.type;
  return synonyms.some(
    (names) =>
      names.has(fold(name)) &&
      (names.has(fold(variable)) || (type !== undefined && type !== 'text' && names.has(type))),
  );
}

/** Lines that are looked at to find out what a column holds. */
const linesLookedAt = 20;

function valuePasses(
  profile: Profile,
  { names, lines }: Headings,
  taken: ReadonlySet<string>,
): readonly Pass[] {
  const variables = listVariables(profile);
  const first = lines.slice(0, linesLookedAt);
  return [
    (variable) => {
      const column = profile.columns[variable];
      if (column === undefined || column.type === 'text') return [undefined, 'values'];
      const fitting = names.filter(
        (name, index) =>
          !taken.has(name) &&
          first.length > 0 &&
          first.every(({ cells }) => columnFault(column, cells[index]?.trim() ?? '') === undefined),
      );
      const [only] = fitting;
      return [
        only !== undefined && fitting.length === 1 ? { kind: 'column', column: only } : undefined,
        'values',
      ];
    },
    (variable) => {
      const name = names[variables.indexOf(variable)];
      const fits = names.length === variables.length && name !== undefined && !taken.has(name);
      return [fits ? { kind: 'column', column: name } : undefined, 'place'];
    },
  ];
}

/**
 * Whether the first line of a list is more likely a device than a heading: a value in it is what a number of the
 * profile has to be, or no name fits and there are long numbers.
 */
export function looksLikeDevice(profile: Profile, cells: readonly string[]): boolean {
  const values = cells.map((cell) => cell.trim());
  const numbers = Object.values(profile.columns).filter(({ type }) => type !== 'text');
  if (
    values.some((value) => value !== '' && numbers.some((column) => columnFault(column, value) === undefined))
  )
    return true;
  const headings = { names: values, own: true, lines: [] };
  const named = matchColumns(profile, headings, undefined, undefined).some(
    ({ source }) => source !== undefined,
  );
  return !named && values.some((value) => /^\d{6,}$/.test(value));
}

function rememberedSource(
  source: ColumnSource | undefined,
  variable: string,
  { names }: Headings,
): readonly [ColumnSource | undefined, MatchedBy] {
  if (source?.kind !== 'column') return [source, 'remembered'];
  if (!names.includes(source.column)) return [undefined, 'remembered'];
  return [source, source.column === variable ? 'name' : 'remembered'];
}
