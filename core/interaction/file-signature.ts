/** What the first octets of a file are, by media type; undefined stands for any octet. */
const signatures: Readonly<Record<string, readonly (readonly (number | undefined)[])[]>> = {
  'image/jpeg': [[0xff, 0xd8, 0xff]],
  'image/png': [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  'image/gif': [ascii('GIF87a'), ascii('GIF89a')],
  'image/webp': [[...ascii('RIFF'), undefined, undefined, undefined, undefined, ...ascii('WEBP')]],
  'image/heic': [[undefined, undefined, undefined, undefined, ...ascii('ftyp')]],
  'application/pdf': [ascii('%PDF-')],
  'application/zip': [
    [0x50, 0x4b, 0x03, 0x04],
    [0x50, 0x4b, 0x05, 0x06],
  ],
};

/** So many octets from the beginning of a file tell what it is. */
export const signatureLength = 12;

/**
 * Whether a file begins as its media type says. Types without a signature are taken by their name.
 * @param head the first `signatureLength` octets, or all where there are fewer
 */
export function beginsAs(mediaType: string, head: Uint8Array): boolean {
  const known = Object.hasOwn(signatures, mediaType) ? signatures[mediaType] : undefined;
  if (known === undefined) return true;
  return known.some(
    (signature) =>
      head.length >= signature.length &&
      signature.every((octet, index) => octet === undefined || head[index] === octet),
  );
}

function ascii(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
