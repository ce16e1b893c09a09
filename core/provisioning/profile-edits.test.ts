import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  insertItem,
  type ReadText,
  removeItem,
  renameMember,
  setMember,
  swapItems,
  type Writable,
} from './profile-edits.ts';
import type { JsonPath } from './profile-references.ts';
import { applyTextEdits, narrowed, readTree, type TextEdit } from './profile-text.ts';

const read = (text: string): ReadText => {
  const tree = readTree(text);
  if (tree === undefined) throw new Error('nothing to read');
  return { text, tree };
};
const changed = (text: string, change: (text: ReadText) => readonly TextEdit[]) =>
  applyTextEdits(text, change(read(text)));

describe('a member of an object', () => {
  const text = `{
  "name": "A",
  "pages": [
    { "title": "One", "fields": [] },
    {
      "title": "Two"
    }
  ]
}
`;

  it('is replaced where it stands, and nothing else is touched', () => {
    expect(changed(text, (all) => setMember(all, ['pages', 0], 'title', 'First'))).toBe(
      text.replace('"One"', '"First"'),
    );
  });

  it('is replaced by as little as differs', () => {
    expect(setMember(read('{"a":"hello"}'), [], 'a', 'hallo')).toEqual([
      { offset: 7, length: 1, content: 'a' },
    ]);
  });

  it('is put in as its neighbours are written: in their line, or in one of its own', () => {
    expect(changed(text, (all) => setMember(all, ['pages', 0], 'when', { field: 'x', is: 'y' }))).toContain(
      '{ "title": "One", "fields": [], "when": { "field": "x", "is": "y" } }',
    );
    expect(changed(text, (all) => setMember(all, ['pages', 1], 'introduction', 'Text'))).toContain(
      '      "title": "Two",\n      "introduction": "Text"\n    }',
    );
  });

  it('goes where it belongs among the others', () => {
    const order = ['name', 'version', 'pages'];
    expect(changed(text, (all) => setMember(all, [], 'version', 2, order))).toContain(
      '"name": "A",\n  "version": 2,\n  "pages"',
    );
  });

  it('is made with what it is in, where that is missing', () => {
    const made = changed('{\n  "a": 1\n}', (all) => setMember(all, ['forms', 'place'], 'title', 'Where?'));
    expect(JSON.parse(made)).toEqual({ a: 1, forms: { place: { title: 'Where?' } } });
  });

  it('goes away with its comma, the last one and the only one too', () => {
    const members = '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}';
    expect(changed(members, (all) => setMember(all, [], 'a', undefined))).toBe('{\n  "b": 2,\n  "c": 3\n}');
    expect(changed(members, (all) => setMember(all, [], 'c', undefined))).toBe('{\n  "a": 1,\n  "b": 2\n}');
    expect(changed('{ "a": 1 }', (all) => setMember(all, [], 'a', undefined))).toBe('{}');
    expect(changed(members, (all) => setMember(all, [], 'd', undefined))).toBe(members);
  });

  it('gets another name', () => {
    expect(changed('{ "a": { "b": 1 } }', (all) => renameMember(all, ['a'], 'b', 'c'))).toBe(
      '{ "a": { "c": 1 } }',
    );
  });

  it('keeps the line ends and the indentation that the text has', () => {
    const windows = '{\r\n\t"a": {\r\n\t\t"b": 1\r\n\t}\r\n}';
    expect(changed(windows, (all) => setMember(all, ['a'], 'c', 2))).toBe(
      '{\r\n\t"a": {\r\n\t\t"b": 1,\r\n\t\t"c": 2\r\n\t}\r\n}',
    );
  });
});

describe('the items of a list', () => {
  const lines = '[\n  { "a": 1 },\n  {\n    "b": 2\n  }\n]';

  it('change places as they were written', () => {
    expect(changed(lines, (all) => swapItems(all, [], 0, 1))).toBe(
      '[\n  {\n    "b": 2\n  },\n  { "a": 1 }\n]',
    );
    expect(changed(lines, (all) => swapItems(all, [], 0, 2))).toBe(lines);
  });

  it('are put in at any place', () => {
    expect(changed('["a"]', (all) => insertItem(all, [], 0, 'b'))).toBe('["b", "a"]');
    expect(changed('["a"]', (all) => insertItem(all, [], 9, 'b'))).toBe('["a", "b"]');
    expect(JSON.parse(changed('{"a": {"b": []}}', (all) => insertItem(all, ['a', 'b'], 0, 'x')))).toEqual({
      a: { b: ['x'] },
    });
    expect(JSON.parse(changed('{"a": {}}', (all) => insertItem(all, ['a', 'b'], 0, 'x')))).toEqual({
      a: { b: ['x'] },
    });
  });

  it('go away, each with its comma', () => {
    expect(changed('["a", "b", "c"]', (all) => removeItem(all, [], 1))).toBe('["a", "c"]');
    expect(changed('["a", "b"]', (all) => removeItem(all, [], 1))).toBe('["a"]');
    expect(changed('["a"]', (all) => removeItem(all, [], 0))).toBe('[]');
    expect(changed('["a"]', (all) => removeItem(all, [], 1))).toBe('["a"]');
  });
});

describe('whatever is written', () => {
  const name = fc.string({ minLength: 1, maxLength: 6 }).filter((text) => text !== '__proto__');
  const { value } = fc.letrec<{ value: Writable }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const indentation = fc.constantFrom(undefined, 1, 2, '\t');

  it('is read back as it was meant, whatever the text looks like', () => {
    fc.assert(
      fc.property(
        fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true }),
        name,
        fc.option(value, { nil: undefined }),
        indentation,
        (object, member, wanted, indent) => {
          const text = JSON.stringify(object, undefined, indent);
          const found: unknown = JSON.parse(changed(text, (all) => setMember(all, [], member, wanted)));
          const { [member]: _, ...others } = object;
          expect(found).toEqual(wanted === undefined ? others : { ...object, [member]: wanted });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('stands at its place in a list, and comes out again', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 5 }),
        value,
        fc.nat(6),
        indentation,
        (list, item, at, indent) => {
          const text = JSON.stringify({ list }, undefined, indent);
          const path: JsonPath = ['list'];
          const put = changed(text, (all) => insertItem(all, path, at, item));
          expect(JSON.parse(put)).toEqual({ list: list.toSpliced(at, 0, item) });
          const taken = changed(put, (all) => removeItem(all, path, Math.min(at, list.length)));
          expect(JSON.parse(taken)).toEqual({ list });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is no more than what differs', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (head, before, content) => {
        const text = `${head}${before}`;
        const edit = { offset: head.length, length: before.length, content };
        expect(applyTextEdits(text, [narrowed(text, edit)])).toBe(applyTextEdits(text, [edit]));
      }),
    );
  });
});

it('leaves a sample as it is but for what was changed', () => {
  const text = readFileSync('examples/firmware.profile.json', 'utf8');
  const numbered = changed(text, (all) => setMember(all, [], 'version', 2, ['name', 'version']));
  expect(numbered).toBe(text.replace('"version": 1', '"version": 2'));
});
