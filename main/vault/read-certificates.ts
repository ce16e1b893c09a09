import 'reflect-metadata';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509';
import { canonicalAddress } from './certificate-addresses.ts';
import type { Validity } from './make-certificates.ts';

/** What a certificate says. */
export interface CertificateFacts {
  readonly validity: Validity;
  /** Whether it may sign others (Basic Constraints). */
  readonly isAuthority: boolean;
  /** The names and IP addresses that it is for, canonical. */
  readonly addresses: readonly string[];
  /** Whether the authority signed it. */
  isSignedBy(authorityPem: string): Promise<boolean>;
  /** Whether a private key (PEM, PKCS#8) belongs to it. */
  fits(keyPem: string): boolean;
}

/** Reads a certificate (PEM); undefined where the text is none. */
export function readCertificate(pem: string): CertificateFacts | undefined {
  try {
    const certificate = new X509Certificate(pem);
    const names = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
    return {
      validity: { from: certificate.notBefore.getTime(), to: certificate.notAfter.getTime() },
      isAuthority: certificate.getExtension(BasicConstraintsExtension)?.ca ?? false,
      addresses: names.map(({ value }) => canonicalAddress(value)),
      isSignedBy: (authorityPem) => signedBy(certificate, authorityPem),
      fits: (keyPem) => fits(certificate, keyPem),
    };
  } catch {
    return undefined;
  }
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
