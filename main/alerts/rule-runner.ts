import type { Firing, FiringAct } from '../../core/alerts/firing.ts';
import type { AlertRule } from '../../core/alerts/rule.ts';
import { askRules, type RuleDecision, type RuleStanding } from '../../core/alerts/rule-engine.ts';
import { type AlertingDevice, ruledAlert } from '../../core/alerts/rule-match.ts';
import type { AlertTold } from '../../core/api-alerts.ts';
import { type Fault, faultOf, toFault } from '../../core/errors.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { DeviceCommands } from '../provisioning/device-commands.ts';
import type { DeviceNotifications } from '../provisioning/device-notifications.ts';
import { type AlertRecord, rowOfRecord } from '../store/alerts.ts';
import type { Store } from '../store/store.ts';

/** Asks the rules about every alert, in the order in which they came, and carries out what they say. */
export interface RuleRunner {
  /** Alerts have come, or the rules have changed. */
  wake(): void;
  /** Resolves when every alert that is kept was asked about and what follows was done. */
  settled(): Promise<void>;
  /** Why no rule acts; undefined where they do. */
  fault(): Fault | undefined;
  close(): Promise<void>;
}

export interface RuleRunnerOptions {
  readonly store: Store;
  readonly commands: Pick<DeviceCommands, 'queue'>;
  readonly notifications: Pick<DeviceNotifications, 'notify' | 'addressOf'>;
  readonly audit: Audit;
  readonly now: () => number;
  /** Whether there is a window that can tell the person. */
  readonly hasWindow: () => boolean;
  readonly tell: (told: AlertTold) => void;
  /** Told when an alert was marked or a firing kept. */
  readonly changed: () => void;
}

/** So many alerts are asked about at once; then others have their turn. */
const atOnce = 100;

/** When alerts matched each rule last, and when the person was told of them last. */
type Bursts = Map<string, Pick<RuleStanding, 'matchedAt' | 'toldAt'>>;

/** What follows from an alert once it is on the disk. */
interface Asked {
  readonly due: Due[];
  readonly told: AlertTold[];
}

/** A firing whose commands and notification are still to be made. */
interface Due {
  readonly firing: Firing;
  readonly place: number;
  readonly rule: AlertRule;
  readonly deviceId: string;
}

/**
 * Begins with the alerts that no rule was asked about before the bench ended. A rule acts for an alert at most once:
 * that it does is on the disk before it begins, and what nobody knows the end of is said to be unknown.
 */
