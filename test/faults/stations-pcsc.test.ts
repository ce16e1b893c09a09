import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../core/octets.ts';
import { virtualAdmKey } from '../../main/card/virtual/uicc.ts';
import { data, endRunning, gatewayProfile, runCli, startCli, temporaryFolder } from '../support/cli.ts';
import { hasVirtualReaders, insertCard, startPcscd, virtualReaders } from '../support/pcscd.ts';

const rows = 60;

describe.skipIf(!hasVirtualReaders)('stations side by side (pcscd and vpcd are for Linux)', () => {
  let pcscd: Awaited<ReturnType<typeof startPcscd>>;
  beforeAll(async () => {
    pcscd = await startPcscd();
  });
  afterEach(endRunning);
  afterAll(() => pcscd?.stop());

  it('two readers, one with a failing card, and two virtual stations do each row once', {
    timeout: 120_000,
  }, async () => {
    const folder = temporaryFolder('four');
    const [list, keys] = [path.join(folder, 'list.csv'), path.join(folder, 'keys.txt')];
    const lines = readFileSync(path.join(data, 'devices-200.csv'), 'utf8').split('\n');
    writeFileSync(list, `${lines.slice(0, rows + 1).join('\n')}\n`);
    writeFileSync(keys, `${toHex(virtualAdmKey)}\n`);
    const cards = [await insertCard(0), await insertCard(1, '--fault', '45:status:6581')];
    const order = ['--data', folder, '--profile', gatewayProfile, '--devices', list, '--adm-file', keys];
    const stations = [virtualReaders[0].name, virtualReaders[1].name, 'virtual', 'virtual-2'];
    const run = startCli('provision', ...order, ...stations.flatMap((name) => ['--station', name]));
    const code = await run.exit;
    const end = run.lines.findLast(({ event }) => event === 'end');
    expect(code, run.errors()).toBe(1);
    expect(end).toMatchObject({ rows, done: rows - 1, failed: 1, left: 0 });
    for (const card of cards) await card.pull();
    const last = await runCli('provision', ...order, '--resume', '--station', 'virtual');
    expect(last.code, last.errors).toBe(0);
    const store = new DatabaseSync(path.join(folder, 'bench.sqlite'), { readOnly: true });
    const count = (sql: string) => Number(store.prepare(sql).get()?.n);
    expect(count("SELECT count(*) AS n FROM job WHERE state = 'done'")).toBe(rows);
    expect(count("SELECT count(*) AS n FROM job_event WHERE event = 'finish'")).toBe(rows);
    // The one that failed was claimed twice, every other one once.
    expect(count("SELECT count(*) AS n FROM job_event WHERE event = 'claim'")).toBe(rows + 1);
    expect(
      count(`SELECT count(DISTINCT state ->> '$.station') AS n FROM job_event WHERE event = 'claim'`),
    ).toBe(4);
    store.close();
  });
});
