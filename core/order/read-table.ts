import { codedError, type Fault, faultOf } from '../errors.ts';
import { readCsv } from './csv-lines.ts';
import { type ListTable, listLimits, type TellProgress, type TextEncoding } from './list-table.ts';
import { decodeList } from './list-text.ts';
import { readSheet } from './sheet-cells.ts';
import { isWorkbook, readWorkbook, type SheetPart, type Workbook } from './workbook.ts';
import { isZip, readZip, type Unpacking, type ZipArchive } from './zip.ts';

/** A file as it was chosen: its name as a person knows it, and its octets. */
export interface ListFile {
  readonly name: string;
  readonly octets: Uint8Array;
}

/** What a person has said of how a file is to be read. */
export interface TableChoice {
  readonly sheet?: string | undefined;
  readonly encoding?: TextEncoding | undefined;
}

const largestSheet = 400_000_000;

/**
 * Reads a list file into lines of cells. What it is, is told from its octets; its name only makes a warning.
 * @throws LIST_… and FILE_NOT_UTF8 where the whole file cannot be read
 */
export function readTable(
  file: ListFile,
  choice: TableChoice,
  unpacking: Unpacking,
  tell: TellProgress = () => {},
): ListTable {
  const { name, octets } = file;
  if (octets.length > listLimits.octets)
    throw codedError(
      'LIST_TOO_LARGE',
      { file: name, limit: listLimits.octets / 1_000_000 },
      { place: { file: name } },
    );
  const other = otherKind(octets, name);
  if (other) throw other;
  const table = isZip(octets)
    ? readWorkbookTable(file, choice.sheet, unpacking, tell)
    : readTextTable(file, choice.encoding, tell);
  const columns = table.lines.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  if (columns > listLimits.columns)
    throw codedError(
      'LIST_COLUMNS_LIMIT',
      { found: columns, limit: listLimits.columns },
      { place: { file: name } },
    );
  // The heading is one line more.
  if (table.lines.length > listLimits.rows + 1)
    throw codedError('LIST_TOO_MANY_ROWS', { limit: listLimits.rows }, { place: { file: name } });
  return table;
}

function readTextTable(
  { name, octets }: ListFile,
  encoding: TextEncoding | undefined,
  tell: TellProgress,
): ListTable {
  const decoded = decodeList(octets, name, encoding);
  const { lines, problems } = readCsv(decoded.text, name, tell);
  return {
    kind: 'text',
    lines,
    problems: [...namedAs(name, /\.(xlsx|xlsm|xls|ods)$/i, 'CSV text'), ...problems],
    cellProblems: [],
    sheets: [],
    encoding: decoded.encoding,
  };
}

function readWorkbookTable(
  { name, octets }: ListFile,
  wanted: string | undefined,
  unpacking: Unpacking,
  tell: TellProgress,
): ListTable {
  const archive = readZip(octets, name, unpacking);
  const place = { place: { file: name } };
  if (!isWorkbook(archive)) throw otherArchive(archive, name);
  const workbook = readWorkbook(archive, name);
  const sheets = workbook.sheets.map((sheet) => sheet.name);
  const chosen =
    wanted === undefined
      ? firstWithCells(archive, workbook, name)
      : workbook.sheets.find((sheet) => sheet.name === wanted);
  if (chosen === undefined && wanted !== undefined)
    throw codedError('LIST_SHEET_UNKNOWN', { sheet: wanted, sheets: sheets.join(', ') }, place);
  const part = chosen && archive.unpack(chosen.part, largestSheet);
  if (chosen === undefined || part === undefined) throw codedError('LIST_NO_SHEET', { file: name }, place);
  const source = { file: name, sheet: chosen.name, part: chosen.part, workbook };
  const { lines, problems } = readSheet(part, source, undefined, tell);
  return {
    kind: 'spreadsheet',
    lines: sameLength(lines),
    problems: namedAs(name, /\.(csv|txt|tsv)$/i, 'a spreadsheet (.xlsx)'),
    cellProblems: problems,
    sheets,
    sheet: chosen.name,
  };
}

/** The first sheet with a cell in it; those that are hidden last. */
function firstWithCells(archive: ZipArchive, workbook: Workbook, file: string): SheetPart | undefined {
  const inOrder = [false, true].flatMap((hidden) =>
    workbook.sheets.filter((sheet) => sheet.hidden === hidden),
  );
  return inOrder.find(({ name, part }) => {
    const octets = archive.unpack(part, largestSheet);
    return octets && readSheet(octets, { file, sheet: name, part, workbook }, 1).lines.length > 0;
  });
}

/** A row of a sheet ends with its last value: what is empty after it belongs to it as much. */
function sameLength(lines: ListTable['lines']): ListTable['lines'] {
  const length = lines.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  return lines.map(({ line, cells }) => ({
    line,
    cells: cells.length < length ? [...cells, ...Array<string>(length - cells.length).fill('')] : cells,
  }));
}

function namedAs(
  name: string,
  ending: RegExp,
  kind: string,
): readonly { readonly severity: 'warning'; readonly fault: Fault }[] {
  return ending.test(name)
    ? [{ severity: 'warning', fault: faultOf('LIST_NAME_DIFFERS', { name, kind }, { file: name }) }]
    : [];
}

const compoundFile = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** Files that people take for lists and that are something else, by what they begin with. */
function otherKind(octets: Uint8Array, file: string) {
  const place = { place: { file } };
  // MS-CFB: the old Excel's workbooks, and whatever Office encrypts.
  if (compoundFile.every((octet, index) => octets[index] === octet))
    return holdsUtf16(octets, 'EncryptedPackage')
      ? codedError('LIST_ENCRYPTED', { file }, place)
      : codedError('LIST_IS_XLS', { file }, place);
  const beginning = String.fromCharCode(...octets.subarray(0, 5));
  const kinds: readonly (readonly [string, string])[] = [
    ['%PDF-', 'it is a PDF document'],
    ['\x89PNG', 'it is a picture'],
    ['\xff\xd8\xff', 'it is a picture'],
    ['\x1f\x8b', 'it is a compressed file (gzip)'],
    ['PK\x05\x06', 'it is an empty archive'],
  ];
  const found = kinds.find(([begin]) => beginning.startsWith(begin));
  return found && codedError('LIST_NOT_A_LIST', { file, detail: found[1] }, place);
}

function otherArchive(archive: ZipArchive, file: string) {
  const place = { place: { file } };
  if (archive.entries.has('xl/workbook.bin')) return codedError('LIST_IS_XLSB', { file }, place);
  if ([...archive.entries.values()].some(({ encrypted }) => encrypted))
    return codedError('LIST_ENCRYPTED', { file }, place);
  if (archive.entries.has('mimetype') && archive.entries.has('content.xml'))
    return codedError('LIST_IS_ODS', { file }, place);
  return codedError('LIST_NOT_A_LIST', { file, detail: 'it is an archive (ZIP) without a workbook' }, place);
}

function holdsUtf16(octets: Uint8Array, text: string): boolean {
  const wanted = [...text].flatMap((character) => [character.charCodeAt(0), 0]);
  const [first = 0] = wanted;
  for (let at = octets.indexOf(first); at >= 0; at = octets.indexOf(first, at + 1))
    if (wanted.every((octet, index) => octets[at + index] === octet)) return true;
  return false;
}
