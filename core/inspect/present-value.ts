import { applyEdits, format as formatJson } from 'jsonc-parser';
import type { LeafValue } from '../mo/node.ts';
import type { NodeFormat } from '../mo/object-schema.ts';
import { toHex } from '../octets.ts';
import { bytesOfBase64 } from './base64.ts';
import { formatXml } from './format-xml.ts';
import { momentOf } from './moment.ts';
import { visibleLines } from './visible-text.ts';

/** What a certificate says, as people read it. */
export interface CertificateView {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  /** Milliseconds since 1970. */
  readonly validFrom: number;
  readonly validUntil: number;
  readonly algorithm: string;
  /** The names and addresses that it is for. */
  readonly names: readonly string[];
  readonly isAuthority: boolean;
  /** SHA-256, in hexadecimal. */
  readonly fingerprint: string;
}

/** A value as it is shown, by what it is. The text of it, as it came, is there too where it says something else. */
export type ShownValue =
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'empty' }
  | { readonly kind: 'boolean' | 'number'; readonly text: string }
  /** `at` where the value names a moment, in milliseconds since 1970. */
  | { readonly kind: 'date' | 'time'; readonly text: string; readonly at?: number }
  | { readonly kind: 'xml' | 'json'; readonly text: string; readonly cut: boolean }
  | {
      readonly kind: 'octets';
      readonly octets: number;
      /** The first of them, in hexadecimal. */
      readonly hex: string;
      /** The same as text, where they are one (UTF-8). */
      readonly text?: string;
      readonly cut: boolean;
    }
  | { readonly kind: 'certificate'; readonly certificate: CertificateView; readonly text: string };

/** What is known of a value beside itself. */
export interface ValueKind {
  readonly format?: NodeFormat | undefined;
  readonly mime?: string | undefined;
}

/** Characters of a text, and octets of others, that are shown; a value can be saved whole. */
const mostShown = 262_144;
const mostOctets = 8192;

/**
 * A value as a person reads it: by the format and type that its DDF gives, and by what it is. A value that is not
 * what its format says is shown as the text that it is.
 */
export function presentValue(value: LeafValue, { format, mime }: ValueKind): ShownValue {
  if (value === null || value === '') return { kind: 'empty' };
  if (typeof value === 'boolean') return { kind: 'boolean', text: String(value) };
  if (typeof value === 'number') return { kind: 'number', text: String(value) };
  switch (format) {
    case 'bin':
    case 'b64': {
      const octets = bytesOfBase64(value);
      return octets ? shownOctets(octets) : shownText(value);
    }
    case 'date':
    case 'time': {
      const at = momentOf(value);
      return { kind: format, text: visibleLines(value), ...(at === undefined ? {} : { at }) };
    }
    case 'bool':
      return value === 'true' || value === 'false' ? { kind: 'boolean', text: value } : shownText(value);
    case 'int':
    case 'float':
      return Number.isFinite(Number(value)) ? { kind: 'number', text: value } : shownText(value);
    case 'xml':
    case 'chr':
    case 'null':
    case 'node':
    case undefined:
      return shownStructure(value, mime) ?? shownText(value);
  }
}

/** XML and JSON with their lines; undefined for what is neither. */
function shownStructure(text: string, mime: string | undefined): ShownValue | undefined {
  if (text.length > mostShown) return undefined;
  const first = text.trimStart().charAt(0);
  const isJson = first === '{' || first === '[';
  if (isJson || (mime?.includes('json') ?? false)) {
    const lines = jsonLines(text);
    if (lines !== undefined) return { kind: 'json', ...bounded(lines) };
  }
  const xml = first === '<' ? formatXml(text) : undefined;
  return xml === undefined ? undefined : { kind: 'xml', ...bounded(xml) };
}

/** JSON with line breaks put in and nothing else: numbers stay as they are written. */
function jsonLines(text: string): string | undefined {
  try {
    JSON.parse(text);
    return applyEdits(text, formatJson(text, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' }));
  } catch {
    return undefined;
  }
}

function shownText(text: string): ShownValue {
  return { kind: 'text', ...bounded(text) };
}

function bounded(text: string): { readonly text: string; readonly cut: boolean } {
  const cut = text.length > mostShown;
  return { text: visibleLines(cut ? text.slice(0, mostShown) : text), cut };
}

function shownOctets(octets: Uint8Array): ShownValue {
  const first = octets.subarray(0, mostOctets);
  const text = printable(octets.subarray(0, mostShown), octets.length > mostShown);
  return {
    kind: 'octets',
    octets: octets.length,
    hex: toHex(first),
    ...(text === undefined ? {} : { text: visibleLines(text) }),
    cut: octets.length > mostOctets,
  };
}

function printable(octets: Uint8Array, isCut: boolean): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets, {
      // The last character may have been cut in two.
      stream: isCut,
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a text has none of these
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