export function startRuleRunner(options: RuleRunnerOptions): RuleRunner {
  const { store, commands, notifications, now, changed } = options;
  const { alertRules, alerts } = store;
  const audit = options.audit.by(() => ({ kind: 'bench' }));
  // What a burst is, is this window's own business.
  let bursts: Bursts = new Map();
  let rules: { readonly revision: number; readonly enabled: readonly AlertRule[] } | undefined;
  let fault: Fault | undefined;
  let running: Promise<void> | undefined;
  let isAwake = false;
  let isClosed = false;

  const enabledRules = (): readonly AlertRule[] => {
    if (rules?.revision !== alertRules.revision()) {
      const { revision, rules: all } = alertRules.list();
      rules = { revision, enabled: all.filter(({ enabled }) => enabled) };
    }
    return rules?.enabled ?? [];
  };

  /** What the rules say to one alert, kept. Call it within a transaction, with the bursts as they are by then. */
  const ask = (enabled: readonly AlertRule[], record: AlertRecord, own: Bursts): Asked => {
    const { alertId, deviceId, label } = record;
    const at = now();
    const device: AlertingDevice = { deviceId, label, tags: store.deviceTags.of(deviceId) };
    const { severity, decisions } = askRules(
      enabled,
      ruledAlert(record),
      device,
      (rule) => ({
        actedAt: alertRules.actedAt(rule.ruleId, deviceId, at),
        actedInHour: alertRules.actedInHour(rule.ruleId, at),
        ...own.get(rule.ruleId),
      }),
      at,
    );
    if (severity !== record.severity) alerts.mark(alertId, severity);
    const asked: Asked = { due: [], told: [] };
    for (const [place, { rule, marked, tell, act }] of decisions.entries()) {
      const { ruleId, name: ruleName } = rule;
      const told = tell === 'now' ? reached() : tell;
      const firing: Firing = {
        ...{ ruleId, ruleName, alertId, at },
        ...(marked === undefined ? {} : { marked }),
        ...(told === undefined ? {} : { told }),
        ...(act === undefined ? {} : { act: actOf(act) }),
      };
      alertRules.addFiring(firing, place);
      own.set(ruleId, { matchedAt: at, toldAt: told === 'window' ? at : own.get(ruleId)?.toldAt });
      if (told === 'window')
        asked.told.push({ ruleId, ruleName, alert: { ...rowOfRecord(record), severity } });
      if (act !== 'due') continue;
      alertRules.addAct(ruleId, deviceId, at);
      audit.record({ kind: 'alertRuleActed', ruleId, name: ruleName, alert: alertId }, { deviceId, label });
      asked.due.push({ firing, place, rule, deviceId });
    }
    return asked;
  };

  const reached = () => (options.hasWindow() ? 'window' : 'nobody');

  const carryOut = async ({ firing, place, rule, deviceId }: Due): Promise<void> => {
    const act = await actFor(rule, deviceId);
    store.transaction(() => alertRules.keepFiring({ ...firing, act }, place));
    changed();
  };

  const actFor = async ({ actions }: AlertRule, deviceId: string): Promise<FiringAct> => {
    let commandIds: readonly string[] = [];
    try {
      const works = actions.find((action) => action.kind === 'queue')?.works;
      if (works) {
        const queued = await commands.queue(deviceId, works, false, audit);
        commandIds = queued.commands.map(({ commandId }) => commandId);
      }
      if (!actions.some(({ kind }) => kind === 'ask'))
        return { kind: 'acted', commandIds, asked: 'notAsked' };
      // What was queued goes with the session that the device opens by itself; with nothing queued it is a fault.
      if (works && notifications.addressOf(deviceId) === undefined)
        return { kind: 'acted', commandIds, asked: 'unknownAddress' };
      await notifications.notify(deviceId, { requestMos: false }, audit);
      return { kind: 'acted', commandIds, asked: 'asked' };
    } catch (error) {
      return { kind: 'failed', fault: toFault(error), commandIds };
    }
  };

  /** Asks about the alerts that came next. @returns whether there were any */
  const turn = async (): Promise<boolean> => {
    const enabled = enabledRules();
    if (enabled.length === 0) return false;
    const next = alerts.after(alertRules.askedUpTo(), atOnce);
    const last = next.at(-1);
    if (last === undefined) return false;
    const own = new Map(bursts);
    const asked = store.transaction(() => {
      const found = next.map((record) => ask(enabled, record, own));
      alertRules.keepAsked(last.alertId);
      return found;
    });
    // Only what is on the disk is told, and done.
    bursts = own;
    for (const { told } of asked) for (const each of told) options.tell(each);
    changed();
    for (const each of asked.flatMap(({ due }) => due)) await carryOut(each);
    return true;
  };

  const run = async (): Promise<void> => {
    try {
      while (isAwake && !isClosed) {
        isAwake = false;
        // Devices get their answers first, and others have their turn between any two.
        do await new Promise((resolve) => setImmediate(resolve));
        while (!isClosed && (await turn()));
      }
    } catch (error) {
      // The disk is full, or the rules cannot be read: the next alert tries again from the same place.
      fault = toFault(error);
      changed();
    }
  };

  const wake = (): void => {
    isAwake = true;
    // Whether it is still so, the next turn finds out.
    fault = undefined;
    if (isClosed || running) return;
    running = run().finally(() => {
      running = undefined;
      if (isAwake) wake();
    });
  };

  settleInterrupted(store);
  wake();
  return {
    wake,
    fault: () => fault,
    async settled() {
      while (running) await running;
    },
    async close() {
      isClosed = true;
      while (running) await running;
    },
  };
}

function actOf(act: NonNullable<RuleDecision['act']>): FiringAct {
  return act === 'due' ? { kind: 'acting' } : { kind: 'heldBack', why: act };
}

/** What a bench that is gone left in the middle: nobody knows how far it came. */
function settleInterrupted(store: Store): void {
  store.transaction(() => {
    for (const { firing, place, deviceId } of store.alertRules.acting()) {
      const fault = faultOf('ALERT_RULE_INTERRUPTED', { rule: firing.ruleName, device: deviceId });
      store.alertRules.keepFiring({ ...firing, act: { kind: 'failed', fault, commandIds: [] } }, place);
    }
  });
}
