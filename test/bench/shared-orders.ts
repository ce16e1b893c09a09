import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { noIssuerKeys } from '../../core/card/issuer-keys.ts';
import { startBench } from '../../main/bench.ts';
import { realisticPace } from '../../main/card/virtual/virtual-reader.ts';
import { newId } from '../../main/ids.ts';
import { checkOrder, keepOrder, shareOrder } from '../../main/provisioning/orders.ts';
import { keyFileKeeper } from '../../main/vault/vault.ts';
import { exampleFile } from '../support/bench.ts';
import { data, temporaryFolder } from '../support/cli.ts';
import { startPostgres } from '../support/postgres.ts';

/**
 * Rows a minute of one bench and of two, each a process with one virtual station at the pace of real cards, at one order
 * in PostgreSQL; and of one bench at an order of its own, for what the order book costs.
 * Run with: npm run bench -- shared-orders
 */
const rows = 30;

interface Part {
  readonly folder: string;
  readonly name: string;
  readonly address?: string;
  readonly password?: string;
  /** The order to join; left out, it is made here. */
  readonly batchId?: string;
}

/** One bench, in a process of its own: it tells when it is ready, begins when it is told to, and tells when it is through. */
async function work({ folder, name, address, password = '', batchId: joined }: Part): Promise<void> {
  const tell = (message: object) => process.send?.(message);
  const bench = await startBench({
    ...{ dataFolder: folder, keeper: keyFileKeeper, pace: realisticPace, port: 0, securePort: 0 },
  });
  if (address) await bench.shared.connect({ address, password, benchName: name, leaseSeconds: 60 });
  const batchId = joined ?? (await make());
  const reader = bench.readers.get('virtual');
  tell({ kind: 'ready', batchId });
  await once(process, 'message');
  await bench.runner.run({
    batchId,
    readers: [reader],
    overwrite: false,
    issuerKeys: noIssuerKeys,
    unattended: true,
  });
  await bench.close();
  tell({ kind: 'through' });
  process.disconnect();

  async function make(): Promise<string> {
    const lines = readFileSync(path.join(data, 'devices-200.csv'), 'utf8').split('\n');
    const list = { name: 'order.csv', text: lines.slice(0, rows + 1).join('\n') };
    const order = checkOrder(exampleFile('gateway.profile.json'), list);
    const options = { name: 'Order', mode: 'cardThenSimulatedDevice' } as const;
    const context = { audit: bench.audit, now: () => Date.now(), newId };
    return address
      ? await shareOrder(await bench.shared.connectedBook(), bench.store, order, options, context)
      : keepOrder(bench.store, order, options, context);
  }
}

/** A bench in a process of its own. */
async function start(part: Part): Promise<{ readonly child: ChildProcess; readonly batchId: string }> {
  const child = fork(import.meta.filename, [JSON.stringify(part)]);
  child.once('exit', (code) => {
    if (code !== 0) process.exit(1);
  });
  const [{ batchId }] = (await once(child, 'message')) as [{ batchId: string }];
  return { child, batchId };
}

/** Lets benches that are ready work. @returns the seconds until all of them are through */
async function timed(benches: readonly ChildProcess[]): Promise<number> {
  const started = performance.now();
  const through = benches.map((child) => once(child, 'message'));
  for (const child of benches) child.send('begin');
  await Promise.all(through);
  return (performance.now() - started) / 1000;
}

async function measure(): Promise<void> {
  const postgres = await startPostgres();
  try {
    const { password } = postgres;
    const own = await start({ folder: temporaryFolder('own'), name: 'Own' });
    const ownSeconds = await timed([own.child]);
    const one = await postgres.database('one');
    const alone = await start({ folder: temporaryFolder('alone'), name: 'Alone', address: one, password });
    const aloneSeconds = await timed([alone.child]);
    const two = await postgres.database('two');
    const north = await start({ folder: temporaryFolder('north'), name: 'North', address: two, password });
    const { batchId } = north;
    const south = await start({
      ...{ folder: temporaryFolder('south'), name: 'South', address: two, password, batchId },
    });
    const bothSeconds = await timed([north.child, south.child]);
    const [finished] = await postgres.query(
      'two',
      "SELECT count(*)::int AS n, count(DISTINCT job_id)::int AS rows FROM dm_bench.job_event WHERE event = 'finish'",
    );
    if (finished?.n !== rows || finished.rows !== rows)
      throw new Error(`${String(finished?.n)} of ${rows} rows were finished, not each of them once`);
    const rate = (seconds: number) => `${((rows * 60) / seconds).toFixed(1)} rows a minute`;
    console.log(`an order of its own: ${rate(ownSeconds)}`);
    console.log(
      `one bench at a shared order: ${rate(aloneSeconds)}, ${(ownSeconds / aloneSeconds).toFixed(2)} of that`,
    );
    console.log(
      `two benches at one: ${rate(bothSeconds)}, ${(aloneSeconds / bothSeconds).toFixed(2)} times one (limit 1.8); each row once`,
    );
  } finally {
    await postgres.stop();
  }
}

const part = process.argv[2];
if (part === undefined) await measure();
else await work(JSON.parse(part) as Part);
