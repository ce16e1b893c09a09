import { describe, expect, it } from 'vitest';
import { toHex } from '../octets.ts';
import { parseIssuerKeys } from './issuer-keys.ts';

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
