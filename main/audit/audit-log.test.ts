import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseEntry } from '../../core/audit/entry.ts';
import { codedError, toFault } from '../../core/errors.ts';
import { openAuditReading } from '../store/audit-reading.ts';
import { auditTriggers } from '../store/audit-schema.ts';
import { keyFileKeeper, openVault } from '../vault/vault.ts';
import { cardErasing } from './card-acts.ts';
import { recorded } from './outside-act.ts';
import { actTimes, findingsIn, openTestLog, type TestLog } from './test-log.ts';

// They take as long as the machine has other work.
vi.setConfig({ testTimeout: 60_000 });

const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'done';
  } catch (error) {
    return toFault(error).code;
  }
};

describe('the audit log of a bench', () => {
  let opened: TestLog;
  beforeEach(() => {
    opened = openTestLog();
  });
  afterEach(() => opened.close());
  const entries = () => opened.store.audit.after(0, 10_000).map(({ text }) => parseEntry(text));
  const kinds = () => entries().map((entry) => entry?.act.kind);

  it('begins with its key, and says when the bench starts and stops', async () => {
    expect(kinds()).toEqual(['auditBegun', 'benchStarted']);
    const { folder } = opened;
    opened.close();
    opened = openTestLog(folder);
    expect(kinds()).toEqual(['auditBegun', 'benchStarted', 'benchStopped', 'benchStarted']);
    expect(opened.log.damage).toEqual([]);
    opened.close();
    expect(await findingsIn(folder)).toEqual([]);
    opened = openTestLog(folder);
  });

  it('has an entry and what it tells of both or neither', () => {
    const { store, log } = opened;
    expect(() =>
      store.transaction(() => {
        store.settings.saveServerPort(4711);
        log.record({ kind: 'batchPaused' });
        throw new Error('half-way');
      }),
    ).toThrow('half-way');
    expect(kinds()).not.toContain('batchPaused');
    expect(store.settings.serverPort()).toBeUndefined();
    log.record({ kind: 'batchPaused' });
    expect(opened.store.audit.head().sequence).toBe(3);
  });

  it('keeps the chain whole where work that is committed in a group fails and is done again', async () => {
    const { store, log, folder } = opened;
    const work = (number: number) =>
      store.grouped(() => {
        log.record({ kind: 'rowReleased', line: number, attempts: 1 });
        if (number === 3) throw codedError('STOPPED', {});
      });
    const ends = await Promise.allSettled([1, 2, 3, 4, 5].map(work));
    expect(ends.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    ]);
    const lines = entries().flatMap((entry) => (entry?.act.kind === 'rowReleased' ? [entry.act.line] : []));
    expect(lines).toEqual([1, 2, 4, 5]);
    log.checkpoint();
    expect(await findingsIn(folder)).toEqual([]);
  });

  it('says who acts, and that the bench does what nobody else does', () => {
    const { log } = opened;
    const ada = { kind: 'operator', operatorId: 'o1', name: 'Ada' } as const;
    const command = log.by(() => ({ kind: 'commandLine', user: 'root' }));
    log.by(() => ada).record({ kind: 'batchPaused' });
    command.record({ kind: 'resourceDeleted', name: 'x' });
    command.by(() => ada).record({ kind: 'signedIn' });
    command.record({ kind: 'sessionEnded', session: 's', outcome: 'failed', commandsDone: 0, code: 'X' });
    expect(
      entries()
        .slice(2)
        .map((entry) => entry?.actor),
    ).toEqual([ada, { kind: 'commandLine', user: 'root' }, ada, { kind: 'bench' }]);
  });

  it('signs every 64 entries, whatever happens, and after a moment of rest', async () => {
    const { store, log } = opened;
    actTimes(opened, 200);
    expect(store.audit.checkpoints().map(({ sequence }) => sequence)).toEqual([2, 64, 128, 192]);
    const head = store.audit.head().sequence;
    await vi.waitFor(() => expect(store.audit.lastCheckpoint()?.sequence).toBe(head), { timeout: 30_000 });
    log.record({ kind: 'batchPaused' });
    expect(log.checkpoint()).toMatchObject({ sequence: head + 1 });
    const file = JSON.parse(readFileSync(path.join(opened.folder, 'audit-head.json'), 'utf8'));
    expect(file).toEqual(store.audit.lastCheckpoint());
  });

  it('refuses every change of what is there', () => {
    actTimes(opened, 3);
    const file = new DatabaseSync(path.join(opened.folder, 'bench.sqlite'));
    const refused = (sql: string) => expect(() => file.exec(sql), sql).toThrow(/audit|checkpoint/);
    const { text, digest } = opened.store.audit.get(1)!;
    refused("UPDATE audit_entry SET entry = '{}' WHERE sequence = 2");
    refused('DELETE FROM audit_entry WHERE sequence = 2');
    refused('DELETE FROM audit_entry');
    refused(
      `INSERT OR REPLACE INTO audit_entry (sequence, digest, entry) VALUES (2, '${digest}', '${text}')`,
    );
    refused(`INSERT INTO audit_entry (sequence, digest, entry) VALUES (99, '${digest}', '${text}')`);
    refused('UPDATE audit_checkpoint SET at = 0');
    refused('DELETE FROM audit_checkpoint');
    refused(`INSERT OR REPLACE INTO audit_checkpoint VALUES (1, 1, '', 0, '', '')`);
    refused('DELETE FROM audit_key');
    refused("UPDATE audit_key SET public_pem = ''");
    refused("INSERT OR REPLACE INTO audit_key VALUES ('x', 'x', x'00')");
    file.close();
    expect(opened.store.audit.missingTriggers()).toEqual([]);
    expect(Object.keys(auditTriggers)).toHaveLength(9);
  });

  it('holds no private key but a sealed one', () => {
    const kept = opened.store.audit.key()!;
    expect(Buffer.from(kept.privateSealed).toString('latin1')).not.toContain('PRIVATE KEY');
    expect(openVault(opened.folder, keyFileKeeper).open(kept.privateSealed)).toContain('PRIVATE KEY');
    expect(opened.log.key.pem).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  });

  it('is found by what is in the entries, the newest first', () => {
    const { store, log } = opened;
    const card = { atr: '3B00', iccid: '8944500000000700001' };
    log.record({ kind: 'cardErased', station: 'ACS 00' }, { deviceId: 'IMEI:1', label: 'BX-1', card });
    log.record({ kind: 'batchPaused' }, { batchId: 'b1' });
    const page = (search: string, more: object = {}) =>
      store.audit.page({ search, offset: 0, limit: 10, ...more }).rows.map(({ sequence }) => sequence);
    expect(page('bx-1')).toEqual([3]);
    expect(page('0700001')).toEqual([3]);
    expect(page('acs')).toEqual([3]);
    expect(page('%')).toEqual([]);
    expect(page('')).toEqual([4, 3, 2, 1]);
    expect(page('', { kinds: ['batchPaused', 'auditBegun'] })).toEqual([4, 1]);
    expect(page('', { who: 'operator' })).toEqual([]);
    expect(store.audit.page({ search: '', offset: 1, limit: 2 })).toMatchObject({ total: 4 });
    expect(store.audit.ofBatch('b1').map(({ sequence }) => sequence)).toEqual([4]);
    expect(store.audit.ofBatch('b1', ['rowDone'])).toEqual([]);
  });

  it('can be read by others beside the bench, as it was at one moment', () => {
    const { reading, close } = openAuditReading(opened.folder);
    const before = reading.head();
    opened.log.record({ kind: 'batchPaused' });
    expect(reading.head()).toEqual(before);
    close();
  });

  it('is said to be missing where there is none', () => {
    const { folder } = opened;
    expect(codeOf(() => openAuditReading(path.join(folder, 'nowhere')))).toBe('AUDIT_NONE');
    expect(existsSync(path.join(folder, 'nowhere'))).toBe(false);
  });

  it('begins an act outside of the store only once that is recorded, and tells it only once its end is', async () => {
    const { log } = opened;
    const act = cardErasing('s', { deviceId: 'IMEI:1' });
    await recorded(log, act, async () => expect(kinds().at(-1)).toBe('cardEraseBegun'));
    expect(kinds().at(-1)).toBe('cardErased');
    const pulled = recorded(log, act, async () => {
      throw codedError('CARD_PULLED', {});
    });
    await expect(pulled).rejects.toMatchObject({ fault: { code: 'CARD_PULLED' } });
    expect(entries().at(-1)?.act).toEqual({ kind: 'cardEraseFailed', station: 's', code: 'CARD_PULLED' });
    const full = (from: number) => {
      let times = 0;
      const record = () => {
        if (++times >= from) throw codedError('STORE_FULL', {});
      };
      return { record, by: () => full(from) };
    };
    let touched = false;
    const touch = async () => {
      touched = true;
    };
    await expect(recorded(full(1), act, touch)).rejects.toMatchObject({ fault: { code: 'STORE_FULL' } });
    expect(touched).toBe(false);
    await expect(recorded(full(2), act, touch)).rejects.toMatchObject({ fault: { code: 'STORE_FULL' } });
    expect(touched).toBe(true);
  });
});
