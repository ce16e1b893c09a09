import {
  type AuthenticationElement,
  parseAuthenticationHeader,
  quotedString,
} from './authentication-header.ts';

/** SHA-256 of a text in UTF-8, in hexadecimal with small letters. */
export type TextDigest = (text: string) => string;

/** The realm of everything that this bench protects. */
export const realm = 'DM Bench';

const algorithm = 'SHA-256';
const protection = 'auth';

/** A server's challenge to prove by HTTP Digest who one is (RFC 7616, 3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  /** The credentials were right, and the nonce too old: the same ones are to be shown with this one. */
  readonly stale: boolean;
  /** Whether the server finds a user by the digest of the name, which tells nobody who it is. */
  readonly userHash: boolean;
  readonly opaque?: string;
}

/** The one use of a nonce that a response is made for. */
export interface DigestUse {
  readonly method: string;
  /** The request target as it goes over the line. */
  readonly uri: string;
  readonly nonce: string;
  /** How often the client has used the nonce, with this time. */
  readonly count: number;
  readonly clientNonce: string;
}

/** What a client shows (RFC 7616, 3.4); which method it was made for, the request says. */
export interface DigestCredentials extends Omit<DigestUse, 'method'> {
  readonly realm: string;
  /** The name of the user, or its digest. */
  readonly user: string;
  readonly userIsHashed: boolean;
  readonly response: string;
  readonly opaque?: string;
}

/** How a server proves in its answer that it knows the secret too (RFC 7616, 3.5). */
export interface AuthenticationInfo {
  readonly proof: string;
  readonly clientNonce: string;
  readonly count: number;
  readonly nextNonce?: string;
}

/** What stands for the password in a realm (H(A1); RFC 7616, 3.4.2): it opens the same doors, so it is as secret. */
export function digestSecret(
  digest: TextDigest,
  userName: string,
  inRealm: string,
  password: string,
): string {
  return digest(`${userName}:${inRealm}:${password}`);
}

/** What stands for the name of a user in a realm (RFC 7616, 3.4.4). */
export function userNameHash(digest: TextDigest, userName: string, inRealm: string): string {
  return digest(`${userName}:${inRealm}`);
}

/** The response that proves the secret for one request (RFC 7616, 3.4.1, with qop=auth). */
export function digestResponse(digest: TextDigest, secret: string, use: DigestUse): string {
  return responseTo(digest, secret, use, `${use.method}:${use.uri}`);
}

/** The response by which the server proves the secret in its answer (rspauth; RFC 7616, 3.5). */
export function serverProof(digest: TextDigest, secret: string, use: Omit<DigestUse, 'method'>): string {
  return responseTo(digest, secret, use, `:${use.uri}`);
}

function responseTo(
  digest: TextDigest,
  secret: string,
  { nonce, count, clientNonce }: Omit<DigestUse, 'method'>,
  subject: string,
): string {
  return digest(`${secret}:${nonce}:${printCount(count)}:${clientNonce}:${protection}:${digest(subject)}`);
}

/** Writes a challenge, as it goes into WWW-Authenticate. */
export function printDigestChallenge(challenge: DigestChallenge): string {
  const { realm: inRealm, nonce, stale, userHash, opaque } = challenge;
  return [
    `Digest realm=${quotedString(inRealm)}`,
    `qop="${protection}"`,
    `algorithm=${algorithm}`,
    `nonce=${quotedString(nonce)}`,
    ...(opaque === undefined ? [] : [`opaque=${quotedString(opaque)}`]),
    'charset=UTF-8',
    `userhash=${userHash}`,
    ...(stale ? ['stale=true'] : []),
  ].join(', ');
}

/** Reads a challenge; undefined where it asks for something else than SHA-256 with qop=auth. */
export function readDigestChallenge({
  scheme,
  parameters,
}: AuthenticationElement): DigestChallenge | undefined {
  const inRealm = parameters.get('realm');
  const nonce = parameters.get('nonce');
  const protections = (parameters.get('qop') ?? '').split(',').map((each) => each.trim().toLowerCase());
  if (scheme !== 'digest' || !isOurAlgorithm(parameters) || !protections.includes(protection))
    return undefined;
  if (inRealm === undefined || nonce === undefined) return undefined;
  const opaque = parameters.get('opaque');
  return {
    realm: inRealm,
    nonce,
    stale: isTrue(parameters.get('stale')),
    userHash: isTrue(parameters.get('userhash')),
    ...(opaque === undefined ? {} : { opaque }),
  };
}

