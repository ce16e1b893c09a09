import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509';
import { bytesOfBase64 } from '../../core/inspect/base64.ts';
import type { CertificateView } from '../../core/inspect/present-value.ts';

/** More is no certificate, and not looked at. */
const longestCertificate = 65_536;
const pemPattern = /^\s*-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\s*$/;
/** How DER of a certificate begins in base64: a SEQUENCE with a length of two octets. */
const derPattern = /^\s*MII[A-Za-z0-9+/]/;

/** What a value says that is a certificate, as PEM or as DER in base64; undefined for any other value. */
export function certificateIn(value: string): CertificateView | undefined {
  if (value.length > longestCertificate) return undefined;
  const isPem = pemPattern.test(value);
  if (!isPem && !derPattern.test(value)) return undefined;
  try {
    const octets = isPem ? undefined : bytesOfBase64(value);
    if (!isPem && octets === undefined) return undefined;
    return viewOf(new X509Certificate(octets ? new Uint8Array(octets) : value.trim()));
  } catch {
    return undefined;
  }
}

function viewOf(certificate: X509Certificate): CertificateView {
  const names = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  const { fingerprint256 } = new NodeCertificate(new Uint8Array(certificate.rawData));
  const { name, ...parameters } = certificate.publicKey.algorithm;
  const curve: unknown = Reflect.get(parameters, 'namedCurve');
  const bits: unknown = Reflect.get(parameters, 'modulusLength');
  const detail = typeof curve === 'string' ? ` ${curve}` : typeof bits === 'number' ? ` ${bits}` : '';
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    serialNumber: certificate.serialNumber,
    validFrom: certificate.notBefore.getTime(),
    validUntil: certificate.notAfter.getTime(),
    algorithm: `${name}${detail}`,
    names: names.map(({ value }) => value),
    isAuthority: certificate.getExtension(BasicConstraintsExtension)?.ca ?? false,
    fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}
