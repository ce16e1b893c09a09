import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { inflateSync } from 'node:zlib';
import { codedError } from '../../core/errors.ts';
import { parseReport } from '../../core/provisioning/report-schema.ts';
import { sha256 } from '../digest.ts';
import { writeReportDocument } from './report-document.ts';

/** Octets that a record has at most. */
const largestRecord = 512 * 1024 * 1024;

/**
 * The record that is attached to a report (ISO 32000-1, 7.11.4), as it was written.
 * @throws AUDIT_REPORT_WRONG where there is none, more than one, or one that cannot be read
 */
export function attachedRecord(octets: Uint8Array, file: string): string {
  const wrong = (detail: string, cause?: unknown) =>
    codedError('AUDIT_REPORT_WRONG', { detail }, { place: { file }, cause });
  const pdf = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  if (pdf.toString('latin1', 0, 5) !== '%PDF-') throw wrong('it is not a PDF');
  const marker = '/Type /EmbeddedFile';
  const at = pdf.indexOf(marker);
  if (at === -1) throw wrong('no record is attached to it');
  // Which of several a person would be shown cannot be told.
  if (pdf.indexOf(marker, at + 1) !== -1) throw wrong('more than one file is attached to it');
  const start = pdf.indexOf('stream\n', at);
  const end = pdf.indexOf('\nendstream', start);
  if (start === -1 || end === -1 || start - at > 2000) throw wrong('its attachment cannot be read');
  try {
    const record = inflateSync(pdf.subarray(start + 'stream\n'.length, end), {
      maxOutputLength: largestRecord,
      info: false,
    });
    return new TextDecoder('utf-8', { fatal: true }).decode(record);
  } catch (error) {
    throw wrong('its attachment cannot be read', error);
  }
}

/**
 * Whether the pages of a report are those that this version makes of the record attached to it: the whole file, to the
 * octet.
 */
export async function pagesAreOf(record: string, octets: Uint8Array): Promise<boolean> {
  const parsed = parseReport(record);
  if (parsed === undefined) return false;
  const wanted = sha256(octets);
  for (const paper of ['a4', 'letter'] as const)
    for (const details of [false, true]) {
      const hash = createHash('sha256');
      const stream = new Writable({
        write(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          done();
        },
      });
      try {
        await writeReportDocument({ ...parsed, record, paper, details }, stream, () => {});
      } catch {
        // What is signed can be drawn; of anything else the pages are not.
        return false;
      }
      if (hash.digest('hex') === wanted) return true;
    }
  return false;
}
