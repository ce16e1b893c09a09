import { timingSafeEqual } from 'node:crypto';
import {
  digestResponse,
  digestSecret,
  parseDigestCredentials,
  printAuthenticationInfo,
  realm,
  serverProof,
  userNameHash,
} from '../../../core/authentication/digest.ts';
import { sha256OfText } from '../../digest.ts';
import type { BasicCredentials } from './basic.ts';
import type { Nonces } from './nonces.ts';
import type { ShownRequest } from './shown-request.ts';

/** What Digest is computed with for one user. It is as secret as the password. */
export interface DigestSecret {
  readonly userName: string;
  readonly userNameHash: string;
  readonly secret: string;
}

/** What came of a Digest response. */
export type DigestFinding =
  | {
      readonly kind: 'right';
      /** Which of the secrets it was made with. */
      readonly which: number;
      readonly authenticationInfo: string;
    }
  | { readonly kind: 'wrong' | 'stale' | 'replayed' };

/** Makes what Digest is computed with from what was issued. */
export function digestSecretOf({ userName, password }: BasicCredentials): DigestSecret {
  return keptSecret(userName, digestSecret(sha256OfText, userName, realm, password));
}

/** The same where the password is not kept, but what stands for it. */
export function keptSecret(userName: string, secret: string): DigestSecret {
  return { userName, userNameHash: userNameHash(sha256OfText, userName, realm), secret };
}

/** Whether an Authorization header is of this scheme. */
export function isDigest(header: string): boolean {
  return /^Digest[ \t]/i.test(header);
}

/**
 * Checks a Digest response (RFC 7616, 3.4.6): made for this method and target, with one of the secrets, and with a
 * nonce and count that were not used before. Nothing is remembered of a response that is wrong.
 * @param user whose count it is: nobody else uses it up
 */
export function checkDigest(
  { headers, method, url }: ShownRequest,
  secrets: readonly DigestSecret[],
  user: string,
  nonces: Nonces,
): DigestFinding {
  const shown = parseDigestCredentials(headers.authorization ?? '');
  if (shown === undefined || shown.realm !== realm || shown.uri !== url) return { kind: 'wrong' };
  const response = Buffer.from(shown.response);
  let which = -1;
  // All of them, so that the time does not tell which one it was.
  for (const [index, each] of secrets.entries()) {
    const expected = Buffer.from(digestResponse(sha256OfText, each.secret, { ...shown, method }));
    const sameUser = shown.user === (shown.userIsHashed ? each.userNameHash : each.userName);
    if (timingSafeEqual(response, expected) && sameUser) which = index;
  }
  const secret = secrets[which];
  if (secret === undefined) return { kind: 'wrong' };
  const use = nonces.use(shown.nonce, user, shown.count);
  if (use !== 'new') return { kind: use };
  const { clientNonce, count } = shown;
  const proof = serverProof(sha256OfText, secret.secret, shown);
  return { kind: 'right', which, authenticationInfo: printAuthenticationInfo({ proof, clientNonce, count }) };
}
