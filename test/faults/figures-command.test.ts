import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../main/cli/run.ts';
import { openStore } from '../../main/store/store.ts';
import { exampleFile, startTestBench } from '../support/bench.ts';
import { temporaryFolder } from '../support/cli.ts';
import { commandLines } from '../support/command-lines.ts';
import { seedFigures } from '../support/seeded-figures.ts';

const until = Date.UTC(2026, 10, 25, 8);
const run = (...args: readonly string[]) => commandLines(() => runCommandLine(['figures', ...args]));
let folder: string;

beforeAll(() => {
  folder = temporaryFolder('figures');
  const store = openStore(folder, () => until);
  seedFigures(store, { batchId: 'b', name: 'Order', rows: 300, worked: 250, until });
  store.close();
});

describe('figures at the command line', () => {
  it('are a line for the whole, and one for each failure, step and interval', async () => {
    const { code, lines } = await run('--data', folder, '--batch', 'b');
    expect(code).toBe(0);
    const of = (event: string) => lines.filter((line) => line.event === event);
    const [whole] = of('figures');
    expect(whole).toMatchObject({ rows: 250, batch: { total: 300, left: 50, running: false } });
    const sum = (event: string, name: string) => of(event).reduce((all, line) => all + Number(line[name]), 0);
    expect(sum('interval', 'done')).toBe(whole?.done);
    expect(sum('outcome', 'occurrences')).toBe(sum('interval', 'failed'));
    expect(of('outcome')[0]).toMatchObject({
      code: 'CARD_ADM_REFUSED',
      remedy: expect.stringContaining('key'),
    });
    expect(of('step').map(({ step }) => step)).toContain('write');
  });

  it('are written as CSV, whole or not at all', async () => {
    const file = path.join(folder, 'figures.csv');
    const { code, lines } = await run('--data', folder, '--csv', file);
    expect([code, lines.at(-1)]).toEqual([0, { event: 'saved', file }]);
    expect(readFileSync(file, 'utf8')).toMatch(/failure at a station,\w+ reader,CARD_ADM_REFUSED/);
    const failed = await run('--data', folder, '--csv', path.join(folder, 'nowhere', 'figures.csv'));
    expect([failed.code, failed.lines.at(-1)?.code]).toEqual([1, 'FILE_NOT_WRITTEN']);
  });

  it('count from a time on', async () => {
    expect((await run('--data', folder, '--since', '2026-11-26')).lines[0]).toMatchObject({ rows: 0 });
    expect((await run('--data', folder, '--since', '2026-11-01')).lines[0]).toMatchObject({ rows: 250 });
  });

  it('refuse what is no time, no batch, and no option', async () => {
    expect((await run('--data', folder, '--since', 'yesterday')).code).toBe(2);
    expect((await run('--data', folder, '--since', '1901-01-01')).code).toBe(2);
    expect((await run()).code).toBe(2);
    const { code, lines } = await run('--data', folder, '--batch', 'nobody');
    expect([code, lines[0]?.code]).toEqual([1, 'BATCH_UNKNOWN']);
  });

  it('are those of the bench that runs over the folder', async () => {
    const { bench, dataFolder, close } = await startTestBench({
      profile: exampleFile('gateway.profile.json'),
      list: exampleFile('devices-3.csv'),
    });
    try {
      seedFigures(bench.store, { batchId: 'b', name: 'Order', rows: 30, worked: 25, until });
      const { lines } = await run('--data', dataFolder, '--batch', 'b');
      expect(lines[0]).toMatchObject({ event: 'figures', rows: 25, batch: { total: 30 } });
    } finally {
      await close();
    }
  });
});
