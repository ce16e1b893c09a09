import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecideRequest, RowChoice } from '../../core/api-rows.ts';
import { parseEntry } from '../../core/audit/entry.ts';
import { faultOf, toFault } from '../../core/errors.ts';
import type { Decision } from '../../core/provisioning/row-decisions.ts';
import { profileJson } from '../../core/provisioning/test-profile.ts';
import { auditOver } from '../audit/audit-log.ts';
import { createOwnOrderBook, type OrderBook } from '../store/order-book.ts';
import { openStore, type Store } from '../store/store.ts';
import { createRowDesk, type RowDesk } from './row-desk.ts';

const batchId = 'b';
const imeis = ['352099001761408', '352099001761770', '352099001762141', '352099001761481'];
const reason = 'wrong delivery';
const everybody = { kind: 'found', filter: 'all', search: '' } as const;

let store: Store;
let desk: RowDesk;
let book: OrderBook;
let clock: number;
let told: string[];

beforeEach(() => {
  store = openStore(mkdtempSync(path.join(os.tmpdir(), 'row-desk-')), () => 1);
  clock = 10;
  told = [];
  store.batches.add({
    ...{ batchId, name: 'b', profileText: JSON.stringify(profileJson()), listName: 'l.csv' },
    ...{ orderDigest: 'd', mode: 'cardsOnly', createdAt: 1 },
  });
  store.jobs.add(
    imeis.slice(0, 3).map((imei, index) => ({
      ...{ jobId: `j${index}`, batchId, line: index + 2, deviceId: `IMEI:${imei}`, label: `Hall ${index}` },
      variables: { imei, site: `Hall ${index}` },
    })),
    1,
  );
  book = createOwnOrderBook(store, () => {});
  desk = deskOver(() => book);
});
afterEach(() => store.close());

function deskOver(of: () => OrderBook): RowDesk {
  let id = 0;
  return createRowDesk({
    store,
    books: { of },
    audit: auditOver(
      store,
      () => clock,
      () => ({ kind: 'commandLine', user: 'jo' }),
    ),
    now: () => ++clock,
    newId: () => `new${id++}`,
    changed: (batch) => void told.push(batch),
  });
}

const these = (...jobIds: readonly string[]): RowChoice => ({
  kind: 'these',
  rows: jobIds.map((jobId) => ({ jobId })),
});
const decide = (decision: Decision, rows: RowChoice, over: Partial<DecideRequest> = {}) =>
  desk.decide(decision, { batchId, rows, reason, others: false, ...over });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => toFault(error).code,
  );
const kinds = () => store.jobs.each(batchId).map(({ state }) => state.kind);
const acts = () =>
  store.audit.ofBatch(batchId, ['rowsChanged']).map(({ text }) => {
    const entry = parseEntry(text);
    return entry?.act.kind === 'rowsChanged' ? entry.act : undefined;
  });

