import { codedError } from '../errors.ts';
import { toHex } from '../octets.ts';
import type { CardAbilities } from './atr.ts';
import type { CardKey } from './card-keys.ts';
import { type CardLayout, identifierOf } from './layout-schema.ts';
import type { ReadOptions } from './read-card.ts';

/** How a card of a layout is read. */
export function readOptions(
  { channel, files }: CardLayout,
  abilities: CardAbilities,
  pinFor: (iccid: string | undefined) => CardKey | undefined,
): ReadOptions {
  return {
    abilities,
    channel,
    files: { dodf: identifierOf(files.dodf.identifier), message: identifierOf(files.message.identifier) },
    pinFor,
  };
}

/** Refuses a card that the layout is not for. @throws CARD_ATR_UNEXPECTED */
export function requireAtr(atr: Uint8Array, { atrs }: CardLayout): void {
  const text = toHex(atr);
  const fits = (pattern: string) =>
    pattern.length === text.length &&
    [...pattern.toUpperCase()].every((digit, index) => digit === '.' || digit === text[index]);
  if (atrs.length > 0 && !atrs.some(fits)) throw codedError('CARD_ATR_UNEXPECTED', { atr: text });
}
