import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  Extension,
  X509Certificate,
  X509CrlGenerator,
} from '@peculiar/x509';
import { Integer } from 'asn1js';
import { type KeyedCertificate, signingKeyOf, type Validity } from './make-certificates.ts';

/** A certificate that counts no more. */
export interface RevokedSerial {
  /** In hexadecimal digits. */
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly revokedAt: number;
}

const crlNumber = '2.5.29.20';

/**
 * Makes the list of an authority's revoked certificates (RFC 5280, 5), DER.
 * @param validity from when the list is, and when the next one comes at the latest; whole seconds. The beginning is
 *   also its number (5.2.3), so that a later list has a greater one
 */
export async function makeRevocationList(
  authority: KeyedCertificate,
  revoked: readonly RevokedSerial[],
  validity: Validity,
): Promise<Uint8Array> {
  const issuer = new X509Certificate(authority.certificatePem);
  const { key: signingKey, signingAlgorithm } = await signingKeyOf(authority.keyPem);
  const number = new Integer({ value: Math.floor(validity.from / 1000) }).toBER();
  const list = await X509CrlGenerator.create({
    issuer: issuer.subjectName,
    thisUpdate: new Date(validity.from),
    nextUpdate: new Date(validity.to),
    entries: revoked.map(({ serial, revokedAt }) => ({
      serialNumber: serial,
      revocationDate: new Date(revokedAt),
    })),
    extensions: [
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      new Extension(crlNumber, false, number),
    ],
    signingAlgorithm,
    signingKey,
  });
  return new Uint8Array(list.rawData);
}
