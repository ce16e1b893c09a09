import { CsvError, parse } from 'csv-parse/sync';
import { codedError, type ErrorCode, type ErrorParameters, type Fault, faultOf } from '../errors.ts';
import { columnFault, hiddenCharacter, looksLikeFormula } from './column-values.ts';
import type { Profile } from './profile.ts';
import { columnsInUris } from './profile-references.ts';
import type { Variables } from './variables.ts';

/** A line of a device list that can be provisioned. */
export interface DeviceRow {
  /** Line of the file, the heading being line 1. */
  readonly line: number;
  readonly variables: Variables;
}

/** A fault or a warning of a device list, with its place and the value it is about. */
export interface ListProblem {
  readonly severity: 'error' | 'warning';
  readonly fault: Fault;
  readonly value?: string;
}

/** A device list that was read whole; it may be used only where no problem is an error. */
export interface DeviceList {
  readonly columns: readonly string[];
  readonly rows: readonly DeviceRow[];
  readonly problems: readonly ListProblem[];
}

interface Line {
  readonly line: number;
  readonly values: readonly string[];
}

/** The text of a file's octets. @throws FILE_NOT_UTF8 with the offset of the first bad octet. */
export function textOf(octets: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch (cause) {
    // Decoding anew with replacement characters finds the place; U+FFFD itself is rare enough in lists.
    const lenient = new TextDecoder('utf-8').decode(octets);
    const before = lenient.slice(0, lenient.indexOf('\uFFFD'));
    const offset = new TextEncoder().encode(before).length;
    throw codedError(
      'FILE_NOT_UTF8',
      { file, offset },
      { place: { file, line: before.split('\n').length }, cause },
    );
  }
}

/**
 * Reads and checks a device list whole: CSV with commas or semicolons, with or without byte order mark.
 * Never throws: each fault is a problem with its line and column.
 */
export function readDeviceList(text: string, file: string, profile: Profile): DeviceList {
  const problems: ListProblem[] = [];
  const add = <Code extends ErrorCode>(
    code: Code,
    parameters: ErrorParameters<Code>,
    place: { line: number; column?: number; columnName?: string },
    severity: ListProblem['severity'] = 'error',
    value?: string,
  ) => {
    const fault = faultOf(code, parameters, { file, ...place });
    problems.push(value === undefined ? { severity, fault } : { severity, fault, value });
  };

  const [heading, ...lines] = readLines(text, (code, line, column) => add(code, {}, { line, column }));
  const columns = (heading?.values ?? []).map((name) => name.trim());
  for (const [index, name] of columns.entries())
    if (columns.indexOf(name) !== index)
      add('LIST_COLUMN_TWICE', { column: name }, { line: 1, column: index + 1, columnName: name });
  const missing = Object.keys(profile.columns).filter((name) => !columns.includes(name));
  for (const column of missing) add('LIST_COLUMN_MISSING', { column }, { line: 1 });
  if (lines.length === 0 && problems.length === 0) add('LIST_EMPTY', {}, { line: 1 });

  const needed = columnsInUris(profile);
  const rows: DeviceRow[] = [];
  const seen = new Map<string, number>();
  // Without its columns a list has one fault, not one a line.
  for (const { line, values } of missing.length > 0 ? [] : lines) {
    if (values.length !== columns.length) {
      const code = values.length > columns.length ? 'LIST_TOO_MANY_COLUMNS' : 'LIST_TOO_FEW_COLUMNS';
      const column = Math.min(values.length, columns.length) + 1;
      add(code, { found: values.length, expected: columns.length }, { line, column });
      continue;
    }
    // Columns may be called as what every object has.
    const variables = new Map<string, string>();
    for (const [index, columnName] of columns.entries()) {
      const written = values[index] ?? '';
      const value = written.trim();
      const place = { line, column: index + 1, columnName };
      variables.set(columnName, value);
      if (value !== written) add('LIST_VALUE_BLANKS', {}, place, 'warning', written);
      if (looksLikeFormula(value)) add('LIST_VALUE_FORMULA', {}, place, 'warning', value);
      const hidden = hiddenCharacter(value);
      if (hidden !== undefined) {
        add('LIST_VALUE_HIDDEN', { character: hidden }, place, 'error');
        continue;
      }
      const column = Object.hasOwn(profile.columns, columnName) ? profile.columns[columnName] : undefined;
      if (column === undefined) continue;
      const fault =
        value === '' && needed.has(columnName)
          ? faultOf('LIST_VALUE_REQUIRED', {})
          : columnFault(column, value);
      if (fault)
        problems.push({
          severity: 'error',
          fault: { ...fault, place: { file, ...place } },
          value,
        });
      else if (column.unique && value !== '') {
        const key = `${columnName}\n${value}`;
        const first = seen.get(key);
        if (first === undefined) seen.set(key, line);
        else add('LIST_VALUE_TWICE', { line: first }, place, 'error', value);
      }
    }
    rows.push({ line, variables: Object.fromEntries(variables) });
  }
  problems.sort((left, right) => (left.fault.place?.line ?? 0) - (right.fault.place?.line ?? 0));
  return { columns, rows, problems };
}

/** Whether the list may be used: warnings are allowed, errors are not. */
export function errorsOf(list: DeviceList): readonly ListProblem[] {
  return list.problems.filter((problem) => problem.severity === 'error');
}

type QuoteFault = 'LIST_QUOTE_UNCLOSED' | 'LIST_QUOTE_MISPLACED';

/** The lines of a CSV text with their numbers. After a bad quote, reading goes on in the next line. */
function readLines(
  text: string,
  report: (code: QuoteFault, line: number, column: number) => void,
): readonly Line[] {
  const physical = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const delimiter = delimiterOf(physical[0] ?? '');
  const lines: Line[] = [];
  let start = 0;
  while (start < physical.length) {
    let end = 0;
    try {
      parse(physical.slice(start).join('\n'), {
        delimiter,
        relax_column_count: true,
        skip_empty_lines: true,
        record_delimiter: '\n',
        on_record: (values: readonly string[], { lines: last }: { lines: number }) => {
          lines.push({ line: firstLineOf(physical, start + end) + 1, values });
          end = last;
          return null;
        },
      });
      break;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const bad = firstLineOf(physical, start + end);
      report(
        error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'LIST_QUOTE_UNCLOSED' : 'LIST_QUOTE_MISPLACED',
        bad + 1,
        typeof error.column === 'number' ? error.column + 1 : 1,
      );
      start = bad + 1;
    }
  }
  return lines;
}

/** The first line that is not empty, from `index` on: empty lines are no records. */
function firstLineOf(physical: readonly string[], index: number): number {
  let line = index;
  while (line < physical.length - 1 && physical[line] === '') line++;
  return line;
}

function delimiterOf(heading: string): ',' | ';' {
  const outsideQuotes = heading.replaceAll(/"[^"]*"/g, '');
  return outsideQuotes.split(';').length > outsideQuotes.split(',').length ? ';' : ',';
}
