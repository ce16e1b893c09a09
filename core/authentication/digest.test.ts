import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthenticationHeader } from './authentication-header.ts';
import {
  type DigestCredentials,
  digestResponse,
  digestSecret,
  parseAuthenticationInfo,
  parseDigestCredentials,
  printAuthenticationInfo,
  printDigestChallenge,
  printDigestCredentials,
  readDigestChallenge,
  serverProof,
  userNameHash,
} from './digest.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const challenges = (header: string) => parseAuthenticationHeader(header)?.map(readDigestChallenge);

/** RFC 7616, 3.9.1. */
const vector = {
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
  uri: '/dir/index.html',
  clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  response: '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
};
const vectorHeader = `Digest username="Mufasa",
  realm="${vector.realm}", uri="${vector.uri}", algorithm=SHA-256, nonce="${vector.nonce}", nc=00000001,
  cnonce="${vector.clientNonce}", qop=auth, response="${vector.response}", opaque="${vector.opaque}"`.replaceAll(
  /\n */g,
  ' ',
);

describe('HTTP Digest with SHA-256', () => {
  it('answers as RFC 7616 does', () => {
    const shown = parseDigestCredentials(vectorHeader);
    expect(shown).toEqual({ ...vector, user: 'Mufasa', userIsHashed: false, count: 1 });
    const secret = digestSecret(digest, 'Mufasa', vector.realm, 'Circle of Life');
    expect(digestResponse(digest, secret, { ...shown!, method: 'GET' })).toBe(vector.response);
    expect(digestResponse(digest, secret, { ...shown!, method: 'POST' })).not.toBe(vector.response);
  });

  it('has the server prove the secret over the address alone', () => {
    const use = { uri: '/dm', nonce: 'n', count: 1, clientNonce: 'c' };
    expect(serverProof(digest, 's', use)).toBe(digest(`s:n:00000001:c:auth:${digest(':/dm')}`));
    expect(serverProof(digest, 's', use)).not.toBe(digestResponse(digest, 's', { ...use, method: 'POST' }));
  });

  it('hashes the name of a user with its realm', () => {
    expect(userNameHash(digest, 'dm-1', 'DM Bench')).toBe(digest('dm-1:DM Bench'));
  });

  it('is asked for in a challenge', () => {
    const challenge = { realm: 'DM "Bench"', nonce: 'a-b', stale: true, userHash: true, opaque: 'o' };
    expect(printDigestChallenge({ ...challenge, stale: false })).toBe(
      'Digest realm="DM \\"Bench\\"", qop="auth", algorithm=SHA-256, nonce="a-b", opaque="o", charset=UTF-8, userhash=true',
    );
    expect(challenges(`Basic realm="x", ${printDigestChallenge(challenge)}`)).toEqual([undefined, challenge]);
  });

  it.each([
    'Digest realm="x", qop="auth", algorithm=MD5, nonce="n"',
    'Digest realm="x", qop="auth", nonce="n"',
    'Digest realm="x", algorithm=SHA-256, nonce="n"',
    'Digest realm="x", algorithm=SHA-256, nonce="n", qop="auth-int"',
    'Digest algorithm=SHA-256, nonce="n", qop="auth"',
    'Digest realm="x", algorithm=SHA-256, qop="auth"',
    'Digest realm="x", algorithm=SHA-512-256, nonce="n", qop="auth"',
  ])('is not done for the challenge %s', (header) => {
    expect(challenges(header)).toEqual([undefined]);
  });

  it('is done where auth is among what may be protected', () => {
    expect(challenges('Digest realm="x", qop="auth-int, AUTH", algorithm=sha-256, nonce="n"')).toEqual([
      { realm: 'x', nonce: 'n', stale: false, userHash: false },
    ]);
  });

  it.each([
    ['MD5', (text: string) => text.replace('SHA-256', 'MD5')],
    [
      'an algorithm that is not named, which is MD5',
      (text: string) => text.replace('algorithm=SHA-256, ', ''),
    ],
    ['no qop', (text: string) => text.replace('qop=auth, ', '')],
    ['auth-int', (text: string) => text.replace('qop=auth', 'qop=auth-int')],
    ['no count', (text: string) => text.replace('nc=00000001,', '')],
    ['a count that is none', (text: string) => text.replace('nc=00000001', 'nc=1')],
    ['no nonce', (text: string) => text.replace(/ nonce="[^"]+",/, '')],
    ['no address', (text: string) => text.replace(/uri="[^"]+", /, '')],
    ['no user', (text: string) => text.replace('username="Mufasa", ', '')],
    ['a short response', (text: string) => text.replace('6c1"', '"')],
    ['two elements', (text: string) => `${text}, Basic eHg6eXk=`],
    ['a parameter twice', (text: string) => `${text}, nc=00000002`],
    ['both kinds of name', (text: string) => `${text}, username*=UTF-8''a`],
    [
      'a name in another set of characters',
      (text: string) => text.replace('username="Mufasa"', "username*=ISO-8859-1''a"),
    ],
    [
      'a name whose percent-encoding is broken',
      (text: string) => text.replace('username="Mufasa"', "username*=UTF-8''%E4"),
    ],
    ['another scheme', (text: string) => text.replace('Digest', 'Bearer')],
  ])('takes no credentials with %s', (_what, change) => {
    const changed = change(vectorHeader);
    expect(changed).not.toBe(vectorHeader);
    expect(parseDigestCredentials(changed)).toBeUndefined();
  });

  it('reads what it wrote', () => {
    const text = fc.stringMatching(/^[ -~]{0,30}$/);
    const credentials: fc.Arbitrary<DigestCredentials> = fc.record({
      ...{ realm: text, nonce: text, uri: text, clientNonce: text },
      user: fc.oneof(
        text,
        fc.string({ unit: 'grapheme', maxLength: 20 }).filter((each) => each.isWellFormed()),
      ),
      userIsHashed: fc.boolean(),
      count: fc.integer({ min: 0, max: 0xffffffff }),
      response: fc.stringMatching(/^[0-9a-f]{64}$/),
    });
    fc.assert(
      fc.property(credentials, (each) => {
        expect(parseDigestCredentials(printDigestCredentials(each))).toEqual(each);
      }),
    );
    const info = { proof: 'ab', clientNonce: 'c"', count: 17, nextNonce: 'n' };
    expect(parseAuthenticationInfo(printAuthenticationInfo(info))).toEqual(info);
    const { nextNonce: _next, ...short } = info;
    expect(parseAuthenticationInfo(printAuthenticationInfo(short))).toEqual(short);
    expect(parseAuthenticationInfo('nextnonce="n"')).toBeUndefined();
    expect(parseAuthenticationInfo('=')).toBeUndefined();
  });
});
