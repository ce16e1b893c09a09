import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  data,
  endRunning,
  gatewayProfile,
  type RunningCli,
  runCli,
  startCli,
  temporaryFolder,
} from '../support/cli.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

const rows = 60;
let devices: string;
let server: PostgresServer;
let count = 0;

beforeAll(async () => {
  const lines = readFileSync(path.join(data, 'devices-200.csv'), 'utf8').split('\n');
  devices = path.join(temporaryFolder('list'), 'devices.csv');
  writeFileSync(devices, lines.slice(0, rows + 1).join('\n'));
  server = await startPostgres();
});
afterEach(endRunning);
afterAll(() => server.stop());

/** Two benches in one order book, and an order of 60 rows in it that the first has begun with no row. */
async function twoBenches() {
  const database = `shared_${++count}`;
  const address = await server.database(database);
  const passwordFile = path.join(temporaryFolder('password'), 'password');
  writeFileSync(passwordFile, `${server.password}\n`, { mode: 0o600 });
  const [north, south] = [temporaryFolder('north'), temporaryFolder('south')];
  for (const [name, folder] of [
    ['North', north],
    ['South', south],
  ] as const) {
    const connected = await runCli(
      ...['order-book', 'connect', address, '--data', folder, '--name', name],
      ...['--password-file', passwordFile, '--lease', '5'],
    );
    expect(connected.code, connected.errors).toBe(0);
    expect(connected.lines[0]).toMatchObject({ event: 'orderBook', kind: 'connected', benchName: name });
  }
  return { database, north, south };
}

function begin(folder: string, ...more: readonly string[]): RunningCli {
  const files = ['--profile', gatewayProfile, '--devices', devices];
  return startCli('provision', '--data', folder, ...files, '--shared', ...more);
}

const batchOf = async (cli: RunningCli) => String((await cli.line(({ event }) => event === 'batch')).batch);
const isDone = ({ event, kind }: { event: string; kind?: unknown }) => event === 'station' && kind === 'done';

/** Every row of the order book is done once, whatever happened on the way. */
async function expectEachDoneOnce(database: string): Promise<readonly Record<string, unknown>[]> {
  const of = (sql: string) => server.query(database, sql);
  expect(await of('SELECT state, count(*)::int AS n FROM dm_bench.job GROUP BY state')).toEqual([
    { state: 'done', n: rows },
  ]);
  expect(
    await of(
      "SELECT count(*)::int AS n, count(DISTINCT job_id)::int AS rows FROM dm_bench.job_event WHERE event = 'finish'",
    ),
  ).toEqual([{ n: rows, rows }]);
  return of(
    'SELECT name, count(*)::int AS n FROM dm_bench.job JOIN dm_bench.bench USING (bench_id) GROUP BY name ORDER BY name',
  );
}

/** The rows of a report, without what only tells who wrote it. */
async function reportOf(folder: string, batch: string) {
  const file = path.join(folder, 'report.json');
  const written = await runCli('report', file, '--data', folder, '--batch', batch);
  expect(written.code, written.errors).toBe(0);
  const { default: report } = (await import(file, { with: { type: 'json' } })) as {
    default: {
      totals: object;
      rows: { bench?: string; card?: object; session?: object; reported?: object }[];
    };
  };
  return report;
}

