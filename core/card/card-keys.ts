import { codedError } from '../errors.ts';
import { secretOf } from '../secrets.ts';
import { type CommandApdu, onChannel, verify } from './apdu.ts';
import { type CardDialog, statusError } from './dialog.ts';

/** A key or PIN that a card asks for, by its reference. Its value is in no error and no log. */
export interface CardKey {
  /** `adm` is the issuer's key, which UPDATE needs; `pin` is the user's, which READ may need. */
  readonly kind: 'adm' | 'pin';
  readonly reference: number;
  /** Eight octets. */
  readonly value: Uint8Array;
}

/** The keys that one piece of work with a card may use. */
export interface CardKeys {
  readonly adm?: CardKey;
  readonly pin?: CardKey;
}

/** How many wrong tries a key still allows, as far as the card tells. */
export type TriesLeft =
  | { readonly kind: 'left'; readonly tries: number }
  /** It was shown already: nothing needs to be tried. */
  | { readonly kind: 'shown' }
  | { readonly kind: 'blocked' }
  /** The card has no such key. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'untold' };

/** Asks for the counter of a key, with a VERIFY without data: no try is spent (TS 102 221, 11.1.9). */
export function* askTries(reference: number, channel = 0): CardDialog<TriesLeft> {
  const { statusWord } = yield onChannel(verify(reference), channel);
  return triesIn(statusWord);
}

function triesIn(statusWord: number): TriesLeft {
  switch (statusWord) {
    case 0x9000:
      return { kind: 'shown' };
    case 0x6983:
    case 0x63c0:
      return { kind: 'blocked' };
    case 0x6a82:
    case 0x6a86:
    case 0x6a88:
      return { kind: 'missing' };
    default:
      return statusWord >> 4 === 0x63c ? { kind: 'left', tries: statusWord & 0x0f } : { kind: 'untold' };
  }
}

/**
 * Shows a key to the card, once. The counter is asked first, and the last try is never spent, unless a person
 * who was warned says so.
 * @throws CARD_ADM_… or CARD_PIN_…: REFUSED, LAST_TRY, BLOCKED; CARD_KEY_MISSING, CARD_TRIES_UNTOLD
 */
export function* showKey(
  key: CardKey,
  channel = 0,
  options: { readonly evenTheLastTry?: boolean } = {},
): CardDialog<void> {
  const asked = yield* askTries(key.reference, channel);
  switch (asked.kind) {
    case 'shown':
      return;
    case 'blocked':
      throw blocked(key);
    case 'missing':
      throw codedError('CARD_KEY_MISSING', { reference: referenceText(key.reference) });
    case 'untold':
      if (options.evenTheLastTry !== true)
        throw codedError('CARD_TRIES_UNTOLD', { reference: referenceText(key.reference) });
      break;
    case 'left':
      if (asked.tries <= 1 && options.evenTheLastTry !== true) throw lastTry(key, asked.tries);
  }
  yield* tryKey(key, onChannel(verify(key.reference, key.value), channel));
}

function* tryKey(key: CardKey, command: CommandApdu): CardDialog<void> {
  const { statusWord } = yield command;
  const left = triesIn(statusWord);
  switch (left.kind) {
    case 'shown':
      return;
    case 'blocked':
      throw blocked(key);
    case 'left':
      throw refused(key, left.tries);
    default:
      throw statusError(command, `key ${referenceText(key.reference)}`, statusWord);
  }
}

function blocked({ kind }: CardKey) {
  return codedError(kind === 'adm' ? 'CARD_ADM_BLOCKED' : 'CARD_PIN_BLOCKED', {});
}

function lastTry({ kind }: CardKey, tries: number) {
  return codedError(kind === 'adm' ? 'CARD_ADM_LAST_TRY' : 'CARD_PIN_LAST_TRY', { tries });
}

function refused({ kind }: CardKey, tries: number) {
  return codedError(kind === 'adm' ? 'CARD_ADM_REFUSED' : 'CARD_PIN_REFUSED', { tries });
}

function referenceText(reference: number): string {
  return reference.toString(16).padStart(2, '0').toUpperCase();
}

/** A PIN of four to eight digits as VERIFY takes it: its digits, and FF to eight octets (TS 102 221, 9.5.1). */
export function pinValue(digits: string | Uint8Array): Uint8Array | undefined {
  const octets = typeof digits === 'string' ? secretOf(digits) : digits;
  const [zero, nine] = [0x30, 0x39];
  const isPin =
    octets.length >= 4 && octets.length <= 8 && octets.every((octet) => octet >= zero && octet <= nine);
  if (!isPin) return undefined;
  const value = new Uint8Array(8).fill(0xff);
  value.set(octets);
  return value;
}
