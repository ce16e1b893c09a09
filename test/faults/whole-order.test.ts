import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { data, endRunning, gatewayProfile, runCli, startCli, temporaryFolder } from '../support/cli.ts';
import { chanceOf } from '../support/mutate.ts';

/** DM_BENCH_ROWS takes more of the list: 200 at most. */
const rows = Math.min(200, Number(process.env.DM_BENCH_ROWS ?? 80));
const kills = 10;
const seed = 20261125;

describe('a whole order at two virtual stations', () => {
  afterEach(endRunning);

  it(`with devices that fail and ${kills} kills, ends with each row accounted for once`, {
    timeout: 240_000 + rows * 2000,
  }, async () => {
    const folder = temporaryFolder('whole');
    const chance = chanceOf(seed);
    const { list, wrong } = listOf(folder, chance);
    // The profile expects one firmware; devices whose row says another one have another one.
    const profile = path.join(folder, 'order.profile.json');
    const text = readFileSync(gatewayProfile, 'utf8');
    writeFileSync(profile, text.replace('"DevInfo/FwV": "{{fw}}"', '"DevInfo/FwV": "2.4.1"'));
    const order = ['--data', folder, '--profile', profile, '--devices', list, '--resume'];
    const stations = ['virtual', 'virtual-2'].flatMap((name) => ['--station', name]);
    for (let kill = 0; kill < kills; kill++) {
      const run = startCli('provision', ...order, ...stations);
      const ended = 1 + chance.below(Math.floor(rows / kills) - 1);
      const isEnd = ({ event, kind }: { event: string; kind?: unknown }) =>
        event === 'station' && (kind === 'done' || kind === 'failed');
      await Promise.race([run.line(() => run.lines.filter(isEnd).length >= ended), run.exit]);
      run.process.kill('SIGKILL');
      expect(await run.exit, run.errors()).toBe('SIGKILL');
    }
    const report = path.join(folder, 'report.json');
    const last = await runCli('provision', ...order, ...stations, '--report', report);
    expect(last.code, last.errors).toBe(wrong.size === 0 ? 0 : 1);

    // Counted by what the list says and by what is in the file, not by the product.
    const store = new DatabaseSync(path.join(folder, 'bench.sqlite'), { readOnly: true });
    const linesOf = (state: string) =>
      store
        .prepare('SELECT line FROM job WHERE state = ? ORDER BY line')
        .all(state)
        .map(({ line }) => Number(line));
    const count = (sql: string) => Number(store.prepare(sql).get()?.n);
    const expected = Array.from({ length: rows }, (_, index) => index + 2);
    expect(linesOf('failed'), `seed ${seed}`).toEqual(expected.filter((line) => wrong.has(line)));
    expect(linesOf('done'), `seed ${seed}`).toEqual(expected.filter((line) => !wrong.has(line)));
    expect(count('SELECT count(*) AS n FROM job')).toBe(rows);
    expect(count("SELECT count(*) AS n FROM job_event WHERE event = 'finish'")).toBe(rows - wrong.size);
    expect(count("SELECT count(*) AS n FROM session WHERE state = 'open'")).toBe(0);
    store.close();
    const told = JSON.parse(readFileSync(report, 'utf8')) as {
      totals: object;
      rows: { line: number; state: string; card?: object; fault?: { code: string } }[];
    };
    expect(told.totals).toEqual({ rows, done: rows - wrong.size, failed: wrong.size, left: 0 });
    for (const { line, state, card, fault } of told.rows) {
      expect([line, state, fault?.code]).toEqual(
        wrong.has(line) ? [line, 'failed', 'SESSION_VALUE_DIFFERS'] : [line, 'done', undefined],
      );
      // The card of each of them was read back; of the failed ones, the session alone failed.
      expect(card).toMatchObject({ octets: expect.any(Number) });
    }
  });
});

/** A list of so many devices, of which every twentieth or so has another firmware. @returns its lines, too */
function listOf(
  folder: string,
  chance: ReturnType<typeof chanceOf>,
): { readonly list: string; readonly wrong: ReadonlySet<number> } {
  const [heading = '', ...known] = readFileSync(path.join(data, 'devices-200.csv'), 'utf8')
    .trim()
    .split('\n');
  const wrong = new Set<number>();
  const lines = Array.from({ length: rows }, (_, index) => {
    const line = known[index] ?? '';
    if (chance.below(20) > 0) return line.replace(/,[^,]*$/, ',2.4.1');
    wrong.add(index + 2);
    return line.replace(/,[^,]*$/, ',0.0.1');
  });
  const list = path.join(folder, 'order.csv');
  writeFileSync(list, `${[heading, ...lines].join('\n')}\n`);
  return { list, wrong };
}
