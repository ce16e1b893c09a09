import type { FileDifference } from './card/card-copy.ts';
import type { TriesLeft } from './card/card-keys.ts';
import type { CardDescription } from './card/describe-card.ts';
import type { Fault } from './errors.ts';
import type { MoJson } from './mo/serialization.ts';

/**
 * The part of the contract that is about one card by hand. Secrets stay in main: where a value is one, the window
 * gets a `•` for each of its characters.
 */

/** Whose card it is, by what is on it and what was recorded here. */
export type CardHolderView =
  | { readonly kind: 'nobody' }
  /** It holds a message that no batch here wrote. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'device';
      readonly deviceId: string;
      readonly label: string;
      readonly batchId: string;
      readonly batchName: string;
      /** The device's message is on another card than the one that the batch wrote. */
      readonly copy: boolean;
    };

/** A bootstrap message as a device would take it. */
export interface CardMessageView {
  readonly octets: number;
  readonly sha256: string;
  /** The size of the file that it is in. */
  readonly room: number;
  /** Its text with every secret masked. */
  readonly text: string;
  readonly accounts: readonly {
    readonly instance: string;
    readonly serverId: string;
    readonly serverUri: string;
    readonly name: string;
    readonly permittedMoids: readonly string[];
  }[];
  readonly objects: readonly {
    readonly clientUri: string;
    readonly rootName: string;
    readonly root: MoJson;
  }[];
  /** Why a device would not take it. */
  readonly fault?: Fault;
}

/** A card in a reader, read just now. */
export interface CardView {
  readonly station: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** Its files and what is in them; the content of the message's file is left out. */
  readonly card: CardDescription;
  readonly message?: CardMessageView;
  /** The counters of the issuer key (ADM) and the PIN; asking spends no try. */
  readonly tries: { readonly adm: TriesLeft; readonly pin: TriesLeft };
  readonly holder: CardHolderView;
}

/** Whether a card is as the batch that wrote it left it. */
export type CardVerdict =
  /** The message is the one that was written; `asLaidOut` where a write of it now would change nothing. */
  | { readonly kind: 'same'; readonly sha256: string; readonly asLaidOut: boolean }
  | { readonly kind: 'differs'; readonly sha256: string; readonly expected: string }
  /** No batch here wrote it, so that there is nothing to compare with. */
  | { readonly kind: 'unknown'; readonly sha256: string };

/** A card beside a copy that was saved of one. */
export type CardComparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'differs'; readonly differences: readonly FileDifference[] }
  | { readonly kind: 'cancelled' };

/** How far the work with a card is. */
export interface CardProgress {
  readonly station: string;
  readonly step: 'write' | 'verify';
  readonly done: number;
  readonly total: number;
}
