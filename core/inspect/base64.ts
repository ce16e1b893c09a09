/** Octets from base64, which may be broken into lines; undefined where it is something else. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  const digits = text.replaceAll(/\s+/g, '');
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return undefined;
  const characters = atob(digits);
  const octets = new Uint8Array(characters.length);
  for (let index = 0; index < characters.length; index++) octets[index] = characters.charCodeAt(index);
  return octets;
}
