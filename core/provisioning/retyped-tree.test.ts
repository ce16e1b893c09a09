import fc from 'fast-check';
import type { Node } from 'jsonc-parser';
import { expect, it } from 'vitest';
import { readWholeTree } from './profile-text.ts';
import { retypedTree } from './retyped-tree.ts';

/** A tree without the links to parents, so that two can be compared. */
const plain = ({ parent: _, children, ...node }: Node): unknown => ({
  ...node,
  ...(children ? { children: children.map(plain) } : {}),
});

it('is the tree that reading the text anew gives, whatever was typed where', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(undefined, 2),
      fc.nat(),
      fc.nat(3),
      fc.constantFrom('', 'a', '"', '\\', '\\n', '{{x}}', ', "b": 1', '\n', '7', 'ü'),
      (value, indent, place, length, content) => {
        const before = JSON.stringify(value, undefined, indent);
        const at = place % (before.length + 1);
        const after = before.slice(0, at) + content + before.slice(at + length);
        const tree = readWholeTree(before)!;
        const unchanged = plain(tree);
        const retyped = retypedTree(tree, before, after);
        if (retyped === undefined) expect(plain(tree)).toEqual(unchanged);
        else expect(plain(retyped)).toEqual(plain(readWholeTree(after)!));
      },
    ),
    { numRuns: 2000 },
  );
});

it('is found for what is typed into a value and into a name', () => {
  for (const after of ['{ "a": "xy", "b": 1 }', '{ "a": "", "b": 1 }', '{ "az": "x", "b": 1 }'])
    expect(retypedTree(readWholeTree('{ "a": "x", "b": 1 }')!, '{ "a": "x", "b": 1 }', after)).toBeDefined();
});
