import type { TextFile } from '../../../core/api.ts';
import { type Fault, faultOf } from '../../../core/errors.ts';
import { formatNumber } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';

/** What main takes of a file at most. */
export const largestFile = 60_000_000;

export type ReadFile =
  | { readonly kind: 'read'; readonly file: TextFile }
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * The text of a file that was dropped or chosen. What is not UTF-8 is refused with its place: reading it anyway
 * would put replacement characters onto cards.
 */
export async function readFile(file: Blob & { readonly name: string }): Promise<ReadFile> {
  if (file.size > largestFile) {
    const limit = `${formatNumber(largestFile / 1_000_000)} MB`;
    return {
      kind: 'fault',
      fault: {
        ...faultOf('FILE_UNREADABLE', { file: file.name, detail: texts.newBatch.tooLarge(limit) }),
        remedy: texts.newBatch.tooLargeRemedy,
      },
    };
  }
  let octets: ArrayBuffer;
  try {
    octets = await file.arrayBuffer();
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return { kind: 'fault', fault: faultOf('FILE_UNREADABLE', { file: file.name, detail }) };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
    return { kind: 'read', file: { name: file.name, text } };
  } catch {
    // Decoding anew with replacement characters finds the place.
    const lenient = new TextDecoder('utf-8').decode(octets);
    const before = lenient.slice(0, lenient.indexOf('\uFFFD'));
    const offset = new TextEncoder().encode(before).length;
    const line = before.split('\n').length;
    return {
      kind: 'fault',
      fault: faultOf('FILE_NOT_UTF8', { file: file.name, offset }, { file: file.name, line }),
    };
  }
}
