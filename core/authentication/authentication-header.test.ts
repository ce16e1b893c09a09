import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthenticationHeader, quotedString } from './authentication-header.ts';

const read = (header: string) =>
  parseAuthenticationHeader(header)?.map(({ scheme, parameters }) => [
    scheme,
    Object.fromEntries(parameters),
  ]);

describe('an authentication header', () => {
  it('is read with several challenges, each with its parameters (RFC 9110, 11.6.1)', () => {
    expect(
      read('Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\"", Other'),
    ).toEqual([
      ['basic', { realm: 'simple' }],
      ['newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
      ['other', {}],
    ]);
    expect(read('Digest realm = "a,b" ,nonce=x,, Negotiate oYGvMIGs==, Basic realm=""')).toEqual([
      ['digest', { realm: 'a,b', nonce: 'x' }],
      ['negotiate', {}],
      ['basic', { realm: '' }],
    ]);
    expect(read('')).toEqual([]);
  });

  it.each([
    '=',
    '"Digest"',
    'Digest realm="open',
    'Digest realm="a" nonce="b"',
    'Digest realm="a", realm="b"',
    'Digest realm="a", =b',
    'realm="a"',
    'Digest realm="a"; nonce="b"',
  ])('is refused as %s', (header) => {
    expect(read(header)).toBeUndefined();
  });

  it('comes back as it was written', () => {
    const name = fc.stringMatching(/^[a-z][a-z*-]{0,9}$/);
    const value = fc.stringMatching(/^[ -~]{0,20}$/);
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1, noNullPrototype: true }), (parameters) => {
        const text = Object.entries(parameters).map(([key, each]) => `${key}=${quotedString(each)}`);
        expect(read(`Digest ${text.join(', ')}, Basic realm="x"`)).toEqual([
          ['digest', parameters],
          ['basic', { realm: 'x' }],
        ]);
      }),
    );
  });

  it('is read in a time that grows with its length, whatever it holds', () => {
    for (const part of ['"', '\\', ',', ' ', 'a=', 'a ', '"\\', 'Digest a="', '='])
      expect(() => parseAuthenticationHeader(part.repeat(8000))).not.toThrow();
  });
});
