import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readProfile } from './profile.ts';
import type { ReadText } from './profile-edits.ts';
import { renameField, renameForm } from './profile-renames.ts';
import { applyTextEdits, readTree, type TextEdit } from './profile-text.ts';

const text = readFileSync('examples/installation.profile.json', 'utf8');
const changedBy = (change: (read: ReadText) => readonly TextEdit[]) => {
  const tree = readTree(text);
  if (tree === undefined) throw new Error('nothing to read');
  return applyTextEdits(text, change({ text, tree }));
};
const kindOf = (changed: string) => readProfile(changed, 'p').kind;

describe('a form with another name', () => {
  const changed = changedBy((read) => renameForm(read, 'installation', 'mounting'));

  it('has it in steps, conditions and variables, and the profile has no fault', () => {
    expect(kindOf(changed)).toBe('profile');
    expect(changed).toContain('"form": "mounting", "seconds"');
    expect(changed).toContain('"when": { "form": "mounting", "field": "place"');
    expect(changed).toContain('{{answers.mounting.place}}');
    expect(changed).not.toContain('answers.installation');
  });

  it('leaves everything else as it is, configurations of the same name too', () => {
    expect(changed).toContain('"configuration": "installation"');
    expect(changed.replaceAll('mounting', 'installation')).toBe(text);
  });
});

describe('a field with another name', () => {
  const path = ['forms', 'installation', 'pages', 0, 'fields', 0];
  const changed = changedBy((read) => renameField(read, 'installation', path, 'where'));

  it('has it in the conditions of its form and of steps, and in variables', () => {
    expect(kindOf(changed)).toBe('profile');
    expect(changed).toContain('"when": { "field": "where", "is": "mast" }');
    expect(changed).toContain('"form": "installation", "field": "where", "is": "mast"');
    expect(changed).toContain('"Place": "{{answers.installation.where}}"');
    expect(changed).toContain('"Height": "{{answers.installation.height}}"');
  });

  it('that is none is left alone', () => {
    expect(changedBy((read) => renameField(read, 'installation', ['forms', 'no'], 'x'))).toBe(text);
  });
});
