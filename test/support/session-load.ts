import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mediaTypes } from '../../core/dm/choices.ts';
import { startBench } from '../../main/bench.ts';
import type { Bench } from '../../main/bench-services.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { newId } from '../../main/ids.ts';
import { enrol } from '../../main/provisioning/enrolment.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { type LoadRequest, loadRequest, sendLoad } from './http-load.ts';

// What the benchmarks of sessions share: a bench with devices, and full sessions of theirs as requests.

export const connections = 64;
const now = () => Date.now();

/** The commands of a session's first #2. */
export const commands = [
  { command: 'GET', target: 'urn:oma:mo:oma-dm-devinfo:1.0//' },
  { command: 'HGET', configuration: 'site' },
  { command: 'GET', target: 'urn:oma:mo:example:1.0/a1/' },
  { command: 'EXEC', target: 'urn:oma:mo:example:1.0/a1/Restart' },
];
const profile = JSON.stringify({
  name: 'bench',
  device: { id: 'IMEI:{{number}}', label: '{{number}}' },
  columns: { number: { unique: true } },
  server: { id: 'dm-bench', name: 'DM Bench' },
  permits: ['urn:oma:mo:oma-dm-devinfo:1.0', 'urn:oma:mo:example:1.0'],
  configurations: {
    site: { target: 'urn:oma:mo:example:1.0/a1/', data: { Example: { Name: '{{number}}', Value: 5 } } },
  },
  bootstrap: [],
  sessionPlan: [{ step: 'All at once', commands }],
  simulatedDevice: { DevID: 'IMEI:{{number}}' },
});
export const package1 = JSON.stringify({ Alert: [{ AlertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }] });
const devInfo = { DevID: 'IMEI:1', Man: 'Example', Mod: 'GW-200', DmV: '2.0', Lang: 'en', FwV: '2.4.1' };
export const package3 = JSON.stringify({
  Status: [
    { sc: 200, Data: [{ ClientURI: 'urn:oma:mo:oma-dm-devinfo:1.0//', MOData: { DevInfo: devInfo } }] },
    { sc: 200 },
    {
      sc: 200,
      Data: [{ ClientURI: 'urn:oma:mo:example:1.0/a1/', MOData: { Example: { Name: '1', Value: 5 } } }],
    },
    { sc: 200 },
  ],
  Alert: [],
});

/** A device of a prepared bench, with what it proves itself with. */
export interface LoadDevice {
  readonly deviceId: string;
  readonly userName: string;
  readonly password: string;
}

export interface Prepared {
  readonly bench: Bench;
  readonly devices: readonly LoadDevice[];
  /** One session of each device, shown by HTTP Basic. */
  readonly sequences: readonly (readonly LoadRequest[])[];
  close(): Promise<void>;
}

/** A bench that knows so many devices, and one session of each of them, as requests. */
export async function prepare(count: number): Promise<Prepared> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'bench-sessions-'));
  const options = { dataFolder, keeper: keyFileKeeper, pace: fullSpeed, port: 0, securePort: 0 };
  const bench = await startBench(options);
  const { store, vault, server, audit } = bench;
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1));
  const order = checkOrder(
    { name: 'bench.json', text: profile },
    { name: 'bench.csv', text: `number\n${numbers.join('\n')}\n` },
  );
  const batch = { name: 'bench', mode: 'cardsOnly' as const };
  const batchId = keepOrder(store, order, batch, { audit, now, newId });
  const randomOctets = (octets: number) => crypto.getRandomValues(new Uint8Array(octets));
  const context = { store, vault, profile: store.profiles.of(batchId), server, audit, now, randomOctets };
  const jobs = store.jobs.each(batchId);
  store.transaction(() => jobs.forEach((job) => void enrol(context, job)));
  const devices = jobs.map(({ deviceId }): LoadDevice => {
    const device = store.devices.get(deviceId);
    if (device === undefined) throw new Error(`${deviceId} was not made known`);
    return { deviceId, userName: device.userName, password: vault.open(device.passwordSealed) };
  });
  const sequences = devices.map((device) => sessionOf(server.port, device.deviceId, () => basicOf(device)));
  return { bench, devices, sequences, close: () => bench.close() };
}

/** What a device shows by HTTP Basic. */
export function basicOf({ userName, password }: LoadDevice): string {
  return `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
}

/** A session as requests, each with an Authorization header of its own. */
export function sessionOf(
  port: number,
  deviceId: string,
  authorization: () => string,
): readonly LoadRequest[] {
  const request = (mediaType: string, body: string) =>
    loadRequest(
      port,
      '/dm',
      {
        'omadm-devid': deviceId,
        'content-type': mediaType,
        accept: mediaTypes.package2,
        authorization: authorization(),
      },
      body,
    );
  return [request(mediaTypes.package1, package1), request(mediaTypes.package3, package3)];
}

/** The rate of sessions that this many of them are held at. */
export async function rate(port: number, sequences: Prepared['sequences'], count: number): Promise<number> {
  const repeated = Array.from({ length: count }, (_, index) => sequences[index % sequences.length] ?? []);
  return count / (await sendLoad({ port, connections, sequences: repeated }));
}

/** A number as it is printed. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en');
