import type { TranscriptEntry } from '../../core/api.ts';
import type { ChainedEntry } from '../../core/audit/chain.ts';
import { parseEntry } from '../../core/audit/entry.ts';
import { transcriptDigest } from '../../core/audit/row-acts.ts';
import type { Finding } from '../../core/audit/verify.ts';
import { faultOf } from '../../core/errors.ts';
import { sha256 } from '../digest.ts';

/**
 * Sessions whose transcripts are not what they were when their rows were done. Lines that came later, and sessions that
 * are not kept any more, are nothing to find.
 * @param transcriptOf the lines of a session that are kept
 */
export function transcriptFindings(
  entries: readonly ChainedEntry[],
  transcriptOf: (sessionId: string) => readonly TranscriptEntry[],
): readonly Finding[] {
  return entries.flatMap(({ text, sequence }) => {
    const act = parseEntry(text)?.act;
    if (act?.kind !== 'rowDone' || act.session === undefined) return [];
    const { id, lines, transcript } = act.session;
    const kept = transcriptOf(id);
    if (kept.length === 0 || transcriptDigest(kept.slice(0, lines), sha256) === transcript) return [];
    return [{ sequence, fault: faultOf('AUDIT_TRANSCRIPT_DIFFERS', { session: id, sequence }) }];
  });
}
