import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newInteraction, stepInteraction } from '../../core/interaction/interaction.ts';
import { installationForm } from '../../core/interaction/test-form.ts';
import type { InteractionRecord } from './interactions.ts';
import { migrations } from './migrations.ts';
import { openStore, type Store } from './store.ts';

const deviceId = 'IMEI:352099001761408';
const digest = (octet: number) => new Uint8Array(32).fill(octet);

function withSession(store: Store): void {
  const order = {
    profileText: '{}',
    listName: 'l',
    orderDigest: 'd',
    mode: 'cardsOnly' as const,
    createdAt: 1,
  };
  store.batches.add({ batchId: 'b', name: 'b', ...order });
  store.jobs.add([{ jobId: 'j', batchId: 'b', line: 1, deviceId, label: 'l', variables: {} }], 1);
  const credentials = { userName: 'u', passwordSealed: new Uint8Array(1) };
  store.devices.enrol({ deviceId, label: 'l', jobId: 'j', ...credentials }, 1);
  store.sessions.open({ sessionId: 's', deviceId, jobId: 'j', openedAt: 1 });
}

const recordOf = (interactionId: string, begunAt: number, expiresAt: number): InteractionRecord => ({
  ...{ interactionId, deviceId, jobId: 'j', sessionId: 's' },
  interaction: newInteraction(installationForm, begunAt, expiresAt),
});

describe('the records of UI interactions', () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'interactions-'));
    store = openStore(folder, () => 1);
    withSession(store);
  });
  afterEach(() => store.close());

  it('are found by their ids and by the hashes of their addresses, also after a restart', () => {
    const [one, two] = [recordOf('i1', 10, 100), recordOf('i2', 5, 50)];
    store.interactions.add(one, digest(1));
    store.interactions.add(two, digest(2));
    store.close();
    store = openStore(folder, () => 2);
    expect(store.interactions.get('i1')).toEqual(one);
    expect(store.interactions.withToken(digest(2))).toEqual(two);
    expect(store.interactions.get('i3')).toBeUndefined();
    expect(store.interactions.withToken(digest(3))).toBeUndefined();
    expect(store.interactions.ofSession('s').map(({ interactionId }) => interactionId)).toEqual(['i2', 'i1']);
    expect(store.interactions.ofSession('t')).toEqual([]);
  });

  it('keep how far each has come, and nothing else changes', () => {
    const record = recordOf('i1', 10, 100);
    store.interactions.add(record, digest(1));
    const opened = stepInteraction(record.interaction, { kind: 'open', at: 20 });
    const answers = { site: 'AB-1234', signal: -0.5, reason: 'new' };
    const posted = stepInteraction(opened, { kind: 'takePage', page: 0, answers, at: 30 });
    const changed: InteractionRecord = { ...record, browserDigest: digest(9), interaction: posted };
    store.interactions.keep(changed);
    expect(store.interactions.get('i1')).toEqual(changed);
    const closed = { ...changed, interaction: stepInteraction(posted, { kind: 'close', at: 40 }) };
    store.interactions.keep(closed);
    expect(store.interactions.withToken(digest(1))).toEqual(closed);
  });

  it('tell which go on though their time is over', () => {
    for (const [index, end] of [100, 200, 100].entries())
      store.interactions.add(recordOf(`i${index}`, 10, end), digest(index));
    const ended = store.interactions.get('i2')!;
    store.interactions.keep({
      ...ended,
      interaction: stepInteraction(ended.interaction, { kind: 'close', at: 20 }),
    });
    const overdue = (now: number) =>
      store.interactions.overdue(now).map(({ interactionId }) => interactionId);
    expect(overdue(99)).toEqual([]);
    expect(overdue(100)).toEqual(['i0']);
    expect(overdue(200)).toEqual(['i0', 'i1']);
  });

  it('are refused twice for one address, for a session that there is not, and without a hash', () => {
    store.interactions.add(recordOf('i1', 10, 100), digest(1));
    expect(() => store.interactions.add(recordOf('i2', 10, 100), digest(1))).toThrow('UNIQUE');
    expect(() => store.interactions.add({ ...recordOf('i3', 10, 100), sessionId: 't' }, digest(3))).toThrow(
      'FOREIGN KEY',
    );
    expect(() => store.interactions.add(recordOf('i4', 10, 100), new Uint8Array(3))).toThrow('CHECK');
  });

  it('come to a data folder of an earlier version', () => {
    const earlier = mkdtempSync(path.join(os.tmpdir(), 'interactions-'));
    const version = migrations.findIndex((migration) => migration.includes('CREATE TABLE interaction ('));
    const file = new DatabaseSync(path.join(earlier, 'bench.sqlite'));
    for (const migration of migrations.slice(0, version)) file.exec(migration);
    file.exec(`PRAGMA user_version = ${version}`);
    file.close();
    store.close();
    store = openStore(earlier, () => 2);
    withSession(store);
    store.interactions.add(recordOf('i1', 10, 100), digest(1));
    expect(store.interactions.get('i1')).toEqual(recordOf('i1', 10, 100));
  });
});
