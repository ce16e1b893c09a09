import { describe, expect, it } from 'vitest';
import { toHex } from '../octets.ts';
import { secretOf } from '../secrets.ts';
import {
  firstIssuerKeys,
  issuerKeysOf,
  keysOf,
  listIssuerKeys,
  parseIssuerKeys,
  parsePins,
} from './issuer-keys.ts';
import { usualLayout } from './layout-schema.ts';

describe('a key file', () => {
  it('holds one key for all cards, or one a card', () => {
    const keys = parseIssuerKeys(
      secretOf('\uFEFF# delivery 12\n8944500000000700001,4144414441444144\r\n\n \t41444D2d54455354 \n'),
      'k',
    );
    expect(keys.count).toBe(2);
    expect(toHex(keys.keyFor('8944500000000700001') ?? new Uint8Array())).toBe('4144414441444144');
    expect(toHex(keys.keyFor('8944500000000700134') ?? new Uint8Array())).toBe('41444D2D54455354');
    expect(
      parseIssuerKeys(secretOf('8944500000000700001 ; 4144414441444144'), 'k').keyFor(undefined),
    ).toBeUndefined();
  });

  it.each([
    '41',
    'not-a-key',
    'x 41444D2D54455354',
    '1 2 41444D2D54455354',
    // A line whose card is missing is not a key for all cards.
    ',41444D2D54455354',
    '8944500000000700001,41444D2D54455354,',
    '41444D2D5445535G',
    '4144 4D2D 5445 5354',
  ])('refuses %s without quoting it', (line) => {
    expect(() => parseIssuerKeys(secretOf(`\n${line}\n`), 'keys.txt')).toThrow('Line 2');
    try {
      parseIssuerKeys(secretOf(line), 'keys.txt');
    } catch (error) {
      expect(String(error)).not.toContain(line.slice(-8));
    }
  });
});

describe('the keys of a file', () => {
  const card = '8944500000000700001';
  const list = () => listIssuerKeys(secretOf(`${card} 4144414441444144\n41444D2D54455354`), 'k');

  it('are given out as copies, and none is left when they are wiped', () => {
    const held = list();
    const keys = issuerKeysOf(held);
    keys.keyFor(card)?.fill(0);
    expect(toHex(keys.keyFor(card)!)).toBe('4144414441444144');
    keys.wipe();
    expect(keys.keyFor(card)).toBeUndefined();
    expect([...held.forAll!, ...held.byIccid.get(card)!].every((octet) => octet === 0)).toBe(true);
  });

  it('are looked for in one file after the other, and wiped in both', () => {
    const [first, second] = [
      parseIssuerKeys(secretOf(`${card} 0101010101010101`), 'a'),
      issuerKeysOf(list()),
    ];
    const both = firstIssuerKeys(first, second);
    expect(both.count).toBe(3);
    expect(toHex(both.keyFor(card)!)).toBe('0101010101010101');
    expect(toHex(both.keyFor(undefined)!)).toBe('41444D2D54455354');
    both.wipe();
    expect([first.keyFor(card), second.keyFor(card)]).toEqual([undefined, undefined]);
  });
});

describe('a file of PINs', () => {
  it('has the form of a key file', () => {
    const pins = parsePins(secretOf('8944500000000700001 1234\n87654321\n'), 'pins.txt');
    expect(toHex(pins.keyFor('8944500000000700001') ?? new Uint8Array())).toBe('31323334FFFFFFFF');
    expect(toHex(pins.keyFor(undefined) ?? new Uint8Array())).toBe('3837363534333231');
  });

  it.each(['123', 'secret', '123456789'])('refuses %s without quoting it', (line) => {
    expect(() => parsePins(secretOf(`${line}\n`), 'pins.txt')).toThrow('Line 1');
    expect(() => parsePins(secretOf(`${line}\n`), 'pins.txt')).not.toThrow(line);
  });
});

describe('the keys for a card', () => {
  it('have the references of its layout', () => {
    const value = new Uint8Array(8);
    expect(keysOf(usualLayout, {})).toEqual({});
    expect(keysOf(usualLayout, { adm: value, pin: value })).toEqual({
      adm: { kind: 'adm', reference: 0x0a, value },
      pin: { kind: 'pin', reference: 0x01, value },
    });
  });
});
