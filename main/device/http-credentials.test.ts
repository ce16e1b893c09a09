import { describe, expect, it } from 'vitest';
import {
  digestResponse,
  digestSecret,
  parseDigestCredentials,
  printAuthenticationInfo,
  printDigestChallenge,
  serverProof,
  userNameHash,
} from '../../core/authentication/digest.ts';
import { toFault } from '../../core/errors.ts';
import { sha256OfText } from '../digest.ts';
import { createHttpCredentials, type ShownCredentials } from './http-credentials.ts';

const secure = new URL('https://bench.example/dm?s=1');
const readable = new URL('http://bench.example/dm');
const credentials = () => createHttpCredentials({ userName: 'dm-1', password: 'geheim' });
const challenge = (nonce: string, over: { stale?: boolean; userHash?: boolean } = {}) => ({
  'www-authenticate': `${printDigestChallenge({ realm: 'R', nonce, stale: false, userHash: true, ...over })}, Basic realm="R"`,
});
const basic = { 'www-authenticate': 'Basic realm="R"' };
const shownDigest = (shown: ShownCredentials | undefined) => parseDigestCredentials(shown?.header ?? '');
const codeOf = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return toFault(error).code;
  }
};
const secret = digestSecret(sha256OfText, 'dm-1', 'R', 'geheim');

describe('the credentials of a device', () => {
  it('are shown to no origin that did not ask', () => {
    const own = credentials();
    expect(own.forRequest(secure, 'POST')).toBeUndefined();
    expect(own.asked(secure, {}, undefined)).toBe(false);
    expect(own.asked(secure, { 'www-authenticate': 'Bearer realm="x"' }, undefined)).toBe(false);
    expect(own.asked(secure, { 'www-authenticate': '"' }, undefined)).toBe(false);
    expect(own.forRequest(secure, 'POST')).toBeUndefined();
    own.asked(secure, challenge('n'), undefined);
    for (const other of [
      'https://bench.example:8443/dm',
      'http://bench.example/dm',
      'https://evil.example/dm',
    ])
      expect(own.forRequest(new URL(other), 'POST')).toBeUndefined();
  });

  it('are shown by Digest where it is among what is asked for, each request with its own response', () => {
    const own = credentials();
    expect(own.asked(secure, challenge('n'), undefined)).toBe(true);
    const shown = [own.forRequest(secure, 'POST'), own.forRequest(secure, 'GET')].map(shownDigest);
    expect(shown).toMatchObject([
      {
        count: 1,
        nonce: 'n',
        uri: '/dm?s=1',
        userIsHashed: true,
        user: userNameHash(sha256OfText, 'dm-1', 'R'),
      },
      { count: 2, nonce: 'n' },
    ]);
    expect(shown[0]?.response).toBe(digestResponse(sha256OfText, secret, { ...shown[0]!, method: 'POST' }));
    expect(shown[1]?.response).toBe(digestResponse(sha256OfText, secret, { ...shown[1]!, method: 'GET' }));
    expect(shown[0]?.clientNonce).not.toBe(shown[1]?.clientNonce);
    own.asked(secure, challenge('m', { userHash: false }), undefined);
    expect(shownDigest(own.forRequest(secure, 'GET'))).toMatchObject({ user: 'dm-1', userIsHashed: false });
  });

  it('are shown again with a new nonce where the last one was too old, and not where they are wrong', () => {
    const own = credentials();
    own.asked(secure, challenge('n'), undefined);
    const shown = own.forRequest(secure, 'POST');
    expect(own.asked(secure, challenge('n', { stale: true }), shown)).toBe(false);
    expect(own.asked(secure, challenge('m', { stale: true }), shown)).toBe(true);
    expect(shownDigest(own.forRequest(secure, 'POST'))).toMatchObject({ nonce: 'm', count: 1 });
    expect(own.asked(secure, challenge('o'), own.forRequest(secure, 'POST'))).toBe(false);
  });

  it('are shown by Basic to who asks for nothing better, over TLS or on this machine', () => {
    for (const address of [
      'https://bench.example/',
      'http://127.0.0.1:8/',
      'http://localhost/',
      'http://[::1]/',
    ]) {
      const own = credentials();
      const url = new URL(address);
      expect(own.asked(url, basic, undefined)).toBe(true);
      expect(own.forRequest(url, 'GET')?.header).toBe(`Basic ${btoa('dm-1:geheim')}`);
      expect(own.asked(url, basic, own.forRequest(url, 'GET'))).toBe(false);
    }
  });

  it('are not shown as they are where others can read them, whoever asks for it', () => {
    for (const address of [
      'http://bench.example/',
      'http://127.0.0.1.evil.example/',
      'http://localhost.evil/',
    ]) {
      const own = credentials();
      const url = new URL(address);
      expect(codeOf(() => own.asked(url, basic, undefined))).toBe('DM_SERVER_ASKS_READABLE');
      expect(own.forRequest(url, 'GET')).toBeUndefined();
    }
    const own = credentials();
    own.asked(readable, challenge('n'), undefined);
    const shown = own.forRequest(readable, 'POST');
    expect(shown?.header).not.toContain('dm-1');
    expect(shown?.header).not.toContain('geheim');
    // Who takes Digest out of the way gets no more.
    expect(codeOf(() => own.asked(readable, basic, shown))).toBe('DM_SERVER_ASKS_READABLE');
  });

  it('let the server prove itself, where it says that it can', () => {
    const own = credentials();
    own.asked(secure, challenge('n'), undefined);
    const shown = own.forRequest(secure, 'POST')!;
    const use = shown.digest!;
    const info = { proof: serverProof(sha256OfText, secret, use), clientNonce: use.clientNonce, count: 1 };
    const check = (header: string | undefined) =>
      codeOf(() =>
        own.checkProof(secure, header === undefined ? {} : { 'authentication-info': header }, shown),
      );
    for (const header of [undefined, printAuthenticationInfo(info), 'nextnonce="x"'])
      expect(check(header)).toBeUndefined();
    const wrong = serverProof(sha256OfText, digestSecret(sha256OfText, 'dm-1', 'R', 'other'), use);
    for (const header of [
      printAuthenticationInfo({ ...info, proof: wrong }),
      printAuthenticationInfo({ ...info, proof: shownDigest(shown)!.response }),
      printAuthenticationInfo({ ...info, clientNonce: 'other' }),
      printAuthenticationInfo({ ...info, count: 2 }),
      'rspauth=""',
      'rspauth=',
    ])
      expect(check(header)).toBe('DM_SERVER_NOT_PROVED');
    expect(codeOf(() => own.checkProof(secure, { 'authentication-info': 'rspauth=""' }, undefined))).toBe(
      undefined,
    );
    own.checkProof(
      secure,
      { 'authentication-info': printAuthenticationInfo({ ...info, nextNonce: 'm' }) },
      shown,
    );
    expect(shownDigest(own.forRequest(secure, 'POST'))).toMatchObject({ nonce: 'm', count: 1 });
  });
});
