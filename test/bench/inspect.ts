import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TreeView } from '../../core/inspect/tree-view.ts';
import { startBench } from '../../main/bench.ts';
import type { Bench } from '../../main/bench-services.ts';
import { fullSpeed } from '../../main/card/virtual/virtual-reader.ts';
import { newId } from '../../main/ids.ts';
import { enrol } from '../../main/provisioning/enrolment.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { putLargeInstance } from '../support/large-device.ts';

/**
 * Looking at a device with 50,000 nodes, as the window does it: opening its tree, opening and closing lines, searching
 * and going on after a report, each with the lines of one page as they go to the window; what is held of it; completing
 * a ClientURI key by key; and finding devices among 5,000 as somebody types. Beside it what reading the same JSON takes. Run with:
 * npm run bench -- inspect
 */
const nodes = 50_000;
const devices = 5000;
const rounds = 7;
const now = () => Date.now();

const profile = JSON.stringify({
  name: 'bench',
  device: { id: 'IMEI:{{number}}', label: 'METER-{{number}}' },
  columns: { number: { unique: true } },
  server: { id: 'dm-bench', name: 'DM Bench' },
  permits: ['urn:oma:mo:oma-dm-devinfo:1.0'],
  configurations: {
    fleet: {
      target: 'urn:oma:mo:example-fleet:1.0/fleet/Group000',
      data: { Group000: { e0: { Name: 'as the profile has it', State: 1 } } },
    },
  },
  bootstrap: [],
  sessionPlan: [{ step: 'Look', commands: [{ command: 'GET', target: 'urn:oma:mo:oma-dm-devinfo:1.0//' }] }],
  simulatedDevice: { DevID: 'IMEI:{{number}}' },
});

async function prepare(): Promise<Bench> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'bench-inspect-'));
  const bench = await startBench({
    dataFolder,
    keeper: keyFileKeeper,
    pace: fullSpeed,
    port: 0,
    securePort: 0,
  });
  const { store, vault, server, audit } = bench;
  const numbers = Array.from({ length: devices }, (_, index) => String(index + 1).padStart(6, '0'));
  const order = checkOrder(
    { name: 'bench.json', text: profile },
    { name: 'bench.csv', text: `number\n${numbers.join('\n')}\n` },
  );
  const batchId = keepOrder(
    store,
    order,
    { name: 'bench', mode: 'cardsOnly' as const },
    { audit, now, newId },
  );
  const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  const context = { store, vault, profile: store.profiles.of(batchId), server, audit, now, randomOctets };
  store.transaction(() => {
    for (const job of store.jobs.each(batchId)) {
      enrol(context, job);
      const sessionId = newId();
      store.sessions.open({ sessionId, deviceId: job.deviceId, jobId: job.jobId, openedAt: now() });
      store.sessions.end(sessionId, { state: 'fulfilled', at: now(), commandsDone: 1 });
      const devInfo = { DevID: job.deviceId, Man: 'Example', Mod: 'GW-200', FwV: '2.4.1' };
      store.objects.put(job.deviceId, {
        ...{ moid: 'urn:oma:mo:oma-dm-devinfo:1.0', instance: 'main', rootName: 'DevInfo', root: devInfo },
        ...{ reportedAt: now(), sessionId, source: 'reported' as const },
      });
    }
  });
  return bench;
}

/** The median of some rounds, the first of which is for warming up. */
function measure(what: string, limit: number | undefined, work: (round: number) => unknown): number {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const started = performance.now();
    work(round);
    times.push(performance.now() - started);
  }
  const [first = 0, ...rest] = times;
  const median = rest.toSorted((left, right) => left - right)[Math.floor(rest.length / 2)] ?? 0;
  const bound =
    limit === undefined ? '' : `, limit ${limit} ms (ratio ${(first / limit).toFixed(2)} at first)`;
  console.log(`${what}: ${first.toFixed(1)} ms at first, then ${median.toFixed(1)} ms${bound}`);
  return median;
}

const page = { offset: 0, limit: 60 };
const view = (changes: Partial<TreeView> = {}): TreeView => ({
  ...{ open: 'instances', except: [], find: '', only: 'all', described: true },
  ...changes,
});
/** What the window gets, as it goes through the boundary. */
const sent = (answer: unknown) => JSON.stringify(answer).length;

const bench = await prepare();
const { trees, devices: list } = bench.inspection;
const deviceId = 'IMEI:000001';
const of = { kind: 'device', deviceId } as const;
putLargeInstance(bench.store, deviceId, nodes, now());

