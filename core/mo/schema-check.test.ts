import { describe, expect, it } from 'vitest';
import { allows, checkNode, type DataKind } from './schema-check.ts';
import { type MoJson, parseMoData } from './serialization.ts';
import { node, rootOf } from './test-ddf.ts';

const occurs = (element: string) => ({ properties: `<Occurrence>${element}</Occurrence>` });
const optional = occurs('<ZeroOrOne/>');
const withAccess = (access: string, text: string) => text.replace('<Get/>', access);

const schema = rootOf(
  node('Gateway', {
    inner:
      node('Name') +
      node('Level', { format: 'int', ...optional }) +
      node('Meters', {
        inner: node('', {
          properties: '<Occurrence><ZeroOrN>2</ZeroOrN></Occurrence><DFTitle>Meter</DFTitle>',
          inner: node('Address', { format: 'int' }) + node('Medium', optional),
        }),
        ...optional,
      }) +
      node('Ext', { inner: node('Own', { format: 'bool' }), ...optional }) +
      node('Bearer', { format: 'node', ...optional }),
  }),
);

/** The problems of an instance, in short: `missingNode Meters/m1/Address`. */
function problemsOf(data: MoJson, kind?: DataKind, of = schema): readonly string[] {
  const { name, node: root } = parseMoData({ Gateway: data });
  return checkNode(of, name, root, [], kind).map((problem) => `${problem.kind} ${problem.path.join('/')}`);
}

describe('data of a management object', () => {
  it('follow their schema with and without what may be missing', () => {
    expect(problemsOf({ Name: 'a' })).toEqual([]);
    expect(
      problemsOf({
        Name: '',
        Level: 3,
        Meters: { m1: { Address: 7 }, m2: { Address: '8', Medium: 'gas' } },
        Ext: { Own: true },
        Bearer: {},
      }),
    ).toEqual([]);
  });

  it.each<readonly [string, MoJson, readonly string[]]>([
    ['a node that is missing', { Level: 1 }, ['missingNode Name']],
    [
      'a node that is missing below a placeholder',
      { Name: 'a', Meters: { m1: {} } },
      ['missingNode Meters/m1/Address'],
    ],
    ['a node that is unknown', { Name: 'a', name: 'b' }, ['unknownNode name']],
    [
      'an unknown node below a placeholder',
      { Name: 'a', Meters: { m1: { Address: 1, X: { Y: 1 } } } },
      ['unknownNode Meters/m1/X'],
    ],
    ['a value in place of nodes', { Name: 'a', Meters: 3 }, ['interiorExpected Meters']],
    ['null in place of nodes', { Name: 'a', Meters: null }, ['interiorExpected Meters']],
    ['nodes in place of a value', { Name: { First: 'a' } }, ['leafExpected Name']],
    ['a value of another format', { Name: 'a', Level: 'high' }, ['wrongFormat Level']],
    ['a number in place of text', { Name: 7 }, ['wrongFormat Name']],
    [
      'too many in the place of a placeholder',
      { Name: 'a', Meters: { m1: { Address: 1 }, m2: { Address: 2 }, m3: { Address: 3 } } },
      ['tooMany Meters'],
    ],
    [
      'everything at once, in the order of the data',
      { Level: 'x', Meters: { m1: { Address: 'y' }, m2: 1 }, Other: 1 },
      [
        'wrongFormat Level',
        'wrongFormat Meters/m1/Address',
        'interiorExpected Meters/m2',
        'unknownNode Other',
        'missingNode Name',
      ],
    ],
  ])('with %s are told of it', (_name, data, problems) => {
    expect(problemsOf(data)).toEqual(problems);
  });

  it('are named as their schema says', () => {
    const { node: root } = parseMoData({ Other: { Name: 'a' } });
    expect(checkNode(schema, 'Other', root)).toEqual([
      { path: [], kind: 'wrongName', detail: 'It is named Other, and Gateway is expected.' },
    ]);
    const unnamed = rootOf(node('', { inner: node('Name') }));
    expect(checkNode(unnamed, 'Other', root)).toEqual([]);
  });

  it('are as many as a placeholder wants', () => {
    const many = (element: string) =>
      rootOf(node('Gateway', { inner: node('', { ...occurs(element), format: 'int' }) }));
    expect(problemsOf({}, 'whole', many('<OneOrMore/>'))).toEqual(['missingNode ']);
    expect(problemsOf({ a: 1, b: 2, c: 3 }, 'whole', many('<OneOrMore/>'))).toEqual([]);
    expect(problemsOf({ a: 1, b: 2 }, 'whole', many('<One/>'))).toEqual(['tooMany ']);
    expect(problemsOf({ a: 1, b: 2, c: 3 }, 'whole', many('<OneOrN>2</OneOrN>'))).toEqual(['tooMany ']);
    expect(problemsOf({}, 'whole', many('<ZeroOrMore/>'))).toEqual([]);
  });

  it('beside nodes with a name are the placeholder’s', () => {
    const mixed = rootOf(node('Gateway', { inner: node('Name') + node('', { format: 'int' }) }));
    expect(problemsOf({ Name: 'a', x: 1 }, 'whole', mixed)).toEqual([]);
    expect(problemsOf({ Name: 'a', x: 'b' }, 'whole', mixed)).toEqual(['wrongFormat x']);
    expect(problemsOf({ Name: 'a' }, 'whole', mixed)).toEqual(['missingNode ']);
  });

  it('below Ext and Bearer may be anything that the schema does not know', () => {
    expect(problemsOf({ Name: 'a', Ext: { Vendor: { X: 1 } }, Bearer: { LTE: { APN: 'a' } } })).toEqual([
      'missingNode Ext/Own',
    ]);
    expect(problemsOf({ Name: 'a', Ext: { Own: 'no', Vendor: 1 } })).toEqual(['wrongFormat Ext/Own']);
  });

  it('say where they are and what is wrong, never what the value was', () => {
    const { node: root } = parseMoData({ Gateway: { Name: 'a', Level: 'geheim', Meters: { m1: {} } } });
    const problems = checkNode(schema, 'Gateway', root, ['Site', 'g1']);
    expect(problems).toEqual([
      {
        path: ['Site', 'g1', 'Level'],
        kind: 'wrongFormat',
        detail: 'The value is not a whole number between -2^53 and 2^53 (format int).',
      },
      {
        path: ['Site', 'g1', 'Meters', 'm1', 'Address'],
        kind: 'missingNode',
        detail: 'The node is missing.',
      },
    ]);
    expect(JSON.stringify(problems)).not.toContain('geheim');
    const titled = rootOf(
      node('Gateway', {
        inner: node('', { properties: '<Occurrence><OneOrMore/></Occurrence><DFTitle>Meter</DFTitle>' }),
      }),
    );
    expect(checkNode(titled, 'Gateway', parseMoData({ Gateway: {} }).node)[0]?.detail).toBe(
      '0 nodes (Meter) stand here, and at least 1 are expected.',
    );
  });
});

