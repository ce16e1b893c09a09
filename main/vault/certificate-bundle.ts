import { createPrivateKey } from 'node:crypto';
import { codedError } from '../../core/errors.ts';
import { readPkcs12 } from './pkcs12.ts';
import { type CertificateFacts, readCertificate, readCertificateOctets } from './read-certificates.ts';

/** A file that a person gives: PEM, PKCS#12, or one certificate or key in DER. */
export interface GivenFile {
  /** As a person knows it, for the errors. */
  readonly name: string;
  readonly octets: Uint8Array;
}

/** What the files hold between them. */
export interface CertificateBundle {
  /** The names of the files, for the errors. */
  readonly file: string;
  readonly certificates: readonly CertificateFacts[];
  /** Private keys, PEM (PKCS#8). */
  readonly keys: readonly string[];
}

/** Far above what certificate authorities hand out. */
const largestFile = 1024 * 1024;
const mostParts = 100;

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/**
 * Reads the files of an import. A certificate or key that several of them hold counts once.
 * @param password opens what is protected by one; no error says it
 * @throws CERTIFICATE_FILE_…
 */
export async function readBundle(
  files: readonly GivenFile[],
  password: string | undefined,
): Promise<CertificateBundle> {
  const certificates = new Map<string, CertificateFacts>();
  const keys = new Set<string>();
  for (const given of files) {
    const parts = await partsOf(given, password);
    for (const each of parts.certificates) certificates.set(each.fingerprint, each);
    for (const key of parts.keys) keys.add(key);
  }
  const file = files.map(({ name }) => name).join(' + ');
  if (certificates.size === 0) throw codedError('CERTIFICATE_FILE_EMPTY', { file });
  return { file, certificates: [...certificates.values()], keys: [...keys] };
}

type Parts = Pick<CertificateBundle, 'certificates' | 'keys'>;

async function partsOf({ name, octets }: GivenFile, password: string | undefined): Promise<Parts> {
  const wrong = (detail: string) => codedError('CERTIFICATE_FILE_FORM', { file: name, detail });
  if (octets.length > largestFile) throw wrong(`it is larger than ${largestFile} octets`);
  const text = Buffer.from(octets).toString('latin1');
  if (text.includes('-----BEGIN ')) return pemParts(name, text, password);
  // Every other form begins with a SEQUENCE of DER.
  if (octets[0] !== 0x30) throw wrong('it begins as neither of them does');
  const certificate = readCertificateOctets(octets);
  if (certificate !== undefined) return { certificates: [certificate], keys: [] };
  const key = derKey(octets);
  if (key !== undefined) return { certificates: [], keys: [key] };
  const { certificates, keys } = await readPkcs12(name, octets, password);
  return {
    certificates: certificates.map((each) => {
      const facts = readCertificateOctets(each);
      if (facts === undefined) throw wrong('a certificate in it cannot be read');
      return facts;
    }),
    keys: keys.map((each) => {
      const pem = derKey(each);
      if (pem === undefined) throw wrong('the private key in it cannot be read');
      return pem;
    }),
  };
}

function pemParts(file: string, text: string, password: string | undefined): Parts {
  const wrong = (detail: string) => codedError('CERTIFICATE_FILE_FORM', { file, detail });
  const blocks = [...text.matchAll(block)];
  if (blocks.length === 0) throw wrong('a part begins and never ends');
  if (blocks.length > mostParts) throw wrong(`it has more than ${mostParts} parts`);
  const certificates: CertificateFacts[] = [];
  const keys: string[] = [];
  for (const [pem, label = ''] of blocks) {
    if (label === 'CERTIFICATE' || label === 'X509 CERTIFICATE') {
      const facts = readCertificate(pem.replaceAll('X509 CERTIFICATE', 'CERTIFICATE'));
      if (facts === undefined) throw wrong(`certificate ${certificates.length + 1} in it cannot be read`);
      certificates.push(facts);
    } else if (label.endsWith('PRIVATE KEY')) keys.push(pemKey(file, pem, password));
  }
  return { certificates, keys };
}

function pemKey(file: string, pem: string, password: string | undefined): string {
  const isProtected = pem.includes('BEGIN ENCRYPTED') || pem.includes('Proc-Type: 4,ENCRYPTED');
  if (isProtected && password === undefined) throw codedError('CERTIFICATE_FILE_PASSWORD_MISSING', { file });
  try {
    const key = createPrivateKey({ key: pem, ...(isProtected ? { passphrase: password } : {}) });
    return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch {
    // The library's own words may quote what it read.
    if (isProtected) throw codedError('CERTIFICATE_FILE_PASSWORD_WRONG', { file });
    throw codedError('CERTIFICATE_FILE_FORM', { file, detail: 'the private key in it cannot be read' });
  }
}

function derKey(octets: Uint8Array): string | undefined {
  for (const type of ['pkcs8', 'sec1', 'pkcs1'] as const)
    try {
      const key = createPrivateKey({ key: Buffer.from(octets), format: 'der', type });
      return key.export({ type: 'pkcs8', format: 'pem' }).toString();
    } catch {
      // Not of this form.
    }
  return undefined;
}
