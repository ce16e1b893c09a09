import { codedError } from '../../core/errors.ts';
import { certificateAddresses } from './certificate-addresses.ts';
import type { CertificateBundle } from './certificate-bundle.ts';
import { certificateFile, type KeptCertificates } from './certificate-file.ts';
import {
  type Chain,
  type HeldCertificates,
  heldOf,
  type ImportedThing,
  validityOf,
  withAuthority,
  withClientAuthority,
  without,
  withServer,
} from './held-certificates.ts';
import { checkAuthority, checkServer } from './import-checks.ts';
import {
  type KeyedCertificate,
  makeAuthority,
  makeDeviceCertificate,
  makeServerCertificate,
  type Validity,
} from './make-certificates.ts';
import { printChain } from './pem-chain.ts';
import { type CertificateFacts, isForAddress, readCertificate } from './read-certificates.ts';
import { makeRevocationList, type RevokedSerial } from './revocation-list.ts';
import type { Vault } from './vault.ts';

/** What a TLS listener of this bench shows: a key, and the certificate for it with the authority's behind it. */
export interface ServerCredentials {
  /** PKCS#8, PEM. */
  readonly keyPem: string;
  /** The chain, the server's own certificate first (PEM). */
  readonly certificatePem: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
  /** Whether the bench made it, and so renews it. */
  readonly isOwn: boolean;
}

/** An authority that clients' certificates may come from. */
export interface ClientAuthority {
  /** The bench's own, an operator's that this bench issues by, or one that an operator issues clients' by. */
  readonly kind: 'bench' | 'imported' | 'clients';
  readonly certificate: CertificateFacts;
  /** Up to its root, PEM. */
  readonly chainPem: string;
}

/** A client certificate, just made. */
export interface DeviceCertificate extends KeyedCertificate {
  readonly facts: CertificateFacts;
  /** The fingerprint of the authority that it comes from. */
  readonly authority: string;
}

