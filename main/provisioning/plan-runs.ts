import type { Page } from '../../core/api.ts';
import type { DevicePlanView, PlanRunView, PlanStartView } from '../../core/api-plan-runs.ts';
import { codedError, type Fault, toFault } from '../../core/errors.ts';
import {
  type PlanOutcomeKind,
  type PlanSource,
  type PlanWorkStep,
  planWorkOf,
} from '../../core/provisioning/device-plan.ts';
import { checkQueued, type QueuedCheckOptions } from '../../core/provisioning/queued-checks.ts';
import { withBuiltIns } from '../../core/provisioning/variables.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { ServerAddresses } from '../server/device-directory.ts';
import { createPlanAdvance } from '../server/dm2/plan-advance.ts';
import type { Store } from '../store/store.ts';
import type { DeviceCommands } from './device-commands.ts';
import type { DeviceNotifications } from './device-notifications.ts';

/** A plan for devices, as somebody wants it queued. */
export interface PlanOrder {
  /** What is queued, in words. */
  readonly name: string;
  readonly source: PlanSource;
  readonly deviceIds: readonly string[];
  /** Whether devices that cannot run it are left out; otherwise nothing is queued where there are some. */
  readonly leaveOut: boolean;
  readonly notify: boolean;
}

/** Plans that are queued for many devices: checked for all of them, then queued one by one, then followed. */
export interface PlanRuns {
  /** @throws BULK_RUNNING */
  start(order: PlanOrder, by: Audit): PlanStartView;
  /** What is being checked or queued, or was last. */
  current(): PlanStartView | undefined;
  /** What was queued stays queued; the others are left as they are. */
  cancel(): PlanStartView | undefined;
  list(): readonly PlanRunView[];
  /**
   * Cancels what waits for its device, and sends no further step of a run; what was sent goes on to its end.
   * @returns how many commands were cancelled
   * @throws BULK_PLAN_UNKNOWN
   */
  cancelRun(runId: string, by: Audit): Promise<number>;
  /** @throws BULK_PLAN_UNKNOWN */
  devices(
    runId: string,
    query: { readonly only?: PlanOutcomeKind | undefined; readonly offset: number; readonly limit: number },
  ): Page<DevicePlanView>;
  listen(listener: (start: PlanStartView) => void): void;
  close(): Promise<void>;
}

export interface PlanRunsOptions {
  readonly store: Store;
  readonly notifications: Pick<DeviceNotifications, 'notify' | 'addressOf'>;
  readonly commands: Pick<DeviceCommands, 'cancel'>;
  readonly server: { readonly http: ServerAddresses; readonly https: ServerAddresses };
  readonly schemaOf: QueuedCheckOptions['schemaOf'];
  readonly now: () => number;
  readonly newId: () => string;
  /** Lets others get their turn. */
  readonly pause: () => Promise<void>;
}

/** So many refusals are told one by one. */
const mostRefusals = 100;
/** So many devices between two turns of others. */
const atOnce = 20;
/** So many runs are listed. */
const mostRuns = 50;
/** So many commands may wait for one device. */
const mostWaiting = 1000;

