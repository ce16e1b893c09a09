import { alertBounds, isWorthKeeping, wholeDataOf } from '../../core/alerts/kept-alert.ts';
import { type AlertRule, ruleChanges } from '../../core/alerts/rule.ts';
import { askRules } from '../../core/alerts/rule-engine.ts';
import { type AlertingDevice, ruledAlert } from '../../core/alerts/rule-match.ts';
import type { Page } from '../../core/api.ts';
import type {
  AcknowledgeRequest,
  AlertCounts,
  AlertDetail,
  AlertFilter,
  AlertRow,
  AlertRulesView,
  AlertTold,
  FiringRow,
  RulePreview,
} from '../../core/api-alerts.ts';
import { type Actor, canonicalText } from '../../core/audit/entry.ts';
import { codedError, type Fault, toFault } from '../../core/errors.ts';
import type { Audit } from '../audit/audit-log.ts';
import { sha256OfText } from '../digest.ts';
import type { DeviceCommands } from '../provisioning/device-commands.ts';
import type { DeviceNotifications } from '../provisioning/device-notifications.ts';
import type { ServerEvents } from '../server/server-events.ts';
import { type AlertRecord, rowOfRecord } from '../store/alerts.ts';
import type { Store } from '../store/store.ts';
import { type RuleRunner, startRuleRunner } from './rule-runner.ts';

/** Whoever says something: where it is recorded, and under what name it is kept. */
export interface Sayer {
  readonly audit: Audit;
  readonly actor: () => Actor;
}

