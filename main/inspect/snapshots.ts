import type { SnapshotView } from '../../core/api-inspect.ts';
import { codedError } from '../../core/errors.ts';
import type { SnapshotRecord } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';

/** Kept copies of devices' trees. */
export interface Snapshots {
  list(deviceId: string): readonly SnapshotView[];
  /** Keeps what is known of a device now. @throws DEVICE_UNKNOWN, SNAPSHOT_EMPTY */
  take(deviceId: string, note: string): SnapshotView;
  /** @returns the device that it was of. @throws SNAPSHOT_UNKNOWN */
  delete(snapshotId: string): string;
  /** Keeps what every device of a batch that has ended has reported, once; those without a report are passed over. */
  batchEnded(batchId: string): Promise<void>;
}

/** So many of those that batches take are kept of each device. */
const mostOfBatches = 10;
/** So many devices are copied before others get their turn. */
const atOnce = 20;

export interface SnapshotsOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: () => string;
  /** Lets others get their turn. */
  readonly pause: () => Promise<void>;
}

export function createSnapshots({ store, now, newId, pause }: SnapshotsOptions): Snapshots {
  const viewOf = ({ snapshotId, takenAt, note, batchId, instances }: SnapshotRecord): SnapshotView => ({
    ...{ snapshotId, takenAt, note, instances },
    ...(batchId === undefined ? {} : { batchName: store.batches.get(batchId).name }),
  });
  return {
    list: (deviceId) => store.snapshots.list(deviceId).map(viewOf),
    take(deviceId, note) {
      if (store.devices.get(deviceId) === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
      const snapshot = { snapshotId: newId(), deviceId, takenAt: now(), note: note.trim() };
      if (!store.snapshots.take(snapshot)) throw codedError('SNAPSHOT_EMPTY', { device: deviceId });
      const kept = store.snapshots.get(snapshot.snapshotId);
      if (kept === undefined) throw codedError('SNAPSHOT_UNKNOWN', { snapshot: snapshot.snapshotId });
      return viewOf(kept);
    },
    delete(snapshotId) {
      const snapshot = store.snapshots.get(snapshotId);
      if (snapshot === undefined) throw codedError('SNAPSHOT_UNKNOWN', { snapshot: snapshotId });
      store.snapshots.delete(snapshotId);
      return snapshot.deviceId;
    },
    async batchEnded(batchId) {
      const jobs = store.jobs.each(batchId).filter(({ state }) => state.kind === 'done');
      for (let first = 0; first < jobs.length; first += atOnce) {
        const some = jobs.slice(first, first + atOnce);
        await store.grouped(() => {
          for (const { deviceId, changedAt } of some) {
            // A batch that was resumed ends again: rows that were done before have theirs.
            if (store.snapshots.isTaken(deviceId, batchId, changedAt)) continue;
            const taken = { snapshotId: newId(), deviceId, takenAt: now(), batchId, note: '' };
            if (store.snapshots.take(taken)) store.snapshots.keepNewest(deviceId, mostOfBatches);
          }
        });
        await pause();
      }
    },
  };
}
