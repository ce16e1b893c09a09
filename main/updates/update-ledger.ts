import { type Alert, isOperationComplete, resultCodeOf } from '../../core/dm/alerts.ts';
import { type NodeAddress, parseNodeAddress } from '../../core/dm/node-address.ts';
import { CodedError, codedError, type Fault, faultOf } from '../../core/errors.ts';
import { askedCommands, hasEnded, type UpdateImage, type UpdateOrder } from '../../core/updates/update.ts';
import { abortRefusal } from '../../core/updates/update-abort.ts';
import { beginAttempt, needsImage, stepUpdate } from '../../core/updates/update-machine.ts';
import type { UpdateEvent, UpdateStep } from '../../core/updates/update-step.ts';
import type { DeviceFollower } from '../server/device-follower.ts';
import { queueWork } from '../server/dm2/queue-work.ts';
import type { DeviceUpdateRecord } from '../store/device-updates.ts';
import type { ResourceOwner } from '../store/repository.ts';
import type { Store } from '../store/store.ts';

/** Where updates stand, on the disk: every event is one transaction, or a part of the one that is open. */
export interface UpdateLedger extends Omit<DeviceFollower, 'serving'> {
  /** Begins an update. @throws UPDATE_UNDER_WAY */
  begin(order: UpdateOrder): DeviceUpdateRecord;
  /** Begins another attempt. @throws UPDATE_UNKNOWN, UPDATE_DONE, UPDATE_UNDER_WAY, UPDATE_IMAGE_… */
  retry(updateId: string): DeviceUpdateRecord;
  /** Ends an attempt, at once or where it can be. @throws UPDATE_UNKNOWN, UPDATE_ENDED, UPDATE_NOT_STOPPABLE */
  abort(updateId: string): DeviceUpdateRecord;
  /** Tells an update what happened. */
  apply(updateId: string, event: UpdateEvent): void;
  /** Tells an update what became of its commands by other ways than an answer: lost, taken back, not sent. */
  reconcile(record: DeviceUpdateRecord): void;
  /** Whether a command of it waits for a session of the device. */
  isWaiting(record: DeviceUpdateRecord): boolean;
}

export interface UpdateLedgerOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: () => string;
}

