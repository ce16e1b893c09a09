import type { TextFile } from '../../../core/api.ts';
import { type Fault, faultOf } from '../../../core/errors.ts';
import { call } from '../../bench.ts';
import { formatNumber } from '../../format/numbers.ts';
import { texts } from '../../texts.ts';

/** What main takes of a file at most. */
export const largestFile = 60_000_000;

/** A file that was read or opened, or why it was not. */
export type TakenFile<Taken> =
  | { readonly kind: 'read'; readonly file: Taken }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** A device list that main has open. */
export interface OpenList {
  readonly name: string;
  readonly listId: string;
}

type NamedBlob = Blob & { readonly name: string };

/**
 * The text of a file that was dropped or chosen. What is not UTF-8 is refused with its place: reading it anyway
 * would put replacement characters onto cards.
 */
export async function readFile(file: NamedBlob): Promise<TakenFile<TextFile>> {
  const taken = await octetsOf(file);
  if (taken.kind === 'fault') return taken;
  const octets = taken.file;
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

/** Opens a device list of any kind in main, which finds out what it is. */
export async function openList(file: NamedBlob): Promise<TakenFile<OpenList>> {
  const taken = await octetsOf(file);
  if (taken.kind === 'fault') return taken;
  const result = await call('openList', { name: file.name.slice(0, 255), octets: taken.file });
  return result.kind === 'fault'
    ? result
    : { kind: 'read', file: { name: file.name, listId: result.answer.listId } };
}

async function octetsOf(file: NamedBlob): Promise<TakenFile<Uint8Array<ArrayBuffer>>> {
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
  try {
    return { kind: 'read', file: new Uint8Array(await file.arrayBuffer()) };
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return { kind: 'fault', fault: faultOf('FILE_UNREADABLE', { file: file.name, detail }) };
  }
}
