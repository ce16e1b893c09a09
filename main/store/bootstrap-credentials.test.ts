import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { openStore, type Store } from './store.ts';

const deviceId = 'IMEI:352099001761408';
const otherId = 'IMEI:352099001761770';
const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const message = (text: string) => new TextEncoder().encode(text);

/** Devices that are known, as enrolling makes them. */
function withDevices(store: Store): void {
  store.batches.add({
    batchId: 'b',
    name: 'b',
    profileText: '{}',
    listName: 'l',
    orderDigest: 'd',
    mode: 'cardsOnly' as const,
    createdAt: 1,
  });
  for (const [index, id] of [deviceId, otherId].entries()) {
    const job = { jobId: `j${index}`, batchId: 'b', line: index + 1, deviceId: id, label: id, variables: {} };
    store.jobs.add([job], 1);
    store.devices.enrol(
      {
        deviceId: id,
        label: id,
        jobId: job.jobId,
        userName: `dm-${index}`,
        passwordSealed: message('sealed'),
      },
      1,
    );
  }
}

describe('bootstrap credentials', () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'bootstrap-'));
    store = openStore(folder, () => 1);
    withDevices(store);
  });
  afterEach(() => store.close());

  const issue = (id: string, text: string, at: number) =>
    store.bootstrapCredentials.issue({
      ...{ deviceId: id, messageSealed: message(text), at, randomOctets },
      digestSecretSealed: ({ userName }) => message(`sealed for ${userName}`),
    });

  it('open the message of their own device, also after a restart', () => {
    const mine = issue(deviceId, 'mine', 10);
    const theirs = issue(otherId, 'theirs', 11);
    store.close();
    store = openStore(folder, () => 12);
    const { match } = store.bootstrapCredentials;
    expect(match(deviceId, mine)).toEqual(message('mine'));
    expect(match(otherId, theirs)).toEqual(message('theirs'));
    expect(match(deviceId, theirs)).toBeUndefined();
    expect(match('IMEI:unknown', mine)).toBeUndefined();
    expect(match(deviceId, { ...mine, password: `${mine.password}x` })).toBeUndefined();
    expect(match(deviceId, { ...mine, userName: theirs.userName })).toBeUndefined();
    expect(match(deviceId, { userName: '', password: '' })).toBeUndefined();
    expect(match('', { userName: '', password: '' })).toBeUndefined();
    // The two are apart: what is cut off from one is not added to the other.
    const moved = { userName: mine.userName.slice(0, -1), password: mine.userName.slice(-1) + mine.password };
    expect(match(deviceId, moved)).toBeUndefined();
  });

  it('are found while they are open, to be checked in another way', () => {
    const { userName } = issue(deviceId, 'mine', 10);
    expect(store.bootstrapCredentials.open(deviceId)).toEqual({
      userName,
      messageSealed: message('mine'),
      digestSecretSealed: message(`sealed for ${userName}`),
    });
    expect(store.bootstrapCredentials.open(otherId)).toBeUndefined();
    expect(store.bootstrapCredentials.open('IMEI:unknown')).toBeUndefined();
  });

  it('are long and never the same', () => {
    const issued = Array.from({ length: 50 }, () => issue(deviceId, 'mine', 10));
    for (const { userName, password } of issued) {
      expect(userName).toMatch(/^bootstrap-[\w-]{12}$/);
      expect(password).toMatch(/^[\w-]{32}$/);
    }
    expect(new Set(issued.map(({ password }) => password)).size).toBe(50);
  });

  it('are not in the data folder, only a hash of them', () => {
    const { password } = issue(deviceId, 'mine', 10);
    store.close();
    const file = readFileSync(path.join(folder, 'bench.sqlite'));
    expect(file.includes('bootstrap-')).toBe(true);
    expect(file.includes(password)).toBe(false);
    expect(file.includes(Buffer.from(password, 'base64url'))).toBe(false);
    store = openStore(folder, () => 12);
  });

  it('are worth nothing once they are closed, and their message is forgotten', () => {
    const credential = issue(deviceId, 'mine', 10);
    expect(store.bootstrapCredentials.close(deviceId, 20)).toBe(true);
    expect(store.bootstrapCredentials.match(deviceId, credential)).toBeUndefined();
    expect(store.bootstrapCredentials.close(deviceId, 30)).toBe(false);
    expect(store.bootstrapCredentials.close('IMEI:unknown', 30)).toBe(false);
    expect(store.bootstrapCredentials.list()).toEqual([
      { deviceId, userName: credential.userName, openedAt: 10, closedAt: 20 },
    ]);
    expect(store.bootstrapCredentials.open(deviceId)).toBeUndefined();
    store.close();
    const file = new DatabaseSync(path.join(folder, 'bench.sqlite'), { readOnly: true });
    expect(
      file.prepare('SELECT message_sealed, digest_secret_sealed FROM bootstrap_credential').all(),
    ).toEqual([{ message_sealed: null, digest_secret_sealed: null }]);
    file.close();
    store = openStore(folder, () => 12);
  });

  it('take the place of an earlier one of the device, open or closed', () => {
    const first = issue(deviceId, 'first', 10);
    const second = issue(deviceId, 'second', 20);
    expect(store.bootstrapCredentials.match(deviceId, first)).toBeUndefined();
    expect(store.bootstrapCredentials.match(deviceId, second)).toEqual(message('second'));
    store.bootstrapCredentials.close(deviceId, 30);
    const third = issue(deviceId, 'third', 40);
    expect(store.bootstrapCredentials.match(deviceId, second)).toBeUndefined();
    expect(store.bootstrapCredentials.match(deviceId, third)).toEqual(message('third'));
    expect(store.bootstrapCredentials.list()).toEqual([{ deviceId, userName: third.userName, openedAt: 40 }]);
  });

  it('are listed, the newest first', () => {
    issue(deviceId, 'mine', 10);
    issue(otherId, 'theirs', 20);
    expect(store.bootstrapCredentials.list().map((row) => row.deviceId)).toEqual([otherId, deviceId]);
  });

  it('are issued to devices that are known, with a transaction or not at all', () => {
    const codeOf = (id: string) => {
      try {
        return store.transaction(() => {
          issue(id, 'mine', 10);
          throw new Error('half-way');
        });
      } catch (error) {
        return toFault(error).code;
      }
    };
    const codes = ['IMEI:unknown', deviceId].map(codeOf);
    expect(codes).toEqual(['STORE_FAILED', 'INTERNAL']);
    expect(store.bootstrapCredentials.list()).toEqual([]);
  });
});