/** Alerts of devices: looked at, acknowledged, and acted on by rules. */
export interface AlertDesk {
  page(query: AlertFilter & { readonly offset: number; readonly limit: number }): Page<AlertRow>;
  /** @throws ALERT_UNKNOWN */
  detail(alertId: number): AlertDetail;
  counts(): AlertCounts;
  /** @returns how many nobody had acknowledged before. @throws ALERT_UNKNOWN where there is none of the numbers */
  acknowledge(request: AcknowledgeRequest, by?: Sayer): number;
  rules(): AlertRulesView;
  /** @throws ALERT_RULES_CHANGED where they are of another revision by now */
  saveRules(change: { revision: number; rules: readonly AlertRule[] }, by?: Sayer): AlertRulesView;
  /** Which of the last thousand alerts one of the rules would have matched, were it enabled. */
  preview(rules: readonly AlertRule[], ruleId: string): RulePreview;
  firings(query: { ruleId: string; offset: number; limit: number }): Page<FiringRow>;
  listen(listener: AlertListener): () => void;
  /** Resolves when the rules were asked about every alert. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Told what changes; `told` is for a window that can show it. */
export interface AlertListener {
  readonly alerts?: () => void;
  readonly rules?: () => void;
  readonly told?: (told: AlertTold) => void;
}

export interface AlertDeskOptions {
  readonly store: Store;
  readonly events: ServerEvents;
  readonly commands: DeviceCommands;
  readonly notifications: DeviceNotifications;
  readonly audit: Audit;
  /** Who is at the bench right now. */
  readonly actor: () => Actor;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const previewed = { alerts: 1000, rows: 100 } as const;
const neverActed = () => ({ actedInHour: 0 });

/** Looks after the alerts of a data folder; rules are asked about those that come, and those that came unasked. */
export function startAlertDesk(options: AlertDeskOptions): AlertDesk {
  const { store, events, audit, actor, now } = options;
  const { alerts, alertRules } = store;
  const listeners = new Set<AlertListener>();
  const alertsChanged = () => {
    for (const { alerts: changed } of [...listeners]) changed?.();
  };
  const runner: RuleRunner = startRuleRunner({
    ...options,
    hasWindow: () => [...listeners].some(({ told }) => told !== undefined),
    tell(told) {
      for (const window of [...listeners]) window.told?.(told);
    },
    changed: alertsChanged,
  });
  const stopListening = events.listen((event) => {
    if (event.kind !== 'alert' || !isWorthKeeping(event.alert)) return;
    alertsChanged();
    runner.wake();
  });
  const here: Sayer = { audit, actor };

  const rulesView = (): AlertRulesView => {
    const { revision, rules, fault } = readable();
    const why = fault ?? runner.fault();
    return { revision, rules, standings: alertRules.standings(), ...(why ? { fault: why } : {}) };
  };
  const readable = (): { revision: number; rules: readonly AlertRule[]; fault?: Fault } => {
    try {
      return alertRules.list();
    } catch (error) {
      return { revision: alertRules.revision(), rules: [], fault: toFault(error) };
    }
  };

  return {
    page: (query) => alerts.page(query),
    detail(alertId) {
      const record = alerts.get(alertId);
      if (record === undefined) throw codedError('ALERT_UNKNOWN', { alert: alertId });
      return { ...record, firings: alertRules.ofAlert(alertId) };
    },
    counts: () => alerts.counts(),
    acknowledge(request, by = here) {
      const count = store.transaction(() => {
        if (request.kind === 'these' && request.alertIds.every((each) => alerts.get(each) === undefined))
          throw codedError('ALERT_UNKNOWN', { alert: request.alertIds[0] ?? 0 });
        const open =
          request.kind === 'these'
            ? alerts.openOf(request.alertIds)
            : alerts.open(request, request.upTo, alertBounds.total * 2);
        const [first, last] = [open[0], open.at(-1)];
        if (first === undefined || last === undefined) return 0;
        const ofOne = open.every(({ deviceId }) => deviceId === first.deviceId);
        alerts.acknowledge(
          open.map(({ alertId }) => alertId),
          by.actor(),
          now(),
        );
        by.audit.record(
          { kind: 'alertsAcknowledged', count: open.length, first: first.alertId, last: last.alertId },
          ofOne ? { deviceId: first.deviceId, label: store.devices.get(first.deviceId)?.label } : {},
        );
        return open.length;
      });
      if (count > 0) alertsChanged();
      return count;
    },
    rules: rulesView,
    saveRules({ revision, rules }, by = here) {
      store.transaction(() => {
        if (alertRules.revision() !== revision) throw codedError('ALERT_RULES_CHANGED', {});
        const { rules: before } = readable();
        const isActive = before.some(({ enabled }) => enabled);
        alertRules.save(rules, now(), !isActive);
        const { added, removed, changed, moved } = ruleChanges(before, rules);
        by.audit.record({
          kind: 'alertRulesChanged',
          rules: rules.length,
          ...{ added: [...added], removed: [...removed], changed: [...changed], moved },
          sha256: sha256OfText(canonicalText(rules)),
        });
      });
      runner.wake();
      for (const { rules: rulesChanged } of [...listeners]) rulesChanged?.();
      return rulesView();
    },
    preview: (rules, ruleId) => preview(store, rules, ruleId),
    firings: (query) => alertRules.ofRule(query),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    settled: () => runner.settled(),
    async close() {
      stopListening();
      await runner.close();
    },
  };
}

function preview(store: Store, rules: readonly AlertRule[], ruleId: string): RulePreview {
  const asked = rules.map((rule) => (rule.ruleId === ruleId ? { ...rule, enabled: true } : rule));
  const tags = new Map<string, readonly string[]>();
  const deviceOf = ({ deviceId, label }: AlertRow): AlertingDevice => {
    const known = tags.get(deviceId) ?? store.deviceTags.of(deviceId);
    tags.set(deviceId, known);
    return { deviceId, label, tags: known };
  };
  const records = store.alerts.last(previewed.alerts);
  const isCut = (record: AlertRecord) => record.data !== undefined && wholeDataOf(record) === undefined;
  const matches = records.filter((record) =>
    askRules(asked, ruledAlert(record), deviceOf(record), neverActed, 0).decisions.some(
      ({ rule }) => rule.ruleId === ruleId,
    ),
  );
  const looksIntoData = asked.some(({ ruleId: id, when }) => id === ruleId && when.data !== undefined);
  return {
    looked: records.length,
    matched: matches.length,
    notLookedInto: looksIntoData ? records.filter(isCut).length : 0,
    rows: matches.slice(0, previewed.rows).map(rowOfRecord),
  };
}
