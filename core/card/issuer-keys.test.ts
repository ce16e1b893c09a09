import { describe, expect, it } from 'vitest';
import { toHex } from '../octets.ts';
import { keysOf, parseIssuerKeys, parsePins } from './issuer-keys.ts';
import { usualLayout } from './layout-schema.ts';

describe('a key file', () => {
  it('holds one key for all cards, or one a card', () => {
    const keys = parseIssuerKeys(
      '# delivery 12\n8944500000000700001,4144414441444144\r\n\n41444D2D54455354\n',
      'k',
    );
    expect(keys.count).toBe(2);
    expect(toHex(keys.keyFor('8944500000000700001') ?? new Uint8Array())).toBe('4144414441444144');
    expect(toHex(keys.keyFor('8944500000000700134') ?? new Uint8Array())).toBe('41444D2D54455354');
    expect(parseIssuerKeys('8944500000000700001 4144414441444144', 'k').keyFor(undefined)).toBeUndefined();
  });

  it.each(['41', 'not-a-key', 'x 41444D2D54455354', '1 2 41444D2D54455354'])(
    'refuses %s without quoting it',
    (line) => {
      expect(() => parseIssuerKeys(`\n${line}\n`, 'keys.txt')).toThrow('Line 2');
      try {
        parseIssuerKeys(line, 'keys.txt');
      } catch (error) {
        expect(String(error)).not.toContain(line.slice(-8));
      }
    },
  );
});

describe('a file of PINs', () => {
  it('has the form of a key file', () => {
    const pins = parsePins('8944500000000700001 1234\n87654321\n', 'pins.txt');
    expect(toHex(pins.keyFor('8944500000000700001') ?? new Uint8Array())).toBe('31323334FFFFFFFF');
    expect(toHex(pins.keyFor(undefined) ?? new Uint8Array())).toBe('3837363534333231');
  });

  it.each(['123', 'secret', '123456789'])('refuses %s without quoting it', (line) => {
    expect(() => parsePins(`${line}\n`, 'pins.txt')).toThrow('Line 1');
    expect(() => parsePins(`${line}\n`, 'pins.txt')).not.toThrow(line);
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
