import { describe, expect, it } from 'vitest';
import {
  type DigestUse,
  digestResponse,
  digestSecret,
  printDigestCredentials,
  realm,
  userNameHash,
} from '../../../core/authentication/digest.ts';
import { sha256OfText } from '../../digest.ts';
import type { DeviceDirectory, ManagedDevice } from '../device-directory.ts';
import { createAuthenticator } from './authenticate.ts';
import type { BasicCredentials } from './basic.ts';
import { createNonces } from './nonces.ts';
import type { ShownRequest } from './shown-request.ts';

const deviceId = 'IMEI:1';
const issued = { userName: 'dm-1', password: 'geheim' };
const renewed = { userName: 'dm-1', password: 'geheimer' };

/** An authenticator before one device, which counts how often its secrets are opened. */
function running() {
  const opened: string[] = [];
  const showed: string[] = [];
  let known: readonly BasicCredentials[] = [issued];
  let renewalReported = false;
  const clock = { now: 1_795_600_000_000 };
  const device = (): ManagedDevice => ({
    deviceId,
    jobId: 'j',
    credentialsSealed: known.map(({ password }) => new TextEncoder().encode(`sealed ${password}`)),
    credentials() {
      opened.push(deviceId);
      return known;
    },
    authentication: () => 'password',
    renewalReported,
    plans: () => expect.unreachable(),
    keepAnswered: () => expect.unreachable(),
    form: () => expect.unreachable(),
  });
  const directory: DeviceDirectory = {
    find: (id) => (id === deviceId ? device() : undefined),
    nobody() {
      opened.push('nobody');
      return { userName: 'nobody', password: 'nothing' };
    },
  };
  const nonces = createNonces({ now: () => clock.now, secret: new Uint8Array(32) });
  const showedNew = (each: ManagedDevice) => void showed.push(each.deviceId);
  const authenticate = createAuthenticator({ directory, nonces, showedNew });
  const come = (authorization: string | undefined, over: Partial<ShownRequest> = {}, id = deviceId) => {
    const headers = authorization === undefined ? {} : { authorization };
    const admission = authenticate(id, { headers, method: 'POST', url: '/dm', isPrivate: true, ...over });
    return admission.kind === 'admitted' ? admission : admission.reason;
  };
  return {
    ...{ opened, showed, nonces, clock, come, authenticate },
    know(credentials: readonly BasicCredentials[], reported = false) {
      known = credentials;
      renewalReported = reported;
    },
  };
}

const basic = ({ userName, password }: BasicCredentials) => `Basic ${btoa(`${userName}:${password}`)}`;
const use = (nonce: string, over: Partial<DigestUse> = {}): DigestUse => ({
  ...{ method: 'POST', uri: '/dm', nonce, count: 1, clientNonce: 'c', ...over },
});
const digest = ({ userName, password }: BasicCredentials, made: DigestUse, over: object = {}) =>
  printDigestCredentials({
    ...made,
    realm,
    user: userName,
    userIsHashed: false,
    response: digestResponse(sha256OfText, digestSecret(sha256OfText, userName, realm, password), made),
    ...over,
  });
const admitted = expect.objectContaining({ kind: 'admitted', who: expect.objectContaining({ deviceId }) });

describe('a device that shows itself by HTTP Basic', () => {
  it('is let in, and the next times without opening its secrets', () => {
    const { come, opened } = running();
    for (let time = 0; time < 3; time++) expect(come(basic(issued))).toEqual(admitted);
    expect(opened).toEqual([deviceId]);
  });

  it('is not let in with anything else, not even after it was', () => {
    const { come } = running();
    come(basic(issued));
    for (const wrong of [renewed, { ...issued, userName: 'dm-2' }, { userName: '', password: '' }])
      expect(come(basic(wrong))).toBe('wrong');
    for (const header of ['Basic', 'Basic !', 'Bearer x', '']) expect(come(header)).toBe('wrong');
    expect(come(undefined)).toBe('notShown');
  });

  it('is somebody unknown under another name, who takes as long', () => {
    const { come, opened } = running();
    expect(come(basic(issued), {}, 'IMEI:2')).toBe('wrong');
    expect(come(digest(issued, use('n')), {}, 'IMEI:2')).toBe('wrong');
    expect(opened).toEqual(['nobody', 'nobody']);
  });

  it('is not let in where others can read its password, wrong or right', () => {
    const { come } = running();
    expect(come(basic(issued), { isPrivate: false })).toBe('readable');
    expect(come(basic(renewed), { isPrivate: false })).toBe('wrong');
    come(basic(issued));
    expect(come(basic(issued), { isPrivate: false })).toBe('readable');
  });

  it('is let in no more once its credentials were issued anew', () => {
    const { come, know } = running();
    come(basic(issued));
    know([renewed]);
    expect(come(basic(issued))).toBe('wrong');
    expect(come(basic(renewed))).toEqual(admitted);
  });
});