describe('decisions about rows', () => {
  it('are recorded once for all of them, with who and why, and told', async () => {
    expect(await decide('hold', these('j0', 'j2'))).toMatchObject({
      changed: 2,
      lines: [2, 4],
      refusedCount: 0,
    });
    expect(kinds()).toEqual(['held', 'waiting', 'held']);
    expect(acts()).toEqual([{ kind: 'rowsChanged', change: 'held', lines: [2, 4], reason }]);
    expect(told).toEqual([batchId]);
    expect(desk.reasons()).toEqual([reason]);
    expect(desk.detail('j0').history).toEqual([
      {
        at: 11,
        event: 'hold',
        state: { kind: 'held', reason },
        reason,
        by: { kind: 'commandLine', user: 'jo' },
      },
    ]);
  });

  it('are for all rows or for none, unless the others are asked for', async () => {
    store.jobs.claim(batchId, 's', 2, { jobId: 'j1' });
    const refused = await decide('cancel', everybody);
    expect(refused).toMatchObject({ changed: 0, able: 2, refusedCount: 1 });
    expect(refused.refused[0]).toMatchObject({ line: 3, fault: { code: 'ROW_STATE' } });
    expect(kinds()).toEqual(['waiting', 'claimed', 'waiting']);
    expect(acts()).toEqual([]);
    expect(told).toEqual([]);
    expect(await decide('cancel', everybody, { others: true })).toMatchObject({
      changed: 2,
      refusedCount: 1,
    });
    expect(kinds()).toEqual(['cancelled', 'claimed', 'cancelled']);
  });

  it('say to the second of two people what the row is now', async () => {
    const seen: RowChoice = {
      kind: 'these',
      rows: [{ jobId: 'j0', changedAt: store.jobs.get('j0').changedAt }],
    };
    await decide('hold', seen);
    const second = await decide('cancel', seen);
    expect(second.refused[0]?.fault).toMatchObject({
      code: 'ROW_CHANGED_MEANWHILE',
      message: expect.stringContaining('held back now'),
    });
    expect(kinds()[0]).toBe('held');
  });

  it('may be forbidden by what the row is', async () => {
    await decide('cancel', these('j0'));
    const fault = faultOf('OPERATOR_NOT_PERMITTED', { name: 'Jo' });
    const by = {
      audit: auditOver(
        store,
        () => clock,
        () => ({ kind: 'bench' }),
      ),
      forbids: () => fault,
    };
    const request = { batchId, rows: these('j0'), reason, others: false };
    expect((await desk.decide('reinstate', request, by)).refused[0]?.fault).toEqual(fault);
  });

  it('about rows of another batch, or of none, are refused', async () => {
    expect(await codeOf(decide('hold', these('nobody')))).toBe('ROW_UNKNOWN');
    expect(await codeOf(decide('hold', { kind: 'named', lines: [9], devices: [] }))).toBe('ROW_UNKNOWN');
    expect(await codeOf(decide('hold', { kind: 'found', filter: 'failed', search: '' }))).toBe('ROWS_NONE');
    expect(await codeOf(decide('hold', everybody, { reason: ' ' }))).toBe('ROW_REASON_WRONG');
    expect(await decide('hold', { kind: 'named', lines: [2], devices: ['Hall 2', 'Hall 0'] })).toMatchObject({
      lines: [2, 4],
    });
  });

  it('are recorded as far as they came where a book takes them one by one', async () => {
    let steps = 0;
    const { stepAll: _, ...oneByOne } = book;
    const shared: OrderBook = {
      ...oneByOne,
      async step(jobId, event, at, values) {
        // Another bench claims the second one meanwhile, and the third finds nobody there.
        if (++steps === 2) store.jobs.claim(batchId, 'other bench', at, { jobId });
        return book.step(jobId, event, at, values);
      },
    };
    desk = deskOver(() => shared);
    const outcome = await decide('hold', everybody);
    expect(outcome).toMatchObject({ changed: 2, lines: [2, 4], refusedCount: 1 });
    expect(outcome.refused[0]).toMatchObject({ line: 3, fault: { code: 'ROW_CHANGED_MEANWHILE' } });
    expect(acts()).toEqual([{ kind: 'rowsChanged', change: 'held', lines: [2, 4], reason }]);
    const lost: OrderBook = {
      ...oneByOne,
      async step(jobId, event, at, values) {
        if (jobId === 'j2') throw new Error('the network is gone');
        return book.step(jobId, event, at, values);
      },
    };
    desk = deskOver(() => lost);
    expect(await codeOf(decide('reinstate', these('j0', 'j2')))).toBe('INTERNAL');
    expect(acts().at(-1)).toMatchObject({ change: 'reinstated', lines: [2] });
  });
});

