import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import type { ListChoice } from '../../core/order/column-mapping.ts';
import { readOrderList } from '../../core/order/order-list.ts';
import { readTable } from '../../core/order/read-table.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import { profileWith } from '../../core/provisioning/test-profile.ts';
import { textRow, workbookOf, workbookParts, zipOf } from './test-workbook.ts';
import { unpacking } from './unpacking.ts';

const profile = profileWith();
const [first, second] = ['352099001761408', '352099001761770'];
const text = (value: string) => new TextEncoder().encode(value);
const read = (octets: Uint8Array, choice: ListChoice = {}, of: Profile = profile, name = 'list.xlsx') =>
  readOrderList(of, { name, octets }, choice, { unpacking });
const codesOf = (list: ReturnType<typeof read>) => list.problems.map(({ fault }) => fault.code);
const heading = textRow(['imei', 'site']);

describe('a spreadsheet', () => {
  it('of another program is the same list as the CSV', async () => {
    const rows = [
      ['imei', 'site'],
      [first, 'Köln "Nord"'],
      [second, ' a;b,c '],
    ];
    const data = rows.map((row) => row.map((value) => ({ value, type: String })));
    const octets = new Uint8Array(await (await writeXlsxFile(data)).toBuffer());
    const list = read(octets);
    expect(list.rows.map(({ line, variables }) => [line, variables])).toEqual([
      [2, { imei: first, site: 'Köln "Nord"' }],
      [3, { imei: second, site: 'a;b,c' }],
    ]);
    expect(codesOf(list)).toEqual(['LIST_VALUE_BLANKS']);
  });

  it('is read from the first sheet with cells, or from the one that is named', () => {
    const octets = zipOf(
      workbookParts({
        Notes: '<sheetData/>',
        Devices: `<sheetData>${heading}${textRow([first, 'Hall 1'])}</sheetData>`,
        Others: `<sheetData>${heading}${textRow([second, 'Hall 2'])}</sheetData>`,
      }),
    );
    expect(read(octets)).toMatchObject({ sheet: 'Devices', sheets: ['Notes', 'Devices', 'Others'] });
    expect(read(octets, { sheet: 'Others' }).rows[0]?.variables.imei).toBe(second);
    expect(read(octets, { sheet: 'x' }).problems[0]?.fault).toMatchObject({
      code: 'LIST_SHEET_UNKNOWN',
      message: expect.stringContaining('Notes, Devices, Others'),
    });
  });

  it.each([
    ['a number of 15 digits', `<c r="A2"><v>${first}</v></c>`, [], first],
    ['the same in scientific notation', '<c r="A2"><v>3.52099001761408E14</v></c>', [], first],
    [
      'a number that lost digits',
      '<c r="A2"><v>8.9445000000007E18</v></c>',
      ['LIST_IMEI_DIGITS', 'LIST_NUMBER_DIGITS'],
      undefined,
    ],
    ['a formula with its result', `<c r="A2" t="str"><f>B9</f><v>${first}</v></c>`, [], first],
    [
      'a formula without',
      '<c r="A2"><f>B9</f></c>',
      ['LIST_FORMULA_WITHOUT_RESULT', 'LIST_VALUE_REQUIRED'],
      undefined,
    ],
    ['an error', '<c r="A2" t="e"><v>#REF!</v></c>', ['LIST_CELL_ERROR', 'LIST_IMEI_DIGITS'], undefined],
    ['a date', '<c r="A2" s="1"><v>45000</v></c>', ['LIST_CELL_DATE', 'LIST_IMEI_DIGITS'], '2023-03-15'],
    ['a number shown with zeros', '<c r="A2" s="2"><v>123</v></c>', ['LIST_IMEI_DIGITS'], '000123'],
    ['a truth', '<c r="A2" t="b"><v>1</v></c>', ['LIST_IMEI_DIGITS'], 'TRUE'],
  ])('%s', (_what, cell, codes, value) => {
    const list = read(workbookOf(`${heading}<row r="2">${cell}<c r="B2" t="str"><v>Hall</v></c></row>`));
    expect(codesOf(list).toSorted()).toEqual(codes);
    for (const { fault } of list.problems) expect(fault.place).toMatchObject({ line: 2, cell: 'Devices!A2' });
    if (value !== undefined) expect(list.rows[0]?.variables.imei).toBe(value);
  });

  it('says what is hidden or merged where it matters', () => {
    const data = `<cols><col min="2" max="2" hidden="1"/></cols><sheetData>${heading}${textRow([first, 'a'], 'r="2" hidden="1"')}</sheetData>`;
    const merged = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="D1:F1"/></mergeCells>';
    const list = read(zipOf(workbookParts({ S: data + merged })));
    expect(codesOf(list).toSorted()).toEqual(['LIST_CELLS_MERGED', 'LIST_COLUMN_HIDDEN', 'LIST_ROW_HIDDEN']);
    expect(list.count).toEqual({ errors: 1, warnings: 2 });
  });
});

