import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertRule } from './rule.ts';
import { askRules, burst, hour, type RuleStanding } from './rule-engine.ts';
import type { AlertingDevice, RuledAlert } from './rule-match.ts';
import { severities } from './severity.ts';
import { testRule } from './test-rule.ts';

const device: AlertingDevice = { deviceId: 'IMEI:1', label: 'L1', tags: [] };
const alert: RuledAlert = { alertType: 'urn:x:y', severity: 'warning' };
const never: RuleStanding = { actedInHour: 0 };
const ask = (rules: readonly AlertRule[], standing: RuleStanding = never, now = 0, own = alert) =>
  askRules(rules, own, device, () => standing, now);
const mark = (ruleId: string, severity: (typeof severities)[number], when: AlertRule['when'] = {}) =>
  testRule({ ruleId, when, actions: [{ kind: 'mark', severity }] });

describe('the rules', () => {
  it('are asked in their order, and each sees what those before it made of the severity', () => {
    const { severity, decisions } = ask([
      mark('graver', 'critical', { severityAtLeast: 'warning' }),
      mark('fatal', 'fatal', { severityAtLeast: 'critical' }),
      mark('never', 'harmless', { type: 'urn:z' }),
    ]);
    expect(severity).toBe('fatal');
    expect(decisions.map(({ rule, marked }) => [rule.ruleId, marked])).toEqual([
      ['graver', 'critical'],
      ['fatal', 'fatal'],
    ]);
  });

  it('are asked no more after one that is the last, and never where they are not enabled', () => {
    const rules = [
      testRule({ ruleId: 'off', enabled: false, last: true }),
      testRule({ ruleId: 'other', when: { type: 'z' }, last: true }),
      testRule({ ruleId: 'first', last: true }),
      testRule({ ruleId: 'second' }),
    ];
    expect(ask(rules).decisions.map(({ rule }) => rule.ruleId)).toEqual(['first']);
  });

  it('act for a device once within the pause, whichever way the clock was set', () => {
    const at = (actedAt: number) =>
      ask([testRule()], { actedAt, actedInHour: 1 }, 10_000_000).decisions[0]?.act;
    expect(ask([testRule()]).decisions[0]?.act).toBe('due');
    expect(at(10_000_000)).toBe('paused');
    expect(at(10_000_000 - 599_999)).toBe('paused');
    expect(at(10_000_000 - 600_000)).toBe('due');
    expect(at(10_000_000 + 599_999)).toBe('paused');
    expect(at(10_000_000 + 600_000)).toBe('due');
  });

  it('act so often in an hour', () => {
    const rule = testRule({ mostPerHour: 3 });
    expect(ask([rule], { actedInHour: 2 }).decisions[0]?.act).toBe('due');
    expect(ask([rule], { actedInHour: 3 }).decisions[0]?.act).toBe('tooMany');
  });

  it('mark and tell also where they may not act', () => {
    const rule = testRule({
      actions: [{ kind: 'mark', severity: 'minor' }, { kind: 'tell' }, { kind: 'ask' }],
    });
    const [decision] = ask([rule], { actedAt: 0, actedInHour: 1 }).decisions;
    expect(decision).toMatchObject({ marked: 'minor', tell: 'now', act: 'paused' });
  });

  it('tell the person once a burst, and again of one that goes on and on', () => {
    const rule = testRule({ actions: [{ kind: 'tell' }] });
    let standing: RuleStanding = never;
    const told: number[] = [];
    const step = burst.gap / 2;
    for (let now = 0; now <= 2 * burst.longest; now += step) {
      const [decision] = ask([rule], standing, now).decisions;
      if (decision?.tell === 'now') told.push(now);
      standing = { ...standing, matchedAt: now, toldAt: told.at(-1) };
    }
    expect(told).toEqual([0, burst.longest, 2 * burst.longest]);
    const after = 2 * burst.longest + burst.gap;
    expect(ask([rule], standing, after).decisions[0]?.tell).toBe('now');
  });
});

interface Acted {
  readonly ruleId: string;
  readonly deviceId: string;
  readonly at: number;
}

