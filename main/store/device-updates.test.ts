import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpdateAttempt, UpdateOrder } from '../../core/updates/update.ts';
import { deviceId, makeDevicesKnown, otherId } from '../server/interaction/interaction-fixture.ts';
import { openStore, type Store } from './store.ts';

describe('updates of devices', () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'updates-'));
    store = openStore(folder, () => 1);
    makeDevicesKnown(store);
  });
  afterEach(() => store.close());
  const order = (updateId: string, device = deviceId): UpdateOrder => ({
    ...{ updateId, deviceId: device, version: '2', seconds: 1, notify: false },
    target: { kind: 'firmware', instance: '' },
    image: { name: 'i', uri: 'http://b/i', octets: 1, etag: '"e"', sha256: 'ab' },
  });
  const attempt = (number: number, course: UpdateAttempt['course']): UpdateAttempt => ({
    ...{ number, begunAt: 1, isAborting: false, served: [], lines: [], course },
  });
  const look = { kind: 'look', commands: [], tries: 1 } as const;
  const aborted = { kind: 'aborted', at: 2 } as const;
  const add = (updateId: string, device = deviceId) =>
    store.updates.add({ order: order(updateId, device), attempt: attempt(1, look), createdAt: 5 });

  it('are under way one at a time for a device', () => {
    add('a');
    add('b', otherId);
    expect(() => add('c')).toThrow();
    expect(store.updates.underWay(deviceId)?.order.updateId).toBe('a');
    store.updates.keep('a', attempt(1, aborted));
    expect(store.updates.underWay(deviceId)).toBeUndefined();
    expect(store.updates.last(deviceId)?.order.updateId).toBe('a');
    add('c');
    expect(store.updates.allUnderWay().map((each) => each.order.updateId)).toEqual(['b', 'c']);
    expect(store.updates.ofDevice(deviceId, 10).map((each) => each.order.updateId)).toEqual(['c', 'a']);
  });

  it('keep every attempt, also over a restart', () => {
    add('a');
    store.updates.keep('a', attempt(1, aborted));
    store.updates.keep('a', attempt(2, look));
    store.close();
    store = openStore(folder, () => 1);
    expect(store.updates.get('a')).toEqual({ order: order('a'), attempt: attempt(2, look), createdAt: 5 });
    expect(store.updates.attempts('a')).toEqual([attempt(1, aborted), attempt(2, look)]);
    expect(store.updates.underWay(deviceId)?.attempt.number).toBe(2);
    expect(store.updates.get('none')).toBeUndefined();
  });
});
