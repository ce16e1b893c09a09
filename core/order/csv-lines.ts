import { CsvError, parse } from 'csv-parse/sync';
import { faultOf } from '../errors.ts';
import { type ListTable, listLimits, type TableLine, type TellProgress } from './list-table.ts';

type Problem = ListTable['problems'][number];

/** Lines that are parsed at once: more where all is well, few after a fault, so that many faults stay quick. */
const windows = { least: 16, most: 4096 } as const;
/** Beyond so many of them a file is no CSV. */
const mostQuoteFaults = { misplaced: 100_000, unclosed: 100 } as const;

/**
 * The lines of a CSV text with their numbers: commas or semicolons, with or without byte order mark. After a bad
 * quote, reading goes on in the next line.
 */
export function readCsv(
  text: string,
  file: string,
  tell: TellProgress = () => {},
): { readonly lines: readonly TableLine[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const physical = shortLines(text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/), file, problems);
  const delimiter = delimiterOf(physical.find((line) => line !== '') ?? '');
  const lines: TableLine[] = [];
  const quoteFaults = { misplaced: 0, unclosed: 0 };
  let start = 0;
  let size: number = windows.least;
  while (start < physical.length && lines.length <= listLimits.rows + 1) {
    tell(start, physical.length);
    const end = Math.min(start + size, physical.length);
    const parsed = parseWindow(physical.slice(start, end), delimiter);
    for (const { offset, values } of parsed.records)
      lines.push({ line: firstLineOf(physical, start + offset) + 1, cells: values });
    if (parsed.kind === 'whole') {
      start = end;
      size = Math.min(size * 4, windows.most);
      continue;
    }
    const bad = firstLineOf(physical, start + parsed.end);
    // A record may go on beyond the window.
    if (
      parsed.kind === 'unclosed' &&
      end < physical.length &&
      charactersOf(physical, bad, end) < listLimits.line
    ) {
      start = bad;
      size = (end - bad) * 2;
      continue;
    }
    const code = parsed.kind === 'unclosed' ? 'LIST_QUOTE_UNCLOSED' : 'LIST_QUOTE_MISPLACED';
    const place = { file, line: bad + 1, column: parsed.column };
    problems.push({ severity: 'error', fault: faultOf(code, {}, place) });
    if (++quoteFaults[parsed.kind] >= mostQuoteFaults[parsed.kind]) {
      const limit = mostQuoteFaults[parsed.kind];
      const next = { file, line: bad + 2 };
      problems.push({ severity: 'error', fault: faultOf('LIST_QUOTES_TOO_MANY', { limit }, next) });
      break;
    }
    start = bad + 1;
    size = windows.least;
  }
  return { lines: withoutBlank(lines, file, problems), problems };
}

/** Lines that are too long are faults, and as good as empty: nothing else is made of them. */
function shortLines(physical: readonly string[], file: string, problems: Problem[]): readonly string[] {
  return physical.map((line, index) => {
    if (line.length <= listLimits.line) return line;
    const parameters = { found: line.length, limit: listLimits.line };
    const fault = faultOf('LIST_LINE_TOO_LONG', parameters, { file, line: index + 1 });
    problems.push({ severity: 'error', fault });
    return '';
  });
}

interface ParsedRecord {
  /** The lines of the window before it. */
  readonly offset: number;
  readonly values: readonly string[];
}

type ParsedWindow =
  | { readonly kind: 'whole'; readonly records: readonly ParsedRecord[] }
  | {
      readonly kind: 'unclosed' | 'misplaced';
      readonly records: readonly ParsedRecord[];
      /** The lines of the window before the bad record. */
      readonly end: number;
      readonly column: number;
    };

function parseWindow(window: readonly string[], delimiter: string): ParsedWindow {
  const records: ParsedRecord[] = [];
  let end = 0;
  try {
    parse(window.join('\n'), {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: '\n',
      on_record: (values: readonly string[], { lines: last }: { lines: number }) => {
        records.push({ offset: end, values });
        end = last;
        return null;
      },
    });
    return { kind: 'whole', records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const kind = error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'unclosed' : 'misplaced';
    return { kind, records, end, column: typeof error.column === 'number' ? error.column + 1 : 1 };
  }
}

/** A line of separators alone is no device: spreadsheet programs write them below their tables. */
function withoutBlank(lines: readonly TableLine[], file: string, problems: Problem[]): readonly TableLine[] {
  return lines.filter(({ line, cells }) => {
    if (cells.some((cell) => cell.trim() !== '')) return true;
    problems.push({ severity: 'warning', fault: faultOf('LIST_LINE_BLANK', {}, { file, line }) });
    return false;
  });
}

function charactersOf(physical: readonly string[], from: number, to: number): number {
  let characters = 0;
  for (let line = from; line < to; line++) characters += (physical[line] ?? '').length + 1;
  return characters;
}

/** The first line that is not empty, from `index` on: empty lines are no records. */
function firstLineOf(physical: readonly string[], index: number): number {
  let line = index;
  while (line < physical.length - 1 && physical[line] === '') line++;
  return line;
}

function delimiterOf(heading: string): ',' | ';' | '\t' {
  const outsideQuotes = heading.replaceAll(/"[^"]*"/g, '');
  const parts = (sign: string) => outsideQuotes.split(sign).length;
  if (parts('\t') > Math.max(parts(';'), parts(','))) return '\t';
  return parts(';') > parts(',') ? ';' : ',';
}