/** The certificates of a bench: its own authority, what comes from it, and what an operator imported. */
export interface Certificates {
  /** The certificate that devices are told to trust (DM Account, Ext/TrustAnchor): a root. It may become another. */
  readonly authorityPem: string;
  /**
   * The credentials for a server that devices reach by these names and IP addresses, and this machine itself by
   * localhost. The imported ones where there are such; else those of the last time, made anew where an address is
   * missing, less than 30 days are left, or they cannot be used any more. Ask again each day, and when told of a
   * change: what was made anew is another text.
   * @throws CERTIFICATE_ADDRESS_WRONG, CERTIFICATE_AUTHORITY_TIME, FILE_NOT_WRITTEN
   */
  serverCredentials(addresses: readonly string[]): Promise<ServerCredentials>;
  /** The authorities that clients' certificates may come from now. */
  clientAuthorities(): readonly ClientAuthority[];
  held(): HeldCertificates;
  /** The server certificate that the bench made last; undefined while it needed none. */
  madeServer(): CertificateFacts | undefined;
  /** Makes a client certificate. Nothing is kept of it here. @throws CERTIFICATE_AUTHORITY_TIME, CERTIFICATE_DEVICE_NAME */
  makeForDevice(deviceId: string): Promise<DeviceCertificate>;
  /**
   * The list of revoked certificates of an authority, named by its fingerprint, whose key is here.
   * @returns DER; undefined for another authority
   */
  revocationList(
    fingerprint: string,
    revokedOf: (fingerprint: string) => readonly RevokedSerial[],
  ): Promise<Uint8Array | undefined>;
  /** Each checks everything, then keeps it whole or not at all. @throws CERTIFICATE_…, FILE_NOT_WRITTEN */
  importServer(bundle: CertificateBundle): Promise<void>;
  importAuthority(bundle: CertificateBundle): Promise<void>;
  importClientAuthority(bundle: CertificateBundle): Promise<void>;
  /** Goes back to the bench's own. @throws CERTIFICATE_NOT_IMPORTED */
  forget(what: ImportedThing): Promise<void>;
  /** Is told when something was imported or forgotten. */
  listen(changed: () => Promise<void>): void;
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
/** A device gets a new one only where it is bootstrapped again: five years. */
const deviceLife = 1826 * day;
/** How long a list of revoked certificates is good for. */
const listLife = 7 * day;

/** So long before its end a certificate is renewed, or is said to end. */
export const renewalTime = 30 * day;

/**
 * Opens the certificates in a data folder, and makes the bench's authority at first need. The private keys are sealed
 * by the vault; the certificate that devices trust lies beside them as ca.pem, to be handed out.
 * @throws CERTIFICATE_DAMAGED, CERTIFICATE_AUTHORITY_TIME, VAULT_DAMAGED, FILE_NOT_WRITTEN
 */
export async function openCertificates(options: CertificatesOptions): Promise<Certificates> {
  const { now, randomOctets } = options;
  const file = certificateFile(options.folder, options.vault);
  let kept = await file.read();
  if (kept === undefined) {
    kept = { authority: await newAuthority(options) };
    await file.write(kept);
  }
  const listeners: (() => Promise<void>)[] = [];
  let all: { readonly kept: KeptCertificates; readonly held: HeldCertificates } = {
    kept,
    held: await heldOf(kept, file),
  };
  if (!all.held.importedServer) checkTime(validityOf(all.held.issuer.chain), now());
  await file.handOut(all.held.anchor.pem);

  const keep = async (next: KeptCertificates): Promise<void> => {
    const held = await heldOf(next, file);
    await file.write(next);
    all = { kept: next, held };
    await file.handOut(held.anchor.pem);
  };
  const change = async (next: () => KeptCertificates | Promise<KeptCertificates>): Promise<void> => {
    await inTurn(async () => keep(await next()));
    // Outside of the turn: who is told asks for the credentials of now.
    for (const changed of listeners) await changed();
  };

  const credentialsFor = async (given: readonly string[]): Promise<ServerCredentials> => {
    const { importedServer, issuer } = all.held;
    if (importedServer) {
      const { chain, keyPem } = importedServer;
      return { keyPem, certificatePem: printChain(chain), notAfter: validityOf(chain).to, isOwn: false };
    }
    const addresses = certificateAddresses(given);
    const at = now();
    const validity = withinIssuer(issuer.chain, at, serverLife);
    const { server } = all.kept;
    const notAfter = server && (await usableUntil(server, issuer.chain[0], { addresses, at, validity }));
    if (server !== undefined && notAfter !== undefined) return credentialsOf(server, issuer.chain, notAfter);
    const made = await makeServerCertificate(signerOf(issuer), addresses, { validity, randomOctets });
    await keep({ ...all.kept, server: made });
    return credentialsOf(made, issuer.chain, validity.to);
  };
  // One after the other: two at once would each make one, and the file would keep only the last.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
  return {
    get authorityPem() {
      return all.held.anchor.pem;
    },
    held: () => all.held,
    madeServer: () => all.kept.server && readCertificate(all.kept.server.certificatePem),
    clientAuthorities: () => clientAuthoritiesOf(all.held),
    serverCredentials: (addresses) => inTurn(() => credentialsFor(addresses)),
    async makeForDevice(deviceId) {
      if (!/^\P{Cc}{1,255}$/u.test(deviceId))
        throw codedError('CERTIFICATE_DEVICE_NAME', { device: deviceId });
      const { issuer } = all.held;
      const validity = withinIssuer(issuer.chain, now(), deviceLife);
      const made = await makeDeviceCertificate(signerOf(issuer), deviceId, { validity, randomOctets });
      const facts = readCertificate(made.certificatePem);
      if (facts === undefined) throw new Error('a certificate that was just made cannot be read');
      return { ...made, facts, authority: issuer.chain[0].fingerprint };
    },
    async revocationList(fingerprint, revokedOf) {
      const { own, issuer } = all.held;
      const signer = [own, issuer].find(({ chain }) => chain[0].fingerprint === fingerprint);
      if (signer === undefined) return undefined;
      const from = wholeSeconds(now());
      return makeRevocationList(signerOf(signer), revokedOf(fingerprint), { from, to: from + listLife });
    },
    importServer: (bundle) =>
      change(async () => {
        const { importedAuthority, own } = all.held;
        const known = [...(importedAuthority?.chain ?? []), ...own.chain];
        return withServer(all.kept, all.held, await checkServer(bundle, known, now()));
      }),
    importAuthority: (bundle) =>
      change(async () => withAuthority(all.kept, all.held, await checkAuthority(bundle, now()), bundle.file)),
    importClientAuthority: (bundle) =>
      change(async () => withClientAuthority(all.kept, all.held, await checkAuthority(bundle, now()))),
    forget: (what) => change(() => without(all.kept, all.held, what)),
    listen: (changed) => void listeners.push(changed),
  };
}

/** Each authority has a name of its own, so that a device that trusts two benches can tell them apart. */
function newAuthority({ now, randomOctets }: CertificatesOptions): Promise<KeyedCertificate> {
  const from = wholeSeconds(now() - lead);
  const name = `DM Bench ${Buffer.from(randomOctets(4)).toString('hex').toUpperCase()}`;
  return makeAuthority(name, { validity: { from, to: from + authorityLife }, randomOctets });
}

/** Those by which this bench issues, and those that were imported for it: never one that is only trusted. */
function clientAuthoritiesOf({
  own,
  importedAuthority,
  clientAuthorities,
}: HeldCertificates): readonly ClientAuthority[] {
  const of = (kind: ClientAuthority['kind'], chain: Chain): ClientAuthority => ({
    kind,
    certificate: chain[0],
    chainPem: printChain(chain),
  });
  return [
    of('bench', own.chain),
    ...(importedAuthority?.keyPem === undefined ? [] : [of('imported', importedAuthority.chain)]),
    ...clientAuthorities.map((chain) => of('clients', chain)),
  ];
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
  issuer: CertificateFacts,
  wanted: { readonly addresses: readonly string[]; readonly at: number; readonly validity: Validity },
): Promise<number | undefined> {
  const facts = readCertificate(server.certificatePem);
  if (facts === undefined || !facts.fits(server.keyPem)) return undefined;
  if (!(await facts.isSignedBy(issuer.pem))) return undefined;
  if (wanted.addresses.some((address) => !isForAddress(facts, address))) return undefined;
  const { from, to } = facts.validity;
  if (wanted.at < from || wanted.at > to) return undefined;
  // In the authority's last month another one would last no longer.
  return to - wanted.at < renewalTime && to < wanted.validity.to ? undefined : to;
}

function credentialsOf(server: KeyedCertificate, issuer: Chain, notAfter: number): ServerCredentials {
  // With the authority in the chain, a client that does not trust it says so, and names it.
  const certificatePem = server.certificatePem + printChain(issuer);
  return { keyPem: server.keyPem, certificatePem, notAfter, isOwn: true };
}

function signerOf({ chain, keyPem }: HeldCertificates['issuer']): KeyedCertificate {
  return { certificatePem: chain[0].pem, keyPem };
}

/** From a day ago for so long, but never beyond the authority. @throws CERTIFICATE_AUTHORITY_TIME */
function withinIssuer(chain: Chain, at: number, life: number): Validity {
  const outer = validityOf(chain);
  checkTime(outer, at);
  return {
    from: wholeSeconds(Math.max(outer.from, at - lead)),
    to: wholeSeconds(Math.min(outer.to, at - lead + life)),
  };
}

function wholeSeconds(time: number): number {
  return Math.floor(time / 1000) * 1000;
}
