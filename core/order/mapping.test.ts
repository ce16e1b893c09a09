import { describe, expect, it } from 'vitest';
import { profileWith } from '../provisioning/test-profile.ts';
import { readMappingFile } from './column-mapping.ts';
import { numberAfter, type Sequence, withGenerated } from './generated-values.ts';
import { headingsOf } from './order-list.ts';
import { printProblems, problemRows } from './problem-rows.ts';
import { isPlain, readingOf } from './reading.ts';
import { readText } from './test-lists.ts';

const [first, second] = ['352099001761408', '352099001761770'];
const profile = profileWith();
const codesOf = (list: ReturnType<typeof readText>) => list.problems.map(({ fault }) => fault.code);

describe('columns', () => {
  it.each([
    ['imei,site', 'name', 'name'],
    ['IMEI,Site', 'likeness', 'likeness'],
    ['Device IMEI,Standort', 'likeness', 'likeness'],
    ['IMEI-Nr.,Location', 'likeness', 'likeness'],
  ])('%s are matched', (heading, imei, site) => {
    const list = readText(`${heading}\n${first},Hall\n`, profile);
    expect(list.problems).toEqual([]);
    expect(list.rows[0]?.variables).toEqual({ imei: first, site: 'Hall' });
    expect(list.mapping.map(({ by }) => by)).toEqual([imei, site]);
  });

  it('that could both be meant are left to the person', () => {
    const list = readText(`IMEI,I.M.E.I.,site\n${first},${second},Hall\n`, profile);
    expect(codesOf(list)).toEqual(['LIST_COLUMN_MISSING']);
    const mapping = { imei: { kind: 'column', column: 'I.M.E.I.' } } as const;
    expect(
      readText(`IMEI,I.M.E.I.,site\n${first},${second},Hall\n`, profile, { mapping }).rows[0]?.variables,
    ).toEqual({
      imei: second,
      site: 'Hall',
      IMEI: first,
    });
  });

  it('have one value for all rows where the list has none', () => {
    const mapping = { site: { kind: 'constant', value: ' Hall 9 ' } } as const;
    const list = readText(`imei\n${first}\n${second}\n`, profile, { mapping });
    expect(list.problems).toEqual([]);
    expect(list.rows.map(({ variables }) => variables.site)).toEqual(['Hall 9', 'Hall 9']);
    expect(
      codesOf(readText(`imei\n${first}\n`, profile, { mapping: { site: { kind: 'constant', value: '' } } })),
    ).toEqual(['LIST_VALUE_REQUIRED']);
  });

  it('that a mapping names and nobody has are faults', () => {
    const mapping = {
      imei: { kind: 'column', column: 'x' },
      none: { kind: 'constant', value: '1' },
    } as const;
    expect(codesOf(readText(`imei,site\n${first},a\n`, profile, { mapping })).toSorted()).toEqual([
      'LIST_MAPPED_COLUMN_MISSING',
      'LIST_MAPPED_VARIABLE_UNKNOWN',
    ]);
  });

  it('without a heading are known by their values and places', () => {
    const text = `Hall 1,${first}\nHall 2,${second}\n`;
    const doubtful = readText(text, profile);
    expect(doubtful.headingDoubtful).toBe(true);
    const list = readText(text, profile, { heading: 'none' });
    expect(list.columns).toEqual(['Column 1', 'Column 2']);
    expect(list.mapping[0]).toMatchObject({ source: { column: 'Column 2' }, by: 'values' });
    const mapping = { site: { kind: 'column', column: 'Column 1' } } as const;
    expect(readText(text, profile, { heading: 'none', mapping }).rows).toEqual([
      { line: 1, variables: { imei: first, site: 'Hall 1' } },
      { line: 2, variables: { imei: second, site: 'Hall 2' } },
    ]);
  });

  it('are part of the order where they are not the profile’s own', () => {
    expect(isPlain(readingOf(readText(`imei,site\n${first},a\n`, profile)))).toBe(true);
    expect(isPlain(readingOf(readText(`IMEI,site\n${first},a\n`, profile)))).toBe(false);
  });

  it('come from a file', () => {
    expect(readMappingFile('{"imei":"A B","fw":{"value":"1"}}', 'm.json')).toEqual({
      imei: { kind: 'column', column: 'A B' },
      fw: { kind: 'constant', value: '1' },
    });
    for (const text of ['{', '[]', '{"imei":7}', '{"imei":{"values":"1"}}'])
      expect(() => readMappingFile(text, 'm.json')).toThrow(
        expect.objectContaining({ name: 'MAPPING_WRONG' }),
      );
  });
});