describe('the values of a row', () => {
  const change = (jobId: string, values: Record<string, string>) => desk.change({ jobId, values, reason });

  it('are changed, with what they were in its history', async () => {
    expect(await change('j0', { site: 'Hall 9' })).toEqual({ kind: 'changed', line: 2, problems: [] });
    expect(await change('j0', { site: 'Hall 10' })).toMatchObject({ kind: 'changed' });
    expect(store.jobs.get('j0')).toMatchObject({ label: 'Hall 10', state: { kind: 'waiting' } });
    expect(desk.detail('j0').history.map(({ changes }) => changes)).toEqual([
      [{ column: 'site', before: 'Hall 0', after: 'Hall 9' }],
      [{ column: 'site', before: 'Hall 9', after: 'Hall 10' }],
    ]);
    expect(new Set(acts().map((act) => act?.rowsDigest)).size).toBe(2);
  });

  it('are those of another device only while nothing was made for the one', async () => {
    expect(await change('j0', { imei: String(imeis[3]) })).toMatchObject({ kind: 'changed' });
    expect(store.jobs.get('j0').deviceId).toBe(`IMEI:${imeis[3]}`);
    store.jobs.claim(batchId, 's', 2, { jobId: 'j1' });
    store.jobs.step('j1', { kind: 'prepare', message: { digest: 'd', octets: 1 } }, 3);
    expect(await codeOf(change('j1', { site: 'x' }))).toBe('ROW_STATE');
    store.jobs.step('j1', { kind: 'fail', fault: faultOf('CARD_PULLED', {}) }, 4);
    expect(await codeOf(change('j1', { imei: String(imeis[0]) }))).toBe('ROW_DEVICE_FIXED');
    expect(await change('j1', { site: 'x' })).toMatchObject({ kind: 'changed' });
  });

  it('are checked at their fields, also beside the other rows', async () => {
    expect(await change('j0', { imei: '1', site: '' })).toMatchObject({
      kind: 'problems',
      problems: [
        { fault: { code: 'LIST_IMEI_DIGITS', place: { columnName: 'imei' } } },
        { fault: { code: 'LIST_VALUE_REQUIRED', place: { columnName: 'site' } } },
      ],
    });
    expect(await change('j0', { imei: String(imeis[1]) })).toMatchObject({
      problems: [{ fault: { code: 'ROW_VALUE_TAKEN', place: { columnName: 'imei' } } }],
    });
    expect(acts()).toEqual([]);
  });
});

describe('rows that are added', () => {
  it('go on after the last line, all or none, and know who added them', async () => {
    const text = `imei,site\n${imeis[3]},Hall 8\n`;
    const more = { kind: 'file', name: 'more.csv', text } as const;
    expect(desk.check(batchId, more)).toMatchObject({ rows: 1, problems: [] });
    expect(await desk.add(batchId, more, reason)).toMatchObject({
      kind: 'added',
      rows: 1,
      first: 5,
      last: 5,
    });
    expect(await desk.add(batchId, more, reason)).toMatchObject({
      problems: [{ fault: { code: 'ROW_VALUE_TAKEN', place: { file: 'more.csv', line: 2 } } }],
    });
    expect(store.batches.counts(batchId).total).toBe(4);
    expect(desk.detail('new0').history).toMatchObject([{ event: 'add', reason, by: { user: 'jo' } }]);
  });

  it('have values that are made for them, after those of the rows that are there', async () => {
    const generate = (across: string) => ({ kind: 'sequence', digits: 3, prefix: 'GW-', across });
    const profile = profileJson({
      columns: {
        imei: { type: 'imei', unique: true },
        site: {},
        number: { generate: generate('batch') },
        label: { generate: generate('batches') },
      },
    });
    store.batches.add({
      ...{ batchId: 'made', name: 'm', profileText: JSON.stringify(profile), listName: 'l.csv' },
      ...{ orderDigest: 'm', mode: 'cardsOnly', createdAt: 1 },
    });
    const [imei = '', other = '', third = ''] = imeis;
    const first = { imei, site: 'a', number: 'GW-001', label: 'GW-041' };
    store.jobs.add(
      [{ jobId: 'm0', batchId: 'made', line: 2, deviceId: `IMEI:${imei}`, label: 'a', variables: first }],
      1,
    );
    store.orders.takeNumbers('GW-200', 'label', 41, 1);
    for (const [each, site] of [
      [other, 'b'],
      [third, 'c'],
    ] as const)
      await desk.add('made', { kind: 'typed', values: { imei: each, site } }, reason);
    expect(store.jobs.each('made').map(({ variables }) => [variables.number, variables.label])).toEqual([
      ['GW-001', 'GW-041'],
      ['GW-002', 'GW-042'],
      ['GW-003', 'GW-043'],
    ]);
  });

  it('are not kept where that cannot be recorded', async () => {
    const audit = {
      record: () => {
        throw new Error('the disk is full');
      },
      by: () => audit,
    };
    const values = { imei: String(imeis[3]), site: 'Hall 8' };
    await expect(desk.add(batchId, { kind: 'typed', values }, reason, { audit })).rejects.toThrow('full');
    await expect(
      desk.decide('hold', { batchId, rows: everybody, reason, others: false }, { audit }),
    ).rejects.toThrow();
    expect(kinds()).toEqual(['waiting', 'waiting', 'waiting']);
  });
});

