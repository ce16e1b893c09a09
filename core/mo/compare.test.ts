import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNodes, type Difference } from './compare.ts';
import { interior, leaf, type MoNode, nodeAt, sameNode, withNodeAt, withoutNodeAt } from './node.ts';
import { parseMoData } from './serialization.ts';

const node = (json: object) => parseMoData({ R: json }).node;
const short = (differences: readonly Difference[]) =>
  differences.map(({ kind, path }) => `${kind} ${path.join('/')}`);

const tree = fc.letrec<{ node: MoNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.constantFrom('', 'a', 0, 1, true, null), fc.string({ maxLength: 2 })).map(leaf),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'B', '1', '10'), tie('node')), { maxLength: 4 })
      .map((children) => interior(children)),
  ),
})).node;

/** The left state with each difference carried out. */
function applied(left: MoNode, differences: readonly Difference[]): MoNode | undefined {
  return differences.reduce<MoNode | undefined>((state, difference) => {
    if (state === undefined) return undefined;
    return difference.kind === 'removed'
      ? withoutNodeAt(state, difference.path)
      : withNodeAt(state, difference.path, difference.right);
  }, left);
}

describe('differences', () => {
  it('are what was added, removed and changed, in the order of their paths', () => {
    const before = node({ Name: 'a', Level: 2, Old: { X: 1 }, Site: { Hall: 3, Floor: 1 }, Kind: 'x' });
    const after = node({ Site: { Floor: 2, Hall: 3, Room: 'b' }, Kind: { Is: 'y' }, Name: 'a', Level: '2' });
    const differences = compareNodes(before, after);
    expect(short(differences)).toEqual([
      'changed Kind',
      'changed Level',
      'removed Old',
      'changed Site/Floor',
      'added Site/Room',
    ]);
    expect(differences.find(({ path }) => path[0] === 'Old')).toEqual({
      kind: 'removed',
      path: ['Old'],
      left: node({ X: 1 }),
    });
    expect(differences.find(({ path }) => path[1] === 'Floor')).toEqual({
      kind: 'changed',
      path: ['Site', 'Floor'],
      left: leaf(1),
      right: leaf(2),
    });
  });

  it('are none where only the order of children differs', () => {
    expect(compareNodes(node({ A: 1, B: 2 }), node({ B: 2, A: 1 }))).toEqual([]);
  });

  it('are told of the root itself', () => {
    expect(compareNodes(leaf(1), leaf('1'))).toEqual([
      { kind: 'changed', path: [], left: leaf(1), right: leaf('1') },
    ]);
    expect(short(compareNodes(leaf(1), node({})))).toEqual(['changed ']);
  });

  it('are in code unit order, whatever the names', () => {
    const names = ['b', 'a', '10', '9', 'B', 'ä', '😀', '﻿'];
    const differences = compareNodes(node({}), interior(names.map((name) => [name, leaf(1)])));
    expect(differences.map(({ path }) => path[0])).toEqual(names.toSorted());
  });

  it('carried out make the one state of the other, and none are told of equal ones', () => {
    fc.assert(
      fc.property(tree, tree, (left, right) => {
        const differences = compareNodes(left, right);
        const result = applied(left, differences);
        expect(result !== undefined && sameNode(result, right)).toBe(true);
        expect(differences.length === 0).toBe(sameNode(left, right));
        for (const { kind, path } of differences) {
          expect(nodeAt(left, path) === undefined).toBe(kind === 'added');
          expect(nodeAt(right, path) === undefined).toBe(kind === 'removed');
        }
      }),
      { numRuns: 300 },
    );
  });
});
