import { type DerElement, readDer } from './der.ts';

/** What a file of DER values holds, as far as it can be understood. */
export interface DerFile {
  readonly elements: readonly DerElement[];
  /** What comes where no value could be read, up to the padding at the file's end. */
  readonly unreadable?: { readonly offset: number; readonly octets: Uint8Array };
}

/**
 * The values of a file one after the other (PKCS#15 v1.1, 6): gaps of FF or 00 are skipped, and so are deleted
 * values, whose tag became 00 and whose length stayed.
 */
export function readDerFile(octets: Uint8Array): DerFile {
  const elements: DerElement[] = [];
  for (let offset = 0; offset < octets.length; ) {
    const rest = octets.subarray(offset);
    if (rest[0] === 0xff) offset += 1;
    else if (rest[0] === 0x00) offset += skipped(rest);
    else {
      const element = readDer(rest);
      if (element === undefined)
        return { elements, unreadable: { offset, octets: withoutPadding(rest).slice() } };
      elements.push(element);
      offset += element.octets.length;
    }
  }
  return { elements };
}

/** How many octets a 00 takes with it: those of a deleted value, or only itself. */
function skipped(rest: Uint8Array): number {
  const length = rest[1] ?? 0;
  const isPadding = length === 0x00 || length === 0xff;
  if (isPadding || startsWithObject(rest.subarray(1))) return 1;
  if (length > 0x7f || 2 + length > rest.length) return 1;
  const next = rest[2 + length];
  const continues =
    next === undefined || next === 0xff || next === 0x00 || readDer(rest.subarray(2 + length));
  return continues ? 2 + length : 1;
}

/** Objects begin with their common attributes, a SEQUENCE: a length octet that looks like a tag does not. */
function startsWithObject(octets: Uint8Array): boolean {
  return readDer(octets)?.children[0]?.tag === 0x30;
}

/** What comes before the padding (FF, on some cards 00) at the end. */
export function withoutPadding(octets: Uint8Array): Uint8Array {
  let length = octets.length;
  while (length > 0 && isPadding(octets[length - 1])) length--;
  return octets.subarray(0, length);
}

export function isPadding(octet: number | undefined): boolean {
  return octet === 0xff || octet === 0x00;
}