gc();
const before = process.memoryUsage();
const first = trees.open(of);
gc();
const held = process.memoryUsage();
console.log(`${first.summary.reported.toLocaleString('en')} nodes reported, ${first.summary.rows} lines`);
console.log(
  `held in main: ${((held.heapUsed + held.external - before.heapUsed - before.external) / 1024 / 1024).toFixed(1)} MB`,
);
trees.close(first.treeId);

const json = bench.store.objects.keptOf(deviceId).map(({ root }) => JSON.stringify(root));
measure('reading the JSON of its objects alone', undefined, () => json.map((text) => JSON.parse(text)));
let { treeId } = first;
measure('open, with the first page', 300, () => {
  treeId = trees.open(of).treeId;
  sent(trees.rows(treeId, view(), page));
});
measure('expand a group of it', 100, (round) =>
  sent(trees.rows(treeId, view({ except: [3 + round] }), page)),
);
measure('expand all, and look at the end', 100, (round) =>
  sent(trees.rows(treeId, view({ open: 'all', except: [3 + round] }), { offset: nodes - 100, limit: 60 })),
);
measure('search for a name, 1 match', 100, (round) =>
  sent(trees.rows(treeId, view({ find: `entry-${40 + round}-7` }), page)),
);
measure('search for a path', 100, (round) =>
  sent(trees.rows(treeId, view({ find: `Group00${round}/e5/St` }), page)),
);
measure('search for a value that is everywhere', 100, (round) =>
  sent(trees.rows(treeId, view({ find: String(round % 9) }), page)),
);
measure('only what differs from the profile', 100, (round) =>
  sent(trees.rows(treeId, view({ only: 'differs', except: [round] }), page)),
);
measure('go on after a report, 2,000 lines kept open', 300, (round) => {
  putLargeInstance(bench.store, deviceId, nodes, now() + round + 1);
  const keep = Array.from({ length: 2000 }, (_, index) => index * 20);
  treeId = trees.open(of, { after: treeId, keep }).treeId;
});
measure('look whether there is news, and there is none', 100, () => trees.open(of, { after: treeId }));
measure('compare with the profile', undefined, () =>
  bench.inspection.comparisons.compare({ kind: 'profile', deviceId }, of),
);
const snapshot = bench.inspection.snapshots.take(deviceId, 'bench');
measure('compare with a snapshot', undefined, () =>
  bench.inspection.comparisons.compare({ kind: 'snapshot', snapshotId: snapshot.snapshotId }, of),
);
{
  // What each key of a ClientURI costs while somebody types one for this device: candidates, and what it is about.
  const { inspection } = bench;
  const whole = 'urn:oma:mo:example-fleet:1.0/fleet/Group012/e34/Name';
  const complete = (text: string) =>
    sent(inspection.completeUri(deviceId, text, { limit: 50, plain: false }));
  measure('complete a ClientURI, a key', 50, (round) => complete(whole.slice(0, 20 + 4 * round)));
  measure('complete one below every group and entry', 50, (round) =>
    complete(`urn:oma:mo:example-fleet:1.0/fleet/*/*/${'Name'.slice(0, round % 5)}`),
  );
  measure('the value of a condition, of every entry', 50, (round) =>
    complete(`urn:oma:mo:example-fleet:1.0/fleet/*/(x)/Port?nv=(x)/Name:entry-${round}`),
  );
  putLargeInstance(bench.store, deviceId, nodes, now() + 100);
  measure('the first key after a report', 300, (round) => {
    putLargeInstance(bench.store, deviceId, nodes, now() + 100 + round);
    complete(whole);
  });
}
{
  // What typing "meter-0012" costs, key by key, on a list of 5,000; and once when something was written before it.
  const filter = (search: string) => ({ search, standings: [], tags: [] });
  const first200 = { offset: 0, limit: 200 };
  list.page(filter(''), first200);
  const typed = 'meter-0012';
  measure(`find among ${devices.toLocaleString('en')} devices, a key`, 100, (round) =>
    sent(list.page(filter(typed.slice(0, (round % typed.length) + 1)), first200)),
  );
  measure('the same after something was written', 100, (round) => {
    list.tag([deviceId], `round-${round}`, 'add');
    sent(list.page(filter(typed), first200));
  });
}
await bench.close();

/** A full collection, so that only what is held is counted; the flag is set when the benchmark is started. */
function gc(): void {
  if (globalThis.gc === undefined) throw new Error('start it with --expose-gc, as npm run bench does');
  globalThis.gc();
}
