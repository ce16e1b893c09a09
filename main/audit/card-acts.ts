import type { Subject } from '../../core/audit/entry.ts';
import type { CardState } from '../../core/errors.ts';
import { sha256 } from '../digest.ts';
import type { OutsideAct } from './outside-act.ts';

/** Writing a message on a card by hand; it is over when the card was read back. */
export function cardWriting(station: string, message: Uint8Array, subject: Subject): OutsideAct {
  const written = { station, message: { sha256: sha256(message), octets: message.length } };
  return {
    subject,
    begun: { kind: 'cardWriteBegun', ...written },
    ended: { kind: 'cardWritten', ...written },
    failed: ({ code, card }) => ({ kind: 'cardWriteFailed', station, code, ...stateOf(card) }),
  };
}

/** Taking the message off a card by hand; it is over when the card was read back. */
export function cardErasing(station: string, subject: Subject): OutsideAct {
  return {
    subject,
    begun: { kind: 'cardEraseBegun', station },
    ended: { kind: 'cardErased', station },
    failed: ({ code, card }) => ({ kind: 'cardEraseFailed', station, code, ...stateOf(card) }),
  };
}

/** Showing a card a key. */
export function cardUnlocking(
  station: string,
  key: 'adm' | 'pin',
  evenTheLastTry: boolean,
  subject: Subject,
): OutsideAct {
  return {
    subject,
    begun: { kind: 'cardUnlockBegun', station, key, evenTheLastTry },
    ended: { kind: 'cardUnlocked', station, key },
    failed: ({ code }) => ({ kind: 'cardUnlockFailed', station, key, code }),
  };
}

function stateOf(cardState: CardState | undefined) {
  return cardState === undefined ? {} : { cardState };
}
