/** A line of a hex view. */
export interface HexRow {
  /** Of its first octet, as hexadecimal digits. */
  readonly offset: string;
  /** Two digits an octet, a blank between octets and one more in the middle of a long line. */
  readonly octets: string;
  /** The same in the place of octets that are not used. */
  readonly unused: string;
  /** A letter an octet; a dot where there is none. */
  readonly letters: string;
}

/** A part of a file as a hex view shows it: a whole transparent file, or one of its records. */
export interface HexPart {
  readonly rows: readonly HexRow[];
  /** Octets in use. */
  readonly used: number;
}

const noOctet = '··';
const half = 8;

/**
 * Lays out the octets of a file. Which octets its padding has is not told, so that it has dots.
 * @param content hexadecimal digits without the padding at its end; records with a blank between them
 * @param size of the file in octets
 * @param perRow octets in a line: 8 or 16
 */
export function hexParts(content: string, size: number, perRow: number): readonly HexPart[] {
  const parts = content.split(' ').filter((part) => part !== '');
  const [only] = parts;
  // Where the records of a file end is not told: only a transparent file shows its padding in its place.
  if (parts.length === 1 && only !== undefined) return [hexPart(only, size, perRow)];
  return parts.map((part) => hexPart(part, part.length / 2, perRow));
}

function hexPart(digits: string, size: number, perRow: number): HexPart {
  const octets = digits.match(/../g) ?? [];
  const rows = Array.from({ length: Math.ceil(octets.length / perRow) }, (_, index) => {
    const first = index * perRow;
    const shown = octets.slice(first, first + perRow);
    const room = Math.max(shown.length, Math.min(perRow, size - first));
    const cells = [...shown, ...Array.from({ length: room - shown.length }, () => noOctet)];
    const line = spaced(cells);
    const end = spaced(shown).length;
    return {
      offset: offsetText(first),
      octets: line.slice(0, end),
      unused: line.slice(end),
      letters: shown.map(letterOf).join(''),
    };
  });
  return { rows, used: octets.length };
}

/** An offset in a file as people write it: `012A`. */
export function offsetText(offset: number): string {
  return offset.toString(16).padStart(4, '0').toUpperCase();
}

function spaced(cells: readonly string[]): string {
  const halves = [cells.slice(0, half), cells.slice(half)].filter((each) => each.length > 0);
  return halves.map((each) => each.join(' ')).join('  ');
}

function letterOf(digits: string): string {
  const octet = Number.parseInt(digits, 16);
  return octet >= 0x20 && octet <= 0x7e ? String.fromCharCode(octet) : '.';
}
