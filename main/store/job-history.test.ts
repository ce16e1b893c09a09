import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultOf } from '../../core/errors.ts';
import type { JobEvent } from '../../core/provisioning/job.ts';
import { migrations } from './migrations.ts';
import { openStore, type Store } from './store.ts';

const message = { digest: 'ab', octets: 2 };
const fault = faultOf('CARD_NOT_PKCS15', {});

describe('the history of rows', () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'history-'));
    store = openStore(folder, () => 1);
    for (const batchId of ['b', 'c']) addBatch(batchId);
  });
  afterEach(() => store.close());

  const addBatch = (batchId: string) => {
    store.batches.add({
      ...{ batchId, name: batchId, profileText: '{}', listName: 'l', orderDigest: batchId },
      ...{ mode: 'cardThenSimulatedDevice', createdAt: 1 },
    });
    store.jobs.add(
      [1, 2].map((line) => ({
        ...{ jobId: `${batchId}${line}`, batchId, line, deviceId: `IMEI:${line}`, label: `L${line}` },
        variables: {},
      })),
      1,
    );
  };
  const step = (jobId: string, at: number, event: JobEvent) =>
    event.kind === 'claim'
      ? store.jobs.claim(jobId.slice(0, 1), event.station, at, { jobId })
      : store.jobs.step(jobId, event, at);
  const read = (query: Partial<Parameters<Store['jobHistory']['read']>[0]> = {}) =>
    store.jobHistory.read({ after: 0, limit: 100, ...query });
  const words = (query?: Parameters<typeof read>[0]) =>
    read(query).transitions.map(({ jobId, state, at }) => `${jobId} ${state} ${at}`);

  /** Two rows of one batch and one of another; in the second step the clock was set back. */
  const happen = () => {
    step('b1', 50, { kind: 'claim', station: 'left' });
    step('c1', 40, { kind: 'claim', station: 'right' });
    step('b1', 41, { kind: 'fail', fault });
    store.jobs.retryFailed('b');
    step('b1', 42, { kind: 'claim', station: 'left' });
    step('b1', 43, { kind: 'prepare', message });
    step('c1', 44, { kind: 'release' });
  };

  it('is read in the order in which it was recorded, whatever the clock said', () => {
    happen();
    expect(words()).toEqual([
      ...['b1 claimed 50', 'c1 claimed 40', 'b1 failed 41', 'b1 claimed 42', 'b1 prepared 43'],
      'c1 waiting 44',
    ]);
    expect(words({ batchId: 'c' })).toEqual(['c1 claimed 40', 'c1 waiting 44']);
    expect(words({ since: 43 })).toEqual(['b1 claimed 50', 'b1 prepared 43', 'c1 waiting 44']);
    expect(read({ batchId: 'b' }).transitions.slice(0, 3)).toEqual([
      {
        ...{ batchId: 'b', jobId: 'b1', line: 1, label: 'L1', at: 50, state: 'claimed', station: 'left' },
        attempt: 1,
      },
      expect.objectContaining({ state: 'failed', station: 'left', code: 'CARD_NOT_PKCS15', attempt: 1 }),
      expect.objectContaining({ state: 'claimed', attempt: 2 }),
    ]);
    expect(read({ batchId: 'c' }).transitions.at(-1)).not.toHaveProperty('station');
  });

  it('goes on where the reading before ended, and says nothing twice', () => {
    happen();
    const all = words();
    const found: string[] = [];
    let after = 0;
    for (;;) {
      const part = words({ after, limit: 2 });
      if (part.length === 0) break;
      found.push(...part);
      ({ after } = read({ after, limit: 2 }));
    }
    expect(found).toEqual(all);
    expect(read({ after })).toEqual({ transitions: [], after });
    step('b2', 60, { kind: 'claim', station: 'left' });
    expect(words({ after })).toEqual(['b2 claimed 60']);
  });

  it('does not keep what was undone', () => {
    happen();
    const before = words();
    expect(() =>
      store.transaction(() => {
        step('b1', 70, { kind: 'startWriting', card: { atr: '3B' } });
        throw new Error('undone');
      }),
    ).toThrow('undone');
    expect(words()).toEqual(before);
  });

  it('finds the rows that ever failed with a code', () => {
    happen();
    const page = { filter: 'all', search: '', offset: 0, limit: 10 } as const;
    const linesOf = (batchId: string, code: string) =>
      store.jobs.page({ batchId, code, ...page }).rows.map(({ jobId }) => jobId);
    expect(linesOf('b', 'CARD_NOT_PKCS15')).toEqual(['b1']);
    expect(linesOf('c', 'CARD_NOT_PKCS15')).toEqual([]);
    expect(linesOf('b', "x' OR '1")).toEqual([]);
    expect(store.jobs.page({ batchId: 'b', ...page }).total).toBe(2);
  });

  it('comes to a data folder of an earlier version, in an order that keeps each row’s', () => {
    happen();
    const recorded = read().transitions;
    store.close();
    const earlier = mkdtempSync(path.join(os.tmpdir(), 'history-'));
    const version = migrations.findIndex((migration) => migration.includes('CREATE TABLE job_history'));
    const file = new DatabaseSync(path.join(earlier, 'bench.sqlite'));
    for (const migration of migrations.slice(0, version)) file.exec(migration);
    file.exec(`PRAGMA user_version = ${version}; ATTACH '${path.join(folder, 'bench.sqlite')}' AS later`);
    const columns = {
      batch: 'batch_id, name, profile_text, list_name, order_digest, created_at',
      job: 'job_id, batch_id, line, device_id, label, variables, state, state_json, attempts, changed_at',
      job_event: 'job_id, number, at, event, state',
    };
    for (const [table, names] of Object.entries(columns))
      file.exec(
        table === 'batch'
          ? `INSERT INTO batch (${names}, simulated_device) SELECT ${names}, 1 FROM later.batch`
          : `INSERT INTO ${table} (${names}) SELECT ${names} FROM later.${table}`,
      );
    file.close();
    store = openStore(earlier, () => 90);
    const found = read().transitions;
    for (const jobId of ['b1', 'c1'])
      expect(found.filter((each) => each.jobId === jobId).slice(0, 4)).toEqual(
        recorded.filter((each) => each.jobId === jobId).slice(0, 4),
      );
    step('b2', 91, { kind: 'claim', station: 'left' });
    expect(words().at(-1)).toBe('b2 claimed 91');
  });
});
