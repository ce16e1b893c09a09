import { type BaseBlock, Constructed, fromBER, ObjectIdentifier, OctetString, Primitive } from 'asn1js';

/** A DER element as it was read: its tag, its content, and for constructed ones what is in it. */
export interface DerElement {
  /** The first octet of the tag; PKCS#15 and FCP templates use no longer ones. */
  readonly tag: number;
  readonly content: Uint8Array;
  readonly children: readonly DerElement[];
  /** The element whole, tag and length included. */
  readonly octets: Uint8Array;
}

/** The element at the start of `octets`; undefined where there is none or it runs past the end. */
export function readDer(octets: Uint8Array): DerElement | undefined {
  const [tag] = octets;
  if (tag === undefined || tag === 0x00 || tag === 0xff || octets.length < 2) return undefined;
  try {
    const { offset, result } = fromBER(octets);
    return offset === -1 ? undefined : elementOf(result);
  } catch {
    // The library throws on some malformed values (times, texts) instead of saying so; to us both are garbage.
    return undefined;
  }
}

function elementOf(block: BaseBlock): DerElement {
  const octets = new Uint8Array(block.valueBeforeDecodeView);
  const header = block.idBlock.blockLength + block.lenBlock.blockLength;
  const nested: unknown = block.idBlock.isConstructed
    ? (block.valueBlock as { value?: unknown }).value
    : undefined;
  return {
    tag: octets[0] ?? 0,
    content: octets.slice(header),
    children: Array.isArray(nested) ? nested.map((child: BaseBlock) => elementOf(child)) : [],
    octets,
  };
}

/** A context-specific constructed element, `[number] { … }`. */
export function contextConstructed(number: number, value: BaseBlock[]): Constructed {
  return new Constructed({ idBlock: { tagClass: 3, tagNumber: number }, value });
}

/** A context-specific primitive element, `[number] octets`. */
export function contextPrimitive(number: number, octets: Uint8Array): Primitive {
  return new Primitive({ idBlock: { tagClass: 3, tagNumber: number }, valueHex: octets });
}

/** An OCTET STRING. */
export function octetString(octets: Uint8Array): OctetString {
  return new OctetString({ valueHex: octets });
}

/** The content octets of an OBJECT IDENTIFIER, without its tag and length. */
export function objectIdentifierContent(identifier: string): Uint8Array {
  return new Uint8Array(new ObjectIdentifier({ value: identifier }).toBER()).slice(2);
}

/** The octets of an element. */
export function encodeDer(block: BaseBlock): Uint8Array {
  return new Uint8Array(block.toBER());
}
