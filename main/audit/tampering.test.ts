import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ChainedEntry, digestAfter, noDigest } from '../../core/audit/chain.ts';
import { parseEntry } from '../../core/audit/entry.ts';
import { sha256 } from '../digest.ts';
import { openAuditReading } from '../store/audit-reading.ts';
import { keyFileKeeper } from '../vault/vault.ts';
import { readAuditKeyFile, signaturesOf } from './audit-key.ts';
import { folderMeans } from './open-folder.ts';
import { actTimes, copyOf, findingsIn, openTestLog, type TestLog, tamper } from './test-log.ts';
import { verifyReading } from './verification.ts';

// They take as long as the machine has other work.
vi.setConfig({ testTimeout: 60_000 });

/** A folder that a bench has closed: entries 1 to 153, signed at 2, 64, 128 and 153. */
let folder: string;
let publicPem: string;
beforeEach(() => {
  const opened = openTestLog();
  actTimes(opened, 150);
  folder = opened.folder;
  publicPem = opened.log.key.pem;
  opened.close();
});

/** What a bench finds when it starts over the folder, and what is recorded of it. */
function started(): { readonly damage: readonly string[]; readonly recorded: readonly string[] } {
  const opened = openTestLog(folder);
  const damage = opened.log.damage.map(({ fault }) => fault.code);
  const recorded = opened.store.audit
    .page({
      ...{ kinds: ['auditDamageFound'], search: '', offset: 0, limit: 10 },
    })
    .rows.flatMap(({ text }) => {
      const act = parseEntry(text)?.act;
      return act?.kind === 'auditDamageFound' ? act.findings.map(({ code }) => code) : [];
    });
  opened.close();
  return { damage, recorded };
}

/** Entries that are tied to each other anew, as SQL that puts them in place of all. */
function replaced(change: (entries: readonly ChainedEntry[]) => readonly ChainedEntry[]): string {
  const { reading, close } = openAuditReading(folder);
  const entries = change(reading.after(0, 1000));
  close();
  let previous = noDigest;
  const rows = entries.map(({ text }, index) => {
    const renumbered = text.replace(/"sequence":\d+/, `"sequence":${index + 1}`);
    previous = digestAfter(previous, renumbered, sha256);
    return `(${index + 1}, '${previous}', '${renumbered.replaceAll("'", "''")}')`;
  });
  return `DELETE FROM audit_entry; INSERT INTO audit_entry (sequence, digest, entry) VALUES ${rows.join(', ')};`;
}

