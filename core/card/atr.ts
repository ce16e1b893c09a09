/** What an ATR tells of a card (ISO/IEC 7816-3, 8.2; historical octets: ISO/IEC 7816-4, 12.1.1). */
export interface AtrFacts {
  /** Whether it could be taken apart; an ATR that could not says nothing else. */
  readonly understood: boolean;
  readonly protocols: readonly number[];
  readonly historical: Uint8Array;
  /** Whether the card says that it takes commands and answers of more than 255 octets. */
  readonly extendedLength: boolean;
  /** How many logical channels it has, the basic one included. */
  readonly channels: number;
}

const nothing: AtrFacts = {
  understood: false,
  protocols: [],
  historical: new Uint8Array(),
  extendedLength: false,
  channels: 1,
};

/** Takes an ATR apart. Never throws: a card with an odd ATR may still be worked with, carefully. */
export function readAtr(atr: Uint8Array): AtrFacts {
  const [start, format] = atr;
  if ((start !== 0x3b && start !== 0x3f) || format === undefined) return nothing;
  const protocols: number[] = [];
  let offset = 2;
  for (let present = format >> 4; ; ) {
    // TA, TB and TC are there where their bits are set; TD says which ones follow, and for which protocol.
    offset += bit(present, 0) + bit(present, 1) + bit(present, 2);
    if (bit(present, 3) === 0) break;
    const next = atr[offset++];
    if (next === undefined) return nothing;
    protocols.push(next & 0x0f);
    present = next >> 4;
  }
  const historical = atr.subarray(offset, offset + (format & 0x0f));
  // A check octet follows unless T=0 is the only protocol.
  const checked = protocols.some((protocol) => protocol !== 0);
  const end = offset + (format & 0x0f) + (checked ? 1 : 0);
  if (atr.length !== end) return nothing;
  if (checked && atr.subarray(1).reduce((sum, octet) => sum ^ octet, 0) !== 0) return nothing;
  const offered = protocols.filter((protocol) => protocol !== 15);
  return {
    understood: true,
    protocols: offered.length === 0 ? [0] : [...new Set(offered)],
    historical,
    ...capabilitiesOf(historical),
  };
}

/** Card capabilities, compact TLV 71 to 73: the third octet has extended length and channels (7816-4, 12.1.1.9). */
function capabilitiesOf(historical: Uint8Array): Pick<AtrFacts, 'extendedLength' | 'channels'> {
  const [category] = historical;
  const end = category === 0x00 ? historical.length - 3 : historical.length;
  if (category !== 0x00 && category !== 0x80) return { extendedLength: false, channels: 1 };
  for (let offset = 1; offset < end; ) {
    const head = historical[offset] ?? 0;
    const third = historical[offset + 3];
    if (head === 0x73 && third !== undefined && offset + 3 < end)
      return {
        extendedLength: (third & 0x40) !== 0,
        channels: (third & 0x18) === 0 ? 1 : (third & 0x07) + 1,
      };
    offset += 1 + (head & 0x0f);
  }
  return { extendedLength: false, channels: 1 };
}

function bit(value: number, number: number): number {
  return (value >> number) & 1;
}

/** How much one command may move. */
export interface CardAbilities {
  /** Octets of one READ BINARY. */
  readonly readBlock: number;
  /** Octets of one UPDATE BINARY. */
  readonly updateBlock: number;
}

/** What every card can do: an answer and a command of 255 octets. */
export const shortBlocks: CardAbilities = { readBlock: 255, updateBlock: 255 };

/** More than that helps little, and readers of older drivers have buffers of 2 KB. */
const longBlock = 2000;

/**
 * What a card may be asked to do. Extended length is used only where its ATR says so and it speaks T=1: with T=0
 * it would need ENVELOPE.
 */
export function abilitiesOf(
  atr: Uint8Array,
  protocol: 'T=0' | 'T=1' | undefined,
  extendedLength: 'auto' | 'off' = 'auto',
): CardAbilities {
  const extended = extendedLength === 'auto' && protocol === 'T=1' && readAtr(atr).extendedLength;
  return extended ? { readBlock: longBlock, updateBlock: longBlock } : shortBlocks;
}
