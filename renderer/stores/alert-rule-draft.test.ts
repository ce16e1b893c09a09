import { describe, expect, it } from 'vitest';
import { testRule } from '../../core/alerts/test-rule.ts';
import { draftOf, exampleWorks, newDraft, ruleOf, withExample } from './alert-rule-draft.ts';

const whole = testRule({
  when: {
    ...{ type: 'urn:*', severityAtLeast: 'minor', label: 'B*', deviceId: 'I*', tag: 'field', moid: 'urn:*' },
    data: { member: 'A/B', equals: '' },
  },
  actions: [
    { kind: 'mark', severity: 'fatal' },
    { kind: 'tell' },
    { kind: 'queue', works: [{ kind: 'GET', targets: ['urn:oma:mo:oma-dm-devinfo:1.0//'] }] },
    { kind: 'ask' },
  ],
  pauseSeconds: 90,
  last: true,
});
const issuesOf = (draft: ReturnType<typeof draftOf>) => {
  const outcome = ruleOf(draft);
  return outcome.kind === 'issues' ? outcome.issues : {};
};

describe('the form of a rule', () => {
  it('says the rule that it was made of', () => {
    for (const rule of [whole, testRule()]) expect(ruleOf(draftOf(rule))).toEqual({ kind: 'rule', rule });
    expect(draftOf(whole).pause).toBe('1.5');
  });

  it('begins with a rule that does something and is not in force', () => {
    const outcome = ruleOf(newDraft('r', 'New'));
    expect(outcome).toMatchObject({ kind: 'rule', rule: { enabled: false, actions: [{ kind: 'tell' }] } });
  });

  it('says what is wrong where it is mended', () => {
    const draft = draftOf(whole);
    expect(issuesOf({ ...draft, name: ' ' })).toHaveProperty('name');
    expect(issuesOf({ ...draft, type: 'x'.repeat(400) })).toHaveProperty('type');
    expect(issuesOf({ ...draft, pause: 'long' })).toEqual({ pause: 'A number is expected.' });
    expect(issuesOf({ ...draft, pause: '0,5' })).toHaveProperty('pause');
    expect(issuesOf({ ...draft, mostPerHour: '1.5' })).toHaveProperty('mostPerHour');
    expect(issuesOf({ ...draft, works: '[{' }).works).toContain('not JSON');
    expect(issuesOf({ ...draft, works: '{}' })).toHaveProperty('works');
    const wrong = JSON.stringify([{ kind: 'GET', targets: ['no uri'] }]);
    expect(issuesOf({ ...draft, works: wrong }).works).toMatch(/^0\.targets\.0: .*no uri/);
    expect(issuesOf({ ...draft, works: wrong, queue: false })).toEqual({});
    const nothing = { ...draft, mark: '', tell: false, queue: false, ask: false } as const;
    expect(issuesOf(nothing)).toEqual({ actions: 'a rule does something' });
  });

  it('adds commands to begin with, and leaves alone what somebody is typing', () => {
    const one = withExample('', 'GET');
    expect(JSON.parse(withExample(one, 'EXEC'))).toEqual([exampleWorks.GET, exampleWorks.EXEC]);
    expect(withExample('[{', 'GET')).toBe('[{');
    expect(withExample('{}', 'GET')).toBe('{}');
    for (const kind of ['GET', 'EXEC', 'HPUT', 'DELETE'] as const)
      expect(issuesOf({ ...draftOf(whole), works: withExample('', kind) })).toEqual({});
  });
});
