import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { faultOf, toFault } from '../../core/errors.ts';
import { keyFileKeeper, openVault } from '../vault/vault.ts';
import { openStore, type Store } from './store.ts';

const folder = () => mkdtempSync(path.join(os.tmpdir(), 'store-'));
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'done';
  } catch (error) {
    return toFault(error).code;
  }
};

function withBatch(store: Store, rows = 3): void {
  store.batches.add({
    batchId: 'b',
    name: 'b',
    profileText: '{}',
    listName: 'l',
    orderDigest: 'd',
    mode: 'cardThenSimulatedDevice' as const,
    createdAt: 1,
  });
  const job = (line: number) => ({
    jobId: `j${line}`,
    batchId: 'b',
    line,
    deviceId: `IMEI:${line}`,
    label: `L${line}`,
    variables: { site: `Hall ${line}` },
    ...(line === 3 ? { iccid: '8944' } : {}),
  });
  store.jobs.add(
    Array.from({ length: rows }, (_, index) => job(index + 1)),
    1,
  );
}

describe('the store', () => {
  it('is for one process at a time, and free again when that one lets go', () => {
    const data = folder();
    const store = openStore(data, () => 1);
    expect(codeOf(() => openStore(data, () => 1))).toBe('DATA_FOLDER_IN_USE');
    store.close();
    expect(codeOf(() => openStore(data, () => 1).close())).toBe('done');
  });

  it('refuses what a newer version wrote, and what is no database', () => {
    const data = folder();
    openStore(data, () => 1).close();
    const file = new DatabaseSync(path.join(data, 'bench.sqlite'));
    file.exec('PRAGMA user_version = 999');
    file.close();
    expect(codeOf(() => openStore(data, () => 1))).toBe('DATA_FOLDER_NEWER');
    const other = folder();
    writeFileSync(path.join(other, 'bench.sqlite'), 'x'.repeat(4096));
    expect(codeOf(() => openStore(other, () => 1))).toBe('DATA_FOLDER_UNUSABLE');
  });

  it('keeps all of a transaction or nothing', () => {
    const store = openStore(folder(), () => 1);
    withBatch(store);
    expect(() =>
      store.transaction(() => {
        store.jobs.claim('b', 's', 2);
        throw new Error('half-way');
      }),
    ).toThrow('half-way');
    expect(store.batches.counts('b')).toMatchObject({ total: 3, done: 0, failed: 0, inWork: 0, waiting: 3 });
    store.close();
  });

  it('claims each row once, in order, or the one that a card belongs to', () => {
    const store = openStore(folder(), () => 1);
    withBatch(store);
    expect(store.jobs.claim('b', 's', 2, { iccid: 'other' })).toBeUndefined();
    expect(store.jobs.claim('b', 's', 2, { iccid: '8944' })?.line).toBe(3);
    expect(store.jobs.claim('b', 's', 2, { jobId: 'j3' })).toBeUndefined();
    expect(store.jobs.claim('b', 't', 2)?.line).toBe(1);
    expect(store.jobs.claim('b', 't', 2)?.line).toBe(2);
    expect(store.jobs.claim('b', 't', 2)).toBeUndefined();
    store.close();
  });

  it('tries a failed row again only when it is told to', () => {
    const store = openStore(folder(), () => 1);
    withBatch(store, 1);
    store.jobs.claim('b', 's', 2);
    store.jobs.step('j1', { kind: 'fail', fault: faultOf('CARD_NOT_PKCS15', {}) }, 3);
    expect(store.jobs.claimable('b')).toBe(0);
    store.jobs.retryFailed('b');
    expect(store.jobs.claim('b', 's', 4)).toMatchObject({ line: 1, attempts: 2 });
    expect(store.jobs.events('j1').map(({ event }) => event)).toEqual(['claim', 'fail', 'claim']);
    store.close();
  });

  it('finds rows by what is in them', () => {
    const store = openStore(folder(), () => 1);
    withBatch(store);
    const page = (search: string, filter: 'all' | 'done' = 'all') =>
      store.jobs.page({ batchId: 'b', filter, search, offset: 0, limit: 2 });
    expect(page('')).toMatchObject({ total: 3, rows: [{ line: 1 }, { line: 2 }] });
    expect(page('hall 2').rows.map(({ line }) => line)).toEqual([2]);
    expect(page('%').total).toBe(0);
    expect(page('', 'done').total).toBe(0);
    store.close();
  });

  it('settles what a process left: a row whose session had ended well is done, another begins again', () => {
    const data = folder();
    const store = openStore(data, () => 1);
    withBatch(store);
    const message = { digest: 'ab', octets: 2 };
    for (const line of [1, 2]) {
      const jobId = `j${line}`;
      store.jobs.claim('b', 's', 2, { jobId });
      for (const event of [
        { kind: 'prepare', message },
        { kind: 'startWriting', card: { atr: '3B' } },
        { kind: 'verify' },
        { kind: 'openSession' },
      ] as const)
        store.jobs.step(jobId, event, 3);
      store.devices.enrol(
        {
          deviceId: `IMEI:${line}`,
          label: 'l',
          jobId,
          userName: `u${line}`,
          passwordSealed: new Uint8Array(1),
        },
        3,
      );
      store.sessions.open({ sessionId: `s${line}`, deviceId: `IMEI:${line}`, jobId, openedAt: 4 });
    }
    store.sessions.end('s1', { state: 'fulfilled', at: 5, commandsDone: 3 });
    store.close();
    const again = openStore(data, () => 9);
    expect(again.jobs.get('j1').state).toMatchObject({ kind: 'done', session: 's1' });
    expect(again.jobs.get('j2').state).toEqual({ kind: 'waiting' });
    expect(again.sessions.get('s2')).toMatchObject({
      state: 'abandoned',
      fault: { code: 'SESSION_INTERRUPTED' },
    });
    again.close();
  });
});

describe('the vault', () => {
  it('opens what it sealed, also after a restart, and nothing that was changed', () => {
    const data = folder();
    const sealed = openVault(data, keyFileKeeper).seal('geheim');
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('geheim');
    expect(openVault(data, keyFileKeeper).open(sealed)).toBe('geheim');
    sealed[sealed.length - 1]! ^= 1;
    expect(codeOf(() => openVault(data, keyFileKeeper).open(sealed))).toBe('VAULT_DAMAGED');
    expect(codeOf(() => openVault(folder(), keyFileKeeper).open(new Uint8Array(3)))).toBe('VAULT_DAMAGED');
  });

  it("says so when the desktop's key store sealed it", () => {
    const data = folder();
    const desktop = {
      kind: 'safeStorage',
      wrap: (key: Uint8Array) => key.toReversed(),
      unwrap: (key: Uint8Array) => key.toReversed(),
    } as const;
    const sealed = openVault(data, desktop).seal('x');
    expect(codeOf(() => openVault(data, keyFileKeeper))).toBe('VAULT_LOCKED');
    expect(openVault(data, desktop).open(sealed)).toBe('x');
    writeFileSync(path.join(data, 'vault.key'), '{');
    expect(codeOf(() => openVault(data, desktop))).toBe('VAULT_DAMAGED');
  });
});