describe('a data folder that somebody changed with a tool for SQLite', () => {
  it('holds before that, whoever looks', async () => {
    expect(await findingsIn(folder)).toEqual([]);
    expect(await findingsIn(copyOf(folder))).toEqual([]);
  });

  it('names the entry that was changed', async () => {
    tamper(folder, "UPDATE audit_entry SET entry = replace(entry, 'IMEI:40', 'IMEI:41') WHERE sequence = 43");
    expect(await findingsIn(folder)).toEqual(['AUDIT_ENTRY_CHANGED 43']);
    // A start looks at the end alone; the whole is verified when somebody asks.
    expect(started().damage).toEqual([]);
    expect(await findingsIn(folder)).toEqual(['AUDIT_ENTRY_CHANGED 43']);
  });

  it('names the digest that was changed', async () => {
    tamper(folder, `UPDATE audit_entry SET digest = '${'0'.repeat(64)}' WHERE sequence = 43`);
    expect(await findingsIn(folder)).toEqual(['AUDIT_ENTRY_CHANGED 43', 'AUDIT_ENTRY_CHANGED 44']);
  });

  it('names the entry that was deleted', async () => {
    tamper(folder, 'DELETE FROM audit_entry WHERE sequence = 43');
    expect(await findingsIn(folder)).toEqual(['AUDIT_ENTRY_MISSING 44']);
  });

  it('names where its end was cut off, and a bench that starts over it records that', async () => {
    tamper(folder, 'DELETE FROM audit_entry WHERE sequence > 140');
    expect(await findingsIn(folder)).toEqual(['AUDIT_CUT_OFF 140']);
    const { damage, recorded } = started();
    expect(damage).toEqual(['AUDIT_CUT_OFF']);
    expect(recorded).toEqual(damage);
    // The bench goes on, and what was signed once is remembered.
    const opened = openTestLog(folder);
    actTimes(opened, 100);
    opened.close();
    expect(await findingsIn(folder)).toEqual(['AUDIT_CHECKPOINT_DIFFERS 153']);
  });

  it('is found cut off with its checkpoints too, as long as the file beside the store is there', async () => {
    tamper(
      folder,
      'DELETE FROM audit_entry WHERE sequence > 128; DELETE FROM audit_checkpoint WHERE sequence > 128;',
    );
    expect(await findingsIn(folder)).toEqual(['AUDIT_CUT_OFF 128']);
    const copy = copyOf(folder);
    expect(started()).toEqual({ damage: ['AUDIT_CUT_OFF'], recorded: ['AUDIT_CUT_OFF'] });
    // Put back whole to an earlier moment, a folder is what it was at that moment: nothing in it can tell.
    rmSync(path.join(copy, 'audit-head.json'));
    expect(await findingsIn(copy)).toEqual([]);
  });

  it('is found where all that follows was tied anew', async () => {
    tamper(
      folder,
      replaced((entries) => entries.filter(({ sequence }) => sequence !== 43)),
    );
    const findings = await findingsIn(folder);
    expect(findings).toContain('AUDIT_CHECKPOINT_DIFFERS 64');
    expect(findings).toContain('AUDIT_CUT_OFF 152');
  });

  it('is found where the checkpoints went with that', async () => {
    const sql = replaced((entries) => entries.filter(({ sequence }) => sequence !== 3));
    tamper(folder, `${sql} DELETE FROM audit_checkpoint WHERE sequence > 2`);
    rmSync(path.join(folder, 'audit-head.json'));
    expect(await findingsIn(folder)).toEqual(['AUDIT_UNSIGNED 152']);
    tamper(folder, 'DELETE FROM audit_checkpoint');
    expect(await findingsIn(folder)).toEqual(['AUDIT_UNSIGNED 152']);
  });

  it('is found where a bench of somebody else wrote the whole log', async () => {
    const other = openTestLog();
    actTimes(other, 150);
    other.close();
    const source = path.join(other.folder, 'bench.sqlite');
    tamper(
      folder,
      `ATTACH '${source}' AS theirs;
       DELETE FROM audit_entry; DELETE FROM audit_checkpoint; DELETE FROM audit_key;
       INSERT INTO audit_entry (sequence, digest, entry) SELECT sequence, digest, entry FROM theirs.audit_entry;
       INSERT INTO audit_checkpoint SELECT * FROM theirs.audit_checkpoint;
       INSERT INTO audit_key SELECT * FROM theirs.audit_key;`,
    );
    rmSync(path.join(folder, 'audit-head.json'));
    const findings = await findingsIn(folder);
    // This folder's vault has not sealed that key.
    expect(findings[0]).toBe('AUDIT_KEY_FORGED 0');
    expect(findings).toContain('AUDIT_KEY_UNKNOWN 64');
    expect(() => openTestLog(folder)).toThrow(expect.objectContaining({ name: 'AUDIT_KEY_FORGED' }));
  });

  it('is found where their key was put beside the sealed one', async () => {
    const other = openTestLog();
    const { pem, fingerprint } = other.log.key;
    other.close();
    tamper(folder, `UPDATE audit_key SET key = '${fingerprint}', public_pem = '${pem}'`);
    expect((await findingsIn(folder))[0]).toBe('AUDIT_KEY_FORGED 0');
    expect(() => openTestLog(folder)).toThrow(expect.objectContaining({ name: 'AUDIT_KEY_FORGED' }));
  });

  it('is found where a trigger is gone, which the bench makes again and records', async () => {
    const file = new DatabaseSync(path.join(folder, 'bench.sqlite'));
    file.exec('DROP TRIGGER audit_entry_kept');
    file.exec(`DROP TRIGGER audit_entry_unchanged;
      CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry BEGIN SELECT 1; END`);
    file.close();
    expect(await findingsIn(folder)).toEqual(['AUDIT_TRIGGER_MISSING 153', 'AUDIT_TRIGGER_MISSING 153']);
    const { damage, recorded } = started();
    expect(damage).toEqual(['AUDIT_TRIGGER_MISSING', 'AUDIT_TRIGGER_MISSING']);
    expect(recorded).toEqual(damage);
    expect(await findingsIn(folder)).toEqual([]);
  });

  it('is read as far as it goes where an entry is no entry any more', async () => {
    tamper(
      folder,
      `UPDATE audit_entry SET entry = replace(entry, '"sequence":43', '"sequence": 43') WHERE sequence = 43`,
    );
    expect(await findingsIn(folder)).toEqual(['AUDIT_ENTRY_CHANGED 43', 'AUDIT_ENTRY_UNREADABLE 43']);
  });
});

