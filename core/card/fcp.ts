import { readDer } from './der.ts';

/** What a card tells of a selected file: its FCP (62, UICC) or FCI (6F) template; what it does not tell is missing. */
export interface FileControl {
  readonly structure: 'transparent' | 'linearFixed' | 'directory' | 'other';
  /** Octets of content. */
  readonly size?: number;
  readonly recordLength?: number;
  readonly recordCount?: number;
  readonly identifier?: number;
  /** Memory of the card that is left, in octets; some cards tell it with the MF or a DF. */
  readonly freeMemory?: number;
}

/** A file larger than what 15 bits can address is a card that lies. */
export const largestFile = 0x8000;

/** Reads an FCP or FCI template (ISO/IEC 7816-4, 7.4; TS 102 221, 11.1.1.3). Never throws. */
export function readFileControl(template: Uint8Array): FileControl {
  const fields = readDer(template)?.children ?? [];
  const field = (tag: number) => fields.find((child) => child.tag === tag)?.content;
  const [descriptor, , high, low, count] = field(0x82) ?? [];
  const size = numberOf(field(0x80) ?? field(0x81));
  const recordLength = low === undefined ? high : ((high ?? 0) << 8) | low;
  const identifier = numberOf(field(0x83));
  const proprietary = fields.find((child) => child.tag === 0xa5)?.children;
  const freeMemory = numberOf(proprietary?.find((child) => child.tag === 0x83)?.content);
  return {
    structure: structureOf(descriptor),
    ...(size === undefined ? {} : { size }),
    ...(recordLength === undefined ? {} : { recordLength }),
    ...(count === undefined ? {} : { recordCount: count }),
    ...(identifier === undefined ? {} : { identifier }),
    ...(freeMemory === undefined ? {} : { freeMemory }),
  };
}

/** The file descriptor octet (ISO/IEC 7816-4, table 12). */
function structureOf(descriptor: number | undefined): FileControl['structure'] {
  if (descriptor === undefined) return 'other';
  if ((descriptor & 0x38) === 0x38) return 'directory';
  const structure = descriptor & 0x07;
  if (structure === 0x01) return 'transparent';
  return structure === 0x02 || structure === 0x03 ? 'linearFixed' : 'other';
}

function numberOf(octets: Uint8Array | undefined): number | undefined {
  if (octets === undefined || octets.length === 0 || octets.length > 4) return undefined;
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}
