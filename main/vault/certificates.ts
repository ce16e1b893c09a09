import { codedError } from '../../core/errors.ts';
import { certificateAddresses } from './certificate-addresses.ts';
import { type CertificateFile, certificateFile } from './certificate-file.ts';
import {
  type KeyedCertificate,
  makeAuthority,
  makeServerCertificate,
  type Validity,
} from './make-certificates.ts';
import { readCertificate } from './read-certificates.ts';
import type { Vault } from './vault.ts';

/** What a TLS listener of this bench shows: a key, and the certificate for it with the authority's behind it. */
export interface ServerCredentials {
  /** PKCS#8, PEM. */
  readonly keyPem: string;
  /** The chain, the server's own certificate first (PEM). */
  readonly certificatePem: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

/** The bench's own certificate authority, and the server certificates that come from it. */
export interface Certificates {
  /** The authority's certificate: devices trust the bench by it (DM Account, Ext/TrustAnchor). */
  readonly authorityPem: string;
  /**
   * The credentials for a server that devices reach by these names and IP addresses, and this machine itself by
   * localhost. They are the ones of the last time, made anew where an address is missing, less than 30 days are left,
   * or they cannot be used any more. Ask again each day: what was made anew is another text.
   * @throws CERTIFICATE_ADDRESS_WRONG, CERTIFICATE_AUTHORITY_TIME, FILE_NOT_WRITTEN
   */
  serverCredentials(addresses: readonly string[]): Promise<ServerCredentials>;
}

export interface CertificatesOptions {
  /** The data folder. */
  readonly folder: string;
  readonly vault: Vault;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** So many octets that nobody can guess: serial numbers, and a name for the authority. */
  readonly randomOctets: (count: number) => Uint8Array;
}

const day = 24 * 60 * 60 * 1000;
/** Certificates begin a day earlier, for devices whose clock is late. */
const lead = day;
/** Ten years, with their leap days. */
const authorityLife = 3653 * day;
/** What clients of today take at most is 398 days. */
const serverLife = 397 * day;
const renewal = 30 * day;

/**
 * Opens the bench's own certificates in a data folder, and makes its authority at first need. The private keys are
 * sealed by the vault; the authority's certificate lies beside them as ca.pem, to be handed out.
 * @throws CERTIFICATE_DAMAGED, CERTIFICATE_AUTHORITY_TIME, VAULT_DAMAGED, FILE_NOT_WRITTEN
 */
export async function openCertificates(options: CertificatesOptions): Promise<Certificates> {
  const { now, randomOctets } = options;
  const file = certificateFile(options.folder, options.vault);
  const found = await file.read();
  const authority = found?.authority ?? (await newAuthority(options));
  if (found === undefined) await file.write({ authority });
  const authorityValidity = await checkedAuthority(authority, file);
  checkTime(authorityValidity, now());
  await file.handOut(authority.certificatePem);

  let server = found?.server;
  const credentialsFor = async (given: readonly string[]): Promise<ServerCredentials> => {
    const addresses = certificateAddresses(given);
    const at = now();
    checkTime(authorityValidity, at);
    const validity = within(authorityValidity, { from: at - lead, to: at - lead + serverLife });
    const notAfter = server && (await usableUntil(server, authority, { addresses, at, validity }));
    if (server !== undefined && notAfter !== undefined) return credentialsOf(server, authority, notAfter);
    const made = await makeServerCertificate(authority, addresses, { validity, randomOctets });
    await file.write({ authority, server: made });
    server = made;
    return credentialsOf(made, authority, validity.to);
  };
  // One after the other: two at once would each make one, and the file would keep only the last.
  let last: Promise<unknown> = Promise.resolve();
  return {
    authorityPem: authority.certificatePem,
    serverCredentials(addresses) {
      const turn = last.then(() => credentialsFor(addresses));
      last = turn.catch(() => {});
      return turn;
    },
  };
}

/** Each authority has a name of its own, so that a device that trusts two benches can tell them apart. */
function newAuthority({ now, randomOctets }: CertificatesOptions): Promise<KeyedCertificate> {
  const from = wholeSeconds(now() - lead);
  const name = `DM Bench ${Buffer.from(randomOctets(4)).toString('hex').toUpperCase()}`;
  return makeAuthority(name, { validity: { from, to: from + authorityLife }, randomOctets });
}

/** @throws CERTIFICATE_DAMAGED */
async function checkedAuthority(authority: KeyedCertificate, file: CertificateFile): Promise<Validity> {
  const facts = readCertificate(authority.certificatePem);
  if (facts === undefined) throw file.damaged('the certificate of the authority cannot be read');
  if (!facts.isAuthority || !(await facts.isSignedBy(authority.certificatePem)))
    throw file.damaged('the certificate of the authority is not one of an authority');
  if (!facts.fits(authority.keyPem))
    throw file.damaged('the key of the authority does not belong to its certificate');
  return facts.validity;
}

/** @throws CERTIFICATE_AUTHORITY_TIME */
function checkTime({ from, to }: Validity, at: number): void {
  if (at >= from && at <= to) return;
  const text = (time: number) => new Date(time).toISOString();
  throw codedError('CERTIFICATE_AUTHORITY_TIME', { from: text(from), to: text(to), now: text(at) });
}

/**
 * Until when a server certificate can be used, undefined where another has to be made. Whatever is wrong with it
 * is put right by another one: devices trust the authority.
 */
async function usableUntil(
  server: KeyedCertificate,
  authority: KeyedCertificate,
  wanted: { readonly addresses: readonly string[]; readonly at: number; readonly validity: Validity },
): Promise<number | undefined> {
  const facts = readCertificate(server.certificatePem);
  if (facts === undefined || !facts.fits(server.keyPem)) return undefined;
  if (!(await facts.isSignedBy(authority.certificatePem))) return undefined;
  if (wanted.addresses.some((address) => !facts.addresses.includes(address))) return undefined;
  const { from, to } = facts.validity;
  if (wanted.at < from || wanted.at > to) return undefined;
  // In the authority's last month another one would last no longer.
  return to - wanted.at < renewal && to < wanted.validity.to ? undefined : to;
}

function credentialsOf(
  server: KeyedCertificate,
  authority: KeyedCertificate,
  notAfter: number,
): ServerCredentials {
  // With the authority in the chain, a client that does not trust it says so, and names it.
  const certificatePem = server.certificatePem + authority.certificatePem;
  return { keyPem: server.keyPem, certificatePem, notAfter };
}

function within(outer: Validity, inner: Validity): Validity {
  return {
    from: wholeSeconds(Math.max(outer.from, inner.from)),
    to: wholeSeconds(Math.min(outer.to, inner.to)),
  };
}

function wholeSeconds(time: number): number {
  return Math.floor(time / 1000) * 1000;
}
