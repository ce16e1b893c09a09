import { codedError } from '../errors.ts';
import { type CellFormat, cellFormatOf } from './cell-values.ts';
import { readPart } from './xml-part.ts';
import type { ZipArchive } from './zip.ts';

/** A sheet of a workbook, and the part that its cells are in. */
export interface SheetPart {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}

/** What the cells of every sheet of a workbook refer to (ECMA-376-1, 18.2, 18.4, 18.8). */
export interface Workbook {
  readonly sheets: readonly SheetPart[];
  readonly sharedStrings: readonly string[];
  /** How the numbers of a cell are shown, by the cell's style. */
  readonly formats: readonly CellFormat[];
  /** Whether dates count from 1904. */
  readonly from1904: boolean;
}

/** Octets of a part, unpacked. */
const largestPart = { small: 20_000_000, strings: 200_000_000 } as const;
const workbookPart = 'xl/workbook.xml';

/** Whether an archive is a workbook that `readWorkbook` reads. */
export function isWorkbook(archive: ZipArchive): boolean {
  return archive.entries.has(workbookPart);
}

/** Reads a workbook's sheets and what their cells refer to. @throws LIST_DAMAGED, LIST_UNPACKS_TOO_LARGE */
export function readWorkbook(archive: ZipArchive, file: string): Workbook {
  const targets = relationTargets(archive, file);
  const sheets: SheetPart[] = [];
  let from1904 = false;
  readPart(partOf(archive, workbookPart, file), workbookPart, file, {
    open(name, attribute) {
      if (name === 'workbookPr') from1904 = isTrue(attribute('date1904'));
      const relation = name === 'sheet' ? (attribute('r:id') ?? attribute('id')) : undefined;
      const part = relation === undefined ? undefined : targets.get(relation);
      const title = attribute('name');
      if (part !== undefined && title !== undefined)
        sheets.push({ name: title, part, hidden: (attribute('state') ?? 'visible') !== 'visible' });
    },
    text() {},
    close() {},
  });
  return {
    sheets,
    from1904,
    sharedStrings: sharedStringsOf(archive, file),
    formats: formatsOf(archive, file),
  };
}

/** `1` and `true` are the same in these files. */
export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

/** The parts that are worksheets, by the id of the relation to them. */
function relationTargets(archive: ZipArchive, file: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  const part = 'xl/_rels/workbook.xml.rels';
  readPart(partOf(archive, part, file), part, file, {
    open(name, attribute) {
      const [id, type, target] = [attribute('Id'), attribute('Type'), attribute('Target')];
      if (name !== 'Relationship' || id === undefined || target === undefined) return;
      if (!type?.endsWith('/worksheet')) return;
      targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
    text() {},
    close() {},
  });
  return targets;
}

function sharedStringsOf(archive: ZipArchive, file: string): readonly string[] {
  const part = 'xl/sharedStrings.xml';
  const octets = archive.unpack(part, largestPart.strings);
  const strings: string[] = [];
  if (octets === undefined) return strings;
  const text = createStringReader((value) => void strings.push(value), 'si');
  readPart(octets, part, file, text);
  return strings;
}

/** Puts the runs of a text together; what says how it is spoken (`rPh`) is no part of it. */
export function createStringReader(done: (text: string) => void, around: 'si' | 'is') {
  let whole = '';
  let inText = false;
  let spoken = 0;
  return {
    open(name: string) {
      if (name === around) whole = '';
      if (name === 'rPh') spoken++;
      if (name === 't') inText = spoken === 0;
    },
    text(text: string) {
      if (inText) whole += text;
    },
    close(name: string) {
      if (name === 't') inText = false;
      if (name === 'rPh') spoken--;
      if (name === around) done(withoutEscapes(whole));
    },
  };
}

/** `_x000D_` is how spreadsheets write characters that XML has no place for (ECMA-376-1, 22.9.2.19). */
export function withoutEscapes(text: string): string {
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function formatsOf(archive: ZipArchive, file: string): readonly CellFormat[] {
  const part = 'xl/styles.xml';
  const octets = archive.unpack(part, largestPart.small);
  const formats: CellFormat[] = [];
  if (octets === undefined) return formats;
  const codes = new Map<number, string>();
  let inCells = false;
  readPart(octets, part, file, {
    open(name, attribute) {
      if (name === 'cellXfs') inCells = true;
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      if (name === 'xf' && inCells) {
        const id = Number(attribute('numFmtId') ?? 0);
        formats.push(cellFormatOf(id, codes.get(id)));
      }
    },
    text() {},
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}

function partOf(archive: ZipArchive, part: string, file: string): Uint8Array {
  const octets = archive.unpack(part, largestPart.small);
  if (octets === undefined)
    throw codedError('LIST_DAMAGED', { file, detail: `${part} is missing` }, { place: { file } });
  return octets;
}
