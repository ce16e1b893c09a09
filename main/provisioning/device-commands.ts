import type { QueuedCommandView, QueueingView } from '../../core/api-queue.ts';
import { codedError } from '../../core/errors.ts';
import {
  checkQueued,
  type QueuedCheckOptions,
  type QueuedProblem,
} from '../../core/provisioning/queued-checks.ts';
import type { QueuedWork } from '../../core/provisioning/queued-work.ts';
import type { Audit } from '../audit/audit-log.ts';
import { queueWork } from '../server/dm2/queue-work.ts';
import type { Store } from '../store/store.ts';
import type { DeviceNotifications } from './device-notifications.ts';

/** Commands that people queue for devices: each goes with the device's next session. */
export interface DeviceCommands {
  /** What a device will probably refuse, for each command. @throws DEVICE_UNKNOWN */
  check(deviceId: string, works: readonly QueuedWork[]): readonly (readonly QueuedProblem[])[];
  /** Queues commands, all or none. @throws DEVICE_UNKNOWN, FORM_UNKNOWN, QUEUE_FULL, STORE_FULL, STORE_FAILED */
  queue(deviceId: string, works: readonly QueuedWork[], notify: boolean, by?: Audit): Promise<QueueingView>;
  /** The newest first. */
  ofDevice(deviceId: string): readonly QueuedCommandView[];
  /** Takes one that waits out of the queue. @throws QUEUED_COMMAND_UNKNOWN, QUEUED_COMMAND_SENT */
  cancel(commandId: string, by?: Audit): QueuedCommandView;
}

export interface DeviceCommandsOptions {
  readonly store: Store;
  readonly notifications: DeviceNotifications;
  readonly audit: Audit;
  readonly schemaOf: QueuedCheckOptions['schemaOf'];
  readonly now: () => number;
  readonly newId: () => string;
}

/** So many commands may wait for one device. */
const mostWaiting = 1000;
/** So many are shown of a device. */
const mostShown = 500;

export function createDeviceCommands(options: DeviceCommandsOptions): DeviceCommands {
  const { store, notifications, audit, schemaOf, now, newId } = options;
  const profileOf = (deviceId: string) => {
    const device = store.devices.get(deviceId);
    if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
    return store.profiles.of(store.jobs.get(device.jobId).batchId);
  };
  const keep = (deviceId: string, work: QueuedWork): QueuedCommandView =>
    queueWork(store, { commandId: newId(), deviceId, work, queuedAt: now() });
  return {
    check(deviceId, works) {
      const { permits } = profileOf(deviceId);
      return works.map((work) => checkQueued(work, { schemaOf, permits }));
    },
    async queue(deviceId, works, notify, by = audit) {
      const { forms } = profileOf(deviceId);
      for (const work of works)
        if (work.kind === 'SHOW' && !Object.hasOwn(forms, work.form))
          throw codedError('FORM_UNKNOWN', { form: work.form, device: deviceId });
      const commands = store.transaction(() => {
        if (store.queuedCommands.waiting(deviceId, mostWaiting).length + works.length > mostWaiting)
          throw codedError('QUEUE_FULL', { device: deviceId, limit: mostWaiting });
        by.record({ kind: 'commandsQueued', commands: works.map(({ kind }) => kind) }, { deviceId });
        return works.map((work) => keep(deviceId, work));
      });
      if (!notify) return { commands, notification: 'notAsked' };
      if (notifications.addressOf(deviceId) === undefined)
        return { commands, notification: 'unknownAddress' };
      await notifications.notify(deviceId, { requestMos: false }, by);
      return { commands, notification: 'sent' };
    },
    ofDevice: (deviceId) => store.queuedCommands.ofDevice(deviceId, mostShown),
    cancel: (commandId, by = audit) =>
      store.transaction(() => {
        const command = store.queuedCommands.get(commandId);
        if (command === undefined) throw codedError('QUEUED_COMMAND_UNKNOWN', {});
        const { deviceId, work } = command;
        if (command.state.kind !== 'waiting') throw codedError('QUEUED_COMMAND_SENT', { device: deviceId });
        const state = { kind: 'cancelled', at: now() } as const;
        by.record({ kind: 'commandCancelled', command: work.kind }, { deviceId });
        store.queuedCommands.keep(commandId, state);
        return { ...command, state };
      }),
  };
}
