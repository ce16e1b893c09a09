import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** So many octets that nobody can guess: the end of an address, and a browser's cookie. */
export const secretLength = 32;

/** A secret as it stands in addresses, cookies and forms. */
export function secretText(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64url');
}

/** Whether a text can be such a secret; what cannot is not worth a look into the store. */
export function isSecretText(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** What is kept of a secret. It is random and long, so that a plain hash of it tells nothing. */
export function secretDigest(text: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(text).digest());
}

/** Whether this is the secret that was kept; the time it takes does not tell. */
export function isSecret(text: string, digest: Uint8Array): boolean {
  return timingSafeEqual(secretDigest(text), digest);
}

/** What a form posts to prove that it was shown to the browser that has this cookie. */
export function formTokenOf(cookie: string): string {
  return createHmac('sha256', cookie).update('form').digest('base64url');
}

/** Whether a form was shown to the browser that has this cookie. */
export function isFormToken(text: string, cookie: string): boolean {
  return isSecretText(text) && timingSafeEqual(Buffer.from(text), Buffer.from(formTokenOf(cookie)));
}

const cookieName = 'interaction';

/**
 * The header that gives a browser its cookie: for this interaction alone, for no script, for no request that another
 * site begins, and over TLS for no connection without it.
 * @param path the interaction's
 * @param milliseconds how long the browser keeps it
 */
export function cookieHeader(cookie: string, path: string, milliseconds: number, secure: boolean): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  const parts = [
    `${cookieName}=${cookie}`,
    `Path=${path}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
  ];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

/** The cookie of a request, if there is one that can be ours. */
export function cookieOf(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === cookieName && value !== undefined && isSecretText(value)) return value;
  }
  return undefined;
}
