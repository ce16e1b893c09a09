import { z } from 'zod';
import type { Firing } from './alerts/firing.ts';
import { type AlertRule, alertRulesSchema } from './alerts/rule.ts';
import { type Severity, severities } from './alerts/severity.ts';
import type { Page } from './api.ts';
import type { Actor } from './audit/entry.ts';
import type { Fault } from './errors.ts';

/** The part of the contract that is about alerts of devices, and the rules that act on them. */

const alertId = z.int().min(1);
const filter = {
  /** `indeterminate` for all. */
  severityAtLeast: z.enum(severities),
  /** In the alert's type. */
  type: z.string().max(200),
  /** In the device's id or label. */
  search: z.string().max(200),
  /** Whether only those that nobody has acknowledged are meant. */
  open: z.boolean(),
  deviceId: z.string().max(1000).optional(),
};
const page = { offset: z.int().min(0), limit: z.int().min(1).max(500) };
const nothing = z.strictObject({});

export const alertRequests = {
  /** Alerts of all devices, or of one; the newest first. */
  alerts: z.strictObject({ ...filter, ...page }),
  alert: z.strictObject({ alertId }),
  alertCounts: nothing,
  /** Says that somebody has seen them; those that somebody has acknowledged before stay as they are. */
  acknowledgeAlerts: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('these'), alertIds: z.array(alertId).min(1).max(1000) }),
    /** All that a list shows, up to the newest one that was in it. */
    z.strictObject({ kind: z.literal('found'), ...filter, upTo: alertId }),
  ]),
  alertRules: nothing,
  /** Puts these rules in place of those of the revision. */
  saveAlertRules: z.strictObject({ revision: z.int().min(0), rules: alertRulesSchema }),
  /** Which of the last thousand alerts one of these rules would have matched, after those before it. */
  previewAlertRule: z.strictObject({ rules: alertRulesSchema, ruleId: z.string() }),
  /** What a rule did, the newest first. */
  alertFirings: z.strictObject({ ruleId: z.string().max(64), ...page }),
} as const;

export type AlertFilter = Omit<z.infer<typeof alertRequests.alerts>, 'offset' | 'limit'>;
export type AcknowledgeRequest = z.infer<typeof alertRequests.acknowledgeAlerts>;

/** An alert as lists show it. */
export interface AlertRow {
  readonly alertId: number;
  readonly deviceId: string;
  /** What people call the device. */
  readonly label: string;
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly alertType: string;
  readonly sourceUri?: string;
  /** With what rules made of it. */
  readonly severity: Severity;
  /** As the device wrote it. */
  readonly mark?: string;
  /** Of an operation that has ended. */
  readonly resultCode?: number;
  readonly acknowledged?: { readonly at: number; readonly by: Actor };
}

/** All that is kept of an alert. */
export interface AlertDetail extends AlertRow {
  readonly targetUri?: string;
  readonly dataType?: string;
  /** JSON; where `dataLength` is more than its own length, only its beginning. */
  readonly data?: string;
  readonly dataLength?: number;
  /** What rules did about it, in their order. */
  readonly firings: readonly Firing[];
}

export interface AlertCounts {
  readonly total: number;
  /** Those that nobody has acknowledged. */
  readonly open: number;
  /** Of these, the critical and fatal ones. */
  readonly grave: number;
}

/** The rules, and what each has done. */
export interface AlertRulesView {
  /** Changes with every change. */
  readonly revision: number;
  readonly rules: readonly AlertRule[];
  /** By their ids; missing where a rule never matched. Of alerts that made room for newer ones nothing is counted. */
  readonly standings: Readonly<Record<string, RuleStandingView>>;
  /** Why no rule acts now. */
  readonly fault?: Fault;
}

export interface RuleStandingView {
  /** Alerts that it matched. */
  readonly matched: number;
  readonly lastMatchedAt: number;
  /** When it acted for a device last. */
  readonly lastActedAt?: number;
}

export interface RulePreview {
  /** Alerts that were looked at. */
  readonly looked: number;
  readonly matched: number;
  /** Of those looked at, those whose data were too long to be looked into. */
  readonly notLookedInto: number;
  /** The newest of those that match. */
  readonly rows: readonly AlertRow[];
}

/** A firing with the alert that it was about. */
export interface FiringRow extends Firing {
  readonly deviceId: string;
  readonly label: string;
  readonly alertType: string;
}

/** What a rule tells the person in the window. */
export interface AlertTold {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly alert: AlertRow;
}

/** What each call about alerts answers. */
export interface AlertAnswers {
  alerts: Page<AlertRow>;
  alert: AlertDetail;
  alertCounts: AlertCounts;
  acknowledgeAlerts: { readonly acknowledged: number };
  alertRules: AlertRulesView;
  saveAlertRules: AlertRulesView;
  previewAlertRule: RulePreview;
  alertFirings: Page<FiringRow>;
}

/** What main tells of alerts unasked. */
export interface AlertEvents {
  alertsChanged: Record<string, never>;
  alertRulesChanged: Record<string, never>;
  alertTold: AlertTold;
}