export function createUpdateLedger({ store, now, newId }: UpdateLedgerOptions): UpdateLedger {
  const { updates, queuedCommands } = store;
  const context = (order: UpdateOrder) => ({ order, at: now(), newId });

  /** Carries out what follows, and keeps the attempt. Call it within a transaction. */
  const carryOut = ({ order }: Pick<DeviceUpdateRecord, 'order'>, { effects }: UpdateStep): void => {
    const { deviceId } = order;
    for (const effect of effects)
      switch (effect.kind) {
        case 'queue': {
          const { commandId } = effect.command;
          queueWork(store, { commandId, deviceId, work: effect.work, queuedAt: now() });
          break;
        }
        case 'cancel':
          if (queuedCommands.get(effect.commandId)?.state.kind === 'waiting')
            queuedCommands.keep(effect.commandId, { kind: 'cancelled', at: now() });
          break;
      }
  };

  const step = (record: DeviceUpdateRecord, event: UpdateEvent): DeviceUpdateRecord => {
    const next = stepUpdate(record.attempt, event, context(record.order));
    if (next.attempt === record.attempt) return record;
    carryOut(record, next);
    updates.keep(record.order.updateId, next.attempt);
    return { ...record, attempt: next.attempt };
  };

  /** The update of a device that is under way, with its commands as they are by now. */
  const current = (deviceId: string): DeviceUpdateRecord | undefined => {
    const record = updates.underWay(deviceId);
    return record && reconciled(record);
  };

  const reconciled = (record: DeviceUpdateRecord): DeviceUpdateRecord => {
    let next = record;
    for (const { commandId } of askedCommands(record.attempt)) {
      const event = eventOf(commandId);
      if (event) next = step(next, event);
    }
    return next;
  };

  const eventOf = (commandId: string): UpdateEvent | undefined => {
    const state = queuedCommands.get(commandId)?.state;
    switch (state?.kind) {
      case 'unreported':
        return { kind: 'unanswered', commandId };
      case 'cancelled':
        return { kind: 'takenBack', commandId };
      case 'failed':
        return { kind: 'notSent', commandId, fault: state.fault };
      case 'waiting':
      case 'sent':
      case 'reported':
      case undefined:
        return undefined;
    }
  };

  const known = (updateId: string): DeviceUpdateRecord => {
    const record = updates.get(updateId);
    if (record === undefined) throw codedError('UPDATE_UNKNOWN', { update: updateId });
    return record;
  };
  const mustBeFree = (device: string): void => {
    if (updates.underWay(device)) throw codedError('UPDATE_UNDER_WAY', { device });
  };

  return {
    begin: (order) =>
      store.transaction(() => {
        mustBeFree(order.deviceId);
        const begun = beginAttempt(1, context(order));
        const record = { order, attempt: begun.attempt, createdAt: now() };
        updates.add(record);
        carryOut(record, begun);
        return record;
      }),
    retry: (updateId) =>
      store.transaction(() => {
        const record = known(updateId);
        const { order, attempt } = record;
        if (attempt.course.kind === 'done') throw codedError('UPDATE_DONE', { device: order.deviceId });
        mustBeFree(order.deviceId);
        const lost = imageFault(store, order.image);
        if (lost) throw new CodedError(lost);
        const begun = beginAttempt(attempt.number + 1, context(order));
        updates.keep(updateId, begun.attempt);
        carryOut(record, begun);
        return { ...record, attempt: begun.attempt };
      }),
    abort: (updateId) =>
      store.transaction(() => {
        const record = reconciled(known(updateId));
        const isSent = askedCommands(record.attempt).some(
          ({ commandId }) => queuedCommands.get(commandId)?.state.kind === 'sent',
        );
        const refusal = abortRefusal(record.attempt, record.order, isSent);
        if (refusal) throw new CodedError(refusal);
        return step(record, { kind: 'abort', isSent });
      }),
    apply: (updateId, event) =>
      store.transaction(() => {
        const record = updates.get(updateId);
        if (record) step(record, event);
      }),
    reconcile: (record) => store.transaction(() => void reconciled(record)),
    isWaiting: ({ attempt }) =>
      askedCommands(attempt).some(({ commandId }) => queuedCommands.get(commandId)?.state.kind === 'waiting'),
    refusal(deviceId, commandId) {
      const record = updates.underWay(deviceId);
      if (record === undefined || !needsImage(record.attempt)) return undefined;
      const isOwn = askedCommands(record.attempt).some((each) => each.commandId === commandId);
      return isOwn ? imageFault(store, record.order.image) : undefined;
    },
    reported(deviceId, commandId, status) {
      const record = updates.underWay(deviceId);
      if (record === undefined) return;
      const event: UpdateEvent =
        status === undefined
          ? { kind: 'unanswered', commandId }
          : { kind: 'reported', commandId, status: status.code, entries: status.data ?? [] };
      step(record, event);
    },
    alerted(deviceId, alerts) {
      for (const alert of alerts) {
        const [source, code] = [sourceOf(alert), resultCodeOf(alert)];
        // What is told after an attempt has ended stands in its history.
        const record = current(deviceId) ?? updates.last(deviceId);
        if (record && source && code !== undefined) step(record, { kind: 'outcome', source, code });
      }
    },
    uploaded(deviceId, entries) {
      const record = updates.underWay(deviceId);
      if (record && !hasEnded(record.attempt)) step(record, { kind: 'told', entries });
    },
  };
}

/** Why an image is not what was chosen any more; undefined where it is. */
export function imageFault(store: Store, { deviceId, name, etag }: UpdateImage): Fault | undefined {
  const info = store.repository.info(ownerOfImage(deviceId), name);
  if (info === undefined) return faultOf('UPDATE_IMAGE_GONE', { image: name });
  return info.etag === etag ? undefined : faultOf('UPDATE_IMAGE_CHANGED', { image: name });
}

/** Whose resource an image is. */
export function ownerOfImage(deviceId: string | undefined): ResourceOwner {
  return deviceId === undefined ? { kind: 'shared' } : { kind: 'device', deviceId };
}

/** The node that an outcome is about; undefined where it does not say, or cannot be read. */
function sourceOf(alert: Alert): NodeAddress | undefined {
  if (!isOperationComplete(alert) || alert.sourceUri === undefined) return undefined;
  try {
    return parseNodeAddress(alert.sourceUri);
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}