describe('data that are sent or got', () => {
  const mixed = rootOf(
    node('Gateway', {
      inner:
        withAccess('<Get/>', node('Serial')) +
        withAccess('<Get/><Replace/>', node('Name')) +
        withAccess('<Replace/>', node('Secret')) +
        withAccess('<Exec/>', node('Restart', { format: 'null' })) +
        withAccess(
          '<Get/>',
          node('Status', { inner: withAccess('<Get/>', node('Uptime', { format: 'int' })) }),
        ) +
        withAccess('', node('Auth', { inner: withAccess('<Add/>', node('Key')) })),
    }),
  );

  it('need not have what servers cannot set, or cannot read', () => {
    expect(problemsOf({}, 'whole', mixed)).toEqual([
      'missingNode Serial',
      'missingNode Name',
      'missingNode Secret',
      'missingNode Restart',
      'missingNode Status',
      'missingNode Auth',
    ]);
    expect(problemsOf({}, 'written', mixed)).toEqual([
      'missingNode Name',
      'missingNode Secret',
      'missingNode Auth',
    ]);
    expect(problemsOf({}, 'reported', mixed)).toEqual([
      'missingNode Serial',
      'missingNode Name',
      'missingNode Status',
    ]);
  });

  it('have to be right where they are there all the same', () => {
    expect(
      problemsOf({ Name: 'a', Secret: 'b', Auth: { Key: 'c' }, Status: { Uptime: 'x' } }, 'written', mixed),
    ).toEqual(['wrongFormat Status/Uptime']);
  });

  it('need not have permanent nodes that servers could only add', () => {
    const permanent = rootOf(
      node('Gateway', {
        inner: withAccess('<Add/><Get/>', node('A', { properties: '<Scope><Permanent/></Scope>' })),
      }),
    );
    expect(problemsOf({}, 'written', permanent)).toEqual([]);
    expect(problemsOf({}, 'reported', permanent)).toEqual(['missingNode A']);
  });
});

describe('what servers may do with a node', () => {
  const every = '<Add/><Copy/><Delete/><Exec/><Get/><Replace/>';
  it('is what its access types say, and never to create or remove a permanent one', () => {
    const dynamic = rootOf(withAccess(every, node('A')));
    const permanent = rootOf(withAccess(every, node('A', { properties: '<Scope><Permanent/></Scope>' })));
    const readOnly = rootOf(node('A'));
    const table = (of: typeof dynamic) =>
      (['Add', 'Delete', 'Exec', 'Get', 'Replace'] as const).filter((access) => allows(of, access));
    expect(table(dynamic)).toEqual(['Add', 'Delete', 'Exec', 'Get', 'Replace']);
    expect(table(permanent)).toEqual(['Exec', 'Get', 'Replace']);
    expect(table(readOnly)).toEqual(['Get']);
  });
});
