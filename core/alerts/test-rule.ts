import type { AlertRule } from './rule.ts';

/** A rule that does what a test is about. */
export function testRule(rule: Partial<AlertRule> = {}): AlertRule {
  return {
    ruleId: 'r1',
    name: 'Rule',
    enabled: true,
    when: {},
    actions: [{ kind: 'ask' }],
    pauseSeconds: 600,
    mostPerHour: 60,
    last: false,
    ...rule,
  };
}
