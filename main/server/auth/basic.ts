import { createHash, timingSafeEqual } from 'node:crypto';

/** What a client shows of itself (RFC 7617). */
export interface BasicCredentials {
  readonly userName: string;
  readonly password: string;
}

/** Reads an Authorization header; undefined where it is missing or of another scheme. */
export function parseBasic(header: string | undefined): BasicCredentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  return { userName: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Whether both are the same, in a time that does not tell where they differ. */
export function sameCredentials(shown: BasicCredentials, issued: BasicCredentials): boolean {
  const digest = ({ userName, password }: BasicCredentials) =>
    createHash('sha256')
      .update(JSON.stringify([userName, password]))
      .digest();
  return timingSafeEqual(digest(shown), digest(issued));
}