describe('two benches at one order', () => {
  it('share its rows, see what the other does, and report all of it', { timeout: 120_000 }, async () => {
    const { database, north, south } = await twoBenches();
    const first = begin(north);
    const batch = await batchOf(first);
    const second = startCli('provision', '--data', south, '--batch', batch);
    expect(await first.exit, first.errors()).toBe(0);
    expect(await second.exit, second.errors()).toBe(0);
    for (const run of [first, second])
      expect(run.lines.at(-1)).toMatchObject({ event: 'end', rows, done: rows, failed: 0, left: 0 });
    const shares = await expectEachDoneOnce(database);
    expect(shares.map(({ name }) => name)).toEqual(['North', 'South']);
    for (const folder of [north, south]) await runCli('order-book', 'status', '--data', folder);
    const [northern, southern] = [await reportOf(north, batch), await reportOf(south, batch)];
    expect(southern.totals).toEqual(northern.totals);
    const without = ({ bench, ...row }: { bench?: string }) => row;
    expect(southern.rows.map(without)).toEqual(northern.rows.map(without));
    for (const [index, row] of northern.rows.entries()) {
      expect([row.bench, southern.rows[index]?.bench].toSorted()).toEqual([
        row.bench === 'South' ? 'South' : 'North',
        undefined,
      ]);
      expect(row).toMatchObject({ card: { octets: expect.any(Number) }, session: { state: 'fulfilled' } });
    }
  });

  it('lose no row and do none twice where one is killed', { timeout: 120_000 }, async () => {
    const { database, north, south } = await twoBenches();
    const first = begin(north, '--station', 'virtual', '--station', 'virtual-2');
    const batch = await batchOf(first);
    await first.line(isDone);
    const second = startCli('provision', '--data', south, '--batch', batch);
    await second.line(isDone);
    first.process.kill('SIGKILL');
    expect(await first.exit).toBe('SIGKILL');
    // What was at its stations comes to the other when nothing was heard of it for its lease.
    expect(await second.exit, second.errors()).toBe(0);
    expect(second.lines.at(-1)).toMatchObject({ event: 'end', rows, done: rows, failed: 0, left: 0 });
    await expectEachDoneOnce(database);
    const again = await runCli('provision', '--data', north, '--batch', batch);
    expect(again.code, again.errors).toBe(0);
    expect(again.lines.at(-1)).toMatchObject({ event: 'end', rows, done: rows });
    await expectEachDoneOnce(database);
  });

  it('wait for a database that is gone, and go on by themselves', { timeout: 120_000 }, async () => {
    const { database, north, south } = await twoBenches();
    const first = begin(north);
    const batch = await batchOf(first);
    const second = startCli('provision', '--data', south, '--batch', batch);
    await Promise.all([first.line(isDone), second.line(isDone)]);
    for (let time = 0; time < 2; time++) {
      await server.kill();
      const isLost = ({ event, kind }: { event: string; kind?: unknown }) =>
        event === 'station' && kind === 'lost';
      await Promise.all([first.line(isLost), second.line(isLost)]);
      await server.start();
    }
    expect(await first.exit, first.errors()).toBe(0);
    expect(await second.exit, second.errors()).toBe(0);
    await expectEachDoneOnce(database);
    const store = new DatabaseSync(path.join(north, 'bench.sqlite'), { readOnly: true });
    expect(store.prepare("SELECT count(*) AS n FROM job WHERE state = 'done'").get()).toEqual({ n: rows });
    store.close();
  });

  it('cannot be joined without the order book, and says what to do', async () => {
    const folder = temporaryFolder('alone');
    const shared = await runCli(
      'provision',
      '--data',
      folder,
      '--shared',
      '--profile',
      gatewayProfile,
      '--devices',
      devices,
    );
    expect(shared.code).toBe(1);
    expect(shared.errors).toContain('ORDER_BOOK_NOT_CONNECTED');
    const refused = await runCli(
      'order-book',
      'connect',
      'postgres://a:secret@127.0.0.1/b',
      '--data',
      folder,
    );
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain('ORDER_BOOK_ADDRESS');
    expect(refused.errors).not.toContain('secret');
    const gone = await runCli('order-book', 'connect', 'postgres://a@127.0.0.1:1/b', '--data', folder);
    expect(gone.errors).toContain('ORDER_BOOK_UNREACHABLE');
    const state = await runCli('order-book', 'status', '--data', folder);
    expect(state.lines[0]).toEqual({ event: 'orderBook', kind: 'none' });
  });
});
