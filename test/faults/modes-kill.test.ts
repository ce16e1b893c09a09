import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { endRunning, examples, gatewayProfile, runCli, startCli, temporaryFolder } from '../support/cli.ts';
import { chanceOf } from '../support/mutate.ts';

const devices = path.join(examples, 'devices-3.csv');

/** Where the rows of a data folder are, and how often each of them came to its end. */
function rowsOf(folder: string): { readonly done: number; readonly awaited: number; readonly once: boolean } {
  const store = new DatabaseSync(path.join(folder, 'bench.sqlite'), { readOnly: true });
  const count = (sql: string) => Number(store.prepare(sql).get()?.n);
  const ends = "FROM job_event WHERE event = 'finish'";
  const rows = {
    done: count("SELECT count(*) AS n FROM job WHERE state = 'done'"),
    awaited: count("SELECT count(*) AS n FROM job WHERE state = 'awaitingDevice'"),
    once: count(`SELECT count(*) AS n ${ends}`) === count(`SELECT count(DISTINCT job_id) AS n ${ends}`),
  };
  store.close();
  return rows;
}

describe('provision in each mode, killed again and again', () => {
  afterEach(endRunning);

  it.each(['cardsOnly', 'cardThenDevice', 'deviceOnly', 'simulatedDeviceOnly'] as const)(
    '%s: no row is lost, and none is done twice',
    { timeout: 120_000 },
    async (mode) => {
      const folder = temporaryFolder(mode);
      const order = ['--data', folder, '--profile', gatewayProfile, '--devices', devices];
      const args = [...order, '--mode', mode, '--resume', '--station', 'virtual', '--station', 'virtual-2'];
      const chance = chanceOf(20261125);
      for (let kill = 0; kill < 5; kill++) {
        const run = startCli('provision', ...args);
        const lines = 1 + chance.below(10);
        await Promise.race([run.line(() => run.lines.length >= lines).catch(() => {}), run.exit]);
        run.process.kill('SIGKILL');
        await run.exit;
      }
      const last = await runCli('provision', ...args);
      const waits = mode === 'cardThenDevice' || mode === 'deviceOnly';
      expect(last.code, last.errors).toBe(waits ? 1 : 0);
      if (waits) expect(last.errors).toContain('BATCH_DEVICES_AWAITED');
      expect(rowsOf(folder)).toEqual({ done: waits ? 0 : 3, awaited: waits ? 3 : 0, once: true });
    },
  );

  it('devices in other processes fulfil their plans while provision waits for them', async () => {
    const folder = temporaryFolder('awaited');
    const [bench, access, report] = ['bench', 'access', 'report.json'].map((name) => path.join(folder, name));
    const order = ['--data', bench!, '--profile', gatewayProfile, '--devices', devices];
    const waiting = ['--wait-devices', '60', '--bootstrap-access', access!, '--report', report!];
    const run = startCli('provision', ...order, '--mode', 'deviceOnly', ...waiting);
    await run.line(({ event, devices: left }) => event === 'awaited' && left === 3);
    const files = readdirSync(access!).map((name) => path.join(access!, name));
    expect(files).toHaveLength(3);
    for (const file of files) {
      const { url } = JSON.parse(readFileSync(file, 'utf8')) as { url: string };
      const options = [
        '--access',
        file,
        '--firmware',
        '2.4.1',
        '--model',
        file.includes('1770') ? 'MTR-7' : 'GW-200',
      ];
      const device = await runCli('device', '--bootstrap', url, ...options);
      expect(device.code, device.errors).toBe(0);
    }
    expect(await run.exit, run.errors()).toBe(0);
    const { rows } = JSON.parse(readFileSync(report!, 'utf8')) as { rows: { state: string }[] };
    expect(rows.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  it('another mode than that of the batch is refused; devices that never come are told of', async () => {
    const folder = temporaryFolder('mode');
    const order = ['--data', folder, '--profile', gatewayProfile, '--devices', devices];
    const first = await runCli('provision', ...order, '--mode', 'cardThenDevice', '--wait-devices', '1');
    expect(first).toMatchObject({ code: 1 });
    expect(first.errors).toContain('BATCH_DEVICES_AWAITED');
    expect(first.lines.findLast(({ event }) => event === 'end')).toMatchObject({ done: 0, left: 3 });
    const other = await runCli('provision', ...order, '--resume', '--mode', 'cardsOnly');
    expect(other.errors).toContain('BATCH_OTHER_MODE');
    expect((await runCli('provision', ...order, '--mode', 'nonsense')).code).toBe(2);
  });

  it('stations are named, placed and set, and what does not fit is refused', async () => {
    const folder = temporaryFolder('stations');
    const set = ['stations', 'set', 'virtual-2', '--data', folder];
    expect((await runCli('stations', 'virtual', '2', '--data', folder)).code).toBe(0);
    const left = ['--name', 'Left', '--place', 'Hall 2', '--stop-after', '3', '--auto-advance', 'off'];
    const { code, lines, errors } = await runCli(...set, ...left);
    expect(code, errors).toBe(0);
    expect(lines.find(({ station }) => station === 'Left')).toMatchObject({
      ...{ kind: 'virtual', place: 'Hall 2', stopAfter: 3, autoAdvance: false },
    });
    expect((await runCli(...set, '--volume', '900')).errors).toContain('STATION_SETTING_WRONG');
    expect((await runCli('stations', 'virtual', '9', '--data', folder)).errors).toContain('VIRTUAL_STATIONS');
    const unknown = ['stations', 'set', 'Nowhere', '--place', 'x', '--data', folder];
    expect((await runCli(...unknown)).errors).toContain('STATION_UNKNOWN');
    const file = path.join(folder, 'left.svg');
    expect((await runCli('stations', 'code', 'Left', '--data', folder, '--out', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('<svg');
    writeFileSync(path.join(folder, 'stations.json'), '{ not ours');
    expect((await runCli('stations', 'list', '--data', folder)).lines).not.toHaveLength(0);
  });
});
