import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaf } from '../mo/node.ts';
import type { MoJson } from '../mo/serialization.ts';
import { standardSchema } from '../mo/standard-schemas.ts';
import { assumedInstances } from './assumed-nodes.ts';
import { hasFlags, rowFlags } from './device-tree.ts';
import { rowClientUri } from './node-detail.ts';
import { moid, part, reported, rowAt, schemaOf, treeOf } from './test-tree.ts';
import { summarizeTree } from './tree-summary.ts';

const schema = schemaOf({
  name: 'Test',
  children: [
    { name: 'Name', scope: 'Permanent' },
    { name: 'Count', format: 'int' },
    { name: 'Secret', access: ['Replace'], children: [] },
    { name: 'Maybe', occurrence: 'ZeroOrOne' },
    {
      name: 'List',
      format: 'node',
      children: [
        { name: '', format: 'node', occurrence: 'ZeroOrMore', children: [{ name: 'Value', format: 'bool' }] },
      ],
    },
    { name: 'Ext', format: 'node', occurrence: 'ZeroOrOne' },
  ],
});
const described = { schemaOf: () => schema };

describe('a tree', () => {
  it('is what a device without any description reported', () => {
    const tree = treeOf([
      reported({ Name: 'x', Sub: { Value: 5 }, Ext: { Own: 1 }, Bearer: { Cell: true } }),
    ]);
    expect(tree.names).toEqual(['Test', 'a', 'Name', 'Sub', 'Value', 'Ext', 'Own', 'Bearer', 'Cell']);
    expect([...tree.levels]).toEqual([1, 2, 3, 3, 4, 3, 4, 3, 4]);
    expect([...tree.ends]).toEqual([9, 9, 3, 5, 5, 7, 7, 9, 9]);
    expect(tree.problems.size).toBe(0);
    expect(tree.objects).toEqual([{ moid, rootName: 'Test', hasSchema: false }]);
    // By the names that mark them, for nothing describes them.
    expect(hasFlags(tree, rowAt(tree, 'Ext/Own'), rowFlags.vendor)).toBe(true);
    expect(hasFlags(tree, rowAt(tree, 'Bearer/Cell'), rowFlags.bearer)).toBe(true);
    expect(hasFlags(tree, rowAt(tree, 'Sub'), rowFlags.vendor)).toBe(false);
  });

  it('tells apart what is permanent, dynamic, a placeholder, unreadable, and only described', () => {
    const tree = treeOf([reported({ Name: 'x', Count: 1, List: { one: { Value: true } } })], described);
    const flagsAt = (path: string) => tree.flags[rowAt(tree, path)] ?? 0;
    expect(flagsAt('Name') & rowFlags.permanent).not.toBe(0);
    expect(flagsAt('Count') & rowFlags.permanent).toBe(0);
    expect(flagsAt('List/one') & rowFlags.placeholder).not.toBe(0);
    expect(flagsAt('Secret') & rowFlags.unreadable).not.toBe(0);
    expect(flagsAt('Secret') & rowFlags.reported).toBe(0);
    expect(flagsAt('Maybe') & (rowFlags.reported | rowFlags.problem)).toBe(0);
    expect(flagsAt('Ext') & rowFlags.vendor).not.toBe(0);
    expect(tree.problems.size).toBe(0);
    expect(summarizeTree(tree)).toMatchObject({
      objects: 1,
      instances: 1,
      reported: 5,
      values: 3,
      described: 3,
    });
  });

  it('shows a placeholder that nothing stands in', () => {
    const tree = treeOf([reported({ Name: 'x', Count: 1, List: {} })], described);
    const row = rowAt(tree, 'List/');
    expect(hasFlags(tree, row, rowFlags.placeholder | rowFlags.described)).toBe(true);
    expect(rowClientUri(tree, row)).toBeUndefined();
  });

  it('marks data that contradict their description, and keeps both', () => {
    const tree = treeOf(
      [reported({ Name: { In: 1 }, Count: 'five', Odd: 1, List: 'x', Ext: { Own: 1 } })],
      described,
    );
    const problemAt = (path: string) => tree.problems.get(rowAt(tree, path))?.map(({ kind }) => kind);
    expect(problemAt('Name')).toEqual(['leafExpected']);
    expect(problemAt('Count')).toEqual(['wrongFormat']);
    expect(problemAt('Odd')).toEqual(['unknownNode']);
    expect(problemAt('List')).toEqual(['interiorExpected']);
    // Below Ext everything is the vendor's.
    expect(problemAt('Ext/Own')).toBeUndefined();
    expect(tree.values[rowAt(tree, 'Count')]).toBe('five');
    expect(tree.schemas[rowAt(tree, 'Count')]?.format).toBe('int');
  });

  it('misses only what had to come with what was asked for', () => {
    const whole = treeOf([reported({ Name: 'x', List: {} })], described);
    expect(whole.problems.get(rowAt(whole, 'Count'))?.map(({ kind }) => kind)).toEqual(['missingNode']);
    expect(whole.problems.has(rowAt(whole, 'Secret'))).toBe(false);
    const leafOnly = treeOf([reported({ Name: 'x' }, [part(['Name'], 100)])], described);
    expect(leafOnly.problems.size).toBe(0);
  });

  it('shows no value that no command may read, whoever told it', () => {
    const assumed = assumedInstances([
      { name: 'c', moid, instance: 'a', path: ['Secret'], node: leaf('from the profile') },
    ]);
    const tree = treeOf([reported({ Name: 'x', Count: 1, List: {}, Secret: 'told anyway' })], {
      ...described,
      assumed,
    });
    const row = rowAt(tree, 'Secret');
    expect(tree.values[row]).toBeUndefined();
    expect(tree.assumed.has(row)).toBe(false);
    expect(hasFlags(tree, row, rowFlags.unreadable | rowFlags.assumed)).toBe(true);
  });

  it('marks what is assumed from the profile, and where it differs', () => {
    const assumed = assumedInstances([
      {
        ...{ name: 'site', moid, instance: '', path: [] },
        node: {
          kind: 'interior',
          children: new Map([
            ['Name', leaf('y')],
            ['Count', leaf(1)],
            ['Maybe', leaf('set')],
          ]),
        },
      },
    ]);
    const tree = treeOf([reported({ Name: 'x', Count: '1', List: {} })], { ...described, assumed });
    expect(hasFlags(tree, rowAt(tree, 'Name'), rowFlags.differs | rowFlags.assumed)).toBe(true);
    // A number that came as text is the same number.
    expect(hasFlags(tree, rowAt(tree, 'Count'), rowFlags.differs)).toBe(false);
    const maybe = rowAt(tree, 'Maybe');
    expect(hasFlags(tree, maybe, rowFlags.assumed)).toBe(true);
    expect(hasFlags(tree, maybe, rowFlags.reported)).toBe(false);
    expect(tree.assumed.get(maybe)).toEqual({ value: 'set', configuration: 'site' });
    expect(tree.partOf[maybe]).toBe(-1);
  });

  it('names the instances that a device listed and nobody has read, and where its descriptions are', () => {
    const tree = treeOf([reported({ Name: 'x' })], {
      listing: {
        at: 50,
        objects: [
          { moid, instance: 'a', ddf: 'https://vendor.example/x.ddf' },
          { moid, instance: 'b' },
        ],
      },
    });
    expect(tree.names).toEqual(['Test', 'a', 'Name', 'b']);
    expect(hasFlags(tree, 3, rowFlags.listed)).toBe(true);
    expect(hasFlags(tree, 3, rowFlags.reported)).toBe(false);
    expect(tree.objects[0]?.ddf).toBe('https://vendor.example/x.ddf');
  });

  it('gives every node the part that it came with', () => {
    const parts = [part([], 100), part(['Sub'], 200, { source: 'subscribed' }), part(['Sub', 'Value'], 300)];
    const tree = treeOf([reported({ Name: 'x', Sub: { Value: 5, Other: 6 } }, parts)]);
    const atOf = (path: string) => tree.parts[tree.partOf[rowAt(tree, path)] ?? -1]?.at;
    expect([atOf('Name'), atOf('Sub'), atOf('Sub/Other'), atOf('Sub/Value')]).toEqual([100, 200, 200, 300]);
    const onlyLeaf = treeOf([reported({ Sub: { Value: 5 } }, [part(['Sub', 'Value'], 300)])]);
    // Nobody reported the node above it; that it is there follows from the address.
    expect(onlyLeaf.partOf[rowAt(onlyLeaf, 'Sub')]).toBe(-1);
    expect(hasFlags(onlyLeaf, rowAt(onlyLeaf, 'Sub'), rowFlags.reported)).toBe(true);
  });

  it('is as deep as it is', () => {
    let deep: MoJson = 'end';
    for (let level = 0; level < 20_000; level++) deep = { n: deep };
    const tree = treeOf([reported(deep)]);
    expect(tree.count).toBe(20_002);
    expect(tree.levels[tree.count - 1]).toBe(20_002);
    expect(tree.values.at(-1)).toBe('end');
    expect(rowClientUri(tree, tree.count - 1)?.length).toBeGreaterThan(40_000);
  });

  it('takes names that mean something elsewhere as names', () => {
    const names = ['a/b', 'c?d', '*', '(x)', '__proto__', 'constructor', '<b>', 'שלום', '"'];
    const root = JSON.parse(
      `{${names.map((name) => `${JSON.stringify(name)}:{"v":1}`).join(',')}}`,
    ) as MoJson;
    const tree = treeOf([reported(root)]);
    expect(tree.names.filter((_, row) => tree.levels[row] === 3)).toEqual(names);
    const uris = [...tree.levels].flatMap((level, row) => (level === 3 ? [rowClientUri(tree, row)] : []));
    expect(uris).toEqual(
      [
        'a%2Fb',
        'c%3Fd',
        '%2A',
        '%28x%29',
        '__proto__',
        'constructor',
        '%3Cb%3E',
        encodeURIComponent('שלום'),
        '%22',
      ].map((name) => `${moid}/a/${name}`),
    );
    expect([...tree.flags].some((flags) => (flags & (rowFlags.vendor | rowFlags.bearer)) !== 0)).toBe(false);
  });

  it('gives a standard object its description and no secret of an account', () => {
    const account = 'urn:oma:mo:oma-dm-dmacc:1.2';
    const root = { SrvID: 's', Auth: { Trsp: { Data: 'user', Secret: 'hunter2' } } };
    const tree = treeOf(
      [{ moid: account, instance: 'bench', data: { rootName: 'DMAcc', root, parts: [part([], 1)] } }],
      { schemaOf: standardSchema },
    );
    expect(JSON.stringify([...tree.values, ...tree.assumed])).not.toContain('hunter2');
    expect(tree.values[rowAt(tree, 'SrvID')]).toBe('s');
  });

  it('has every value of what was reported, once and in order', () => {
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
        fc.dictionary(fc.string({ minLength: 1 }), tie('json'), { maxKeys: 5 }),
      ),
    }));
    const leavesOf = (node: MoJson): readonly unknown[] =>
      typeof node === 'object' && node !== null ? Object.values(node).flatMap(leavesOf) : [node];
    fc.assert(
      fc.property(json, (root) => {
        const tree = treeOf([reported(root as MoJson)]);
        expect(tree.values.filter((value) => value !== undefined)).toEqual(leavesOf(root as MoJson));
        for (let row = 1; row < tree.count; row++) {
          const parent = tree.parents[row] ?? -1;
          expect(tree.levels[row]).toBe((tree.levels[parent] ?? 0) + 1);
          expect(tree.ends[row]).toBeLessThanOrEqual(tree.ends[parent] ?? 0);
        }
      }),
    );
  });
});
