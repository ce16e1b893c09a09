import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Delivery, newDelivery } from '../../core/dm/notification-delivery.ts';
import { faultOf, toFault } from '../../core/errors.ts';
import type { NotificationRecord } from './notifications.ts';
import { openStore, type Store } from './store.ts';

const folder = () => mkdtempSync(path.join(os.tmpdir(), 'notifications-'));
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'done';
  } catch (error) {
    return toFault(error).code;
  }
};

function openWithDevices(data: string, deviceIds: readonly string[]): Store {
  const store = openStore(data, () => 1);
  store.batches.add({
    batchId: 'b',
    name: 'b',
    profileText: '{}',
    listName: 'l',
    orderDigest: 'd',
    mode: 'cardThenSimulatedDevice' as const,
    createdAt: 1,
  });
  for (const [index, deviceId] of deviceIds.entries()) {
    const jobId = `j${index}`;
    store.jobs.add([{ jobId, batchId: 'b', line: index + 1, deviceId, label: deviceId, variables: {} }], 1);
    store.devices.enrol(
      { deviceId, label: deviceId, jobId, userName: `u${index}`, passwordSealed: new Uint8Array(1) },
      1,
    );
  }
  return store;
}

const made = (notificationKey: string, over: Partial<NotificationRecord> = {}): NotificationRecord => ({
  notificationKey,
  deviceId: 'IMEI:1',
  notificationId: 4711,
  address: 'udp://127.0.0.1:9',
  octets: Uint8Array.of(1, 2, 3),
  madeAt: 1_000,
  delivery: newDelivery(301_000),
  ...over,
});
const withState = (state: Delivery['state']): Delivery => ({ ...newDelivery(301_000), state });
const keysOf = (rows: readonly { readonly notificationKey: string }[]) =>
  rows.map((row) => row.notificationKey);

describe('notifications in the store', () => {
  it('are there after a restart, as they were, with their octets', () => {
    const data = folder();
    const store = openWithDevices(data, ['IMEI:1']);
    store.notifications.add(made('a'));
    const delivery: Delivery = {
      state: { kind: 'failed', fault: faultOf('NOTIFICATION_REFUSED', { address: 'x', status: 404 }) },
      expiresAt: 301_000,
      attempts: 3,
      sent: 2,
      lastAttemptAt: 2_000,
      lastFault: faultOf('NOTIFICATION_NOT_SENT', { address: 'x', detail: 'y' }),
      endedAt: 3_000,
    };
    store.notifications.keepDelivery('a', delivery);
    store.notifications.add(made('b'));
    store.close();
    const again = openStore(data, () => 9);
    expect(again.notifications.get('a')).toEqual(made('a', { delivery }));
    expect(again.notifications.get('b')).toEqual(made('b'));
    expect(again.notifications.get('c')).toBeUndefined();
    again.close();
  });

  it('have an id of their own while they are under way to a device, which is free again afterwards', () => {
    const store = openWithDevices(folder(), ['IMEI:1', 'IMEI:2']);
    store.notifications.add(made('a'));
    expect(codeOf(() => store.notifications.add(made('b')))).toBe('STORE_FAILED');
    store.notifications.add(made('c', { deviceId: 'IMEI:2' }));
    store.notifications.keepDelivery('a', withState({ kind: 'sent' }));
    expect(codeOf(() => store.notifications.add(made('b')))).toBe('STORE_FAILED');
    store.notifications.keepDelivery('a', withState({ kind: 'cancelled' }));
    store.notifications.add(made('b'));
    expect(codeOf(() => store.notifications.add(made('d', { deviceId: 'IMEI:9' })))).toBe('STORE_FAILED');
    store.close();
  });

  it('are found while they are under way, and while devices may remember them', () => {
    const store = openWithDevices(folder(), ['IMEI:1', 'IMEI:2']);
    const { notifications } = store;
    notifications.add(made('late', { madeAt: 30, notificationId: 3 }));
    notifications.add(made('early', { madeAt: 10, notificationId: 1 }));
    notifications.add(made('other', { madeAt: 20, notificationId: 1, deviceId: 'IMEI:2' }));
    notifications.add(
      made('over', { madeAt: 25, notificationId: 2, delivery: withState({ kind: 'expired' }) }),
    );
    expect(keysOf(notifications.underWay())).toEqual(['early', 'other', 'late']);
    expect(keysOf(notifications.underWay('IMEI:1'))).toEqual(['early', 'late']);
    expect(notifications.usedIds('IMEI:1', 0)).toEqual(new Set([1, 2, 3]));
    expect(notifications.usedIds('IMEI:1', 25)).toEqual(new Set([1, 3]));
    expect(notifications.withId('IMEI:1', 2, 24)?.notificationKey).toBe('over');
    expect(notifications.withId('IMEI:1', 2, 25)).toBeUndefined();
    expect(notifications.withId('IMEI:1', 1, 25)?.notificationKey).toBe('early');
    store.close();
  });

  it('are listed a page at a time, the newest first, without their octets', () => {
    const store = openWithDevices(folder(), ['IMEI:1', 'IMEI:2']);
    const { notifications } = store;
    for (const id of [1, 2, 3, 4])
      notifications.add(made(`n${id}`, { notificationId: id, deviceId: `IMEI:${1 + (id % 2)}`, madeAt: 5 }));
    const all = notifications.page({ offset: 0, limit: 3 });
    expect(all.total).toBe(4);
    expect(keysOf(all.rows)).toEqual(['n4', 'n3', 'n2']);
    expect(all.rows[0]).not.toHaveProperty('octets');
    expect(keysOf(notifications.page({ offset: 3, limit: 3 }).rows)).toEqual(['n1']);
    const one = notifications.page({ deviceId: 'IMEI:2', offset: 0, limit: 3 });
    expect([one.total, keysOf(one.rows)]).toEqual([2, ['n3', 'n1']]);
    store.close();
  });

  it('know where a device takes them, as it was told last', () => {
    const data = folder();
    const store = openWithDevices(data, ['IMEI:1']);
    expect(store.notifications.addressOf('IMEI:1')).toBeUndefined();
    store.notifications.keepAddress('IMEI:1', 'udp://127.0.0.1:9', 1);
    store.notifications.keepAddress('IMEI:1', 'http://127.0.0.1:9/', 2);
    expect(codeOf(() => store.notifications.keepAddress('IMEI:9', 'udp://127.0.0.1:9', 1))).toBe(
      'STORE_FAILED',
    );
    store.close();
    const again = openStore(data, () => 9);
    expect(again.notifications.addressOf('IMEI:1')).toBe('http://127.0.0.1:9/');
    again.close();
  });
});
