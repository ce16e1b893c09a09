import 'reflect-metadata';
import { createPrivateKey } from 'node:crypto';
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
import { deviceUri } from '../../core/certificates/device-uri.ts';

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

/** How an authority signs: what its key is, and what it is used with. */
export interface SigningKey {
  readonly key: CryptoKey;
  readonly signingAlgorithm: EcdsaParams | RsaHashedKeyGenParams;
}

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
/** A name in a certificate is no longer (RFC 5280, ub-common-name). */
const longestName = 64;

/**
 * Makes an authority (RFC 5280): a key on P-256, and a certificate that it signs itself, for signing server
 * certificates and nothing below them.
 * @param name its common name
 */
export async function makeAuthority(name: string, making: Making): Promise<KeyedCertificate> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...common(making),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
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
export function makeServerCertificate(
  authority: KeyedCertificate,
  addresses: readonly string[],
  making: Making,
): Promise<KeyedCertificate> {
  const names = addresses.map(
    (value): JsonGeneralName => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }),
  );
  return makeSigned(
    authority,
    { name: 'DM Bench server', purpose: ExtendedKeyUsage.serverAuth, names },
    making,
  );
}

/**
 * Makes a device's key and its client certificate, signed by the authority. The device is named by a URI
 * (`deviceUri`); the common name is for people.
 */
export function makeDeviceCertificate(
  authority: KeyedCertificate,
  deviceId: string,
  making: Making,
): Promise<KeyedCertificate> {
  const names: JsonGeneralName[] = [{ type: 'url', value: deviceUri(deviceId) }];
  const name = [...deviceId].slice(0, longestName).join('');
  return makeSigned(authority, { name, purpose: ExtendedKeyUsage.clientAuth, names }, making);
}

/** The private key (PEM, PKCS#8) of an authority, of its own or of others, with what it signs by. */
export async function signingKeyOf(keyPem: string): Promise<SigningKey> {
  const octets = PemConverter.decodeFirst(keyPem);
  const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(keyPem);
  const algorithm =
    asymmetricKeyType === 'rsa'
      ? ({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const)
      : ({ name: 'ECDSA', ...curveOf(asymmetricKeyDetails?.namedCurve) } as const);
  const key = await crypto.subtle.importKey('pkcs8', octets, algorithm, false, ['sign']);
  return { key, signingAlgorithm: algorithm as SigningKey['signingAlgorithm'] };
}

/** A curve as Web Crypto names it, with the hash that is as strong. */
function curveOf(curve: string | undefined) {
  if (curve === 'secp384r1') return { namedCurve: 'P-384', hash: 'SHA-384' } as const;
  if (curve === 'secp521r1') return { namedCurve: 'P-521', hash: 'SHA-512' } as const;
  return { namedCurve: 'P-256', hash: 'SHA-256' } as const;
}

async function makeSigned(
  authority: KeyedCertificate,
  what: {
    readonly name: string;
    readonly purpose: ExtendedKeyUsage;
    readonly names: readonly JsonGeneralName[];
  },
  making: Making,
): Promise<KeyedCertificate> {
  const issuer = new X509Certificate(authority.certificatePem);
  const keys = await makeKeys();
  const { key: signingKey, signingAlgorithm } = await signingKeyOf(authority.keyPem);
  const certificate = await X509CertificateGenerator.create({
    ...common(making),
    signingAlgorithm,
    subject: [{ CN: [what.name] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([what.purpose]),
      new SubjectAlternativeNameExtension([...what.names]),
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

async function keyPemOf(key: CryptoKey): Promise<string> {
  const octets = await crypto.subtle.exportKey('pkcs8', key);
  return `${PemConverter.encode(octets, PemConverter.PrivateKeyTag)}\n`;
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
