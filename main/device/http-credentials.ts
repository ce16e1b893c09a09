import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parseAuthenticationHeader } from '../../core/authentication/authentication-header.ts';
import {
  type DigestChallenge,
  type DigestUse,
  digestResponse,
  digestSecret,
  parseAuthenticationInfo,
  printDigestCredentials,
  readDigestChallenge,
  serverProof,
  userNameHash,
} from '../../core/authentication/digest.ts';
import { codedError } from '../../core/errors.ts';
import { sha256OfText } from '../digest.ts';

/** What a device shows with one request, and how the answer can prove the server. */
export interface ShownCredentials {
  /** The Authorization header. */
  readonly header: string;
  readonly digest?: DigestUse & { readonly secret: string };
}

/** A device's name and password towards one server: shown once it asked for them, and in the best way it takes. */
export interface HttpCredentials {
  /** What a request shows; undefined while the origin did not ask. */
  forRequest(url: URL, method: string): ShownCredentials | undefined;
  /**
   * Takes an answer with status 401.
   * @param shown what the request had shown
   * @returns whether the request is to be sent again
   * @throws DM_SERVER_ASKS_READABLE
   */
  asked(url: URL, headers: IncomingHttpHeaders, shown: ShownCredentials | undefined): boolean;
  /** Checks the server's proof where it sends one (RFC 7616, 3.5). @throws DM_SERVER_NOT_PROVED */
  checkProof(url: URL, headers: IncomingHttpHeaders, shown: ShownCredentials | undefined): void;
}

/** What an origin asked for. */
type Asked =
  | { readonly kind: 'basic' }
  | { readonly kind: 'digest'; challenge: DigestChallenge; readonly secret: string; count: number };

const clientNonceOctets = 18;

/**
 * Whether a password may go out as it is (HTTP Basic): over TLS, or where it never leaves this machine. Who only asks
 * for it elsewhere may be anybody who stands in between.
 */
function mayShowPassword({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** Credentials that no server has asked for yet. */
export function createHttpCredentials({
  userName,
  password,
}: {
  readonly userName: string;
  readonly password: string;
}): HttpCredentials {
  const basic: ShownCredentials = {
    header: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`,
  };
  const origins = new Map<string, Asked>();

  const respond = (asked: Extract<Asked, { kind: 'digest' }>, url: URL, method: string): ShownCredentials => {
    const { challenge, secret } = asked;
    const { realm, nonce, userHash, opaque } = challenge;
    const use: DigestUse = {
      ...{ method, uri: `${url.pathname}${url.search}`, nonce },
      count: ++asked.count,
      clientNonce: randomBytes(clientNonceOctets).toString('base64url'),
    };
    const header = printDigestCredentials({
      ...use,
      realm,
      user: userHash ? userNameHash(sha256OfText, userName, realm) : userName,
      userIsHashed: userHash,
      response: digestResponse(sha256OfText, secret, use),
      ...(opaque === undefined ? {} : { opaque }),
    });
    return { header, digest: { ...use, secret } };
  };

  return {
    forRequest(url, method) {
      const asked = origins.get(url.origin);
      return asked?.kind === 'digest' ? respond(asked, url, method) : asked && basic;
    },
    asked(url, headers, shown) {
      const challenges = parseAuthenticationHeader(headers['www-authenticate'] ?? '') ?? [];
      const challenge = challenges.map(readDigestChallenge).find((each) => each !== undefined);
      if (challenge) {
        const secret = digestSecret(sha256OfText, userName, challenge.realm, password);
        origins.set(url.origin, { kind: 'digest', challenge, secret, count: 0 });
        // Shown and refused, they are wrong; but not where only the nonce was too old.
        return shown?.digest === undefined || (challenge.stale && challenge.nonce !== shown.digest.nonce);
      }
      if (!challenges.some(({ scheme }) => scheme === 'basic')) return false;
      if (!mayShowPassword(url)) throw codedError('DM_SERVER_ASKS_READABLE', { uri: url.href });
      origins.set(url.origin, { kind: 'basic' });
      return shown === undefined;
    },
    checkProof(url, headers, shown) {
      const header = headers['authentication-info'];
      if (typeof header !== 'string' || shown?.digest === undefined) return;
      const { digest } = shown;
      const info = parseAuthenticationInfo(header);
      const asked = origins.get(url.origin);
      // One that says nothing of the proof, only which nonce comes next, proves nothing and denies nothing.
      if (info === undefined && !/\brspauth\b/i.test(header)) return;
      const isProved =
        info?.clientNonce === digest.clientNonce &&
        info.count === digest.count &&
        isSame(info.proof, serverProof(sha256OfText, digest.secret, digest));
      if (!isProved) throw codedError('DM_SERVER_NOT_PROVED', { uri: url.href });
      if (info.nextNonce !== undefined && asked?.kind === 'digest') {
        asked.challenge = { ...asked.challenge, nonce: info.nextNonce };
        asked.count = 0;
      }
    },
  };
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
