import type { CallRequest } from '../../core/api-requests.ts';
import {
  type UpdateChoices,
  type UpdateDetail,
  type UpdatePreview,
  type UpdateStarted,
  type UpdateView,
  type UpdateWish,
  usualOperationSeconds,
} from '../../core/api-updates.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { phaseOf } from '../../core/updates/phase.ts';
import type { UpdateOrder } from '../../core/updates/update.ts';
import { needsImage } from '../../core/updates/update-machine.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { DeviceNotifications } from '../provisioning/device-notifications.ts';
import type { DataRepository } from '../server/repository/data-repository.ts';
import type { ServerEvents } from '../server/server-events.ts';
import type { DeviceUpdateRecord } from '../store/device-updates.ts';
import type { Store } from '../store/store.ts';
import type { ImageServing } from './image-serving.ts';
import type { UpdateCheck } from './update-check.ts';
import { imageFault, type UpdateLedger } from './update-ledger.ts';

/** Updates of firmware and software: begun, followed, aborted, tried again. */
export interface DeviceUpdates {
  choices(deviceId: string): UpdateChoices;
  /** What an update will send. @throws what speaks against it */
  check(wish: UpdateWish): Promise<UpdatePreview>;
  /** @throws DEVICE_UNKNOWN, UPDATE_…, STORE_FULL, STORE_FAILED */
  start(request: CallRequest<'startUpdate'>, by?: Audit): Promise<UpdateStarted>;
  /** The same for the firmware, with what is usual; the device is notified. */
  startFirmware(
    deviceId: string,
    wish: { readonly image: string; readonly version: string },
  ): Promise<UpdateStarted>;
  /** The newest first. */
  ofDevice(deviceId: string): readonly UpdateView[];
  /** @throws UPDATE_UNKNOWN */
  detail(updateId: string): UpdateDetail;
  /** @throws UPDATE_UNKNOWN, UPDATE_ENDED, UPDATE_NOT_STOPPABLE */
  abort(updateId: string, by?: Audit): Promise<UpdateView>;
  /** @throws UPDATE_UNKNOWN, UPDATE_DONE, UPDATE_UNDER_WAY, UPDATE_IMAGE_… */
  retry(updateId: string, by?: Audit): Promise<UpdateStarted>;
  /** Told when updates of a device are not what they were. @returns what ends that */
  listen(listener: (deviceId: string) => void): () => void;
  close(): void;
}

export interface DeviceUpdatesOptions {
  readonly store: Store;
  readonly ledger: UpdateLedger;
  readonly serving: ImageServing;
  readonly check: UpdateCheck;
  readonly events: ServerEvents;
  readonly repository: Pick<DataRepository, 'listen'>;
  readonly notifications: Pick<DeviceNotifications, 'notify' | 'addressOf'>;
  readonly audit: Audit;
  readonly newId: () => string;
  /** Runs something every so many milliseconds. @returns what ends that */
  readonly every: (milliseconds: number, run: () => void) => () => void;
}

/** How often it is looked for devices that are late; milliseconds. */
const lookEvery = 1000;
/** So many are shown of a device. */
const mostShown = 100;

