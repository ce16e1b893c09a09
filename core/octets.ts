/** Octets as upper-case hexadecimal digits, without separators. */
export function toHex(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += octet.toString(16).padStart(2, '0').toUpperCase();
  return text;
}

/** Hexadecimal digits (blanks allowed between octets) as octets; undefined where it is something else. */
export function fromHex(text: string): Uint8Array | undefined {
  const digits = text.replaceAll(/\s+/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return undefined;
  const octets = new Uint8Array(digits.length / 2);
  for (let index = 0; index < octets.length; index++) {
    octets[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return octets;
}

/** One after the other. */
export function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** The index of the first octet in which the two differ, or -1 where they are equal. */
export function firstDifference(left: Uint8Array, right: Uint8Array): number {
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index++) if (left[index] !== right[index]) return index;
  return -1;
}

/** Whether both hold the same octets. */
export function sameOctets(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && firstDifference(left, right) === -1;
}