/** Writes what a client shows, as it goes into Authorization. */
export function printDigestCredentials(credentials: DigestCredentials): string {
  const {
    user,
    userIsHashed,
    realm: inRealm,
    nonce,
    uri,
    count,
    clientNonce,
    response,
    opaque,
  } = credentials;
  return [
    `Digest ${printUser(user)}`,
    `realm=${quotedString(inRealm)}`,
    `nonce=${quotedString(nonce)}`,
    `uri=${quotedString(uri)}`,
    `algorithm=${algorithm}`,
    `qop=${protection}`,
    `nc=${printCount(count)}`,
    `cnonce=${quotedString(clientNonce)}`,
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque=${quotedString(opaque)}`]),
    ...(userIsHashed ? ['userhash=true'] : []),
  ].join(', ');
}

/**
 * Reads an Authorization header.
 * @returns undefined where it is not Digest with SHA-256 and qop=auth: an algorithm that is not named is MD5, and a
 *   response without qop could be used again
 */
export function parseDigestCredentials(header: string): DigestCredentials | undefined {
  const [element, ...others] = parseAuthenticationHeader(header) ?? [];
  if (element?.scheme !== 'digest' || others.length > 0) return undefined;
  const { parameters } = element;
  const [inRealm, nonce, uri, clientNonce, response] = ['realm', 'nonce', 'uri', 'cnonce', 'response'].map(
    (name) => parameters.get(name),
  );
  const user = readUser(parameters);
  const count = readCount(parameters.get('nc'));
  if (!isOurAlgorithm(parameters) || parameters.get('qop')?.toLowerCase() !== protection) return undefined;
  if (inRealm === undefined || nonce === undefined || uri === undefined || clientNonce === undefined)
    return undefined;
  if (user === undefined || count === undefined || !/^[0-9a-f]{64}$/i.test(response ?? '')) return undefined;
  const opaque = parameters.get('opaque');
  return {
    ...{ realm: inRealm, nonce, uri, count, clientNonce, user },
    userIsHashed: isTrue(parameters.get('userhash')),
    response: (response ?? '').toLowerCase(),
    ...(opaque === undefined ? {} : { opaque }),
  };
}

/** Writes the server's proof, as it goes into Authentication-Info. */
export function printAuthenticationInfo({
  proof,
  clientNonce,
  count,
  nextNonce,
}: AuthenticationInfo): string {
  return [
    `rspauth="${proof}"`,
    `cnonce=${quotedString(clientNonce)}`,
    `nc=${printCount(count)}`,
    `qop=${protection}`,
    ...(nextNonce === undefined ? [] : [`nextnonce=${quotedString(nextNonce)}`]),
  ].join(', ');
}

/** Reads an Authentication-Info header; undefined where it proves nothing. */
export function parseAuthenticationInfo(header: string): AuthenticationInfo | undefined {
  // Its parameters have the form of those of a challenge.
  const parameters = parseAuthenticationHeader(`Digest ${header}`)?.[0]?.parameters;
  const [proof, clientNonce, nextNonce] = ['rspauth', 'cnonce', 'nextnonce'].map((name) =>
    parameters?.get(name),
  );
  const count = readCount(parameters?.get('nc'));
  if (proof === undefined || clientNonce === undefined || count === undefined) return undefined;
  return {
    proof: proof.toLowerCase(),
    clientNonce,
    count,
    ...(nextNonce === undefined ? {} : { nextNonce }),
  };
}

function isOurAlgorithm(parameters: ReadonlyMap<string, string>): boolean {
  return parameters.get('algorithm')?.toUpperCase() === algorithm;
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function printCount(count: number): string {
  return count.toString(16).padStart(8, '0');
}

function readCount(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9a-f]{8}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

/** A name beyond ASCII travels as RFC 8187 has it (RFC 7616, 3.4). */
function printUser(user: string): string {
  return /^[\x20-\x7e]*$/.test(user)
    ? `username=${quotedString(user)}`
    : `username*=UTF-8''${encodeURIComponent(user).replaceAll(/['()*]/g, percentEncoded)}`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function readUser(parameters: ReadonlyMap<string, string>): string | undefined {
  const [plain, extended] = [parameters.get('username'), parameters.get('username*')];
  if (extended === undefined) return plain;
  const encoded = /^UTF-8'[^']*'(.*)$/i.exec(extended)?.[1];
  if (plain !== undefined || encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