/** Goes on with the updates that were under way when the bench ended: devices that were at one are asked for their state. */
export function startDeviceUpdates(options: DeviceUpdatesOptions): DeviceUpdates {
  const { store, ledger, serving, check, events, notifications, audit, newId } = options;
  const { updates } = store;
  const benchAudit = audit.by(() => ({ kind: 'bench' }));
  const listeners = new Set<(deviceId: string) => void>();
  const tell = (deviceId: string): void => {
    for (const listener of [...listeners]) listener(deviceId);
  };

  /** Asks a device for the session that the commands of its update wait for. */
  const askForSession = async (
    { order }: DeviceUpdateRecord,
    by: Audit,
  ): Promise<UpdateStarted['notification']> => {
    if (!order.notify) return 'notAsked';
    if (notifications.addressOf(order.deviceId) === undefined) return 'unknownAddress';
    await notifications.notify(order.deviceId, { requestMos: false }, by);
    return 'sent';
  };
  /** The same, by the bench itself: where it does not succeed, the next session of the device carries them out. */
  const goOn = (deviceId: string): void => {
    const record = updates.underWay(deviceId);
    if (record && ledger.isWaiting(record)) void askForSession(record, benchAudit).catch(() => {});
  };

  const viewOf = (record: DeviceUpdateRecord): UpdateView => {
    const { order, attempt, createdAt } = record;
    return {
      order,
      label: store.devices.get(order.deviceId)?.label ?? order.deviceId,
      createdAt,
      phase: phaseOf(attempt, order),
      attempt,
      servedOctets: serving.octetsOf(order.updateId, attempt),
      waitsForSession: ledger.isWaiting(record),
    };
  };

  const lookAfter = (record: DeviceUpdateRecord): void => {
    const { updateId, deviceId } = record.order;
    ledger.reconcile(record);
    ledger.apply(updateId, { kind: 'clock' });
    const after = updates.get(updateId)?.attempt;
    if (JSON.stringify(after) !== JSON.stringify(record.attempt)) {
      tell(deviceId);
      goOn(deviceId);
    }
  };

  const imagesChanged = (): void => {
    for (const { order, attempt } of updates.allUnderWay()) {
      const fault = needsImage(attempt) ? imageFault(store, order.image) : undefined;
      if (fault === undefined) continue;
      ledger.apply(order.updateId, { kind: 'imageLost', fault });
      tell(order.deviceId);
    }
  };

  const stops = [
    events.listen((event) =>
      unlessFull(() => {
        switch (event.kind) {
          case 'sessionEnded': {
            const record = updates.underWay(event.deviceId);
            if (record) ledger.reconcile(record);
            goOn(event.deviceId);
            if (updates.last(event.deviceId)) tell(event.deviceId);
            break;
          }
          case 'repository':
            serving.keep(event.deviceId);
            if (updates.last(event.deviceId)) tell(event.deviceId);
            break;
          case 'package':
          case 'objectsUploaded':
            if (updates.last(event.deviceId)) tell(event.deviceId);
            break;
          case 'alert':
          case 'authenticationSlowed':
          case 'bootstrapFetched':
          case 'certificateEnding':
          case 'certificateNotRenewed':
          case 'command':
          case 'credentialsRenewed':
          case 'interaction':
          case 'notification':
          case 'notificationHalted':
          case 'planOverdue':
          case 'refused':
          case 'sessionOpened':
          case 'simulatedDeviceFailed':
            break;
        }
      }),
    ),
    options.repository.listen(() => unlessFull(imagesChanged)),
    serving.listen(tell),
    options.every(lookEvery, () =>
      unlessFull(() => {
        serving.keep();
        for (const record of updates.allUnderWay()) lookAfter(record);
      }),
    ),
  ];

  for (const record of updates.allUnderWay()) {
    ledger.reconcile(record);
    ledger.apply(record.order.updateId, { kind: 'resumed' });
    goOn(record.order.deviceId);
  }
  imagesChanged();

  const known = (updateId: string): DeviceUpdateRecord => {
    const record = updates.get(updateId);
    if (record === undefined) throw codedError('UPDATE_UNKNOWN', { update: updateId });
    return record;
  };
  const recordedSubject = ({ deviceId }: UpdateOrder) => ({
    deviceId,
    label: store.devices.get(deviceId)?.label,
  });

  const start: DeviceUpdates['start'] = async (request, by = audit) => {
    const { deviceId, version, seconds, notify } = request;
    if (updates.underWay(deviceId)) throw codedError('UPDATE_UNDER_WAY', { device: deviceId });
    const target = check.target(request);
    const image = await check.image(deviceId, request.image);
    const order: UpdateOrder = {
      ...{ updateId: newId(), deviceId, target, image, version, seconds, notify },
    };
    const record = store.transaction(() => {
      by.record(
        {
          ...{ kind: 'updateStarted', update: order.updateId, of: target.kind, image: image.name },
          ...{ sha256: image.sha256, version },
        },
        recordedSubject(order),
      );
      return ledger.begin(order);
    });
    const notification = await askForSession(record, by);
    tell(deviceId);
    return { update: viewOf(updates.get(order.updateId) ?? record), notification };
  };

  return {
    choices: (deviceId) => ({
      ...check.choices(deviceId),
      canBeNotified: notifications.addressOf(deviceId) !== undefined,
    }),
    check: (wish) => check.preview(wish),
    start,
    startFirmware: (deviceId, wish) =>
      start({
        ...{ deviceId, ...wish, notify: true, seconds: usualOperationSeconds },
        target: { kind: 'firmware', instance: '' },
      }),
    ofDevice: (deviceId) => updates.ofDevice(deviceId, mostShown).map(viewOf),
    detail(updateId) {
      const record = known(updateId);
      const attempts = updates.attempts(updateId);
      return {
        ...viewOf(record),
        earlier: attempts.filter(({ number }) => number < record.attempt.number),
      };
    },
    async abort(updateId, by = audit) {
      const record = store.transaction(() => {
        const { order, attempt } = known(updateId);
        const after = ledger.abort(updateId);
        by.record(
          { kind: 'updateAborted', update: updateId, attempt: attempt.number },
          recordedSubject(order),
        );
        return after;
      });
      goOn(record.order.deviceId);
      tell(record.order.deviceId);
      return viewOf(record);
    },
    async retry(updateId, by = audit) {
      const record = store.transaction(() => {
        const after = ledger.retry(updateId);
        by.record(
          { kind: 'updateRetried', update: updateId, attempt: after.attempt.number },
          recordedSubject(after.order),
        );
        return after;
      });
      const notification = await askForSession(record, by);
      tell(record.order.deviceId);
      return { update: viewOf(updates.get(updateId) ?? record), notification };
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      for (const stop of stops) stop();
      serving.close();
    },
  };
}

/** What cannot be kept now is looked at again a second later: the disk may be full. */
function unlessFull(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
  }
}
