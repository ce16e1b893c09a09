import { describe, expect, it } from 'vitest';
import { actsOnDevice, alertRuleSchema, alertRulesSchema, ruleChanges } from './rule.ts';
import { testRule } from './test-rule.ts';

const issueOf = (rule: object) => alertRuleSchema.safeParse(rule).error?.issues[0]?.message;

describe('a rule', () => {
  it('is read whole, and refused where it is none', () => {
    const rule = testRule({
      when: {
        type: 'urn:*',
        severityAtLeast: 'minor',
        tag: 'field',
        label: 'BX*',
        deviceId: 'IMEI:*',
        moid: 'urn:oma:mo:oma-fumo:*',
        data: { member: 'ResultCode', equals: '404' },
      },
      actions: [
        { kind: 'mark', severity: 'fatal' },
        { kind: 'tell' },
        { kind: 'queue', works: [{ kind: 'GET', targets: ['urn:oma:mo:oma-dm-devinfo:1.0//'] }] },
        { kind: 'ask' },
      ],
    });
    expect(alertRuleSchema.parse(rule)).toEqual(rule);
    expect(issueOf({ ...rule, actions: [] })).toBe('a rule does something');
    expect(issueOf({ ...rule, actions: [{ kind: 'tell' }, { kind: 'tell' }] })).toBe(
      'it does the same thing twice',
    );
    expect(issueOf({ ...rule, pauseSeconds: 1 })).toBeDefined();
    expect(issueOf({ ...rule, mostPerHour: 0 })).toBeDefined();
    expect(issueOf({ ...rule, when: { kind: 'typo' } })).toBeDefined();
    const wrong = { kind: 'queue', works: [{ kind: 'GET', targets: ['not a ClientURI'] }] };
    expect(issueOf({ ...rule, actions: [wrong] })).toContain('not a ClientURI');
    const works = [{ kind: 'place', target: 'urn:x:1.0//A', data: { A: 'x'.repeat(30_000) } }];
    expect(issueOf({ ...rule, actions: [{ kind: 'queue', works }] })).toContain('longer');
  });

  it('has an id of its own among the others', () => {
    expect(alertRulesSchema.safeParse([testRule(), testRule({ ruleId: 'r2' })]).success).toBe(true);
    expect(alertRulesSchema.safeParse([testRule(), testRule()]).success).toBe(false);
    const many = Array.from({ length: 51 }, (_, index) => testRule({ ruleId: `r${index}` }));
    expect(alertRulesSchema.safeParse(many).success).toBe(false);
  });

  it('acts for a device where it queues or asks', () => {
    expect(actsOnDevice(testRule())).toBe(true);
    expect(actsOnDevice(testRule({ actions: [{ kind: 'tell' }] }))).toBe(false);
  });
});

describe('what changed between two lists of rules', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((ruleId) => testRule({ ruleId, name: ruleId })) as [
    ReturnType<typeof testRule>,
    ReturnType<typeof testRule>,
    ReturnType<typeof testRule>,
  ];
  it('is told by the names of the rules', () => {
    expect(ruleChanges([a, b], [a, b])).toEqual({ added: [], removed: [], changed: [], moved: false });
    expect(ruleChanges([a, b], [{ ...b, enabled: false }, c])).toEqual({
      added: ['c'],
      removed: ['a'],
      changed: ['b'],
      moved: false,
    });
    expect(ruleChanges([a, b], [b, c, a])).toMatchObject({ added: ['c'], moved: true });
  });

  it('is not the order in which somebody wrote the members of a rule', () => {
    const written = Object.fromEntries(Object.entries(a).toReversed()) as typeof a;
    expect(ruleChanges([a], [written]).changed).toEqual([]);
  });
});
