import { quotedString } from '../../../core/authentication/authentication-header.ts';
import { printDigestChallenge, realm } from '../../../core/authentication/digest.ts';

/** Asks for a name and a password as they are (RFC 7617). */
export const basicChallenge = `Basic realm=${quotedString(realm)}, charset="UTF-8"`;

/**
 * Whether a password may be shown as it is (HTTP Basic), which everybody on the way can read: over TLS, or where the
 * connection never leaves this machine. Elsewhere Digest alone is offered, and Basic is refused though it is right.
 */
export function takesBasic({ isPrivate }: { readonly isPrivate: boolean }): boolean {
  return isPrivate;
}

/** What a 401 asks for, the best first: one header each. */
export function challengesFor(
  connection: { readonly isPrivate: boolean },
  nonce: string,
  stale: boolean,
): string[] {
  const digest = printDigestChallenge({ realm, nonce, stale, userHash: true });
  return takesBasic(connection) ? [digest, basicChallenge] : [digest];
}
