import { createSecureContext } from 'node:tls';
import { codedError } from '../../core/errors.ts';
import type { CertificateFile, KeptCertificates } from './certificate-file.ts';
import type { CheckedAuthority, CheckedServer } from './import-checks.ts';
import type { KeyedCertificate, Validity } from './make-certificates.ts';
import { printChain, readChain } from './pem-chain.ts';
import type { CertificateFacts } from './read-certificates.ts';

/** Certificates up to a root: the first is what it is about, the last is the root. */
export type Chain = readonly [CertificateFacts, ...CertificateFacts[]];

/** What a data folder keeps, read. */
export interface HeldCertificates {
  /** The bench's own authority. */
  readonly own: { readonly chain: Chain; readonly keyPem: string };
  readonly importedAuthority?: { readonly chain: Chain; readonly keyPem?: string };
  readonly importedServer?: { readonly chain: Chain; readonly keyPem: string };
  readonly clientAuthorities: readonly Chain[];
  /** The authority that server and client certificates are made by. */
  readonly issuer: { readonly chain: Chain; readonly keyPem: string };
  /** What devices are told to trust: a root. */
  readonly anchor: CertificateFacts;
}

/** Reads what is kept. @throws CERTIFICATE_DAMAGED */
export async function heldOf(kept: KeptCertificates, file: CertificateFile): Promise<HeldCertificates> {
  const chainOf = (pem: string, what: string): Chain => {
    const chain = readChain(pem);
    if (chain === undefined) throw file.damaged(`the certificate of ${what} cannot be read`);
    return chain;
  };
  const keyed = ({ certificatePem, keyPem }: KeyedCertificate, what: string) => {
    const chain = chainOf(certificatePem, what);
    if (!chain[0].fits(keyPem)) throw file.damaged(`the key of ${what} does not belong to its certificate`);
    return { chain, keyPem };
  };
  const own = keyed(kept.authority, 'the authority');
  if (!own.chain[0].isAuthority || !(await own.chain[0].isSignedBy(kept.authority.certificatePem)))
    throw file.damaged('the certificate of the authority is not one of an authority');
  const { importedAuthority: authority, importedServer: server } = kept;
  const imported =
    authority &&
    (authority.keyPem === undefined
      ? { chain: chainOf(authority.certificatePem, 'the imported authority') }
      : keyed({ ...authority, keyPem: authority.keyPem }, 'the imported authority'));
  return {
    own,
    ...(imported && { importedAuthority: imported }),
    ...(server && { importedServer: keyed(server, 'the imported server certificate') }),
    clientAuthorities: (kept.clientAuthorities ?? []).map((pem) =>
      chainOf(pem, 'an imported authority of clients'),
    ),
    issuer: imported && 'keyPem' in imported ? imported : own,
    anchor: rootOf((imported ?? own).chain),
  };
}

export function rootOf(chain: Chain): CertificateFacts {
  return chain.at(-1) ?? chain[0];
}

/** When all of a chain is valid. */
export function validityOf(chain: Chain): Validity {
  return {
    from: Math.max(...chain.map(({ validity }) => validity.from)),
    to: Math.min(...chain.map(({ validity }) => validity.to)),
  };
}

/**
 * What is kept once a server certificate is imported. Its root is what devices are told to trust from then on.
 * @throws CERTIFICATE_CHAIN_OTHER, CERTIFICATE_NOT_IN_USE
 */
export function withServer(
  kept: KeptCertificates,
  held: HeldCertificates,
  { chain, keyPem }: CheckedServer,
): KeptCertificates {
  const certificatePem = printChain(chain);
  try {
    createSecureContext({ key: keyPem, cert: certificatePem });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw codedError('CERTIFICATE_NOT_IN_USE', { detail }, { cause });
  }
  const root = rootOf(chain);
  const importedServer = { certificatePem, keyPem };
  if (root.fingerprint === held.anchor.fingerprint) return { ...kept, importedServer };
  // An authority with its key is replaced by nobody but who imports another one.
  if (held.importedAuthority?.keyPem !== undefined)
    throw codedError('CERTIFICATE_CHAIN_OTHER', { subject: held.importedAuthority.chain[0].subject });
  if (root.fingerprint === rootOf(held.own.chain).fingerprint) {
    const { importedAuthority: _replaced, ...others } = kept;
    return { ...others, importedServer };
  }
  return { ...kept, importedServer, importedAuthority: { certificatePem: root.pem } };
}

/**
 * What is kept once an authority is imported.
 * @param file where it came from, for the errors
 * @throws CERTIFICATE_CHAIN_OTHER, CERTIFICATE_AUTHORITY_KEYLESS
 */
export function withAuthority(
  kept: KeptCertificates,
  held: HeldCertificates,
  { chain, keyPem }: CheckedAuthority,
  file: string,
): KeptCertificates {
  const { importedServer } = held;
  const [{ subject }] = chain;
  const belongs = importedServer && rootOf(importedServer.chain).fingerprint === rootOf(chain).fingerprint;
  // Devices would trust an authority by which this bench has nothing to show.
  if (keyPem === undefined && !importedServer)
    throw codedError('CERTIFICATE_AUTHORITY_KEYLESS', { file, subject });
  if (belongs === false) throw codedError('CERTIFICATE_CHAIN_OTHER', { subject });
  return {
    ...kept,
    importedAuthority: { certificatePem: printChain(chain), ...(keyPem === undefined ? {} : { keyPem }) },
  };
}

/** What is kept once an authority of clients is imported; again is no more than once. */
export function withClientAuthority(
  kept: KeptCertificates,
  held: HeldCertificates,
  { chain }: CheckedAuthority,
): KeptCertificates {
  const others = held.clientAuthorities.filter(([first]) => first.fingerprint !== chain[0].fingerprint);
  return { ...kept, clientAuthorities: [...others, chain].map(printChain) };
}

/** What was imported, as a person names it to go back. */
export type ImportedThing =
  | { readonly kind: 'server' }
  | { readonly kind: 'authority' }
  | { readonly kind: 'clientAuthority'; readonly fingerprint: string };

/**
 * What is kept once a person goes back to the bench's own. What cannot stand without the other goes with it: an
 * authority without its key with its server certificate, and a server certificate with its authority.
 * @throws CERTIFICATE_NOT_IMPORTED
 */
export function without(
  kept: KeptCertificates,
  held: HeldCertificates,
  what: ImportedThing,
): KeptCertificates {
  const { importedServer, importedAuthority, ...others } = kept;
  switch (what.kind) {
    case 'server':
      if (importedServer === undefined) throw codedError('CERTIFICATE_NOT_IMPORTED', { what: 'server' });
      return { ...others, ...(importedAuthority?.keyPem === undefined ? {} : { importedAuthority }) };
    case 'authority':
      if (importedAuthority === undefined)
        throw codedError('CERTIFICATE_NOT_IMPORTED', { what: 'authority' });
      return others;
    case 'clientAuthority': {
      const left = held.clientAuthorities.filter(([first]) => first.fingerprint !== what.fingerprint);
      if (left.length === held.clientAuthorities.length)
        throw codedError('CERTIFICATE_NOT_IMPORTED', { what: what.fingerprint });
      return { ...kept, clientAuthorities: left.map(printChain) };
    }
  }
}
