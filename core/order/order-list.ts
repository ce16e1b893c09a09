import { CodedError, toFault } from '../errors.ts';
import type { DeviceList, ListProblem } from '../provisioning/device-list.ts';
import type { Profile } from '../provisioning/profile.ts';
import { checkRows } from './check-rows.ts';
import type { ColumnMapping, ListChoice } from './column-mapping.ts';
import {
  type ListTable,
  placeName,
  type TableLine,
  type TellProgress,
  type TextEncoding,
} from './list-table.ts';
import { mayBeWindows1252 } from './list-text.ts';
import { looksLikeDevice, type MappedVariable, matchColumns } from './match-columns.ts';
import type { ProblemCount } from './problem-count.ts';
import { type ListFile, readTable } from './read-table.ts';
import type { Unpacking } from './zip.ts';

/** A device list of a profile, read and checked whole; it may be used only where it has no error. */
export interface OrderList extends DeviceList {
  /** How many problems there are; `problems` may be fewer, where they are very many. */
  readonly count: ProblemCount;
  readonly mapping: readonly MappedVariable[];
  readonly heading: 'firstLine' | 'none';
  /** Whether the first line is taken for a heading and looks like a device. */
  readonly headingDoubtful: boolean;
  /** The first lines as the file has them, in the order of `columns`. */
  readonly firstLines: readonly TableLine[];
  /** Device ids of the rows; none where they are not known before the batch begins. */
  readonly deviceIds: readonly string[];
  readonly sheets: readonly string[];
  readonly sheet?: string;
  readonly encoding?: TextEncoding;
  /** What the octets may be read as, where a person says so. */
  readonly encodingOffered?: TextEncoding;
}

/** What reading takes from outside. */
export interface ReadingTools {
  readonly unpacking: Unpacking;
  /** The mapping that was used the last time for these headings. */
  readonly remembered?: ((headings: readonly string[]) => ColumnMapping | undefined) | undefined;
  readonly tell?: TellProgress;
}

const linesShown = 8;

/**
 * Reads a list file and checks it whole against a profile: CSV or a spreadsheet. Never throws: what cannot be read is
 * a problem.
 */
export function readOrderList(
  profile: Profile,
  file: ListFile,
  choice: ListChoice,
  tools: ReadingTools,
): OrderList {
  const reading = openTable(file, choice, tools.unpacking, tools.tell);
  if (reading.kind === 'unreadable') return reading.list;
  const headings = headingsOf(reading.table, choice.heading);
  return checkTable(profile, file.name, reading.table, choice, tools.remembered?.(headings), tools.tell);
}

export type TableReading =
  | { readonly kind: 'table'; readonly table: ListTable }
  | { readonly kind: 'unreadable'; readonly list: OrderList };

/** The first half of `readOrderList`: a file that cannot be read becomes a list with that one problem. */
export function openTable(
  file: ListFile,
  choice: ListChoice,
  unpacking: Unpacking,
  tell?: TellProgress,
): TableReading {
  try {
    return { kind: 'table', table: readTable(file, choice, unpacking, tell) };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { kind: 'unreadable', list: unreadable(toFault(error), file) };
  }
}

/** What the columns of a list are called. */
export function headingsOf(table: ListTable, heading: ListChoice['heading']): readonly string[] {
  const cells = table.lines[0]?.cells ?? [];
  return cells.map((cell, index) => (heading === 'none' ? '' : cell.trim()) || placeName(index));
}

/** The second half of `readOrderList`. */
export function checkTable(
  profile: Profile,
  file: string,
  table: ListTable,
  choice: ListChoice,
  remembered: ColumnMapping | undefined,
  tell?: TellProgress,
): OrderList {
  const heading = choice.heading ?? 'firstLine';
  const columns = headingsOf(table, heading);
  const lines = heading === 'none' ? table.lines : table.lines.slice(1);
  const mapping = matchColumns(
    profile,
    { names: columns, own: heading === 'firstLine', lines },
    choice.mapping,
    remembered,
  );
  const first = table.lines[0];
  const headingDoubtful =
    heading === 'firstLine' && first !== undefined && looksLikeDevice(profile, first.cells);
  const checked = checkRows(
    { profile, file, table, columns, lines, mapping, given: choice.mapping, headingDoubtful },
    tell,
  );
  return {
    ...checked,
    columns,
    mapping,
    heading,
    headingDoubtful,
    firstLines: lines.slice(0, linesShown),
    sheets: table.sheets,
    ...(table.sheet === undefined ? {} : { sheet: table.sheet }),
    ...(table.encoding === undefined ? {} : { encoding: table.encoding }),
  };
}

function unreadable(fault: ListProblem['fault'], file: ListFile): OrderList {
  const offered = fault.code === 'FILE_NOT_UTF8' && mayBeWindows1252(file.octets);
  return {
    columns: [],
    rows: [],
    problems: [{ severity: 'error', fault }],
    count: { errors: 1, warnings: 0 },
    mapping: [],
    heading: 'firstLine',
    headingDoubtful: false,
    firstLines: [],
    deviceIds: [],
    sheets: [],
    ...(offered ? { encodingOffered: 'windows-1252' } : {}),
  };
}
