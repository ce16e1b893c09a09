import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { MoJson } from '../../core/mo/serialization.ts';
import { newId } from '../ids.ts';
import type { DeviceNotifications } from '../provisioning/device-notifications.ts';
import type { KeptInstance } from '../store/reported-objects.ts';
import { openStore, type Store } from '../store/store.ts';
import { createInspection, type Inspection } from './inspection.ts';

/** An inspection over a store with devices, for tests. */
export interface InspectFixture {
  readonly store: Store;
  readonly inspection: Inspection;
  /** Those that were asked to open a session. */
  readonly notified: readonly string[];
  now: number;
  locked: boolean;
  /** Keeps an instance as if a session of now had reported it. */
  report(deviceId: string, moid: string, root: MoJson, more?: Partial<KeptInstance>): void;
  /** A session that was held; its packages are written by the test. */
  session(deviceId: string, state?: 'open' | 'fulfilled' | 'failed'): string;
}

export const testMoid = 'urn:oma:mo:test:1.0';

const profile = JSON.stringify({
  name: 'test',
  device: { id: 'IMEI:{{number}}', label: 'METER-{{number}}' },
  columns: { number: { unique: true }, site: {} },
  server: { id: 'dm-bench', name: 'DM Bench' },
  permits: [testMoid],
  configurations: {
    site: {
      target: `${testMoid}/a/`,
      data: { Test: { Site: '{{site}}', At: '{{server.repository}}', Password: 'set by the profile' } },
    },
  },
  bootstrap: ['site'],
  sessionPlan: [{ step: 'Look', commands: [{ command: 'GET', target: `${testMoid}/a/` }] }],
  simulatedDevice: { DevID: 'IMEI:{{number}}' },
});

/** Opens a store in a folder of its own with so many devices: IMEI:1, IMEI:2 and so on. */
export function openInspectFixture(devices = 3): InspectFixture {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inspect-'));
  const notified: string[] = [];
  const state = { now: 1000, locked: false };
  const store = openStore(folder, () => state.now);
  store.batches.add({
    ...{ batchId: 'b', name: 'Order 7', profileText: profile, listName: 'l', orderDigest: 'd' },
    ...{ mode: 'cardsOnly' as const, createdAt: 1 },
  });
  const ids = Array.from({ length: devices }, (_, index) => index + 1);
  store.jobs.add(
    ids.map((line) => ({
      ...{ jobId: `j${line}`, batchId: 'b', line, deviceId: `IMEI:${line}`, label: `METER-${line}` },
      variables: { number: String(line), site: `Hall ${line}` },
    })),
    1,
  );
  for (const line of ids)
    store.devices.enrol(
      {
        ...{ deviceId: `IMEI:${line}`, label: `METER-${line}`, jobId: `j${line}` },
        ...{ userName: `u${line}`, passwordSealed: new Uint8Array(1) },
      },
      1,
    );
  const at = (scheme: string) => ({
    ...{ dm: `${scheme}://bench/dm`, repository: `${scheme}://bench/repository` },
    ...{ bootstrap: `${scheme}://bench/bootstrap`, interaction: `${scheme}://bench/interaction` },
  });
  const inspection = createInspection({
    updateFirmware: async () => {},
    store,
    server: { http: at('http'), https: at('https') },
    notifications: {
      notify: async (deviceId: string) => {
        if (deviceId === 'IMEI:2') throw new Error('it has no address');
        notified.push(deviceId);
        return {} as Awaited<ReturnType<DeviceNotifications['notify']>>;
      },
    },
    isLocked: () => state.locked,
    now: () => state.now,
    newId,
  });
  const session = (deviceId: string, ending: 'open' | 'fulfilled' | 'failed' = 'fulfilled') => {
    const sessionId = newId();
    store.sessions.open({ sessionId, deviceId, jobId: `j${deviceId.slice(5)}`, openedAt: state.now });
    if (ending !== 'open') store.sessions.end(sessionId, { state: ending, at: state.now, commandsDone: 1 });
    return sessionId;
  };
  return Object.assign(state, {
    store,
    inspection,
    notified,
    session,
    report(deviceId: string, moid: string, root: MoJson, more: Partial<KeptInstance> = {}) {
      store.objects.put(deviceId, {
        ...{ moid, instance: 'a', rootName: 'Test', root, reportedAt: state.now },
        ...{ sessionId: more.sessionId ?? session(deviceId), source: 'reported' },
        ...more,
      });
    },
  });
}
