import { faultOf } from '../errors.ts';
import { fromHex } from '../octets.ts';
import type { ChainHead } from './chain.ts';
import { type Checkpoint, statementOctets } from './checkpoint.ts';
import { type ExportEnd, type ExportHead, type ExportLine, wrongExport } from './export.ts';
import {
  beginVerification,
  endVerification,
  type Finding,
  type Verdict,
  type Verification,
  type VerificationMeans,
  verifyEntry,
} from './verify.ts';

/** An export that is being read: a value that each line brings one step further. */
export interface ExportReading {
  readonly head: ExportHead;
  readonly checkpoints: readonly Checkpoint[];
  /** Missing until the first entry came. */
  readonly verification?: Verification;
  readonly end?: ExportEnd;
}

type Place = { readonly file: string; readonly line: number };

/** Begins with the first line of a file. @throws AUDIT_EXPORT_WRONG */
export function beginExport(line: ExportLine, place: Place): ExportReading {
  if (line.kind !== 'auditExport') throw wrongExport('it does not begin as one', place);
  const { kind: _kind, ...head } = line;
  return { head, checkpoints: [] };
}

/** Takes the next line. @throws AUDIT_EXPORT_WRONG */
export function readExportLine(
  reading: ExportReading,
  line: ExportLine,
  place: Place,
  means: VerificationMeans,
): ExportReading {
  if (reading.end) throw wrongExport('something follows its last line', place);
  switch (line.kind) {
    case 'auditExport':
      throw wrongExport('it begins twice', place);
    case 'checkpoint':
      if (reading.verification) throw wrongExport('a checkpoint stands behind an entry', place);
      return { ...reading, checkpoints: [...reading.checkpoints, line.checkpoint] };
    case 'entry': {
      const before = begun(reading);
      const { sequence } = line.entry;
      // In the export of a batch, what lies between two entries is left out: each names what it follows.
      const leftOut = reading.head.selection.kind === 'batch' && sequence > before.head.sequence + 1;
      const head: ChainHead = leftOut ? { sequence: sequence - 1, digest: line.previous } : before.head;
      return { ...reading, verification: verifyEntry({ ...before, head }, line.entry, means) };
    }
    case 'end': {
      const { kind: _kind, ...end } = line;
      return { ...reading, end };
    }
  }
}

/**
 * Ends an export: whether its chain holds, and whether it is as the bench signed it.
 * @param fileDigest SHA-256 over all lines before the last one, with their ends, in hexadecimal
 * @throws AUDIT_EXPORT_WRONG where the end is missing
 */
export function endExport(
  reading: ExportReading,
  fileDigest: string,
  place: Place,
  means: VerificationMeans,
): Verdict {
  const { end, head } = reading;
  if (end === undefined) throw wrongExport('its end is missing', place);
  const verification = begun(reading);
  const verdict: Verdict =
    head.selection.kind === 'batch'
      ? { ...verification, signedUpTo: verification.head.sequence }
      : endVerification(verification, means);
  const findings = [...endFindings(end, verification, fileDigest, means), ...verdict.findings];
  return { ...verdict, findings };
}

function endFindings(
  { signature, ...statement }: ExportEnd,
  { head: { sequence }, entries }: Verification,
  fileDigest: string,
  { check }: VerificationMeans,
): readonly Finding[] {
  const { key } = statement;
  const valid = check(key, statementOctets('export', statement), fromHex(signature) ?? new Uint8Array(0));
  if (valid === undefined) return [{ sequence, fault: faultOf('AUDIT_KEY_UNKNOWN', { sequence, key }) }];
  const whole = statement.sha256 === fileDigest && statement.entries === entries;
  return valid && whole ? [] : [{ sequence, fault: faultOf('AUDIT_EXPORT_CHANGED', {}) }];
}

function begun({ head, checkpoints, verification }: ExportReading): Verification {
  return verification ?? beginVerification(checkpoints, head.from);
}
