import { ExtendedKeyUsage } from '@peculiar/x509';
import { codedError } from '../../core/errors.ts';
import type { CertificateBundle } from './certificate-bundle.ts';
import type { CertificateFacts } from './read-certificates.ts';

/** A certificate of a server that was checked whole. */
export interface CheckedServer {
  readonly keyPem: string;
  /** Its own certificate first, the root last. */
  readonly chain: readonly [CertificateFacts, ...CertificateFacts[]];
}

/** An authority that was checked whole. */
export interface CheckedAuthority {
  /** Missing where only its certificate was given. */
  readonly keyPem?: string;
  /** The authority's own certificate first, the root last. */
  readonly chain: readonly [CertificateFacts, ...CertificateFacts[]];
}

/** Any purpose (RFC 5280, 4.2.1.12). */
const anyPurpose = '2.5.29.37.0';
/** So many authorities may stand above one another. */
const mostAbove = 8;
const strongHashes = ['SHA-256', 'SHA-384', 'SHA-512'];

/**
 * Checks what is to be imported as a server's: key and certificate belong together, every signature up to the root,
 * times, strength, usages, names.
 * @param known authorities that need not be among the files
 * @param now milliseconds since 1970
 * @throws CERTIFICATE_…
 */
export async function checkServer(
  bundle: CertificateBundle,
  known: readonly CertificateFacts[],
  now: number,
): Promise<CheckedServer> {
  const { file } = bundle;
  const keyPem = onlyKey(bundle);
  if (keyPem === undefined) throw codedError('CERTIFICATE_KEY_MISSING', { file });
  const leaf = certificateOf(bundle, keyPem);
  const { subject } = leaf;
  if (leaf.isAuthority) throw codedError('CERTIFICATE_IS_AUTHORITY', { file, subject });
  const allowed = leaf.purposes?.some((each) => each === ExtendedKeyUsage.serverAuth || each === anyPurpose);
  if (allowed === false || !leaf.maySign)
    throw codedError('CERTIFICATE_PURPOSE', { file, subject, purpose: 'a TLS server' });
  if (leaf.addresses.length === 0) throw codedError('CERTIFICATE_NAMELESS', { file, subject });
  const chain = await chainOf(file, leaf, [...bundle.certificates, ...known]);
  checkEach(file, chain, now);
  return { keyPem, chain };
}

/**
 * Checks what is to be imported as an authority: one that signs with its key, or one that is only trusted.
 * @throws CERTIFICATE_…
 */
export async function checkAuthority(bundle: CertificateBundle, now: number): Promise<CheckedAuthority> {
  const { file } = bundle;
  const keyPem = onlyKey(bundle);
  const own = keyPem === undefined ? lowestOf(bundle) : certificateOf(bundle, keyPem);
  const { subject } = own;
  if (!own.isAuthority) throw codedError('CERTIFICATE_NOT_AUTHORITY', { file, subject });
  const chain = await chainOf(file, own, bundle.certificates);
  checkEach(file, chain, now);
  return { chain, ...(keyPem === undefined ? {} : { keyPem }) };
}

function onlyKey({ file, keys }: CertificateBundle): string | undefined {
  if (keys.length > 1) throw codedError('CERTIFICATE_KEY_SEVERAL', { file, count: keys.length });
  return keys[0];
}

function certificateOf({ file, certificates }: CertificateBundle, keyPem: string): CertificateFacts {
  const found = certificates.find((each) => each.fits(keyPem));
  if (found === undefined) throw codedError('CERTIFICATE_KEY_OTHER', { file });
  return found;
}

/** The certificate that signed none of the others. */
function lowestOf({ file, certificates }: CertificateBundle): CertificateFacts {
  const lowest = certificates.find(
    ({ subject, fingerprint }) =>
      !certificates.some((each) => each.issuer === subject && each.fingerprint !== fingerprint),
  );
  if (lowest === undefined) throw codedError('CERTIFICATE_FILE_EMPTY', { file });
  return lowest;
}

/** The certificates from one up to its root, each signed by the next. @throws CERTIFICATE_CHAIN_… */
async function chainOf(
  file: string,
  first: CertificateFacts,
  pool: readonly CertificateFacts[],
): Promise<CheckedServer['chain']> {
  const chain: [CertificateFacts, ...CertificateFacts[]] = [first];
  for (let last = first; ; ) {
    const { subject, issuer } = last;
    const named = last.isRoot ? [last] : pool.filter((each) => each.subject === issuer);
    if (named.length === 0 || chain.length > mostAbove)
      throw codedError('CERTIFICATE_CHAIN_INCOMPLETE', { file, subject, issuer });
    const next = await signerOf(last, named);
    if (next === undefined) throw codedError('CERTIFICATE_CHAIN_BROKEN', { file, subject, issuer });
    if (!next.isAuthority) throw codedError('CERTIFICATE_NOT_AUTHORITY', { file, subject: next.subject });
    if (next === last) return chain;
    // Authorities between this one and the certificate at the end.
    const between = chain.filter(({ isAuthority }) => isAuthority).length;
    if (next.pathLength !== undefined && between > next.pathLength)
      throw codedError('CERTIFICATE_PURPOSE', {
        file,
        subject: next.subject,
        purpose: 'further authorities',
      });
    chain.push(next);
    last = next;
  }
}

async function signerOf(
  certificate: CertificateFacts,
  named: readonly CertificateFacts[],
): Promise<CertificateFacts | undefined> {
  for (const each of named) if (await certificate.isSignedBy(each.pem).catch(() => false)) return each;
  return undefined;
}

function checkEach(file: string, chain: readonly CertificateFacts[], now: number): void {
  for (const { subject, key, validity, signatureHash, isRoot } of chain) {
    if (!key.isUsable) throw codedError('CERTIFICATE_KEY_WEAK', { file, subject, found: key.words });
    // Nothing rests on a root's own signature.
    if (!isRoot && !strongHashes.includes(signatureHash))
      throw codedError('CERTIFICATE_SIGNATURE_WEAK', { file, subject, algorithm: signatureHash });
    const { from, to } = validity;
    if (now < from || now > to) {
      const [begin, end, at] = [from, to, now].map((time) => new Date(time).toISOString());
      throw codedError('CERTIFICATE_TIME', {
        file,
        subject,
        from: begin ?? '',
        to: end ?? '',
        now: at ?? '',
      });
    }
  }
}
