import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCommandSchema } from '../../../core/provisioning/plan-schema.ts';
import { membersOf, nodeAt, readTree, valueAt } from '../../../core/provisioning/profile-text.ts';
import { checkText } from '../../stores/profiles-check.ts';
import { texts } from '../../texts.ts';
import { targetParts, withInstance } from './object-model.ts';
import { base64Of, octetsForms, octetsOf, writeOctets } from './octet-forms.ts';
import { newCommand, partStillThere } from './plan-model.ts';
import type { ProfileReader } from './use-profile-editor.ts';
import { completions } from './variable-input.tsx';

describe('octets', () => {
  it('are the same in every form in which they are typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        const base64 = base64Of(octets);
        expect(octetsOf(base64)).toEqual(octets);
        expect(octetsForms.hex(writeOctets(octets, 'hex')!)).toBe(base64);
        const text = writeOctets(octets, 'text');
        if (text !== undefined) expect(octetsForms.text(text)).toBe(base64);
      }),
    );
  });

  it('are none while they are half typed', () => {
    expect(octetsForms.hex('4')).toBeUndefined();
    expect(octetsForms.hex('4G')).toBeUndefined();
    expect(octetsForms.hex('44:4d 2d')).toBe('RE0t');
  });
});

describe('what is offered while a text is typed', () => {
  it('is what can stand between braces once they are open, else whole texts', () => {
    expect(completions('IMEI:{{im', ['imei', 'serial'], ['x'])).toEqual(['IMEI:{{imei}}']);
    expect(completions('{{', ['imei', 'serial'], [])).toEqual(['{{imei}}', '{{serial}}']);
    expect(completions('{{imei}}', ['imei'], ['urn:a//', 'urn:b/{{imei}}/'])).toEqual(['urn:b/{{imei}}/']);
    expect(completions('urn:a//', [], ['urn:a//'])).toEqual([]);
  });
});

describe('the instance of a ClientURI', () => {
  it('is changed, and the rest of it stays as it was written', () => {
    const uri = 'urn:oma:mo:x:1.0/a%20b/Path/{{serial}}';
    expect(targetParts(uri)).toMatchObject({ instance: 'a b', path: ['Path', '{{serial}}'] });
    expect(withInstance(uri, '{{imei}}')).toBe('urn:oma:mo:x:1.0/{{imei}}/Path/{{serial}}');
    expect(targetParts('nothing')).toBeUndefined();
  });
});

describe('a session plan that is edited', () => {
  const tree = readTree(
    '{ "permits": ["urn:oma:mo:x:1.0"], "configurations": { "c": { "target": "urn:oma:mo:y:1.0//" } }, "forms": { "f": {} } }',
  )!;
  const editor: ProfileReader = {
    read: { text: '', tree },
    value: (path) => (nodeAt(tree, path) ? valueAt(tree, path) : undefined),
    names: (path) => membersOf(nodeAt(tree, path)).map(({ name }) => name),
  };

  it.each(Object.keys(texts.profilePlan.kinds))('begins a %s that the check of profiles takes', (kind) => {
    for (const before of [{}, { target: 'urn:oma:mo:z:1.0/i/N' }, { targets: ['urn:oma:mo:z:1.0/i/N'] }]) {
      const command = newCommand(editor, kind as keyof typeof texts.profilePlan.kinds, before);
      expect(planCommandSchema.safeParse(command).error).toBeUndefined();
    }
  });

  it('goes to the nearest thing that is there', () => {
    const plan = { name: 'p', path: [], steps: [{ commands: [{}] }, { commands: [] }], next: '' };
    expect(partStillThere({ kind: 'step', step: 5 }, plan)).toEqual({ kind: 'step', step: 1 });
    expect(partStillThere({ kind: 'command', step: 0, command: 3 }, plan)).toMatchObject({ command: 0 });
    expect(partStillThere({ kind: 'command', step: 1, command: 0 }, plan)).toEqual({ kind: 'step', step: 1 });
    expect(partStillThere({ kind: 'step', step: 0 }, { ...plan, steps: [] })).toEqual({ kind: 'plan' });
  });
});

it('faults say what in the profile they are about', () => {
  const text = '{\n  "name": "x",\n  "columns": { "a": { "type": "no" } },\n  "sessionPlan": [{}]\n}';
  const { faults, faultPaths } = checkText(1, text);
  expect(faultPaths).toHaveLength(faults.length);
  expect(faultPaths).toContainEqual(['columns', 'a', 'type']);
  expect(faultPaths).toContainEqual(['sessionPlan', 0]);
});
