import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../octets.ts';
import { encodeDodf, messagePathIn, readDodf } from './dodf.ts';
import { encodeIccid, iccidOf } from './iccid.ts';
import {
  applicationsIn,
  encodeApplicationTemplate,
  encodeTokenInfo,
  isPkcs15,
  odfWithDodf,
  pkcs15Aid,
  readOdf,
  readTokenInfo,
} from './pkcs15.ts';
import { addressOf, pathTo } from './pkcs15-path.ts';

const octets = (digits: string) => fromHex(digits)!;
/** An element of DER, by hand. */
const der = (tag: string, ...content: readonly string[]): string => {
  const whole = content.join('');
  return `${tag}${(whole.length / 2).toString(16).padStart(2, '0').toUpperCase()}${whole}`;
};

describe('EF.DIR', () => {
  it.each([
    [undefined, '61174F0CA000000063504B43532D31355007504B43532D3135'],
    [[0x5015], '611D4F0CA000000063504B43532D31355007504B43532D313551043F005015'],
  ])('lists the application with the path %j', (path, digits) => {
    const template = encodeApplicationTemplate(pkcs15Aid, 'PKCS-15', path);
    expect(toHex(template)).toBe(digits);
    const [application] = applicationsIn(template);
    expect(application).toEqual({ aid: pkcs15Aid, label: 'PKCS-15', ...(path ? { path } : {}) });
    expect(isPkcs15(application!)).toBe(true);
  });
  it.each(['FFFF', '62024F00', '61025000', '61'])('%s lists nothing', (digits) => {
    expect(applicationsIn(octets(digits))).toEqual([]);
  });
});

describe('EF(ODF)', () => {
  it('points to the DODF', () => {
    const odf = odfWithDodf(readOdf(octets('FFFFFFFF')), { file: 0x6430 });
    expect(toHex(odf)).toBe('A706300404026430');
    expect(readOdf(odf).dodfPaths).toEqual([{ file: 0x6430 }]);
  });
  it('keeps what others put there, and drops pointers that lead nowhere', () => {
    const before = readOdf(octets('A006300404025034 A706300404026433 A704A0023000 A70430020400'));
    expect(toHex(odfWithDodf(before, { file: 0x6430 }))).toBe('A006300404025034A704A0023000A706300404026430');
  });
});

describe('EF(TokenInfo)', () => {
  it('is version 1, a serial number, a label and no flags', () => {
    const token = encodeTokenInfo(octets('0102'), 'DM Bench');
    expect(toHex(token)).toBe('3015020100040201028008444D2042656E636803020000');
    expect(readTokenInfo(token)).toEqual({ serial: octets('0102'), label: 'DM Bench' });
  });
  it('that is empty or garbage is none', () => {
    for (const digits of ['FFFF', '0000', '0102', '3080'])
      expect(readTokenInfo(octets(digits))).toBeUndefined();
  });
});

describe('EF(DODF)', () => {
  const form = { encoding: 'both', private: false } as const;
  const empty = readDodf(octets('FFFF'));
  const opaque =
    '303330120C0C444D5F426F6F74737472617003020640300E0C064F4D4120444D0604672B0701A10D300B0402643102010080 0205DC';
  const oid =
    'A13B30120C0C444D5F426F6F74737472617003020640300E0C064F4D4120444D0604672B0701A11530130604672B0701300B0402643102010080 0205DC';
  const digits = (text: string) => text.replaceAll(' ', '');
  const path = { file: 0x6431, index: 0, length: 1500 };

  it.each([
    ['both', opaque + oid],
    ['opaque', opaque],
    ['oid', oid],
  ] as const)('in the encoding %s', (encoding, expected) => {
    const dodf = encodeDodf(empty, path, { encoding, private: false });
    expect(toHex(dodf)).toBe(digits(expected));
    expect(messagePathIn(readDodf(dodf))).toEqual(path);
  });

  it('tells devices that the message needs a PIN', () => {
    const dodf = toHex(encodeDodf(empty, path, { encoding: 'opaque', private: true }));
    expect(dodf).toContain('030206C0');
    expect(dodf).not.toContain('03020640');
  });

  it('fits into the 256 octets that an embedded reader takes, whatever the length', () => {
    for (const length of [1, 127, 128, 255, 256, 32_767, 32_768])
      expect(encodeDodf(empty, { ...path, length }, form).length).toBeLessThanOrEqual(256);
  });

  it('comes out with the length that went in', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 32_767, 32_768])
      expect(messagePathIn(readDodf(encodeDodf(empty, { ...path, length }, form)))).toEqual({
        ...path,
        length,
      });
  });

  it('keeps what others put there, after the message', () => {
    const attributes = [der('30', der('0C', '41')), der('30', der('0C', '42'))];
    const lwm2m = der('A1', ...attributes, der('A1', der('30', '0604672B0901', der('30', '04026432'))));
    const other = der('30', ...attributes, der('A1', der('30', '04026433')));
    const before = readDodf(octets(`${other}${lwm2m}FF`));
    expect(before.entries.map((entry) => entry.kind === 'other' && entry.description)).toEqual([
      'a data object of another application',
      'an LwM2M bootstrap entry',
    ]);
    expect(toHex(encodeDodf(before, path, { encoding: 'opaque', private: false }))).toBe(
      digits(opaque) + other + lwm2m,
    );
    expect(toHex(encodeDodf(before, undefined, form))).toBe(other + lwm2m);
  });

  it('shows what cannot be read', () => {
    const object = der('30', der('30'), der('30'));
    expect(readDodf(octets(`${object}1F02FFFF`)).unreadable).toEqual({ offset: 6, octets: octets('1F02') });
  });
});

describe('a path', () => {
  it.each([
    [{ file: 0x6431 }, 'application', []],
    [{ file: 0x6431, directories: [0x7fff] }, 'application', []],
    [{ file: 0x6431, directories: [0x7fff, 0x5f01] }, 'application', [0x5f01]],
    [{ file: 0x6431, directories: [0x5f01] }, 'application', [0x5f01]],
    [{ file: 0x6431, directories: [0x3f00] }, 'masterFile', []],
    [{ file: 0x6431, directories: [0x3f00, 0x7f50] }, 'masterFile', [0x7f50]],
  ] as const)('%j leads below the %s', (path, from, directories) => {
    const address = addressOf(path);
    expect(address).toEqual({ directory: { from, path: directories }, identifier: 0x6431 });
    expect(addressOf(pathTo(address))).toEqual(address);
  });
});

describe('an ICCID', () => {
  it.each([
    ['8944500000000700001', '984405000000700000F1'],
    ['89445000000007000011', '98440500000070000011'],
  ])('%s is BCD with swapped nibbles', (digits, content) => {
    expect(toHex(encodeIccid(digits))).toBe(content);
    expect(iccidOf(octets(content))).toBe(digits);
  });
  it('that is none is none', () => {
    for (const content of ['FFFFFFFFFFFFFFFFFFFF', 'ABCDEF', ''])
      expect(iccidOf(octets(content))).toBeUndefined();
  });
});
