import { readFileSync } from 'node:fs';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../../../core/errors.ts';
import { readProfile } from '../../../core/provisioning/profile.ts';
import { plansInWords } from './plan-words.ts';
import { placeIn } from './text-place.ts';

function wordsOf(file: string, plan?: unknown) {
  const json = JSON.parse(readFileSync(`examples/${file}`, 'utf8'));
  const reading = readProfile(JSON.stringify(plan ? { ...json, sessionPlan: plan } : json), file);
  if (reading.kind === 'faults') throw new Error(reading.faults.map(({ message }) => message).join('\n'));
  return plansInWords(reading.profile);
}

describe('a session plan in words', () => {
  it('says what each step does, what has to come back, and what happens otherwise', () => {
    const [first, second] = wordsOf('firmware.profile.json');
    expect(first?.steps[0]).toEqual({
      title: 'Identify the device',
      does: ['Reads oma-dm-devinfo:1.0//'],
      notes: ['DevInfo/DevID has to be IMEI:{{imei}}'],
    });
    expect(first?.steps[3]).toEqual({
      title: 'Download and update',
      does: ['Starts oma-fumo:1.0/f1/DownloadAndUpdate; the device tells the outcome later'],
      notes: ['Done when the device tells the outcome 200, within 15 min'],
    });
    expect(first?.steps[1]?.notes).toEqual(['If it fails, it is left out']);
    expect(first?.steps[2]?.notes).toEqual(['If it fails, it is sent again, 2 times at most']);
    expect(first?.next).toBe('check');
    expect(second?.name).toBe('check');
  });

  it('says what a form decides', () => {
    const [plan] = wordsOf('installation.profile.json');
    expect(plan?.steps[1]?.does).toEqual([
      'Shows the form “installation” and waits for the answers, 15 min at most',
    ]);
    expect(plan?.steps[3]?.notes[0]).toBe('Only if “place” is mast');
    expect(plan?.steps[2]?.notes).toEqual([
      'What is read has to be the configuration “installation”, value by value',
    ]);
  });

  it('has words for every command', () => {
    const uri = 'urn:oma:mo:example-gateway:1.0/gateway/Antenna';
    const commands = [
      { command: 'GET', target: [uri, uri], expect: { status: [200, 206] } },
      { command: 'HGET', source: '{{server.shared}}/a.json', deviceChooses: true },
      { command: 'HGET', configuration: 'mast', target: uri },
      { command: 'HPUT', targets: [uri], resource: 'copy' },
      { command: 'HPOST', targets: [uri], resource: 'copy' },
      { command: 'DELETE', target: uri },
      { command: 'EXEC', target: uri },
      { command: 'SHOW', page: 'https://example.com/' },
      { command: 'SHOW', form: 'installation', answers: 'goOn', seconds: 7200 },
      { command: 'CONT', serverUri: 'https://example.com/dm' },
      { command: 'DEFAULT', configuration: 'mast' },
      { command: 'SUB', target: uri, resource: 'told' },
      { command: 'UNSUB', target: uri },
    ];
    const [plan] = wordsOf('installation.profile.json', [{ step: 'All', commands }]);
    const does = plan?.steps[0]?.does ?? [];
    expect(does).toHaveLength(commands.length);
    expect(new Set(does).size).toBe(commands.length);
    expect(does[8]).toContain('for 2 hours at most, and goes on without waiting');
    expect(plan?.steps[0]?.notes).toEqual(['Done when the device answers 200 or 206']);
  });
});

describe('the place of a fault', () => {
  const { doc } = EditorState.create({ doc: '{\n  "a": "b \\" c",\n  "n": 12.5\n}' });
  const marked = (line: number, column: number) => {
    const { from, to } = placeIn(doc, faultOf('PROFILE_NOT_JSON', { detail: '' }, { line, column }));
    return doc.sliceString(from, to);
  };

  it.each([
    [2, 8, '"b \\" c"'],
    [2, 3, '"a"'],
    [3, 8, '12.5'],
    [1, 1, '{'],
    [4, 2, ''],
    [99, 99, ''],
    [0, 0, '{'],
  ])('at line %d, column %d is %s', (line, column, text) => {
    expect(marked(line, column)).toBe(text);
  });
});
