import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codedError } from '../../core/errors.ts';
import { createFiguresDesk } from '../../main/provisioning/figures-desk.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import { type SeededBatch, seedFigures } from '../support/seeded-figures.ts';

const until = Date.UTC(2026, 10, 25, 8);
const seeded: SeededBatch = { batchId: 'b', name: 'Order 4471', rows: 700, worked: 600, until };

describe('the figures of a bench', () => {
  let store: Store;
  let running: string | undefined;
  beforeEach(() => {
    store = openStore(mkdtempSync(path.join(os.tmpdir(), 'figures-')), () => until);
    running = undefined;
    seedFigures(store, seeded);
    seedFigures(store, {
      ...seeded,
      batchId: 'c',
      name: 'Order 4470',
      rows: 20,
      worked: 20,
      until: until - 9e8,
    });
  });
  afterEach(() => store.close());

  const desk = (history = store.jobHistory) =>
    createFiguresDesk({ store: { ...store, jobHistory: history }, running: () => running, now: () => until });

  it('are those of the rows, of one batch or of all', async () => {
    const figures = desk();
    const one = await figures.figures({ batchId: 'b' });
    const counts = store.batches.counts('b');
    expect(one).toMatchObject({
      ...{ rows: 600, done: counts.done, failed: counts.failed, at: until },
      batch: { name: 'Order 4471', total: 700, left: counts.waiting, running: false },
      finish: { kind: 'unknown', why: 'notRunning' },
    });
    const all = await figures.figures({});
    expect(all).toMatchObject({ rows: 620, done: counts.done + store.batches.counts('c').done });
    expect(all).not.toHaveProperty('batch');
    expect(await figures.figures({ since: until - 7e8 })).toMatchObject({ rows: 600, done: counts.done });
    expect(await figures.figures({ since: until + 1 })).toMatchObject({ rows: 0, outcomes: [] });
    await expect(figures.figures({ batchId: 'nobody' })).rejects.toMatchObject({ name: 'BATCH_UNKNOWN' });
  });

  it('go on with what was recorded since, and say the same as if all were read at once', async () => {
    const figures = desk();
    const before = await figures.figures({ batchId: 'b' });
    running = 'b';
    const jobId = 'b-650';
    store.jobs.claim('b', 'Left reader', until + 1000, { jobId });
    store.jobs.step(jobId, { kind: 'prepare', message: { digest: 'ab', octets: 1 } }, until + 1100);
    const after = await figures.figures({ batchId: 'b' });
    expect(after.rows).toBe(before.rows + 1);
    expect(after).toEqual(await desk().figures({ batchId: 'b' }));
    expect(after.finish).toMatchObject({ kind: 'expected' });
  });

  it('read nothing twice, however many ask at once', async () => {
    let read = 0;
    const counting: Store['jobHistory'] = {
      read(query) {
        const found = store.jobHistory.read(query);
        read += found.transitions.length;
        return found;
      },
    };
    const figures = desk(counting);
    const answers = await Promise.all([1, 2, 3].map(() => figures.figures({ batchId: 'b' })));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const [once] = [read];
    await figures.figures({ batchId: 'b' });
    expect(read).toBe(once);
    expect(once).toBeGreaterThan(2000);
  });

  it('begin anew after the store failed in the middle', async () => {
    let reads = 0;
    const failing: Store['jobHistory'] = {
      read(query) {
        if (++reads === 2) throw codedError('STORE_FAILED', { detail: 'disk' });
        return store.jobHistory.read(query);
      },
    };
    const figures = desk(failing);
    await expect(figures.figures({ batchId: 'b' })).rejects.toMatchObject({ name: 'STORE_FAILED' });
    expect(await figures.figures({ batchId: 'b' })).toEqual(await desk().figures({ batchId: 'b' }));
  });

  it('fit into a small answer', async () => {
    expect(JSON.stringify(await desk().figures({ batchId: 'b' })).length).toBeLessThan(40_000);
  });
});
