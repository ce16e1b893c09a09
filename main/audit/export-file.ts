import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { type ChainedEntry, type ChainHead, emptyChain } from '../../core/audit/chain.ts';
import type { CheckSignature } from '../../core/audit/checkpoint.ts';
import {
  type AuditSelection,
  parseExportLine,
  printExportCheckpoint,
  printExportEnd,
  printExportEntry,
  printExportHead,
  wrongExport,
} from '../../core/audit/export.ts';
import { beginExport, type ExportReading, endExport, readExportLine } from '../../core/audit/read-export.ts';
import type { Verdict } from '../../core/audit/verify.ts';
import { codedError } from '../../core/errors.ts';
import { sha256 } from '../digest.ts';
import type { AuditReading } from '../store/audit-reading.ts';
import type { Audit, AuditLog } from './audit-log.ts';
import { handOut } from './hand-out.ts';

const atOnce = 250;

/**
 * Writes entries of an audit log to a file, one JSON object a line, and the bench's signature over all of it: whole or
 * not at all. That it was exported is recorded first, and is in an export of everything.
 * @returns how many entries are in it
 * @throws FILE_NOT_WRITTEN, STORE_FULL, STORE_FAILED
 */
export async function exportAudit(
  services: {
    /** Where it is recorded that it was exported. */
    readonly audit: Audit;
    readonly log: AuditLog;
    readonly reading: AuditReading;
    readonly now: () => number;
  },
  selection: AuditSelection,
  file: string,
): Promise<number> {
  const { audit, log, reading, now } = services;
  const subject = selection.kind === 'batch' ? { batchId: selection.batchId } : {};
  return handOut(audit, { kind: 'fileHandedOut', what: 'audit' }, subject, () =>
    writeExport({ log, reading, now }, selection, file),
  );
}

async function writeExport(
  {
    log,
    reading,
    now,
  }: { readonly log: AuditLog; readonly reading: AuditReading; readonly now: () => number },
  selection: AuditSelection,
  file: string,
): Promise<number> {
  const { sequence: last } = log.checkpoint();
  const from = startOf(reading, selection);
  const head = { version: 1, selection, from, key: log.key.fingerprint, madeAt: now() } as const;
  const hash = createHash('sha256');
  let entries = 0;
  const temporary = `${file}.new`;
  try {
    // A link in its place is not followed.
    await rm(temporary, { force: true });
    const out = await open(temporary, 'wx');
    try {
      const write = async (text: string) => {
        hash.update(text);
        await out.writeFile(text);
      };
      await write(printExportHead(head));
      // In the export of a batch the entries that they are about are mostly left out.
      if (selection.kind !== 'batch')
        for (const checkpoint of reading.checkpoints(from.sequence))
          if (checkpoint.sequence <= last) await write(printExportCheckpoint(checkpoint));
      for (const page of pagesOf(reading, selection, from, last)) {
        let text = '';
        for (const { entry, previous } of page) text += printExportEntry(entry, previous);
        entries += page.length;
        await write(text);
        await turn();
      }
      const statement = { entries, sha256: hash.digest('hex'), key: log.key.fingerprint };
      await out.writeFile(printExportEnd({ ...statement, signature: log.sign('export', statement) }));
      await out.sync();
    } finally {
      await out.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('FILE_NOT_WRITTEN', { file, detail }, { cause: error });
  }
  return entries;
}

function startOf(reading: AuditReading, selection: AuditSelection): ChainHead {
  switch (selection.kind) {
    case 'all':
    case 'batch':
      return emptyChain;
    case 'since': {
      const first = reading.firstSince(selection.at);
      const before = first === undefined ? reading.head() : reading.get(first.sequence - 1);
      return before ? { sequence: before.sequence, digest: before.digest } : emptyChain;
    }
  }
}

interface ExportedEntry {
  readonly entry: ChainedEntry;
  readonly previous: string;
}

function* pagesOf(
  reading: AuditReading,
  selection: AuditSelection,
  from: ChainHead,
  last: number,
): Generator<readonly ExportedEntry[]> {
  const before = (sequence: number) => reading.get(sequence - 1)?.digest ?? emptyChain.digest;
  if (selection.kind === 'batch') {
    const entries = reading.ofBatch(selection.batchId).filter(({ sequence }) => sequence <= last);
    for (let at = 0; at < entries.length; at += atOnce)
      yield entries.slice(at, at + atOnce).map((entry) => ({ entry, previous: before(entry.sequence) }));
    return;
  }
  let previous = from;
  for (;;) {
    const entries = reading.after(previous.sequence, atOnce).filter(({ sequence }) => sequence <= last);
    if (entries.length === 0) return;
    const page: ExportedEntry[] = [];
    for (const entry of entries) {
      page.push({ entry, previous: previous.digest });
      previous = entry;
    }
    yield page;
  }
}

/** An export that was verified. */
export interface ReadExport extends Verdict {
  readonly selection: AuditSelection;
  /** The entries that were asked for. */
  readonly kept: readonly ChainedEntry[];
}

/**
 * Reads an export and verifies it, with nothing but the public key.
 * @param keep which entries are given back
 * @throws FILE_UNREADABLE, AUDIT_EXPORT_WRONG
 */
export async function readAuditExport(
  file: string,
  check: CheckSignature,
  keep: (entry: ChainedEntry) => boolean = () => false,
): Promise<ReadExport> {
  const means = { sha256, check };
  const hash = createHash('sha256');
  const kept: ChainedEntry[] = [];
  const place = { file: path.basename(file), line: 0 };
  let reading: ExportReading | undefined;
  for await (const text of linesOf(file)) {
    place.line++;
    const line = parseExportLine(text, place);
    if (line.kind !== 'end') hash.update(`${text}\n`);
    if (line.kind === 'entry' && keep(line.entry)) kept.push(line.entry);
    reading = reading === undefined ? beginExport(line, place) : readExportLine(reading, line, place, means);
  }
  if (reading === undefined) throw wrongExport('it is empty', place);
  return {
    ...endExport(reading, hash.digest('hex'), place, means),
    selection: reading.head.selection,
    kept,
  };
}

/** The lines of a file, as they are between line feeds. @throws FILE_UNREADABLE */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('FILE_UNREADABLE', { file, detail }, { cause: error });
  }
  if (rest !== '') yield rest;
}
