import { type ErrorCode, type ErrorParameters, faultOf, type Place } from '../errors.ts';
import { columnFault, hiddenCharacter, looksLikeFormula } from '../provisioning/column-values.ts';
import type { DeviceRow, ListProblem } from '../provisioning/device-list.ts';
import type { Profile } from '../provisioning/profile.ts';
import { columnsInUris } from '../provisioning/profile-references.ts';
import { fillText, variablesOf } from '../provisioning/variables.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { columnLetters, type ListTable, type TableLine, type TellProgress } from './list-table.ts';
import { listVariables, type MappedVariable } from './match-columns.ts';
import { ProblemCollector, type ProblemCount } from './problem-count.ts';

interface Checking {
  readonly profile: Profile;
  readonly file: string;
  readonly table: ListTable;
  readonly columns: readonly string[];
  readonly lines: readonly TableLine[];
  readonly mapping: readonly MappedVariable[];
  readonly given: ColumnMapping | undefined;
  readonly headingDoubtful: boolean;
}

interface CheckedRows {
  readonly rows: readonly DeviceRow[];
  readonly problems: readonly ListProblem[];
  readonly count: ProblemCount;
  readonly deviceIds: readonly string[];
}

/** A column of the list with the variables that come from it. */
interface UsedColumn {
  readonly index: number;
  readonly name: string;
  readonly variables: readonly string[];
}

const linesATurn = 2000;

/** Checks every line of a list against the profile: each fault with its line, column and value. */
export function checkRows(checking: Checking, tell: TellProgress = () => {}): CheckedRows {
  const { profile, file, table, columns, lines } = checking;
  const problems = new ProblemCollector();
  const placeOf = (line: number, index: number): Place => ({
    ...{ file, line, column: index + 1, columnName: columns[index] ?? '' },
    ...(table.sheet === undefined ? {} : { cell: `${table.sheet}!${columnLetters(index)}${line}` }),
  });
  const add = <Code extends ErrorCode>(
    code: Code,
    parameters: ErrorParameters<Code>,
    place: Place,
    severity: ListProblem['severity'] = 'error',
    value?: string,
  ) =>
    problems.add({
      severity,
      fault: faultOf(code, parameters, place),
      ...(value === undefined ? {} : { value }),
    });

  for (const problem of table.problems) problems.add(problem);
  const used = usedColumns(checking);
  const usable = checkColumns(checking, used, add);
  if (lines.length === 0 && problems.count.errors === 0) add('LIST_EMPTY', {}, { file, line: 1 });
  if (checking.headingDoubtful)
    add('LIST_HEADING_DOUBTFUL', {}, { file, line: table.lines[0]?.line ?? 1 }, 'warning');
  // Without its columns a list has one fault, not one a line.
  const rows: DeviceRow[] = [];
  const deviceIds: string[] = [];
  if (usable) {
    addCellProblems(checking, used, problems, placeOf);
    const constants = constantsOf(checking, add);
    const needed = columnsInUris(profile);
    const seen = new Map<string, number>();
    const known = new Map<string, number>();
    const idIsKnown = !namesMade(profile);
    for (const [number, { line, cells }] of lines.entries()) {
      if (number % linesATurn === 0) tell(number, lines.length);
      if (cells.length !== columns.length) {
        const code = cells.length > columns.length ? 'LIST_TOO_MANY_COLUMNS' : 'LIST_TOO_FEW_COLUMNS';
        const column = Math.min(cells.length, columns.length) + 1;
        add(code, { found: cells.length, expected: columns.length }, { file, line, column });
        continue;
      }
      // Columns may be called as what every object has.
      const variables = new Map<string, string>();
      let faulty = false;
      for (const { index, name, variables: names } of used) {
        const written = cells[index] ?? '';
        const value = written.trim();
        for (const variable of names) variables.set(variable, value);
        if (names.length === 0) variables.set(name, value);
        // Most cells are fine, and need no place.
        if (value !== written) add('LIST_VALUE_BLANKS', {}, placeOf(line, index), 'warning', written);
        if (looksLikeFormula(value)) add('LIST_VALUE_FORMULA', {}, placeOf(line, index), 'warning', value);
        const hidden = hiddenCharacter(value);
        if (hidden !== undefined) {
          add('LIST_VALUE_HIDDEN', { character: hidden }, placeOf(line, index), 'error');
          continue;
        }
        for (const variable of names) {
          const column = profile.columns[variable];
          if (column === undefined) continue;
          const fault =
            value === '' && needed.has(variable)
              ? faultOf('LIST_VALUE_REQUIRED', {})
              : columnFault(column, value);
          faulty ||= fault !== undefined;
          if (fault)
            problems.add({ severity: 'error', fault: { ...fault, place: placeOf(line, index) }, value });
          else if (column.unique && value !== '') {
            const key = `${variable}\n${value}`;
            const first = seen.get(key);
            if (first === undefined) seen.set(key, line);
            else add('LIST_VALUE_TWICE', { line: first }, placeOf(line, index), 'error', value);
            faulty ||= first !== undefined;
          }
        }
      }
      for (const [variable, value] of constants) variables.set(variable, value);
      const row = { line, variables: Object.fromEntries(variables) };
      rows.push(row);
      if (!idIsKnown) continue;
      const device = fillText(profile.device.id, row.variables);
      const first = known.get(device);
      if (first === undefined) known.set(device, line);
      else if (!faulty) add('LIST_DEVICE_TWICE', { device, line: first }, { file, line }, 'error', device);
      deviceIds.push(device);
    }
    tell(lines.length, lines.length);
  }
  return { rows, deviceIds, problems: problems.sorted(file), count: problems.count };
}

