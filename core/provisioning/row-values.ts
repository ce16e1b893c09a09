import { type Fault, faultOf } from '../errors.ts';
import type { DeviceRow, ListProblem } from './device-list.ts';
import type { Profile } from './profile.ts';
import { fillText, type Variables, variablesOf } from './variables.ts';

/** What a row of a batch says, as far as people may change it. */
export interface ValuesOfRow {
  readonly deviceId: string;
  readonly label: string;
  readonly variables: Variables;
  readonly iccid?: string;
}

/** What the profile makes of a row's values. */
export function valuesOfRow(profile: Profile, variables: Variables): ValuesOfRow {
  const { device, card } = profile;
  return {
    deviceId: fillText(device.id, variables),
    label: fillText(device.label, variables),
    variables,
    ...(card.iccid === undefined ? {} : { iccid: fillText(card.iccid, variables) }),
  };
}

/** A row's values as the text of a device list of one line, so that it is checked as every list is. */
export function listTextOf(variables: Variables): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const line = (texts: readonly string[]) => texts.map(quoted).join(',');
  return `${line(Object.keys(variables))}\n${line(Object.values(variables))}\n`;
}

/** The columns that say which device a row is for. */
export function deviceColumns(profile: Profile): readonly string[] {
  return [...variablesOf(profile.device.id)].map(({ name }) => name);
}

/** Which values of unique columns a batch has, and where. */
export type TakenValues = ReadonlyMap<string, number>;

/** The values that no other row of a batch may have: those of its rows, whatever became of them. */
export function takenValues(profile: Profile, rows: Iterable<DeviceRow>): TakenValues {
  const unique = uniqueColumns(profile);
  const taken = new Map<string, number>();
  for (const { line, variables } of rows)
    for (const column of unique) {
      const value = variables[column] ?? '';
      if (value !== '') taken.set(keyOf(column, value), line);
    }
  return taken;
}

/** Values of rows that other rows of the batch have already, each with its place. */
export function takenProblems(
  profile: Profile,
  rows: readonly DeviceRow[],
  taken: TakenValues,
  file: string,
): readonly ListProblem[] {
  return rows.flatMap((row) =>
    uniqueColumns(profile).flatMap((columnName): ListProblem[] => {
      const value = row.variables[columnName] ?? '';
      const line = taken.get(keyOf(columnName, value));
      if (line === undefined) return [];
      const fault: Fault = faultOf('ROW_VALUE_TAKEN', { line }, { file, line: row.line, columnName });
      return [{ severity: 'error', fault, value }];
    }),
  );
}

/** What was changed from some values to others, by column. */
export function changedColumns(
  before: Variables,
  after: Variables,
): readonly { readonly column: string; readonly before: string; readonly after: string }[] {
  const columns = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return columns.flatMap((column) => {
    const [old, now] = [before[column] ?? '', after[column] ?? ''];
    return old === now ? [] : [{ column, before: old, after: now }];
  });
}

function uniqueColumns({ columns }: Profile): readonly string[] {
  return Object.keys(columns).filter((name) => columns[name]?.unique);
}

function keyOf(column: string, value: string): string {
  return `${column}\n${value}`;
}