describe('a file that is no list', () => {
  const good = workbookOf(heading + textRow([first, 'a']));
  const compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  const bomb = { 'xl/sharedStrings.xml': new Uint8Array(60_000_000) };
  it.each<[string, Uint8Array, string]>([
    ['cut off', good.slice(0, good.length - 40), 'LIST_DAMAGED'],
    ['of a broken part', zipOf(workbookParts({ S: '<sheetData><row>' })), 'LIST_DAMAGED'],
    [
      'that declares entities',
      zipOf({
        ...workbookParts({ S: '' }),
        'xl/styles.xml': '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
      }),
      'LIST_DAMAGED',
    ],
    ['that unpacks to very much', zipOf({ ...workbookParts({ S: '' }), ...bomb }), 'LIST_UNPACKS_TOO_LARGE'],
    ['that says it unpacks to less', zipOf(workbookParts({ S: heading }), { size: 10 }), 'LIST_DAMAGED'],
    ['whose entries are encrypted', zipOf(workbookParts({ S: heading }), { flags: 1 }), 'LIST_ENCRYPTED'],
    ['of the old Excel', new Uint8Array([...compound, ...new Uint8Array(600)]), 'LIST_IS_XLS'],
    [
      'with a password',
      new Uint8Array([...compound, ...Buffer.from('EncryptedPackage', 'utf16le')]),
      'LIST_ENCRYPTED',
    ],
    ['of OpenDocument', zipOf({ mimetype: 'x', 'content.xml': '<x/>' }), 'LIST_IS_ODS'],
    ['in binary', zipOf({ 'xl/workbook.bin': 'x' }), 'LIST_IS_XLSB'],
    ['with nothing in it', zipOf(workbookParts({ S: '<sheetData/>' })), 'LIST_NO_SHEET'],
    ['that is a PDF', text('%PDF-1.7'), 'LIST_NOT_A_LIST'],
    ['with NUL', text('imei,site\n1\0,b'), 'LIST_NUL'],
    ['with 201 columns', text(`${'c,'.repeat(200)}c\n`), 'LIST_COLUMNS_LIMIT'],
    ['with 201 columns in a sheet', workbookOf(textRow(Array<string>(201).fill('c'))), 'LIST_COLUMNS_LIMIT'],
    ['with a million and one rows', text(`imei\n${'1\n'.repeat(1_000_001)}`), 'LIST_TOO_MANY_ROWS'],
    ['of 65 MB', new Uint8Array(65_000_000), 'LIST_TOO_LARGE'],
  ])(
    '%s is told by name',
    (_what, octets, code) => {
      const list = read(octets);
      expect(codesOf(list)).toEqual([code]);
      expect(list.rows).toEqual([]);
    },
    30_000,
  );

  it('is CSV called .xlsx: it is read, and a warning', () => {
    const list = read(text(`imei,site\n${first},a\n`));
    expect(list.rows).toHaveLength(1);
    expect(list.problems).toMatchObject([{ severity: 'warning', fault: { code: 'LIST_NAME_DIFFERS' } }]);
  });

  it('is a million rows: all are read', () => {
    const table = readTable(
      { name: 'a.csv', octets: text(`imei\n${'1\n'.repeat(1_000_000)}`) },
      {},
      unpacking,
    );
    expect(table.lines).toHaveLength(1_000_001);
  }, 60_000);

  it('has a line of ten megabytes, which is a fault and no more', () => {
    const list = read(text(`imei,site\n${'x'.repeat(10_000_000)}\n${first},a\n`), {}, profile, 'a.csv');
    expect(codesOf(list)).toEqual(['LIST_LINE_TOO_LONG']);
    expect(list.problems[0]?.fault.place?.line).toBe(2);
    expect(list.rows).toHaveLength(1);
  });
});

