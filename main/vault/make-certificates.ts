import 'reflect-metadata';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and the private key that belongs to it, both as PEM (the key as PKCS#8). */
export interface KeyedCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** From when to when a certificate is valid, in milliseconds since 1970; whole seconds of it count. */
export interface Validity {
  readonly from: number;
  readonly to: number;
}

/** What certificates are told apart by: so many octets that nobody can guess. */
const serialLength = 16;

export interface Making {
  readonly validity: Validity;
  readonly randomOctets: (count: number) => Uint8Array;
}

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const;

/**
 * Makes an authority (RFC 5280): a key on P-256, and a certificate that it signs itself, for signing server
 * certificates and nothing below them.
 * @param name its common name
 */
export async function makeAuthority(name: string, making: Making): Promise<KeyedCertificate> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...common(making),
    name: [{ CN: [name] }],
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: pemOf(certificate), keyPem: await keyPemOf(keys.privateKey) };
}

/**
 * Makes a server's key and the certificate for it, signed by the authority.
 * @param addresses names and IP addresses, canonical
 */
export async function makeServerCertificate(
  authority: KeyedCertificate,
  addresses: readonly string[],
  making: Making,
): Promise<KeyedCertificate> {
  const issuer = new X509Certificate(authority.certificatePem);
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.create({
    ...common(making),
    subject: [{ CN: ['DM Bench server'] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await signingKeyOf(authority.keyPem),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        addresses.map((value): JsonGeneralName => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificatePem: pemOf(certificate), keyPem: await keyPemOf(keys.privateKey) };
}

function common({ validity, randomOctets }: Making) {
  return {
    serialNumber: serialOf(randomOctets(serialLength)),
    notBefore: new Date(validity.from),
    notAfter: new Date(validity.to),
    signingAlgorithm,
  };
}

/** A positive number that takes all its octets (RFC 5280, 4.1.2.2). */
function serialOf(octets: Uint8Array): string {
  const [first = 0, ...rest] = octets;
  return Buffer.from([(first & 0x3f) | 0x40, ...rest]).toString('hex');
}

function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

function signingKeyOf(keyPem: string): Promise<CryptoKey> {
  const octets = PemConverter.decodeFirst(keyPem);
  return crypto.subtle.importKey('pkcs8', octets, keyAlgorithm, false, ['sign']);
}

async function keyPemOf(key: CryptoKey): Promise<string> {
  const octets = await crypto.subtle.exportKey('pkcs8', key);
  return `${PemConverter.encode(octets, PemConverter.PrivateKeyTag)}\n`;
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
