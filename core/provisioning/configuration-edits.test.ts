import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeSchema } from '../mo/object-schema.ts';
import { standardSchema } from '../mo/standard-schemas.ts';
import {
  addConfiguration,
  addMissing,
  carry,
  dataPath,
  removeConfiguration,
  setNode,
} from './configuration-edits.ts';
import { dataTree, missingNodes } from './configuration-tree.ts';
import { setNextPlan } from './plan-edits.ts';
import { readProfile } from './profile.ts';
import { renameColumn, renameConfiguration, renamePlan } from './profile-renames.ts';
import { newProfileText } from './profile-template.ts';
import { applyTextEdits, readTree, type TextEdit } from './profile-text.ts';
import { profileJson } from './test-profile.ts';

/** A profile that uses all its names, as text. */
const exampleProfile = () =>
  JSON.stringify(
    profileJson({
      bootstrap: ['site'],
      sessionPlan: [
        {
          step: 'Configure {{site}}',
          commands: [
            { command: 'HGET', configuration: 'site' },
            {
              command: 'GET',
              target: 'urn:oma:mo:example-gateway:1.0/g1/',
              expect: { configuration: 'site', values: { configuration: 'site' } },
            },
          ],
        },
      ],
    }),
    undefined,
    2,
  );

const read = (text: string) => ({ text, tree: readTree(text)! });
const edited = (text: string, edit: (now: ReturnType<typeof read>) => readonly TextEdit[]) =>
  applyTextEdits(text, edit(read(text)));

/** The edits that take a text back to what it was. */
function undone(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  let shift = 0;
  return [...edits]
    .sort((left, right) => left.offset - right.offset)
    .map(({ offset, length, content }) => {
      const back = {
        offset: offset + shift,
        length: content.length,
        content: text.slice(offset, offset + length),
      };
      shift += content.length - length;
      return back;
    });
}

const name = fc.stringMatching(/^[A-Za-z][\w-]{0,8}$/);
const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const data = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, value, fc.dictionary(name, tie('node'), { maxKeys: 4 })),
})).node;

describe('nodes of a management object', () => {
  it('are set and taken away without touching anything else, and undone to the letter', () => {
    fc.assert(
      fc.property(
        fc.dictionary(name, data, { minKeys: 1, maxKeys: 4 }),
        name,
        fc.option(value, { nil: undefined }),
        fc.constantFrom(undefined, 2, '\t'),
        (root, member, next, indent) => {
          const profile = { name: 'p', configurations: { c: { target: 't', data: { R: root } } }, odd: [1] };
          const text = JSON.stringify(profile, undefined, indent);
          const edits = setNode(read(text), dataPath('c', 'R', [member]), next, []);
          const after = applyTextEdits(text, edits);
          const { [member]: _, ...others } = root;
          const expected = next === undefined ? others : { ...root, [member]: next };
          expect(JSON.parse(after)).toEqual({
            ...profile,
            configurations: { c: { target: 't', data: { R: expected } } },
          });
          expect(applyTextEdits(after, undone(text, edits))).toBe(text);
        },
      ),
    );
  });

  it('that are missing are added together, and nothing else is changed', () => {
    const schema: NodeSchema = standardSchema('urn:oma:mo:oma-dm-dmacc:1.2')!.root;
    for (const value of [{}, { SrvID: 'x' }, { Odd: 1, Auth: { Trsp: {} } }]) {
      const text = JSON.stringify({ configurations: { c: { data: { DMAcc: value } } } }, undefined, 2);
      const tree = dataTree(schema, 'DMAcc', value);
      const after = edited(text, (now) => addMissing(now, dataPath('c', 'DMAcc', []), tree));
      const next = JSON.parse(after).configurations.c.data.DMAcc;
      expect([...missingNodes(dataTree(schema, 'DMAcc', next))]).toEqual([]);
      expect(next).toMatchObject(value);
    }
  });
});

describe('management objects', () => {
  const added = {
    name: 'fresh',
    moid: 'urn:oma:mo:x:1.0',
    target: 'urn:oma:mo:x:1.0//',
    data: { X: {} },
    carried: true,
  };

  it('are added with the right to manage them, and taken away again', () => {
    for (const text of [exampleProfile(), '{}', '{ "bootstrap": [] }']) {
      const after = edited(text, (now) => addConfiguration(now, added));
      const before = JSON.parse(text);
      const profile = JSON.parse(after);
      expect(profile.configurations.fresh).toEqual({ target: added.target, data: added.data });
      expect(profile.bootstrap).toEqual([...(before.bootstrap ?? []), 'fresh']);
      expect(profile.permits).toEqual([...(before.permits ?? []), added.moid]);
      const without = JSON.parse(edited(after, (now) => removeConfiguration(now, 'fresh')));
      expect(without.configurations).toEqual(before.configurations ?? {});
      expect(without.bootstrap).toEqual(before.bootstrap ?? []);
    }
  });

  it('are put on the card once and taken off it', () => {
    const on = edited('{ "bootstrap": ["a"] }', (now) => carry(now, 'b', true));
    expect(JSON.parse(on).bootstrap).toEqual(['a', 'b']);
    expect(edited(on, (now) => carry(now, 'b', true))).toBe(on);
    expect(JSON.parse(edited(on, (now) => carry(now, 'a', false))).bootstrap).toEqual(['b']);
  });

  it('keep every use under another name, and the profile stays right', () => {
    const text = exampleProfile();
    const [first = ''] = Object.keys(JSON.parse(text).configurations);
    const after = edited(text, (now) => renameConfiguration(now, first, 'renamed'));
    expect(readProfile(after, 'p').kind).toBe('profile');
    expect(edited(after, (now) => renameConfiguration(now, 'renamed', first))).toBe(text);
  });
});

describe('columns and plans', () => {
  it('keep every use under another name, and the profile stays right', () => {
    const text = exampleProfile();
    for (const column of Object.keys(JSON.parse(text).columns)) {
      const after = edited(text, (now) => renameColumn(now, column, 'renamed'));
      expect(readProfile(after, 'p').kind).toBe('profile');
      expect(after).not.toContain(`{{${column}}}`);
      expect(edited(after, (now) => renameColumn(now, 'renamed', column))).toBe(text);
    }
  });

  it('name the plan that follows in either form, and follow its name', () => {
    const text =
      '{ "sessionPlan": [ { "step": "a" } ], "plans": { "b": { "steps": [], "next": "c" }, "c": [] } }';
    const after = edited(text, (now) => setNextPlan(now, 'sessionPlan', 'b'));
    expect(JSON.parse(after).sessionPlan).toEqual({ steps: [{ step: 'a' }], next: 'b' });
    const renamed = JSON.parse(edited(after, (now) => renamePlan(now, 'b', 'd')));
    expect(renamed.sessionPlan.next).toBe('d');
    expect(Object.keys(renamed.plans)).toEqual(['d', 'c']);
    expect(
      JSON.parse(edited(after, (now) => setNextPlan(now, 'sessionPlan', undefined))).sessionPlan,
    ).toEqual({
      steps: [{ step: 'a' }],
    });
    expect(edited(text, (now) => setNextPlan(now, 'c', undefined))).toBe(text);
  });
});

it('a new profile lacks nothing but its session plan', () => {
  const reading = readProfile(newProfileText('New "one"'), 'p');
  expect(reading.kind === 'faults' && reading.faults.map(({ message }) => message)).toEqual([
    expect.stringContaining('sessionPlan'),
  ]);
});