describe('problems', () => {
  it('tell a device that is there twice, once', () => {
    const twice = `imei,site\n${first},a\n${first},b\n`;
    expect(codesOf(readText(twice, profile))).toEqual(['LIST_VALUE_TWICE']);
    const loose = profileWith({ columns: { imei: { type: 'imei' }, site: {} } });
    expect(readText(twice, loose).problems).toMatchObject([
      { value: `IMEI:${first}`, fault: { code: 'LIST_DEVICE_TWICE', place: { line: 3 } } },
    ]);
  });

  it('of one kind fold together, and unfold', () => {
    const list = readText(`imei,site\n${'1,a\n'.repeat(9)}${first}, b\n`, profile);
    const folded = problemRows(list.problems, { severity: 'all', unfolded: [] });
    expect(folded).toMatchObject([
      { kind: 'group', code: 'LIST_IMEI_DIGITS', count: 9, unfolded: false },
      { kind: 'problem', problem: { severity: 'warning' } },
    ]);
    expect(problemRows(list.problems, { severity: 'error', unfolded: ['LIST_IMEI_DIGITS'] })).toHaveLength(
      10,
    );
    expect(problemRows(list.problems, { severity: 'warning', unfolded: [] })).toHaveLength(1);
  });

  it('are CSV that no spreadsheet runs', () => {
    const list = readText(`imei,site\n${first},=cmd()\n`, profile);
    expect(printProblems(list.problems)).toContain(`,'=cmd(),`);
  });

  it('are told for a hundred thousand bad quotes in a moment', () => {
    const list = readText(`imei,site\n${`a"b,c\n`.repeat(100_000)}`, profile);
    expect(list.count.errors).toBeGreaterThanOrEqual(100_000);
  }, 60_000);
});

describe('values that are made', () => {
  const made = profileWith({
    columns: {
      imei: { type: 'imei' },
      site: {},
      label: { generate: { kind: 'sequence', start: 7, digits: 4, prefix: 'GW-', across: 'batches' } },
      key: { generate: { kind: 'random', octets: 8, as: 'base32' } },
    },
  });
  const source = {
    randomOctets: (count: number) => new Uint8Array(count).fill(0xff),
    takeNumbers: (_column: string, { start, across }: Sequence) => (across === 'batches' ? start + 3 : start),
  };

  it('need no column, and are in the rows', () => {
    const list = readText(`imei,site,label\n${first},a,x\n${second},b,y\n`, made);
    expect(codesOf(list)).toEqual(['LIST_COLUMN_MADE']);
    expect(withGenerated(made, list.rows, source).map(({ variables }) => variables)).toEqual([
      { imei: first, site: 'a', label: 'GW-0010', key: '7777777777776' },
      { imei: second, site: 'b', label: 'GW-0011', key: '7777777777776' },
    ]);
  });

  it('go on after those that a batch has, whatever else stands in their column', () => {
    const sequence: Sequence = { kind: 'sequence', start: 7, digits: 4, prefix: 'GW-', across: 'batch' };
    const rows = ['GW-0007', 'GW-0009', 'XX-0099', '', 'GW-x'].map((label) => ({ variables: { label } }));
    expect(numberAfter([], 'label', sequence)).toBe(7);
    expect(numberAfter(rows, 'label', sequence)).toBe(10);
    expect(numberAfter(rows, 'other', sequence)).toBe(7);
  });

  it('end with the digits of their sequence', () => {
    const short = profileWith({
      columns: {
        imei: { type: 'imei' },
        site: {},
        n: { generate: { kind: 'sequence', start: 9, digits: 1 } },
      },
    });
    const { rows } = readText(`imei,site\n${first},a\n${second},b\n`, short);
    expect(() => withGenerated(short, rows, source)).toThrow(
      expect.objectContaining({ name: 'SEQUENCE_EXHAUSTED' }),
    );
  });

  it('have to fit their column', () => {
    const columns = { imei: {}, site: {}, n: { maxLength: 3, generate: { kind: 'sequence', digits: 4 } } };
    expect(() => profileWith({ columns })).toThrow(/what it makes does not fit the column/);
  });
});

it('columns without a name are called by their place', () => {
  const table = {
    kind: 'text',
    lines: [{ line: 1, cells: ['a', ''] }],
    problems: [],
    cellProblems: [],
    sheets: [],
  } as const;
  expect(headingsOf(table, undefined)).toEqual(['a', 'Column 2']);
});
