import type { CardConnection } from '../../core/card/apdu.ts';
import type { Fault } from '../../core/errors.ts';

/** A card that is in a reader and connected, for us alone. */
export interface InsertedCard extends CardConnection {
  readonly atr: Uint8Array;
  /** A virtual card comes with its issuer key. */
  readonly issuerKey?: Uint8Array;
  /** Power off and on: what a device does when it starts. @throws coded errors */
  reset(): Promise<void>;
  /** Lets go of the card, and leaves it reset, so that no key that was shown stays valid; never rejects. */
  close(): Promise<void>;
}

/** Why there is no card to work with, while one is waited for. */
export type ReaderCondition =
  | { readonly kind: 'empty' }
  /** A card is in it that does not answer. */
  | { readonly kind: 'mute'; readonly fault: Fault }
  /** The reader or the smartcard service is gone. */
  | { readonly kind: 'lost'; readonly fault: Fault };

/** Told about conditions while a card is waited for. */
export type ConditionListener = (condition: ReaderCondition) => void;

/** A card reader, real or virtual, as a station uses it. */
export interface CardReader {
  readonly name: string;
  /** A virtual reader makes the card that a row needs; into a real one a person puts it. */
  readonly kind: 'virtual' | 'pcsc';
  /** Waits until a card is there, and connects to it. @throws STOPPED when the signal is raised */
  insertedCard(signal: AbortSignal, listener: ConditionListener, iccid?: string): Promise<InsertedCard>;
  /** Waits until the card that was connected last is out. @throws STOPPED when the signal is raised */
  removed(signal: AbortSignal): Promise<void>;
}
