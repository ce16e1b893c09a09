import type { Firing } from '../../core/alerts/firing.ts';
import { type AlertRule, alertRulesSchema } from '../../core/alerts/rule.ts';
import { hour } from '../../core/alerts/rule-engine.ts';
import type { Page } from '../../core/api.ts';
import type { FiringRow, RuleStandingView } from '../../core/api-alerts.ts';
import { codedError } from '../../core/errors.ts';
import type { Database } from './database.ts';

/** The rules that act on alerts, and what each did. Times are milliseconds since 1970. */
export interface AlertRules {
  /** The rules in force. @throws ALERT_RULES_UNREADABLE where another version wrote them */
  list(): { readonly revision: number; readonly rules: readonly AlertRule[] };
  revision(): number;
  /** Puts other rules in their place; every alert up to now is none of their business if `fromNow`. */
  save(rules: readonly AlertRule[], at: number, fromNow: boolean): void;
  /** The last alert that they were asked about. */
  askedUpTo(): number;
  keepAsked(alertId: number): void;
  /** Keeps what a rule did about an alert; its place is that among the rules that matched it. */
  addFiring(firing: Firing, place: number): void;
  /** Keeps what came of it. An alert that made room for others has none any more. */
  keepFiring(firing: Firing, place: number): void;
  /** Those of which nobody knows what came of them. */
  acting(): readonly { readonly firing: Firing; readonly place: number; readonly deviceId: string }[];
  /** In the order of the rules. */
  ofAlert(alertId: number): readonly Firing[];
  /** The newest first. */
  ofRule(query: {
    readonly ruleId: string;
    readonly offset: number;
    readonly limit: number;
  }): Page<FiringRow>;
  /** Keeps that a rule acts for a device now. */
  addAct(ruleId: string, deviceId: string, at: number): void;
  /** When a rule acted for a device, as near to now as it did: a clock may have been set. */
  actedAt(ruleId: string, deviceId: string, now: number): number | undefined;
  /** How often a rule acted in the hour before, for whichever device. */
  actedInHour(ruleId: string, at: number): number;
  /** What each rule has done, by its id. */
  standings(): Readonly<Record<string, RuleStandingView>>;
}

/** Longer than the longest pause of a rule. */
const actsKept = 8 * 24 * hour;

export function createAlertRules(database: Database): AlertRules {
  const row = () => database.first('SELECT * FROM alert_rule_list') ?? {};
  return {
    list() {
      const { revision, rules_json: text } = row();
      const rules = alertRulesSchema.safeParse(JSON.parse(String(text)));
      if (rules.success) return { revision: Number(revision), rules: rules.data };
      const [issue] = rules.error.issues;
      const detail = `${issue?.path.map(String).join('.') || 'the list'}: ${issue?.message ?? ''}`;
      throw codedError('ALERT_RULES_UNREADABLE', { detail });
    },
    revision: () => Number(row().revision),
    save: (rules, at, fromNow) =>
      void database.run(
        `UPDATE alert_rule_list SET revision = revision + 1, rules_json = ?, changed_at = ?, asked_up_to =
           CASE WHEN ? THEN coalesce((SELECT max(number) FROM alert), 0) ELSE asked_up_to END`,
        JSON.stringify(rules),
        at,
        Number(fromNow),
      ),
    askedUpTo: () => Number(row().asked_up_to),
    keepAsked: (alertId) => void database.run('UPDATE alert_rule_list SET asked_up_to = ?', alertId),
    addFiring: (firing, place) =>
      void database.run(
        `INSERT INTO alert_firing (alert_number, place, rule_id, at, acting, firing_json)
           VALUES (?, ?, ?, ?, ?, ?)`,
        firing.alertId,
        place,
        firing.ruleId,
        firing.at,
        isActing(firing),
        JSON.stringify(firing),
      ),
    keepFiring: (firing, place) =>
      void database.run(
        'UPDATE alert_firing SET acting = ?, firing_json = ? WHERE alert_number = ? AND place = ?',
        isActing(firing),
        JSON.stringify(firing),
        firing.alertId,
        place,
      ),
    acting: () =>
      database
        .all(
          `SELECT f.firing_json, f.place, a.device_id FROM alert_firing f JOIN alert a ON a.number = f.alert_number
             WHERE f.acting = 1`,
        )
        .map((each) => ({
          firing: firingOf(each),
          place: Number(each.place),
          deviceId: String(each.device_id),
        })),
    ofAlert: (alertId) =>
      database
        .all('SELECT firing_json FROM alert_firing WHERE alert_number = ? ORDER BY place', alertId)
        .map(firingOf),
    ofRule({ ruleId, offset, limit }) {
      const total = database.first('SELECT count(*) AS n FROM alert_firing WHERE rule_id = ?', ruleId);
      const rows = database.all(
        `SELECT f.firing_json, a.device_id, d.label, a.alert_type FROM alert_firing f
           JOIN alert a ON a.number = f.alert_number JOIN device d ON d.device_id = a.device_id
           WHERE f.rule_id = ? ORDER BY f.alert_number DESC LIMIT ? OFFSET ?`,
        ruleId,
        limit,
        offset,
      );
      return {
        total: Number(total?.n ?? 0),
        rows: rows.map((each) => ({
          ...firingOf(each),
          deviceId: String(each.device_id),
          label: String(each.label),
          alertType: String(each.alert_type),
        })),
      };
    },
    addAct(ruleId, deviceId, at) {
      database.run('DELETE FROM alert_rule_act WHERE rule_id = ? AND at < ?', ruleId, at - actsKept);
      database.run('INSERT INTO alert_rule_act VALUES (?, ?, ?)', ruleId, deviceId, at);
    },
    actedAt(ruleId, deviceId, now) {
      const nearest = database.first(
        'SELECT at FROM alert_rule_act WHERE rule_id = ? AND device_id = ? ORDER BY abs(at - ?) LIMIT 1',
        ruleId,
        deviceId,
        now,
      );
      return nearest && Number(nearest.at);
    },
    actedInHour: (ruleId, at) =>
      Number(
        database.first(
          'SELECT count(*) AS n FROM alert_rule_act WHERE rule_id = ? AND at > ? AND at < ?',
          ruleId,
          at - hour,
          at + hour,
        )?.n ?? 0,
      ),
    standings() {
      const acts = new Map(
        database
          .all('SELECT rule_id, max(at) AS at FROM alert_rule_act GROUP BY rule_id')
          .map((each) => [String(each.rule_id), Number(each.at)]),
      );
      return Object.fromEntries(
        database
          .all('SELECT rule_id, count(*) AS n, max(at) AS at FROM alert_firing GROUP BY rule_id')
          .map((each): [string, RuleStandingView] => {
            const lastActedAt = acts.get(String(each.rule_id));
            return [
              String(each.rule_id),
              {
                matched: Number(each.n),
                lastMatchedAt: Number(each.at),
                ...(lastActedAt === undefined ? {} : { lastActedAt }),
              },
            ];
          }),
      );
    },
  };
}

function isActing({ act }: Firing): number {
  return act?.kind === 'acting' ? 1 : 0;
}

function firingOf(row: Readonly<Record<string, unknown>>): Firing {
  return JSON.parse(String(row.firing_json)) as Firing;
}
