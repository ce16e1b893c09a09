import { createHash } from 'node:crypto';

/**
 * HTTP Digest as RFC 7616 has it, written apart from the product's own: what tests show to the server, right or wrong
 * on purpose.
 */
export interface DigestTry {
  readonly userName: string;
  readonly password: string;
  readonly nonce: string;
  readonly method: string;
  readonly uri: string;
  readonly count?: number;
  readonly realm?: string;
  /** Of the response; the header may say another one. */
  readonly algorithm?: 'sha256' | 'md5';
}

const hex = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

/** The Authorization header of a try. */
export function digestHeader({
  userName,
  password,
  nonce,
  method,
  uri,
  count = 1,
  realm = 'DM Bench',
  algorithm = 'sha256',
}: DigestTry): string {
  const nc = count.toString(16).padStart(8, '0');
  const secret = hex(algorithm, `${userName}:${realm}:${password}`);
  const response = hex(algorithm, `${secret}:${nonce}:${nc}:c1:auth:${hex(algorithm, `${method}:${uri}`)}`);
  const name = algorithm === 'md5' ? 'MD5' : 'SHA-256';
  return `Digest username="${userName}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=${name}, qop=auth, nc=${nc}, cnonce="c1", response="${response}"`;
}

/** The nonce of a challenge. */
export function nonceOf(challenges: string | null | undefined): string {
  const [, nonce] = /\bnonce="([^"]+)"/.exec(challenges ?? '') ?? [];
  if (nonce === undefined) throw new Error(`there is no nonce in ${challenges}`);
  return nonce;
}
