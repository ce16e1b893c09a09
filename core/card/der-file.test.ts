import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatenate, fromHex, toHex } from '../octets.ts';
import { readDerFile, withoutPadding } from './der-file.ts';

const read = (digits: string) => {
  const { elements, unreadable } = readDerFile(fromHex(digits)!);
  return {
    elements: elements.map(({ octets }) => toHex(octets)),
    unreadable: unreadable && `${unreadable.offset}: ${toHex(unreadable.octets)}`,
  };
};

const first = '30043002 0C00'.replace(' ', '');

describe('a file of DER values', () => {
  it.each([
    ['one after the other', `${first}${first}FFFF`, [first, first], undefined],
    ['with gaps of FF', `FFFF${first}FFFFFF${first}`, [first, first], undefined],
    ['with gaps of 00', `0000${first}000000${first}0000`, [first, first], undefined],
    ['with one 00 between', `${first}00${first}`, [first, first], undefined],
    ['with a deleted value', `${first}000430020C00${first}`, [first, first], undefined],
    ['with a deleted value at the end', `${first}000430020C00`, [first], undefined],
    ['empty', 'FFFFFFFF', [], undefined],
    ['empty with 00', '00000000', [], undefined],
    ['and then garbage', `${first}30821234FFFF`, [first], '6: 30821234'],
    ['cut off', '3020 3002'.replace(' ', ''), [], '0: 30203002'],
    ['garbage alone', '1F', [], '0: 1F'],
  ])('%s', (_name, digits, elements, unreadable) => {
    expect(read(digits)).toEqual({ elements, unreadable });
  });

  it('of any octets does no harm, and loses none that are not padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const { elements, unreadable } = readDerFile(octets);
        const length = concatenate(...elements.map((each) => each.octets)).length;
        expect(length + (unreadable?.octets.length ?? 0)).toBeLessThanOrEqual(octets.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('nested without end is no reason to fail', () => {
    const deep = new Uint8Array(20_000).fill(0xa1);
    for (let index = 1; index < deep.length; index += 2) deep[index] = 0x80;
    expect(readDerFile(deep).elements).toEqual([]);
  });
});

describe('padding', () => {
  it.each([
    ['4142FFFF', '4142'],
    ['41420000', '4142'],
    ['4142FF00FF', '4142'],
    ['FF00', ''],
  ])('of %s is cut off', (digits, rest) => {
    expect(toHex(withoutPadding(fromHex(digits)!))).toBe(rest);
  });
});