type Add = <Code extends ErrorCode>(
  code: Code,
  parameters: ErrorParameters<Code>,
  place: Place,
  severity?: ListProblem['severity'],
  value?: string,
) => void;

/** The columns whose values a row has: by the variables that come from them, or else by their own names. */
function usedColumns({ profile, columns, mapping, table }: Checking): readonly UsedColumn[] {
  const heading = table.lines[0]?.cells ?? [];
  return columns.flatMap((name, index) => {
    const variables = mapping.flatMap(({ variable, source }) =>
      source?.kind === 'column' && source.column === name && columns.indexOf(name) === index
        ? [variable]
        : [],
    );
    const named = (heading[index] ?? '').trim() === name;
    const free = !Object.hasOwn(profile.columns, name) && named;
    return variables.length > 0 || free ? [{ index, name, variables }] : [];
  });
}

/** Faults of the heading and of the mapping; whether the lines can be looked at. */
function checkColumns(checking: Checking, used: readonly UsedColumn[], add: Add): boolean {
  const { profile, file, table, columns, mapping, given } = checking;
  const line = table.lines[0]?.line ?? 1;
  for (const [index, columnName] of columns.entries()) {
    if (columns.indexOf(columnName) === index) continue;
    const counts =
      Object.hasOwn(profile.columns, columnName) ||
      used.some((each) => each.name === columnName && each.variables.length > 0);
    const place = { file, line, column: index + 1, columnName };
    add('LIST_COLUMN_TWICE', { column: columnName }, place, counts ? 'error' : 'warning');
  }
  for (const [columnName, { generate }] of Object.entries(profile.columns))
    if (generate && columns.includes(columnName))
      add('LIST_COLUMN_MADE', { column: columnName }, { file, line, columnName }, 'warning');
  for (const variable of Object.keys(given ?? {}))
    if (!listVariables(profile).includes(variable))
      add('LIST_MAPPED_VARIABLE_UNKNOWN', { variable }, { file });
  let usable = true;
  for (const { variable, source } of mapping) {
    if (source === undefined) add('LIST_COLUMN_MISSING', { column: variable }, { file, line });
    else if (source.kind === 'column' && !columns.includes(source.column)) {
      const parameters = { variable, column: source.column };
      add('LIST_MAPPED_COLUMN_MISSING', parameters, { file, line });
    } else continue;
    usable = false;
  }
  return usable;
}

/** What is the matter with cells counts where a variable comes from one of them. */
function addCellProblems(
  { table, lines, columns }: Checking,
  used: readonly UsedColumn[],
  problems: ProblemCollector,
  placeOf: (line: number, index: number) => Place,
): void {
  const mapped = used.filter(({ variables }) => variables.length > 0).map(({ index }) => index);
  const [begin, end] = [lines[0]?.line ?? 0, lines.at(-1)?.line ?? 0];
  for (const {
    severity,
    fault,
    line,
    columns: [first, last],
    value,
  } of table.cellProblems) {
    const index = mapped.find((each) => each >= first && each <= last);
    const inRows = line >= begin && line <= end;
    const ofColumn = fault.code === 'LIST_COLUMN_HIDDEN';
    if (index === undefined || (!inRows && !ofColumn) || columns[index] === undefined) continue;
    const place =
      fault.code === 'LIST_ROW_HIDDEN' ? fault.place : { ...fault.place, ...placeOf(line, index) };
    const placed = place === undefined ? fault : { ...fault, place };
    problems.add({ severity, fault: placed, ...(value === undefined ? {} : { value }) });
  }
}

/** The values that every row has, checked once. */
function constantsOf({ profile, file, mapping, lines }: Checking, add: Add): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  const needed = columnsInUris(profile);
  for (const { variable, source } of mapping) {
    const column = profile.columns[variable];
    if (source?.kind !== 'constant' || column === undefined) continue;
    const value = source.value.trim();
    constants.set(variable, value);
    const place = { file, columnName: variable };
    const [first, second] = lines;
    const hidden = hiddenCharacter(value);
    const fault = columnFault(column, value);
    if (hidden !== undefined) add('LIST_VALUE_HIDDEN', { character: hidden }, place);
    else if (value === '' && (needed.has(variable) || column.required)) add('LIST_VALUE_REQUIRED', {}, place);
    else if (fault) add('LIST_CONSTANT_WRONG', { variable, detail: fault.message }, place, 'error', value);
    else if (column.unique && value !== '' && first && second)
      add('LIST_VALUE_TWICE', { line: first.line }, { ...place, line: second.line }, 'error', value);
  }
  return constants;
}

/** Whether the id of a device is made of values that are made when the batch begins. */
function namesMade(profile: Profile): boolean {
  return [...variablesOf(profile.device.id)].some(
    ({ name }) => Object.hasOwn(profile.columns, name) && profile.columns[name]?.generate !== undefined,
  );
}
