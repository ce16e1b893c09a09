import { describe, expect, it } from 'vitest';
import { hexParts, offsetText } from './hex-rows.ts';

const atToZ = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = [...atToZ].map((letter) => letter.charCodeAt(0).toString(16).toUpperCase()).join('');

describe('a hex view', () => {
  it('has offsets, octets and letters, eight or sixteen to a line', () => {
    const [part] = hexParts(digits, 26, 16);
    expect(part).toEqual({
      used: 26,
      rows: [
        {
          offset: '0000',
          octets: '41 42 43 44 45 46 47 48  49 4A 4B 4C 4D 4E 4F 50',
          unused: '',
          letters: 'ABCDEFGHIJKLMNOP',
        },
        { offset: '0010', octets: '51 52 53 54 55 56 57 58  59 5A', unused: '', letters: 'QRSTUVWXYZ' },
      ],
    });
    expect(hexParts(digits, 26, 8)[0]?.rows.map(({ offset, octets }) => `${offset} ${octets}`)).toEqual([
      '0000 41 42 43 44 45 46 47 48',
      '0008 49 4A 4B 4C 4D 4E 4F 50',
      '0010 51 52 53 54 55 56 57 58',
      '0018 59 5A',
    ]);
  });

  it('shows in its place where the content ends and padding begins, and not what the padding is', () => {
    const [row] = hexParts('3023', 256, 8)[0]?.rows ?? [];
    expect(row).toEqual({ offset: '0000', octets: '30 23', unused: ' ·· ·· ·· ·· ·· ··', letters: '0#' });
    const [long] = hexParts('30'.repeat(8), 12, 16)[0]?.rows ?? [];
    expect(`${long?.octets}${long?.unused}`).toBe('30 30 30 30 30 30 30 30  ·· ·· ·· ··');
  });

  it('has a dot for what is no letter', () => {
    expect(hexParts('1F20417E7FFF', 6, 8)[0]?.rows[0]?.letters).toBe('. A~..');
  });

  it('keeps records apart', () => {
    const parts = hexParts('6110 4F0C', 76, 8);
    expect(parts.map(({ rows, used }) => ({ used, line: rows[0] }))).toEqual([
      { used: 2, line: { offset: '0000', octets: '61 10', unused: '', letters: 'a.' } },
      { used: 2, line: { offset: '0000', octets: '4F 0C', unused: '', letters: 'O.' } },
    ]);
  });

  it('has nothing for a file that is empty', () => {
    expect(hexParts('', 64, 16)).toEqual([]);
  });

  it('never shows more cells than the file has, nor fewer octets than were read', () => {
    const cells = (content: string, size: number) => {
      const text = hexParts(content, size, 8)[0]?.rows.map((row) => row.octets + row.unused) ?? [];
      return text.join(' ').split(/\s+/).length;
    };
    expect(cells('00'.repeat(5), 7)).toBe(7);
    // A card that lies about the size of a file.
    expect(cells('00'.repeat(11), 3)).toBe(11);
  });

  it('writes an offset with four digits, or more where it needs them', () => {
    expect([0, 298, 0x12345].map(offsetText)).toEqual(['0000', '012A', '12345']);
  });
});
