import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeSchema } from '../mo/object-schema.ts';
import { standardSchema } from '../mo/standard-schemas.ts';
import { beginningOf } from './configuration-edits.ts';
import { type DataNode, dataRows, dataTree, missingNodes } from './configuration-tree.ts';

const account = standardSchema('urn:oma:mo:oma-dm-dmacc:1.2')!.root;
const everything = { closed: new Set<string>(), possible: true, find: '' };

function node(
  name: string,
  format: NodeSchema['format'],
  least: number,
  most: number | undefined,
  children: readonly NodeSchema[] = [],
): NodeSchema {
  return {
    name,
    format,
    access: new Set(['Add', 'Get', 'Replace']),
    occurrence: { least, ...(most === undefined ? {} : { most }) },
    scope: 'dynamic',
    children,
  };
}

const schema = node('Root', 'node', 1, 1, [
  node('Count', 'int', 1, 1),
  node('On', 'bool', 0, 1),
  node('List', 'node', 0, 1, [node('', 'node', 1, 2, [node('Name', 'chr', 1, 1)])]),
  node('Ext', 'node', 0, 1),
]);

const names = (root: DataNode) =>
  dataRows(root, everything).map(({ node: each }) => `${each.path.join('/')}:${each.state}`);
const problemAt = (root: DataNode, ...path: string[]) =>
  dataRows(root, everything).find(({ node: each }) => each.path.join('/') === path.join('/'))?.node.problem;

describe('the tree of a configuration', () => {
  it('has what is there, what has to be there and what could be, in the order of the description', () => {
    expect(names(dataTree(schema, 'Root', { List: { a: {} } }))).toEqual([
      ':present',
      'Count:missing',
      'On:possible',
      'List:present',
      'List/a:present',
      'List/a/Name:missing',
      'List/:possible',
      'Ext:possible',
    ]);
  });

  it('says what is wrong at the node, and leaves nothing out', () => {
    const value = {
      Count: 'seven',
      On: { deep: 1 },
      List: { a: { Name: '' }, b: { Name: '' }, c: { Name: '' } },
      Odd: [1],
      Ext: { vendor: { own: true } },
      More: 'x',
    };
    const root = dataTree(schema, 'Root', value);
    expect(problemAt(root, 'Count')).toBe('wrongFormat');
    expect(problemAt(root, 'On')).toBe('leafExpected');
    expect(problemAt(root, 'On', 'deep')).toBeUndefined();
    expect(problemAt(root, 'List', 'b')).toBeUndefined();
    expect(problemAt(root, 'List', 'c')).toBe('tooMany');
    expect(problemAt(root, 'Odd')).toBe('unreadable');
    expect(problemAt(root, 'More')).toBe('unknownNode');
    expect(problemAt(root, 'Ext', 'vendor')).toBeUndefined();
    expect(root.problems).toBe(5);
  });

  it('misses what servers only read where a device is set up with it, or a node is new', () => {
    const perm = { Perm: { first: {} } };
    const missing = (kind: 'whole' | 'written') =>
      [...missingNodes(dataTree(account, account.name, perm, kind))].map(({ path }) => path.join('/'));
    expect(missing('whole')).toContain('SrvID');
    expect(missing('written')).not.toContain('SrvID');
  });

  it('takes variables in every format', () => {
    expect(dataTree(schema, 'Root', { Count: '{{count}}' }).problems).toBe(0);
  });

  it('is not held against a description of another object', () => {
    const root = dataTree(schema, 'Other', { Count: 'x' });
    expect(root).toMatchObject({ problem: 'wrongName', problems: 1 });
  });

  it('shows what is searched for, and what it is in', () => {
    const root = dataTree(schema, 'Root', { Count: 1, List: { a: { Name: 'mast' } } });
    const rows = dataRows(root, { closed: new Set(['["List"]']), possible: true, find: 'MAST' });
    expect(rows.map(({ node: each }) => each.name)).toEqual(['Root', 'List', 'a', 'Name']);
  });

  it('begins with nothing missing, whole or not', () => {
    for (const kind of ['whole', 'written'] as const) {
      const root = dataTree(account, account.name, beginningOf(account, kind), kind);
      expect([...missingNodes(root)].filter(({ name }) => name !== '')).toEqual([]);
    }
  });

  it('holds every node of any data exactly once', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 })), (value) => {
        const root = dataTree(schema, 'Root', value);
        const back = (each: DataNode): unknown =>
          each.problem === 'unreadable'
            ? 'list'
            : each.children === undefined
              ? each.value
              : Object.fromEntries(
                  each.children
                    .filter(({ state }) => state === 'present')
                    .map((child) => [child.name, back(child)]),
                );
        const expected = (json: unknown): unknown =>
          Array.isArray(json)
            ? 'list'
            : typeof json === 'object' && json !== null
              ? Object.fromEntries(Object.entries(json).map(([name, child]) => [name, expected(child)]))
              : json;
        expect(back(root)).toEqual(expected(value));
      }),
    );
  });
});
