import 'reflect-metadata';
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
} from '@peculiar/x509';
import { canonicalAddress } from './certificate-addresses.ts';
import type { Validity } from './make-certificates.ts';

/** What a certificate says. */
export interface CertificateFacts {
  /** The certificate alone, PEM. */
  readonly pem: string;
  readonly subject: string;
  readonly issuer: string;
  /** In hexadecimal digits: small letters, whole octets, no zeros before the number. */
  readonly serial: string;
  /** SHA-256 over the whole certificate, in hexadecimal digits. */
  readonly fingerprint: string;
  readonly validity: Validity;
  /** Whether it may sign others (Basic Constraints, Key Usage). */
  readonly isAuthority: boolean;
  /** Whether it names itself as who signed it, as roots do. */
  readonly isRoot: boolean;
  /** How many authorities may stand between it and a certificate; missing where any number may. */
  readonly pathLength?: number;
  /** The names and IP addresses that it is for, canonical; a name may begin with `*.`. */
  readonly addresses: readonly string[];
  readonly uris: readonly string[];
  /** Purposes by their object identifiers (Extended Key Usage); missing where it says nothing of them. */
  readonly purposes?: readonly string[];
  /** Whether it may sign what a handshake says (Key Usage digitalSignature, or no Key Usage). */
  readonly maySign: boolean;
  readonly key: KeyFacts;
  /** Of its signature: `SHA-256`; `unknown` where it is none that is known here. */
  readonly signatureHash: string;
  /** Whether the authority signed it. */
  isSignedBy(authorityPem: string): Promise<boolean>;
  /** Whether a private key (PEM, PKCS#8) belongs to it. */
  fits(keyPem: string): boolean;
}

/** A public key, in words and judged. */
export interface KeyFacts {
  /** `RSA 2048`, `EC prime256v1`. */
  readonly words: string;
  /** Whether it is one that is used here: RSA from 2048 bits on, or a curve of NIST from 256 bits on. */
  readonly isUsable: boolean;
}

/** Reads a certificate (PEM); undefined where the text is none. */
export function readCertificate(pem: string): CertificateFacts | undefined {
  try {
    return factsOf(new X509Certificate(pem));
  } catch {
    return undefined;
  }
}

/** Reads a certificate (DER); undefined where the octets are none. */
export function readCertificateOctets(octets: Uint8Array): CertificateFacts | undefined {
  try {
    return factsOf(new X509Certificate(new Uint8Array(octets)));
  } catch {
    return undefined;
  }
}

/** Whether a certificate is for a name or an address (canonical); `*.` stands for one part of a name (RFC 9525). */
export function isForAddress({ addresses }: CertificateFacts, address: string): boolean {
  if (addresses.includes(address)) return true;
  const dot = address.indexOf('.');
  return isIP(address) === 0 && dot > 0 && addresses.includes(`*${address.slice(dot)}`);
}

/** A serial number as it is written here: `0x00A1` → `a1`. */
export function canonicalSerial(hex: string): string {
  const digits = hex.toLowerCase().replace(/^0+(?=.)/, '');
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}

function factsOf(certificate: X509Certificate): CertificateFacts {
  const names = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  const constraints = certificate.getExtension(BasicConstraintsExtension);
  const usages = certificate.getExtension(KeyUsagesExtension)?.usages;
  const purposes = certificate.getExtension(ExtendedKeyUsageExtension)?.usages.map(String);
  const may = (flag: number) => usages === undefined || (usages & flag) !== 0;
  return {
    pem: `${certificate.toString('pem')}\n`,
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial: canonicalSerial(certificate.serialNumber),
    fingerprint: createHash('sha256').update(new Uint8Array(certificate.rawData)).digest('hex'),
    validity: { from: certificate.notBefore.getTime(), to: certificate.notAfter.getTime() },
    isAuthority: (constraints?.ca ?? false) && may(KeyUsageFlags.keyCertSign),
    isRoot: certificate.subject === certificate.issuer,
    ...(constraints?.pathLength === undefined ? {} : { pathLength: constraints.pathLength }),
    addresses: names
      .filter(({ type }) => type === 'dns' || type === 'ip')
      .map(({ value }) => addressOf(value)),
    uris: names.filter(({ type }) => type === 'url').map(({ value }) => value),
    ...(purposes === undefined ? {} : { purposes }),
    maySign: may(KeyUsageFlags.digitalSignature),
    key: keyFactsOf(publicKeyOf(certificate)),
    signatureHash: signatureHashOf(certificate),
    isSignedBy: (authorityPem) => signedBy(certificate, authorityPem),
    fits: (keyPem) => fits(certificate, keyPem),
  };
}

/** Names of others may be of forms that are never made here: they are compared as they are. */
function addressOf(value: string): string {
  try {
    return canonicalAddress(value);
  } catch {
    return value.toLowerCase();
  }
}

function publicKeyOf(certificate: X509Certificate): KeyObject {
  const key = Buffer.from(certificate.publicKey.rawData);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

function keyFactsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): KeyFacts {
  const { modulusLength = 0, namedCurve = 'unknown' } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === 'rsa') return { words: `RSA ${modulusLength}`, isUsable: modulusLength >= 2048 };
  if (asymmetricKeyType !== 'ec') return { words: asymmetricKeyType ?? 'unknown', isUsable: false };
  const isUsable = ['prime256v1', 'secp384r1', 'secp521r1'].includes(namedCurve);
  return { words: `EC ${namedCurve}`, isUsable };
}

function signatureHashOf({ signatureAlgorithm }: X509Certificate): string {
  const { hash } = signatureAlgorithm as { readonly hash?: { readonly name: string } | string };
  return (typeof hash === 'string' ? hash : hash?.name) ?? 'unknown';
}

async function signedBy(certificate: X509Certificate, authorityPem: string): Promise<boolean> {
  const authority = new X509Certificate(authorityPem);
  if (certificate.issuer !== authority.subject) return false;
  return certificate.verify({ publicKey: authority.publicKey, signatureOnly: true });
}

function fits(certificate: X509Certificate, keyPem: string): boolean {
  try {
    const own = createPublicKey(createPrivateKey(keyPem)).export({ type: 'spki', format: 'der' });
    return own.equals(new Uint8Array(certificate.publicKey.rawData));
  } catch {
    return false;
  }
}
