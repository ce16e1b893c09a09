import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { fromHex } from '../octets.ts';
import { shortBlocks } from './atr.ts';
import type { CardContents } from './card-contents.ts';
import { compareCards, copyCard, parseCardCopy } from './card-copy.ts';
import { nothingSelected } from './card-cursor.ts';
import { inApplication } from './file-address.ts';

const contents = (odf: string): CardContents => ({
  selection: nothingSelected,
  abilities: shortBlocks,
  iccid: '8944500000000700001',
  directory: { kind: 'records', records: [fromHex('6100')!, fromHex('FFFF')!] },
  hasApplication: true,
  odf: { address: inApplication(0x5031), octets: fromHex(odf)! },
  dodfListed: false,
  problems: [],
});
const copy = copyCard(contents('A700FF'), fromHex('3B00')!);

describe('the copy of a card', () => {
  it('is every file, octet by octet, and comes out of a file as it went in', () => {
    expect(copy.files).toEqual([
      { name: 'EF.DIR 2F00', path: 'MF/2F00', content: { records: ['6100', 'FFFF'] } },
      { name: 'EF(ODF) 5031', path: 'PKCS#15/5031', content: { octets: 'A700FF' } },
    ]);
    expect(parseCardCopy(JSON.stringify(copy), 'copy.json')).toEqual(copy);
  });

  it.each([
    '',
    '{',
    '{}',
    '[]',
    JSON.stringify({ ...copy, version: 2 }),
    JSON.stringify({ ...copy, atr: 'x' }),
  ])('is not %s', (text) => {
    const code = () => {
      try {
        return parseCardCopy(text, 'copy.json');
      } catch (error) {
        return toFault(error).code;
      }
    };
    expect(code()).toBe('CARD_COPY_WRONG');
  });

  it('is compared file by file', () => {
    expect(compareCards(copy, copy)).toEqual([]);
    const other = (odf: string) => compareCards(copy, copyCard(contents(odf), fromHex('3B00')!));
    expect(other('A701FE')).toEqual([
      {
        name: 'EF(ODF) 5031',
        path: 'PKCS#15/5031',
        difference: { kind: 'content', offset: 1, octets: 2 },
      },
    ]);
    expect(other('A7')[0]?.difference).toEqual({ kind: 'size', here: 3, there: 1 });
    const without = { ...copy, files: copy.files.slice(0, 1) };
    expect(compareCards(copy, without)[0]?.difference).toEqual({ kind: 'onlyHere' });
    expect(compareCards(without, copy)[0]?.difference).toEqual({ kind: 'onlyThere' });
  });
});
