import { type ServedPart, servedOctets, withServed } from '../../core/updates/served.ts';
import { hasEnded, type UpdateAttempt } from '../../core/updates/update.ts';
import type { Serving } from '../server/device-follower.ts';
import type { DeviceUpdateRecord } from '../store/device-updates.ts';
import type { Store } from '../store/store.ts';
import { ownerOfImage, type UpdateLedger } from './update-ledger.ts';

/** What the Data Repository serves of images, to the devices that are to be updated with them. */
export interface ImageServing {
  serving(deviceId: string, serving: Serving): void;
  /** Octets of the image that were served in an attempt, up to now. */
  octetsOf(updateId: string, attempt: UpdateAttempt): number;
  /** Keeps what was served since it was kept last; of one device, or of all. */
  keep(deviceId?: string): void;
  /** Keeps the last of it; what is served afterwards is not followed. */
  close(): void;
  /** Told when more was served. @returns what ends that */
  listen(listener: (deviceId: string) => void): () => void;
}

interface Pending {
  readonly deviceId: string;
  readonly attempt: number;
  readonly parts: readonly ServedPart[];
}

/** Often enough that a kill loses little, seldom enough that a download is not held up; milliseconds. */
const keepEvery = 500;

/** Progress is counted in memory and kept now and then: the disk is not asked for every part of an image. */
export function createImageServing(options: {
  readonly store: Store;
  readonly ledger: UpdateLedger;
  readonly now: () => number;
}): ImageServing {
  const { store, ledger, now } = options;
  const pending = new Map<string, Pending>();
  const listeners = new Set<(deviceId: string) => void>();
  let keptAt = 0;
  let isClosed = false;

  const keep = (deviceId?: string): void => {
    for (const [updateId, each] of [...pending]) {
      if (deviceId !== undefined && each.deviceId !== deviceId) continue;
      pending.delete(updateId);
      if (store.updates.get(updateId)?.attempt.number === each.attempt)
        ledger.apply(updateId, { kind: 'served', parts: each.parts });
    }
    keptAt = now();
  };

  const add = ({ order, attempt }: DeviceUpdateRecord, part: ServedPart): void => {
    const { updateId, deviceId } = order;
    const known = pending.get(updateId);
    const parts = known?.attempt === attempt.number ? known.parts : [];
    pending.set(updateId, { deviceId, attempt: attempt.number, parts: withServed(parts, part) });
  };

  const follow = (deviceId: string, { owner, name, etag, first, octets }: Serving): void => {
    const record = store.updates.underWay(deviceId);
    if (record === undefined || hasEnded(record.attempt)) return;
    const { image, updateId } = record.order;
    const wanted = ownerOfImage(image.deviceId);
    if (name !== image.name || owner.kind !== wanted.kind) return;
    if (etag !== image.etag) ledger.apply(updateId, { kind: 'otherServed' });
    else {
      add(record, { first, last: first + octets - 1 });
      if (first + octets >= image.octets || now() - keptAt >= keepEvery) keep(deviceId);
    }
    for (const listener of [...listeners]) listener(deviceId);
  };

  return {
    serving(deviceId, served) {
      if (isClosed) return;
      try {
        follow(deviceId, served);
      } catch {
        // A download goes on, whether or not its progress can be kept: the disk may be full.
      }
    },
    octetsOf(updateId, { number, served }) {
      const waiting = pending.get(updateId);
      const parts = waiting?.attempt === number ? waiting.parts : [];
      return servedOctets(parts.reduce(withServed, served));
    },
    keep,
    close() {
      keep();
      isClosed = true;
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