describe('whose key it is', () => {
  const verifiedWith = async (copy: string, keyFile?: string) => {
    const trusted = keyFile === undefined ? undefined : await readAuditKeyFile(keyFile);
    const { reading, close } = openAuditReading(copy);
    try {
      const { keys, known, findings } = folderMeans(
        { folder: copy, keeper: keyFileKeeper },
        reading,
        trusted,
      );
      const verdict = await verifyReading(reading, { means: { sha256, check: signaturesOf(keys) }, known });
      return [...findings, ...verdict.findings].map(({ fault }) => fault.code);
    } finally {
      close();
    }
  };

  it('is not taken for granted where the vault cannot be opened, and is proven by the public key', async () => {
    const copy = copyOf(folder);
    rmSync(path.join(copy, 'vault.key'));
    expect(await verifiedWith(copy)).toEqual(['AUDIT_KEY_UNPROVEN']);
    const keyFile = path.join(copy, 'key.pem');
    writeFileSync(keyFile, publicPem);
    expect(await verifiedWith(copy, keyFile)).toEqual([]);
    const { reading, close } = openAuditReading(copy);
    expect(reading.head().sequence).toBe(153);
    close();
  });

  it('is another where the public key is somebody else’s, or none', async () => {
    const other = openTestLog();
    const keyFile = path.join(other.folder, 'key.pem');
    writeFileSync(keyFile, other.log.key.pem);
    other.close();
    expect(new Set(await verifiedWith(folder, keyFile))).toEqual(new Set(['AUDIT_KEY_UNKNOWN']));
    writeFileSync(keyFile, readFileSync(path.join(folder, 'vault.key')));
    await expect(verifiedWith(folder, keyFile)).rejects.toMatchObject({ fault: { code: 'AUDIT_KEY_WRONG' } });
  });
});

describe('a verification', () => {
  let opened: TestLog;
  afterEach(() => opened.close());

  it('lets others have their turn, tells how far it is, and stops when it is told to', async () => {
    opened = openTestLog(folder);
    actTimes(opened, 1000);
    const { store, log } = opened;
    const means = { sha256, check: signaturesOf([log.key]) };
    const told: number[] = [];
    let others = 0;
    let running = true;
    const work = (async () => {
      while (running) {
        others++;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const verdict = await verifyReading(store.audit, { means, progress: (done) => told.push(done) });
    running = false;
    await work;
    expect(verdict.findings).toEqual([]);
    expect(told.length).toBeGreaterThan(3);
    expect(told.at(-1)).toBe(store.audit.head().sequence);
    expect(others).toBeGreaterThanOrEqual(told.length - 1);
    const stop = new AbortController();
    const stopped = verifyReading(store.audit, {
      means,
      signal: stop.signal,
      progress: () => stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ fault: { code: 'STOPPED' } });
  });
});
