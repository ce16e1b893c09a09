import { describe, expect, it } from 'vitest';
import { faultOf } from '../../core/errors.ts';
import { card, codeOf, finish, message, orderBooksForTests, rowsOf } from '../support/order-books.ts';

const { ownBench, sharedBench, newDatabase, add } = orderBooksForTests();

describe.each([
  ['this bench’s own (SQLite)', () => ownBench()],
  ['shared (PostgreSQL)', async () => sharedBench(await newDatabase(), 'North')],
])('an order book, %s', (_name, openBench) => {
  it('keeps an order with its rows, and gives each row to one station, in their order', async () => {
    const bench = await openBench();
    const batchId = await add(bench);
    expect(bench.store.batches.get(batchId)).toMatchObject({ name: batchId, mode: 'cardsOnly' });
    const claims = await Promise.all(
      ['s1', 's2', 's3', 's4'].map((station) => bench.book.claim(batchId, station, 5)),
    );
    expect(claims.flatMap((job) => (job ? [job.line] : [])).sort()).toEqual([2, 3, 4]);
    expect(new Set(claims.map((job) => job?.jobId)).size).toBe(4);
    expect(bench.store.jobs.claimable(batchId)).toBe(0);
    expect(bench.store.batches.counts(batchId)).toMatchObject({ total: 3, inWork: 3 });
  });

  it('claims the row of a card, of a device, or just one', async () => {
    const bench = await openBench();
    const batchId = await add(bench);
    let at = 5;
    const claim = async (wanted: object) => (await bench.book.claim(batchId, 's', at++, wanted))?.line;
    expect(await claim({ iccid: '89440000009' })).toBe(undefined);
    expect(await claim({ iccid: '89440000004' })).toBe(4);
    expect(await claim({ deviceId: 'IMEI:3' })).toBe(3);
    expect(await claim({ jobId: `${batchId}-2` })).toBe(2);
    expect(await claim({ jobId: `${batchId}-2` })).toBe(undefined);
  });

  it('takes a row through its steps, each of them durable and told once', async () => {
    const bench = await openBench();
    const batchId = await add(bench, [2]);
    const job = await bench.book.claim(batchId, 's', 5);
    await finish(bench, job?.jobId ?? '');
    const done = bench.store.jobs.get(job?.jobId ?? '');
    expect(done).toMatchObject({ attempts: 1, changedAt: 13, variables: { zeta: '2', alpha: '=1+1' } });
    expect(done.state).toEqual({ kind: 'done', station: 's', message, card });
    expect(Object.keys(done.variables)).toEqual(['zeta', 'alpha']);
    expect(bench.store.jobs.events(done.jobId).map(({ event, at }) => [event, at])).toEqual([
      ['claim', 5],
      ['prepare', 10],
      ['startWriting', 11],
      ['verify', 12],
      ['finish', 13],
    ]);
    expect(bench.store.jobs.byMessage(message.digest)?.jobId).toBe(done.jobId);
    expect(bench.steps.filter((step) => !step.endsWith('claim'))).toEqual([
      '2 prepare',
      '2 startWriting',
      '2 verify',
      '2 finish',
    ]);
  });

  it('refuses a step that does not fit, and changes nothing', async () => {
    const bench = await openBench();
    const batchId = await add(bench, [2]);
    const job = await bench.book.claim(batchId, 's', 5);
    expect(await codeOf(bench.book.step(job?.jobId ?? '', { kind: 'verify' }, 6))).toBe('JOB_TRANSITION');
    expect(bench.store.jobs.get(job?.jobId ?? '')).toMatchObject({
      changedAt: 5,
      state: { kind: 'claimed' },
    });
  });

  it('gives failed rows out again once a person wants them tried', async () => {
    const bench = await openBench();
    const batchId = await add(bench, [2]);
    const job = await bench.book.claim(batchId, 's', 5);
    await bench.book.step(job?.jobId ?? '', { kind: 'fail', fault: faultOf('CARD_PULLED', {}) }, 6);
    expect(await bench.book.claim(batchId, 's', 7)).toBeUndefined();
    await bench.book.retryFailed(batchId);
    expect(bench.store.jobs.claimable(batchId)).toBe(1);
    expect(bench.store.jobs.get(job?.jobId ?? '').state.kind).toBe('failed');
    expect(await bench.book.claim(batchId, 's', 8)).toMatchObject({ attempts: 2 });
  });

  it('holds rows back and cancels them with a reason, and changes values with those before', async () => {
    const bench = await openBench();
    const batchId = await add(bench);
    const [held, cancelled, changed] = [2, 3, 4].map((line) => `${batchId}-${line}`) as [
      string,
      string,
      string,
    ];
    await bench.book.step(held, { kind: 'hold', reason: 'late' }, 5);
    await bench.book.step(cancelled, { kind: 'cancel', reason: 'broken' }, 6);
    const values = { deviceId: 'IMEI:9', label: 'Nine', variables: { zeta: '9' } };
    await bench.book.step(changed, { kind: 'change', reason: 'typing error' }, 7, { values });
    expect(bench.store.batches.counts(batchId)).toMatchObject({ held: 1, cancelled: 1, waiting: 1 });
    expect(bench.store.jobs.get(changed)).toMatchObject(values);
    expect(bench.store.jobs.get(changed).iccid).toBeUndefined();
    expect(bench.store.jobs.events(changed).at(-1)).toMatchObject({
      event: 'change',
      reason: 'typing error',
      before: { zeta: '4', alpha: '=1+1' },
    });
    expect(await bench.book.claim(batchId, 's', 8)).toMatchObject({ jobId: changed, deviceId: 'IMEI:9' });
    expect(await bench.book.claim(batchId, 's', 9)).toBeUndefined();
    await bench.book.step(held, { kind: 'reinstate', reason: 'here' }, 10);
    expect(await bench.book.claim(batchId, 's', 11)).toMatchObject({ jobId: held });
  });

  it('gives numbers of a sequence out once, from its beginning on', async () => {
    const bench = await openBench();
    const take = (start: number, count: number) => bench.book.takeNumbers('P', 'label', start, count);
    expect([await take(7, 3), await take(7, 2), await take(100, 1), await take(7, 1)]).toEqual([
      7, 10, 100, 101,
    ]);
    const many = await Promise.all(Array.from({ length: 10 }, () => take(1, 2)));
    expect(many.toSorted((left, right) => left - right)).toEqual(many.map((_, index) => 102 + 2 * index));
    expect(await bench.book.takeNumbers('P', 'other', 1, 1)).toBe(1);
  });

  it('takes up rows that are added later', async () => {
    const bench = await openBench();
    const batchId = await add(bench, [2]);
    await bench.book.claim(batchId, 's', 5);
    await bench.book.addRows(batchId, rowsOf(batchId, [3]), 6);
    expect(await bench.book.claim(batchId, 's', 7)).toMatchObject({ line: 3 });
  });
});