describe('the encoding of a list', () => {
  const list = `imei,site\n${first},Köln\n`;
  it('is known by the byte order mark', () => {
    const little = new Uint8Array(Buffer.from(`\uFEFF${list}`, 'utf16le'));
    expect(read(little, {}, profile, 'a.csv')).toMatchObject({
      encoding: 'utf-16le',
      rows: [{ variables: { site: 'Köln' } }],
    });
    expect(read(new Uint8Array(Buffer.from(little).swap16()), {}, profile, 'a.csv').encoding).toBe(
      'utf-16be',
    );
  });

  it('is Windows-1252 only where a person says so', () => {
    const octets = new Uint8Array(Buffer.from(list, 'latin1'));
    const unread = read(octets, {}, profile, 'a.csv');
    expect(unread).toMatchObject({
      encodingOffered: 'windows-1252',
      problems: [{ fault: { code: 'FILE_NOT_UTF8', place: { line: 2 } } }],
    });
    expect(read(octets, { encoding: 'windows-1252' }, profile, 'a.csv').rows[0]?.variables.site).toBe('Köln');
  });
});

describe('the same cells', () => {
  const cell = fc
    .string({ unit: 'binary', maxLength: 12 })
    .filter((value) => !/[\p{Cc}\p{Cs}\uFFFE\uFFFF\uFEFF]|_x[0-9a-f]{4}_/iu.test(value));
  const cells = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }))
    .chain(([columns, rows]) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
    // A line of blanks alone is left out; a heading with a tab or semicolon decides what parts the columns.
    .filter((rows) => rows.every((row) => row.some((value) => value.trim() !== '')));
  it('come back from CSV and from a spreadsheet', () => {
    fc.assert(
      fc.property(cells, (rows) => {
        const csv = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const fromCsv = readTable({ name: 'a.csv', octets: text(csv) }, {}, unpacking).lines;
        expect(fromCsv.map((line) => line.cells)).toEqual(rows);
        const octets = workbookOf(rows.map((row) => textRow(row)).join(''));
        const fromSheet = readTable({ name: 'a.xlsx', octets }, {}, unpacking).lines;
        const width = Math.max(...rows.map((row) => row.findLastIndex((value) => value !== '') + 1));
        expect(fromSheet.map((line) => line.cells)).toEqual(rows.map((row) => row.slice(0, width)));
      }),
    );
  });
});

describe('the real list that Excel wrote', () => {
  it('is the same as the one with commas', () => {
    const folder = new URL('../../examples/', import.meta.url);
    const csv = readFileSync(new URL('devices-3.csv', folder), 'utf8');
    const excel = `\uFEFF${csv.replaceAll(',', ';').replaceAll('\n', '\r\n')}`;
    const rowsOf = (value: string) => readTable({ name: 'a.csv', octets: text(value) }, {}, unpacking).lines;
    expect(rowsOf(excel)).toEqual(rowsOf(csv));
  });
});
