import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mediaTypes } from '../../core/dm/choices.ts';
import { signaturesOf } from '../../main/audit/audit-key.ts';
import { verifyReading } from '../../main/audit/verification.ts';
import { startBench } from '../../main/bench.ts';
import type { Bench } from '../../main/bench-services.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { sha256 } from '../../main/digest.ts';
import { newId } from '../../main/ids.ts';
import { enrol } from '../../main/provisioning/enrolment.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { type LoadRequest, loadRequest, sendLoad } from '../support/http-load.ts';

/**
 * What the audit log costs: an entry alone and many in one transaction, a list and a search in 100,000 of them, the
 * verification of them all; and sessions with it and without it, in turn within one run: devices that hold session
 * after session, and devices that hold their first. Run with: npm run bench -- audit
 */
const connections = 64;
const now = () => Date.now();
const profile = JSON.stringify({
  name: 'bench',
  device: { id: 'IMEI:{{number}}', label: '{{number}}' },
  columns: { number: { unique: true } },
  server: { id: 'dm-bench', name: 'DM Bench' },
  permits: ['urn:oma:mo:oma-dm-devinfo:1.0'],
  configurations: {},
  bootstrap: [],
  sessionPlan: [
    {
      step: 'All at once',
      commands: Array.from({ length: 4 }, () => ({
        command: 'GET',
        target: 'urn:oma:mo:oma-dm-devinfo:1.0//',
      })),
    },
  ],
  simulatedDevice: { DevID: 'IMEI:{{number}}' },
});
const package1 = JSON.stringify({ Alert: [{ AlertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }] });
const devInfo = { DevID: 'IMEI:1', Man: 'Example', Mod: 'GW-200', DmV: '2.0', Lang: 'en', FwV: '2.4.1' };
const status = {
  sc: 200,
  Data: [{ ClientURI: 'urn:oma:mo:oma-dm-devinfo:1.0//', MOData: { DevInfo: devInfo } }],
};
const package3 = JSON.stringify({ Status: [status, status, status, status], Alert: [] });

const whole = (value: number) => Math.round(value).toLocaleString('en');
const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-audit-'));
const bench = await startBench({
  ...{ dataFolder: folder, keeper: keyFileKeeper, pace: fullSpeed, port: 0, securePort: 0 },
});
const each = 500;
const rounds = 24;
const sequences = prepare(bench, each * rounds);

await sessions('session after session', rounds, (round) => {
  const own = sequences.slice(0, each);
  // The first round warms up.
  return round < 0 ? [...own, ...own] : own;
});
await sessions('first sessions', rounds - 2, (round) =>
  sequences.slice(each * (round + 2), each * (round + 3)),
);
entries();
await verification();
await bench.close();

/** Devices that are known, and a session of each as requests. */
function prepare(
  { store, vault, server, audit }: Bench,
  devices: number,
): readonly (readonly LoadRequest[])[] {
  const numbers = Array.from({ length: devices }, (_, index) => String(index + 1));
  const order = checkOrder(
    { name: 'bench.json', text: profile },
    { name: 'bench.csv', text: `number\n${numbers.join('\n')}\n` },
  );
  const batch = { name: 'bench', mode: 'cardsOnly' as const };
  const batchId = keepOrder(store, order, batch, { audit, now, newId });
  const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  const context = { store, vault, profile: store.profiles.of(batchId), server, audit, now, randomOctets };
  const jobs = store.jobs.each(batchId);
  const started = performance.now();
  store.transaction(() => jobs.forEach((job) => void enrol(context, job)));
  console.log(`making a device known: ${(((performance.now() - started) / devices) * 1000).toFixed(0)} µs`);
  return jobs.map(({ deviceId }) => {
    const device = store.devices.get(deviceId);
    const password = device ? vault.open(device.passwordSealed) : '';
    const headers = {
      'omadm-devid': deviceId,
      accept: mediaTypes.package2,
      authorization: `Basic ${Buffer.from(`${device?.userName}:${password}`).toString('base64')}`,
    };
    const request = (mediaType: string, body: string) =>
      loadRequest(server.port, '/dm', { ...headers, 'content-type': mediaType }, body);
    return [request(mediaTypes.package1, package1), request(mediaTypes.package3, package3)];
  });
}

/** Sessions with the audit log and without, in turn; by the processor's time too, which others at work disturb less. */
async function sessions(
  what: string,
  count: number,
  of: (round: number) => readonly (readonly LoadRequest[])[],
): Promise<void> {
  const { record } = bench.audit;
  const wall: Record<'with' | 'without', number[]> = { with: [], without: [] };
  const processor: Record<'with' | 'without', number[]> = { with: [], without: [] };
  await sendLoad({ port: bench.server.port, connections, sequences: of(-1) });
  for (let round = 0; round < count; round++) {
    // Neither is always the first of a pair.
    const kind = (round + Math.floor(round / 2)) % 2 === 0 ? 'with' : 'without';
    Object.assign(bench.audit, { record: kind === 'with' ? record : () => {} });
    const own = of(round);
    const before = process.cpuUsage();
    wall[kind].push(
      (1e6 * (await sendLoad({ port: bench.server.port, connections, sequences: own }))) / own.length,
    );
    const { user, system } = process.cpuUsage(before);
    processor[kind].push((user + system) / own.length);
  }
  Object.assign(bench.audit, { record });
  for (const [name, times] of Object.entries({ time: wall, processor })) {
    const [own, bare] = [median(times.with), median(times.without)];
    console.log(
      `${what}, ${name}: ${own.toFixed(0)} µs each, ${bare.toFixed(0)} µs without the audit log: ` +
        `${((own / bare - 1) * 100).toFixed(1)} % (limit 3 %)`,
    );
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
    2
  );
}

/** Entries, up to 100,000 of them. */
function entries(): void {
  const { store, audit } = bench;
  const act = (round: number) =>
    audit.record(
      { kind: 'cardErased', station: 'virtual' },
      { deviceId: `IMEI:${round}`, label: `BX${round}`, card: { atr: '3B00', iccid: `8944${round}` } },
    );
  const timed = (what: string, times: number, work: () => void) => {
    const started = performance.now();
    work();
    console.log(`${what}: ${(((performance.now() - started) / times) * 1000).toFixed(0)} µs`);
  };
  timed('an entry on the disk, alone', 300, () => {
    for (let round = 0; round < 300; round++) act(round);
  });
  const rest = 100_000 - store.audit.head().sequence;
  timed('an entry within a transaction', rest, () =>
    store.transaction(() => {
      for (let round = 0; round < rest; round++) act(round);
    }),
  );
  const page = { search: '', offset: 0, limit: 200 };
  timed('the newest 200 of 100,000', 1, () => store.audit.page(page));
  timed('a search in them', 1, () => store.audit.page({ ...page, search: 'bx4711' }));
  timed('a group of them', 1, () => store.audit.page({ ...page, kinds: ['cardErased'] }));
}

async function verification(): Promise<void> {
  const { store, audit } = bench;
  let longest = 0;
  let last = performance.now();
  const started = last;
  const verdict = await verifyReading(store.audit, {
    means: { sha256, check: signaturesOf([audit.key]) },
    progress() {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    },
  });
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `verified: ${whole(verdict.entries / seconds)} entries a second, ${verdict.findings.length} findings, ` +
      `${longest.toFixed(0)} ms at once at most`,
  );
}