/** What a store would say, by all that was done so far. */
function standingIn(acts: readonly Acted[], rule: AlertRule, deviceId: string, now: number): RuleStanding {
  const own = acts.filter(({ ruleId }) => ruleId === rule.ruleId);
  const [nearest] = own
    .filter((act) => act.deviceId === deviceId)
    .toSorted((one, other) => Math.abs(now - one.at) - Math.abs(now - other.at));
  return { actedAt: nearest?.at, actedInHour: own.filter(({ at }) => Math.abs(now - at) < hour).length };
}

const anyRule = (ruleId: string) =>
  fc.record({
    ruleId: fc.constant(ruleId),
    name: fc.constant(ruleId),
    enabled: fc.boolean(),
    when: fc.record(
      { type: fc.constantFrom('*', 'urn:a', 'urn:*'), severityAtLeast: fc.constantFrom(...severities) },
      { requiredKeys: [] },
    ),
    actions: fc.constantFrom<AlertRule['actions']>(
      [{ kind: 'ask' }],
      [{ kind: 'mark', severity: 'fatal' }, { kind: 'ask' }],
      [{ kind: 'mark', severity: 'harmless' }],
      [{ kind: 'tell' }, { kind: 'ask' }],
    ),
    pauseSeconds: fc.integer({ min: 60, max: 7200 }),
    mostPerHour: fc.integer({ min: 1, max: 5 }),
    last: fc.boolean(),
  });
const anyRules = fc.tuple(anyRule('r1'), anyRule('r2'), anyRule('r3'));

describe('whatever the rules are', () => {
  /** A device that answers everything done for it with an alert: the worst that rules can meet. */
  it('alerts that they themselves bring about never make them act faster than their pause and their most', () => {
    const device = (deviceId: string): AlertingDevice => ({ deviceId, label: deviceId, tags: [] });
    fc.assert(
      fc.property(
        anyRules,
        fc.array(
          fc.record({
            device: fc.constantFrom('d1', 'd2', 'd3'),
            after: fc.integer({ min: 0, max: 900_000 }),
          }),
          {
            minLength: 1,
            maxLength: 60,
          },
        ),
        (rules, triggers) => {
          const acts: Acted[] = [];
          let now = 1_000_000_000;
          for (const { device: deviceId, after } of triggers) {
            now += after;
            // Each act has an alert of its device follow at once; no more than the rules act do these go on.
            let pending = 1;
            for (let rounds = 0; pending > 0; rounds++) {
              expect(rounds).toBeLessThanOrEqual(rules.length);
              pending--;
              const { decisions } = askRules(
                rules,
                { alertType: 'urn:a', severity: 'critical' },
                device(deviceId),
                (rule) => standingIn(acts, rule, deviceId, now),
                now,
              );
              const due = decisions.filter(({ act }) => act === 'due');
              for (const { rule } of due) acts.push({ ruleId: rule.ruleId, deviceId, at: now });
              if (due.length > 0) pending = 1;
            }
          }
          for (const rule of rules) {
            const own = acts.filter(({ ruleId }) => ruleId === rule.ruleId);
            for (const [index, { deviceId, at }] of own.entries()) {
              const next = own.slice(index + 1).find((act) => act.deviceId === deviceId);
              if (next) expect(next.at - at).toBeGreaterThanOrEqual(rule.pauseSeconds * 1000);
              const inHour = own.filter((act) => act.at >= at && act.at < at + hour);
              expect(inHour.length).toBeLessThanOrEqual(rule.mostPerHour);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('the severity is that of the last mark, and nothing is decided for a rule that is off', () => {
    fc.assert(
      fc.property(anyRules, fc.constantFrom(...severities), (rules, severity) => {
        const result = askRules(rules, { alertType: 'urn:a', severity }, device, () => never, 0);
        const marks = result.decisions.flatMap(({ marked }) => marked ?? []);
        expect(result.severity).toBe(marks.at(-1) ?? severity);
        expect(result.decisions.every(({ rule }) => rule.enabled)).toBe(true);
        const order = result.decisions.map(({ rule }) =>
          rules.findIndex(({ ruleId }) => ruleId === rule.ruleId),
        );
        expect(order).toEqual(order.toSorted((one, other) => one - other));
        expect(result.decisions.slice(0, -1).some(({ rule }) => rule.last)).toBe(false);
      }),
    );
  });
});