export function createPlanRuns(options: PlanRunsOptions): PlanRuns {
  const { store, notifications, commands, server, schemaOf, now, newId, pause } = options;
  const advance = createPlanAdvance({ store, now, newId });
  const listeners: ((start: PlanStartView) => void)[] = [];
  let view: PlanStartView | undefined;
  let work: Promise<void> = Promise.resolve();
  let stopped = false;
  const set = (next: PlanStartView): void => {
    view = next;
    for (const listener of listeners) listener(next);
  };
  const isUnderWay = () => view?.state === 'checking' || view?.state === 'queueing';

  /** The steps for a device, with everything that can be known beforehand checked. */
  const prepared = (source: PlanSource, deviceId: string): readonly PlanWorkStep[] => {
    const device = store.devices.get(deviceId);
    if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
    const { batchId, variables: row } = store.jobs.get(device.jobId);
    const profile = store.profiles.of(batchId);
    const { dm: own, repository } = profile.server.transport === 'https' ? server.https : server.http;
    const dm = profile.server.address ?? own;
    const steps = planWorkOf(source, withBuiltIns(row, { id: profile.server.id, dm, repository }));
    for (const { name, works } of steps)
      for (const command of works) {
        if (command.kind === 'SHOW' && !Object.hasOwn(profile.forms, command.form))
          throw codedError('FORM_UNKNOWN', { form: command.form, device: deviceId });
        const [problem] = checkQueued(command, { schemaOf, permits: profile.permits });
        if (problem)
          throw codedError('BULK_PLAN_DESCRIPTION', {
            ...{ step: name, target: problem.target, detail: problem.detail },
          });
      }
    const first = steps[0]?.works.length ?? 0;
    if (store.queuedCommands.waiting(deviceId, mostWaiting).length + first > mostWaiting)
      throw codedError('QUEUE_FULL', { device: deviceId, limit: mostWaiting });
    return steps;
  };

  const run = async (order: PlanOrder, deviceIds: readonly string[], by: Audit): Promise<void> => {
    const { name, source, leaveOut } = order;
    let state: PlanStartView = {
      ...{
        name,
        state: 'checking',
        total: deviceIds.length,
        checked: 0,
        queued: 0,
        refused: 0,
        refusals: [],
      },
    };
    const refuse = (deviceId: string, error: unknown) => {
      const fault: Fault = toFault(error);
      const label = store.devices.get(deviceId)?.label ?? deviceId;
      const refusals =
        state.refusals.length < mostRefusals
          ? [...state.refusals, { deviceId, label, fault }]
          : state.refusals;
      state = { ...state, refused: state.refused + 1, refusals };
    };
    const turn = async (index: number) => {
      if (index % atOnce !== 0) return;
      set(state);
      await pause();
    };
    const ready: string[] = [];
    for (const [index, deviceId] of deviceIds.entries()) {
      await turn(index);
      if (stopped) return set({ ...state, state: 'cancelled' });
      try {
        prepared(source, deviceId);
        ready.push(deviceId);
      } catch (error) {
        refuse(deviceId, error);
      }
      state = { ...state, checked: state.checked + 1 };
    }
    if (ready.length === 0 || (state.refused > 0 && !leaveOut)) return set({ ...state, state: 'refused' });
    const runId = newId();
    store.transaction(() => store.planRuns.add({ runId, name, begunAt: now(), total: deviceIds.length }));
    state = { ...state, state: 'queueing', runId };
    for (const [index, deviceId] of ready.entries()) {
      await turn(index);
      if (stopped) return set({ ...state, state: 'cancelled' });
      try {
        // What was right when it was checked may have changed since.
        const steps = prepared(source, deviceId);
        const number = store.transaction(() => {
          const added = store.planRuns.addDevice(runId, deviceId, steps, now());
          by.record({ kind: 'planQueued', name, steps: steps.length }, { deviceId });
          advance.sendStep(added);
          return added;
        });
        state = { ...state, queued: state.queued + 1 };
        if (order.notify) await ask(deviceId, number, by);
      } catch (error) {
        refuse(deviceId, error);
      }
    }
    set({ ...state, state: 'done' });
  };

  /** Asks the device for a session; where that cannot be done, its own next one carries the plan out. */
  const ask = async (deviceId: string, number: number, by: Audit): Promise<void> => {
    try {
      if (notifications.addressOf(deviceId) === undefined) store.planRuns.notAsked(number);
      else await notifications.notify(deviceId, { requestMos: false }, by);
    } catch {
      // It is queued all the same, and shown as away.
      store.planRuns.notAsked(number);
    }
  };

  return {
    start(order, by) {
      if (isUnderWay()) throw codedError('BULK_RUNNING', {});
      const deviceIds = [...new Set(order.deviceIds)];
      stopped = false;
      const begun: PlanStartView = {
        ...{
          name: order.name,
          state: 'checking',
          total: deviceIds.length,
          checked: 0,
          queued: 0,
          refused: 0,
        },
        refusals: [],
      };
      set(begun);
      // A store that fails ends it; what was queued by then is.
      work = run(order, deviceIds, by).catch((error: unknown) => {
        const fault = toFault(error);
        const last = view ?? begun;
        set({
          ...last,
          state: 'cancelled',
          refusals: [...last.refusals, { deviceId: '', label: '', fault }],
        });
      });
      return begun;
    },
    current: () => view,
    cancel() {
      if (isUnderWay()) stopped = true;
      return view;
    },
    list: () =>
      store.planRuns.list(mostRuns).map((each) => ({ ...each, counts: store.planRuns.counts(each.runId) })),
    async cancelRun(runId, by) {
      const run = store.planRuns.get(runId);
      if (run === undefined) throw codedError('BULK_PLAN_UNKNOWN', { run: runId });
      // What is being queued for it still would come after.
      if (view?.runId === runId && isUnderWay()) stopped = true;
      store.transaction(() => {
        by.record({ kind: 'planCancelled', name: run.name });
        store.planRuns.cancel(runId, now());
      });
      let cancelled = 0;
      for (;;) {
        const waiting = store.planRuns.waiting(runId, atOnce);
        if (waiting.length === 0) return cancelled;
        for (const commandId of waiting) commands.cancel(commandId, by);
        cancelled += waiting.length;
        await pause();
      }
    },
    devices(runId, query) {
      if (store.planRuns.get(runId) === undefined) throw codedError('BULK_PLAN_UNKNOWN', { run: runId });
      return store.planRuns.outcomes(runId, query);
    },
    listen: (listener) => void listeners.push(listener),
    async close() {
      stopped = true;
      await work;
    },
  };
}
