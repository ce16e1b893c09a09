import { CodedError, codedError } from '../errors.ts';
import { textOf } from '../provisioning/device-list.ts';
import type { TextEncoding } from './list-table.ts';

/** Octets as text, and what they were read as. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

/**
 * The text of a list. UTF-16 is known by its byte order mark; everything else is UTF-8 unless a person has said that
 * it is Windows-1252.
 * @throws FILE_NOT_UTF8 or LIST_NUL with the place
 */
export function decodeList(
  octets: Uint8Array,
  file: string,
  encoding: TextEncoding | undefined,
): DecodedText {
  const chosen = encoding ?? markedEncoding(octets) ?? 'utf-8';
  if (chosen === 'utf-8') return { text: withoutNul(textOf(octets, file), octets, file), encoding: chosen };
  try {
    const text = new TextDecoder(chosen, { fatal: true }).decode(octets);
    return { text: withoutNul(text, octets, file), encoding: chosen };
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw codedError('LIST_NOT_A_LIST', { file, detail: `it is not ${chosen}` }, { place: { file }, cause });
  }
}

/**
 * Whether octets that are no UTF-8 can be text in Windows-1252: then a person is offered to read them so. It has no
 * NUL, and five octets that stand for nothing.
 */
export function mayBeWindows1252(octets: Uint8Array): boolean {
  return !octets.some(
    (octet) =>
      (octet < 0x20 && octet !== 0x09 && octet !== 0x0a && octet !== 0x0d) ||
      octet === 0x81 ||
      octet === 0x8d ||
      octet === 0x8f ||
      octet === 0x90 ||
      octet === 0x9d,
  );
}

function markedEncoding([first, second]: Uint8Array): TextEncoding | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function withoutNul(text: string, octets: Uint8Array, file: string): string {
  const at = text.indexOf('\0');
  if (at < 0) return text;
  const line = text.slice(0, at).split('\n').length;
  throw codedError('LIST_NUL', { offset: octets.indexOf(0) }, { place: { file, line } });
}
