import { describe, expect, it } from 'vitest';
import { leaf } from '../mo/node.ts';
import { assumedInstances } from './assumed-nodes.ts';
import { markChanges, sameLines } from './carry-over.ts';
import { rowFlags } from './device-tree.ts';
import { treeRows } from './row-view.ts';
import { moid, part, reported, rowAt, schemaOf, treeOf } from './test-tree.ts';
import { indexOfRow, linesAbove, type TreeView, typeAhead, visibleRows } from './tree-view.ts';

const root = {
  Connectivity: { APN: 'm2m.example', Roaming: false },
  Site: { Name: 'Hall 3', 'Floor/Room': 4 },
};
const tree = treeOf([reported(root)]);
const view = (changes: Partial<TreeView> = {}): TreeView => ({
  ...{ open: 'all', except: [], find: '', only: 'all', described: true },
  ...changes,
});
const namesIn = (changes: Partial<TreeView>, of = tree) =>
  [...visibleRows(of, view(changes)).rows].map((row) => of.names[row]);

describe('the lines in sight', () => {
  it('are those whose every parent is open', () => {
    expect(namesIn({ open: 'none' })).toEqual(['Test']);
    expect(namesIn({ open: 'instances' })).toEqual(['Test', 'a', 'Connectivity', 'Site']);
    expect(namesIn({ open: 'instances', except: [rowAt(tree, 'Site')] })).toEqual([
      ...['Test', 'a', 'Connectivity', 'Site', 'Name', 'Floor/Room'],
    ]);
    expect(namesIn({ except: [rowAt(tree, 'Connectivity'), 1] })).toEqual(['Test', 'a']);
    expect(namesIn({})).toHaveLength(tree.count);
  });

  it.each([
    ['a name', 'roam', ['Roaming']],
    ['a value', 'HALL', ['Name']],
    ['a path', 'site/na', ['Name']],
    ['the middle of a path', 'ivity/apn', ['APN']],
    ['a whole ClientURI', `${moid}/a/Site/Name`, ['Name']],
    ['a ClientURI with a query', `${moid}/a/Site/Name?cv=1`, ['Name']],
    ['a name with a slash, as ClientURIs write it', 'Site/Floor%2FRoom', ['Floor/Room']],
    ['a MOID', 'mo:test', ['Test']],
    ['nothing that is there', 'no such thing', []],
  ])('are found by %s, with what leads there', (_what, find, expected) => {
    const { rows, matches } = visibleRows(tree, view({ find, open: 'none' }));
    expect([...(matches ?? [])].map((row) => tree.names[row])).toEqual(expected);
    for (const row of matches ?? [])
      for (const above of linesAbove(tree, row)) expect(indexOfRow(rows, above)).toBeGreaterThanOrEqual(0);
  });

  it('are found by a value that only the profile sets', () => {
    const assumed = assumedInstances([
      { name: 'c', moid, instance: 'a', path: ['Site', 'Owner'], node: leaf('somebody') },
    ]);
    const both = treeOf([reported(root)], { assumed });
    expect(namesIn({ find: 'somebody' }, both)).toEqual(['Test', 'a', 'Site', 'Owner']);
    expect(namesIn({ only: 'differs' }, both)).toEqual([]);
  });

  it('are without what is only described where it is not asked for', () => {
    const schema = schemaOf({
      name: 'Test',
      children: [
        { name: 'Name' },
        { name: 'More', format: 'node', occurrence: 'ZeroOrOne', children: [{ name: 'Deep' }] },
      ],
    });
    const described = treeOf([reported({ Name: 'x' })], { schemaOf: () => schema });
    expect(namesIn({}, described)).toEqual(['Test', 'a', 'Name', 'More', 'Deep']);
    expect(namesIn({ described: false }, described)).toEqual(['Test', 'a', 'Name']);
    expect(namesIn({ described: false, find: 'deep' }, described)).toEqual([]);
  });

  it('are reached by the letters that a name begins with, round the end', () => {
    const { rows } = visibleRows(tree, view());
    const from = indexOfRow(rows, rowAt(tree, 'Site/Name'));
    expect(tree.names[rows[typeAhead(tree, rows, from, 'ap')] ?? -1]).toBe('APN');
    expect(typeAhead(tree, rows, 0, 'zz')).toBe(-1);
  });

  it('say what they are', () => {
    const odd = treeOf([reported({ 'a\u202eb': 'x\ny', Long: 'l'.repeat(500), Empty: null })]);
    const all = visibleRows(odd, view());
    const [object, instance, first, long, empty] = treeRows(odd, view(), all, 0, 10);
    expect(object).toMatchObject({ role: 'object', moid, expanded: true, parentIndex: -1 });
    expect(instance).toMatchObject({ role: 'instance', name: 'a', level: 2, value: { kind: 'nodes' } });
    expect(first).toMatchObject({
      name: 'a⟨U+202E⟩b',
      value: { kind: 'reported', text: 'x⏎y' },
      parentIndex: 1,
    });
    expect(first?.source).toEqual({ kind: 'reported', at: 100 });
    expect(long?.value).toMatchObject({ cut: true });
    expect(empty?.value).toEqual({ kind: 'reported', text: '', cut: false });
  });
});

describe('a newer state of a tree', () => {
  it('has the same lines wherever they are now, and marks what is another value or new', () => {
    const newer = treeOf([
      reported({ New: 1, Site: { Name: 'Hall 4', 'Floor/Room': 4 }, Connectivity: { APN: 'm2m.example' } }),
    ]);
    const same = sameLines(tree, newer);
    expect(same[rowAt(newer, 'Site/Name')]).toBe(rowAt(tree, 'Site/Name'));
    expect(same[rowAt(newer, 'New')]).toBe(-1);
    markChanges(tree, newer, same);
    const flagsAt = (path: string) => newer.flags[rowAt(newer, path)] ?? 0;
    expect(flagsAt('Site/Name') & rowFlags.changed).not.toBe(0);
    expect(flagsAt('New') & rowFlags.appeared).not.toBe(0);
    expect(flagsAt('Connectivity/APN') & (rowFlags.changed | rowFlags.appeared)).toBe(0);
    // Marks stay until somebody has seen them.
    const third = treeOf([reported({ Site: { Name: 'Hall 4' } })]);
    markChanges(newer, third, sameLines(newer, third));
    expect((third.flags[rowAt(third, 'Site/Name')] ?? 0) & rowFlags.changed).not.toBe(0);
  });

  it('has a node for the first time where only its description was there before', () => {
    const schema = schemaOf({ name: 'Test', children: [{ name: 'Name', occurrence: 'ZeroOrOne' }] });
    const [before, after] = [
      treeOf([reported({})], { schemaOf: () => schema }),
      treeOf([reported({ Name: 'x' })]),
    ];
    markChanges(before, after, sameLines(before, after));
    expect((after.flags[rowAt(after, 'Name')] ?? 0) & rowFlags.appeared).not.toBe(0);
  });

  it('is not marked by what came at another time with the same values', () => {
    const later = treeOf([reported(root, [part([], 500)])]);
    markChanges(tree, later, sameLines(tree, later));
    expect([...later.flags].some((flags) => (flags & (rowFlags.changed | rowFlags.appeared)) !== 0)).toBe(
      false,
    );
  });
});
