import { firstDifference } from '../octets.ts';
import type { CardAbilities } from './atr.ts';
import type { TransparentFile } from './card-contents.ts';
import type { Selection } from './card-cursor.ts';
import type { DirectoryAddress, FileAddress } from './file-address.ts';
import type { CardLayout } from './layout-schema.ts';

/** One thing to do to a card. */
export type CardStep =
  /** CREATE FILE of the DF of the PKCS#15 application, under the MF. */
  | { readonly kind: 'createApplication'; readonly identifier: number; readonly template: Uint8Array }
  | { readonly kind: 'create'; readonly address: FileAddress; readonly template: Uint8Array }
  /** DELETE FILE of a DF under the MF, with everything in it. */
  | { readonly kind: 'deleteDirectory'; readonly parent: DirectoryAddress; readonly identifier: number }
  | {
      readonly kind: 'update';
      readonly address: FileAddress;
      readonly offset: number;
      readonly octets: Uint8Array;
    }
  | {
      readonly kind: 'readBack';
      readonly address: FileAddress;
      readonly offset: number;
      readonly expected: Uint8Array;
      /** What was there before the update: it is put back where something else than expected is read. */
      readonly before: Uint8Array;
    }
  /** Reads what was not read before, and updates it where it is something else. */
  | {
      readonly kind: 'ensure';
      readonly address: FileAddress;
      readonly offset: number;
      readonly expected: Uint8Array;
    }
  | {
      readonly kind: 'updateRecord';
      readonly address: FileAddress;
      readonly record: number;
      readonly octets: Uint8Array;
    }
  | {
      readonly kind: 'readBackRecord';
      readonly address: FileAddress;
      readonly record: number;
      readonly expected: Uint8Array;
      readonly before: Uint8Array;
    };

/** What has to be done to a card; no steps where it is as wanted already. */
export interface CardPlan {
  readonly layout: CardLayout;
  readonly abilities: CardAbilities;
  /** What is selected when the plan begins. */
  readonly selection: Selection;
  /** The message that the card had, as a device finds it. */
  readonly before?: Uint8Array;
  /** The message that it is to have; missing where it is to have none. */
  readonly message?: Uint8Array;
  readonly steps: readonly CardStep[];
}

/** Whether a step changes the card; the others read what was changed. */
export function changesCard({ kind }: CardStep): boolean {
  return kind !== 'readBack' && kind !== 'readBackRecord' && kind !== 'ensure';
}

/**
 * UPDATEs of the blocks that differ, each of no more octets than differ, then a read-back of each of these blocks.
 * @param wanted the file's whole image
 */
export function fileSteps(
  file: TransparentFile,
  wanted: Uint8Array,
  { updateBlock }: CardAbilities,
): readonly CardStep[] {
  const { address } = file;
  const updates: CardStep[] = [];
  const readBacks: CardStep[] = [];
  for (let offset = 0; offset < wanted.length; offset += updateBlock) {
    const expected = wanted.subarray(offset, offset + updateBlock);
    const known = file.octets.subarray(offset, offset + updateBlock);
    const unread = isUnread(file, offset, offset + expected.length);
    if (unread && expected.every((octet) => octet === 0xff)) {
      readBacks.push({ kind: 'ensure', address, offset, expected });
      continue;
    }
    const first = unread ? 0 : firstDifference(known, expected);
    if (first === -1) continue;
    const last = unread ? expected.length : lastDifference(known, expected) + 1;
    updates.push({ kind: 'update', address, offset: offset + first, octets: expected.subarray(first, last) });
    readBacks.push({ kind: 'readBack', address, offset, expected, before: known });
  }
  return [...updates, ...readBacks];
}

function isUnread({ unread }: TransparentFile, start: number, end: number): boolean {
  return unread !== undefined && start < unread.end && end > unread.start;
}

function lastDifference(left: Uint8Array, right: Uint8Array): number {
  return right.findLastIndex((octet, index) => octet !== left[index]);
}

/** An UPDATE of one octet, and its read-back. */
export function octetSteps(
  address: FileAddress,
  offset: number,
  octet: number,
  before: number,
): readonly CardStep[] {
  const expected = Uint8Array.of(octet);
  return [
    { kind: 'update', address, offset, octets: expected },
    { kind: 'readBack', address, offset, expected, before: Uint8Array.of(before) },
  ];
}

/** UPDATE RECORD and its read-back. */
export function recordSteps(
  address: FileAddress,
  record: number,
  octets: Uint8Array,
  before: Uint8Array,
): readonly CardStep[] {
  return [
    { kind: 'updateRecord', address, record, octets },
    { kind: 'readBackRecord', address, record, expected: octets, before },
  ];
}