describe('whatever is decided and claimed', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1 });
  const action = fc.oneof(
    fc.record({
      kind: fc.constantFrom<Decision>('hold', 'cancel', 'reinstate', 'retry'),
      rows: ids,
      others: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('claim' as const) }),
    fc.record({
      kind: fc.constantFrom('fail' as const, 'done' as const, 'release' as const),
      row: fc.nat(2),
    }),
    fc.record({
      kind: fc.constant('change' as const),
      row: fc.nat(2),
      site: fc.stringMatching(/^[A-Z]{1,3}$/),
    }),
  );

  it('every row is accounted for once, and none that is set aside is claimed', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const id = `p${run++}`;
        const batch = store.batches.get(batchId);
        store.batches.add({ ...batch, batchId: id });
        store.jobs.add(
          imeis.slice(0, 3).map((imei, index) => ({
            ...{ jobId: `${id}-${index}`, batchId: id, line: index + 2, deviceId: imei, label: imei },
            variables: { imei, site: 'X' },
          })),
          1,
        );
        for (const each of actions) {
          const before = new Map(store.jobs.each(id).map((job) => [job.jobId, job.state.kind]));
          try {
            if (each.kind === 'claim') {
              const claimed = store.jobs.claim(id, 's', ++clock);
              if (claimed) expect(['waiting', 'failed']).toContain(before.get(claimed.jobId));
              else expect([...before.values()]).not.toContain('waiting');
            } else if (each.kind === 'change')
              await desk.change({ jobId: `${id}-${each.row}`, values: { site: each.site }, reason });
            else if ('row' in each) finish(`${id}-${each.row}`, each.kind);
            else {
              const rows = these(...each.rows.map((row) => `${id}-${row}`));
              const { others, kind } = each;
              const outcome = await desk.decide(kind, { batchId: id, rows, reason, others });
              expect(outcome.changed + outcome.refusedCount).toBe(
                outcome.changed > 0 || outcome.able === 0 ? each.rows.length : outcome.refusedCount,
              );
            }
          } catch (error) {
            expect(toFault(error).code).not.toBe('INTERNAL');
          }
          const { total, done, failed, inWork, waiting, awaited, held, cancelled } = store.batches.counts(id);
          expect(done + failed + inWork + waiting + awaited + held + cancelled).toBe(total);
          expect(total).toBe(3);
        }
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  function finish(jobId: string, how: 'fail' | 'done' | 'release'): void {
    if (how === 'fail') store.jobs.step(jobId, { kind: 'fail', fault: faultOf('CARD_PULLED', {}) }, ++clock);
    else if (how === 'release') store.jobs.step(jobId, { kind: 'release' }, ++clock);
    else {
      store.jobs.step(jobId, { kind: 'prepare', message: { digest: 'd', octets: 1 } }, ++clock);
      store.jobs.step(jobId, { kind: 'startWriting', card: { atr: '3B' } }, ++clock);
      store.jobs.step(jobId, { kind: 'verify' }, ++clock);
      store.jobs.step(jobId, { kind: 'finish' }, ++clock);
    }
  }
});
