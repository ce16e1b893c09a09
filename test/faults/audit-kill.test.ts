import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { data, endRunning, gatewayProfile, runCli, startCli, temporaryFolder } from '../support/cli.ts';
import { chanceOf } from '../support/mutate.ts';

const kills = 8;
const devices = path.join(data, 'devices-200.csv');

/** What the audit log and the jobs of a folder say of its rows: each that is done has its entry, and no other has. */
function rowsIn(folder: string) {
  const store = new DatabaseSync(path.join(folder, 'bench.sqlite'), { readOnly: true });
  const lines = (sql: string) =>
    store
      .prepare(sql)
      .all()
      .map((row) => Number(row.line));
  const rows = {
    done: lines("SELECT line FROM job WHERE state = 'done' ORDER BY line"),
    recorded: lines(
      "SELECT entry ->> '$.act.line' AS line FROM audit_entry WHERE kind = 'rowDone' ORDER BY line",
    ),
    // A card that was written has an entry from before it was.
    begun: Number(
      store
        .prepare(
          `SELECT count(*) AS n FROM job_event e WHERE event = 'startWriting' AND NOT EXISTS (
             SELECT 1 FROM audit_entry a WHERE a.kind = 'cardWriteBegun'
               AND a.entry ->> '$.subject.jobId' = e.job_id AND a.at = e.at)`,
        )
        .get()?.n,
    ),
  };
  store.close();
  return rows;
}

describe('the audit log', () => {
  afterEach(endRunning);

  it(`holds whatever the moment of ${kills} kills, and proves every line of the report in the end`, {
    timeout: 180_000,
  }, async () => {
    const folder = temporaryFolder('audit-kill');
    const args = ['--data', folder, '--profile', gatewayProfile, '--devices', devices, '--resume'];
    const chance = chanceOf(20261125);
    let last = 0;
    for (let kill = 0; kill < kills; kill++) {
      const run = startCli('provision', ...args);
      const lines = 1 + chance.below(90);
      await Promise.race([run.line(() => run.lines.length >= lines), run.exit]);
      await delay(chance.next() * 12);
      run.process.kill('SIGKILL');
      expect(await run.exit, run.errors()).toBe('SIGKILL');
      const verified = await runCli('audit', 'verify', '--data', folder);
      expect(verified.lines.map(({ code, event }) => code ?? event)).toEqual(['verified']);
      expect(verified.code).toBe(0);
      const { entries } = verified.lines[0] as unknown as { readonly entries: number };
      expect(entries).toBeGreaterThanOrEqual(last);
      last = entries;
      const { done, recorded, begun } = rowsIn(folder);
      expect(recorded).toEqual(done);
      expect(begun).toBe(0);
    }
    const report = path.join(folder, 'report.json');
    const end = await runCli('provision', ...args, '--report', report);
    expect(end.code, end.errors).toBe(0);
    expect(rowsIn(folder).recorded).toHaveLength(200);
    const proven = await runCli('report', 'verify', report, '--data', folder);
    expect(proven.lines).toEqual([
      expect.objectContaining({ event: 'verified', holds: true, lines: 200, findings: 0 }),
    ]);
    expect(proven.code).toBe(0);
  });

  it.skipIf(process.platform === 'win32')(
    'tells of every row that was done before the disk was full, and goes on when there is room',
    { timeout: 90_000 },
    async () => {
      const folder = temporaryFolder('audit-full');
      const args = ['provision', '--data', folder, '--profile', gatewayProfile, '--devices', devices];
      const cli = path.join(import.meta.dirname, '../../out/main/cli.js');
      // No file may grow beyond so many blocks: writing fails as on a disk that is full.
      const limited = spawnSync(
        'bash',
        ['-c', 'ulimit -f 900; exec "$@"', 'bash', process.execPath, cli, ...args],
        { encoding: 'utf8' },
      );
      expect(limited.status).toBe(1);
      expect(limited.stderr).toMatch(/STORE_FULL|STORE_FAILED|FILE_NOT_WRITTEN/);
      const { done, recorded } = rowsIn(folder);
      expect(recorded).toEqual(done);
      expect((await runCli('audit', 'verify', '--data', folder)).code).toBe(0);
      const resumed = await runCli(...args, '--resume');
      expect(resumed.code, resumed.errors).toBe(0);
      expect(rowsIn(folder).recorded).toHaveLength(200);
      const verified = await runCli('audit', 'verify', '--data', folder);
      expect(verified.code, verified.errors).toBe(0);
    },
  );
});