describe('a device that shows itself by HTTP Digest', () => {
  it('is let in wherever its connection goes, with the proof of the server', () => {
    const { come, nonces } = running();
    const admission = come(digest(issued, use(nonces.issue())), { isPrivate: false });
    expect(admission).toEqual(admitted);
    expect(admission).toHaveProperty('authenticationInfo', expect.stringMatching(/^rspauth="[0-9a-f]{64}"/));
  });

  it('is let in by the digest of its name, which tells nobody who it is', () => {
    const { come, nonces } = running();
    const hashed = { userIsHashed: true, user: userNameHash(sha256OfText, issued.userName, realm) };
    expect(come(digest(issued, use(nonces.issue()), hashed))).toEqual(admitted);
    expect(come(digest(issued, use(nonces.issue()), { userIsHashed: true }))).toBe('wrong');
    expect(come(digest(issued, use(nonces.issue()), { ...hashed, userIsHashed: false }))).toBe('wrong');
  });

  it('opens its secrets once', () => {
    const { come, nonces, opened } = running();
    const nonce = nonces.issue();
    for (const count of [1, 2, 3]) expect(come(digest(issued, use(nonce, { count })))).toEqual(admitted);
    expect(opened).toEqual([deviceId]);
  });

  it.each([
    ['another method', { method: 'GET' }],
    ['another address', { uri: '/repository/x' }],
    ['the same address with a query', { uri: '/dm?' }],
  ])('is not let in with a response for %s', (_what, over) => {
    const { come, nonces } = running();
    expect(come(digest(issued, use(nonces.issue(), over)))).toBe('wrong');
  });

  it('is not let in with a response that says to be for this address and is for another', () => {
    const { come, nonces } = running();
    const made = digest(issued, use(nonces.issue(), { uri: '/other' }));
    expect(come(made.replace('uri="/other"', 'uri="/dm"'))).toBe('wrong');
  });

  it.each([
    ['another password', digest(renewed, use('n'))],
    ['another name', digest(issued, use('n'), { user: 'dm-2' })],
    ['another realm', digest(issued, use('n'), { realm: 'Other' })],
    ['MD5', digest(issued, use('n')).replace('SHA-256', 'MD5')],
    ['nothing', 'Digest '],
  ])('is not let in with %s', (_what, header) => {
    expect(running().come(header)).toBe('wrong');
  });

  it('is let in once by each response, and told when the nonce was too old', () => {
    const { come, nonces, clock } = running();
    const response = digest(issued, use(nonces.issue()));
    expect(come(response)).toEqual(admitted);
    expect(come(response)).toBe('replayed');
    const old = digest(issued, use(nonces.issue()));
    clock.now += 300_000;
    expect(come(old)).toBe('stale');
    expect(come(digest(issued, use('forged')))).toBe('stale');
    expect(come(digest(renewed, use('forged')))).toBe('wrong');
  });
});

describe('a connection that proves its device', () => {
  const peer = { kind: 'presharedKey', deviceId } as const;

  it('lets it in without anything else', () => {
    expect(running().come(undefined, { peer })).toEqual(admitted);
    expect(running().come(undefined, { peer: { kind: 'certificate', deviceId, serial: '01' } })).toEqual(
      admitted,
    );
  });

  it('lets it in with right credentials, and not with wrong ones', () => {
    const { come, nonces } = running();
    expect(come(basic(issued), { peer })).toEqual(admitted);
    expect(come(digest(issued, use(nonces.issue())), { peer })).toEqual(admitted);
    expect(come(basic(renewed), { peer })).toBe('wrong');
    expect(come(digest(renewed, use(nonces.issue())), { peer })).toBe('wrong');
  });

  it('lets nobody else in, whatever else is right', () => {
    const { come, authenticate } = running();
    const other = { ...peer, deviceId: 'IMEI:2' };
    expect(come(undefined, { peer: other })).toBe('otherPeer');
    expect(come(basic(issued), { peer: other })).toBe('otherPeer');
    expect(come(undefined, { peer: { ...peer, deviceId: 'IMEI:unknown' } }, 'IMEI:unknown')).toBe('notShown');
    expect(
      authenticate(undefined, { headers: {}, method: 'POST', url: '/dm', isPrivate: true, peer }),
    ).toEqual({ kind: 'refused', reason: 'notShown' });
  });
});

describe('a device that gets new credentials', () => {
  it('is let in with both, and it is told when it shows new ones that it has reported', () => {
    const { come, know, showed, nonces } = running();
    know([issued, renewed], true);
    expect(come(basic(issued))).toEqual(admitted);
    expect(come(digest(issued, use(nonces.issue())))).toEqual(admitted);
    expect(showed).toEqual([]);
    expect(come(basic(renewed))).toEqual(admitted);
    expect(come(digest(renewed, use(nonces.issue())))).toEqual(admitted);
    expect(showed).toEqual([deviceId, deviceId]);
    know([issued, renewed], false);
    expect(come(basic(renewed))).toEqual(admitted);
    expect(showed).toHaveLength(2);
    know([renewed]);
    expect(come(basic(issued))).toBe('wrong');
  });
});
