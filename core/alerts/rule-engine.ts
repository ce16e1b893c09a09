import { type AlertRule, actsOnDevice } from './rule.ts';
import { type AlertingDevice, meetsCondition, type RuledAlert } from './rule-match.ts';
import type { Severity } from './severity.ts';

/** What a rule has done so far, as far as it decides what it does next. Times are milliseconds since 1970. */
export interface RuleStanding {
  /** When it acted for this device, as near to now as it did. */
  readonly actedAt?: number | undefined;
  /** How often it acted in the last hour, for whichever device. */
  readonly actedInHour: number;
  /** When an alert matched it last, and when it told the person last. */
  readonly matchedAt?: number | undefined;
  readonly toldAt?: number | undefined;
}

/** What a rule that matches an alert does. */
export interface RuleDecision {
  readonly rule: AlertRule;
  /** The severity that the alert has from here on. */
  readonly marked?: Severity;
  /** Whether the person is told now, or was told of the burst that this alert belongs to. */
  readonly tell?: 'now' | 'sameBurst';
  /** Whether it acts for the device; it is held back by its pause for the device, or by its most per hour. */
  readonly act?: 'due' | 'paused' | 'tooMany';
}

export interface RulesDecision {
  /** The severity of the alert when all rules were asked. */
  readonly severity: Severity;
  /** Of those that match, in their order. */
  readonly decisions: readonly RuleDecision[];
}

/** Alerts with less between them are one burst; of one that goes on, the person is told again after the longest. */
export const burst = { gap: 60_000, longest: 15 * 60_000 } as const;
export const hour = 3_600_000;

/**
 * Asks the rules in their order what an alert means. A rule acts for a device at most once within its pause, whatever
 * brought the alert about: also one that came out of a session which the rule itself, or another one, asked for.
 * @param standingOf where a rule stands for the device now
 */
export function askRules(
  rules: readonly AlertRule[],
  alert: RuledAlert,
  device: AlertingDevice,
  standingOf: (rule: AlertRule) => RuleStanding,
  now: number,
): RulesDecision {
  let { severity } = alert;
  const decisions: RuleDecision[] = [];
  for (const rule of rules) {
    if (!rule.enabled || !meetsCondition(rule.when, { ...alert, severity }, device)) continue;
    const decision = decide(rule, standingOf(rule), now);
    severity = decision.marked ?? severity;
    decisions.push(decision);
    if (rule.last) break;
  }
  return { severity, decisions };
}

function decide(rule: AlertRule, standing: RuleStanding, now: number): RuleDecision {
  const mark = rule.actions.find((action) => action.kind === 'mark');
  const tells = rule.actions.some(({ kind }) => kind === 'tell');
  return {
    rule,
    ...(mark ? { marked: mark.severity } : {}),
    ...(tells ? { tell: isSameBurst(standing, now) ? 'sameBurst' : 'now' } : {}),
    ...(actsOnDevice(rule) ? { act: actOf(rule, standing, now) } : {}),
  };
}

function actOf(rule: AlertRule, standing: RuleStanding, now: number): NonNullable<RuleDecision['act']> {
  if (isWithin(standing.actedAt, rule.pauseSeconds * 1000, now)) return 'paused';
  return standing.actedInHour >= rule.mostPerHour ? 'tooMany' : 'due';
}

function isSameBurst({ matchedAt, toldAt }: RuleStanding, now: number): boolean {
  return isWithin(matchedAt, burst.gap, now) && isWithin(toldAt, burst.longest, now);
}

/** Whether something was less than so long ago. A clock that was set back does not make it longer than it was. */
function isWithin(at: number | undefined, time: number, now: number): boolean {
  return at !== undefined && Math.abs(now - at) < time;
}
