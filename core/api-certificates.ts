import { z } from 'zod';
import type { Page, SavedFile } from './api.ts';
import type { Fault } from './errors.ts';

/**
 * The part of the contract that is about certificates: the authority that devices trust, the certificate that the
 * server shows, and those by which devices prove who they are.
 */

/** What a certificate says of itself. */
export interface CertificateView {
  readonly subject: string;
  readonly issuer: string;
  /** In hexadecimal digits. */
  readonly serial: string;
  /** SHA-256, in hexadecimal digits. */
  readonly fingerprint: string;
  /** Milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  /** `RSA 2048`, `EC prime256v1`. */
  readonly key: string;
  /** The names and addresses that it is for. */
  readonly addresses: readonly string[];
}

/** Whose a certificate is: the bench made it, or somebody imported it. */
export type CertificateOrigin = 'bench' | 'imported';

export interface CertificatesView {
  /** The root that devices are told to trust. */
  readonly anchor: CertificateView & { readonly origin: CertificateOrigin };
  /** The authority that server and device certificates are made by. */
  readonly issuer: CertificateView & { readonly origin: CertificateOrigin };
  /** Missing until one was made. */
  readonly server?: CertificateView & { readonly origin: CertificateOrigin };
  /** Where client certificates may come from: `clients` are those that were imported for nothing else. */
  readonly clientAuthorities: readonly (CertificateView & {
    readonly origin: CertificateOrigin | 'clients';
  })[];
  readonly presharedKeys:
    | { readonly kind: 'available'; readonly suites: readonly string[] }
    | { readonly kind: 'unavailable'; readonly fault: Fault };
  /** What somebody should know of the certificates as they are. */
  readonly warnings: readonly Fault[];
}

/** A client certificate that was issued to a device. */
export interface ClientCertificateView {
  /** The fingerprint of the authority that it comes from. */
  readonly authority: string;
  readonly serial: string;
  readonly deviceId: string;
  /** What people call the device; missing for one that is not known. */
  readonly label?: string;
  readonly validFrom: number;
  readonly validTo: number;
  readonly issuedAt: number;
  /** `ending` is less than 30 days before the end. */
  readonly state: 'valid' | 'ending' | 'ended' | 'revoked';
  readonly revokedAt?: number;
}

/** What came of an import. */
export interface ImportedView {
  readonly certificates: CertificatesView;
  /** What it means for devices, beside the warnings that stay. */
  readonly warnings: readonly Fault[];
}

/** Octets as base64: a certificate authority hands out a few thousand of them. */
const givenFile = z.strictObject({ name: z.string().max(255), octets: z.base64().max(1_500_000) });
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

export const importedThing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('server') }),
  z.strictObject({ kind: z.literal('authority') }),
  z.strictObject({ kind: z.literal('clientAuthority'), fingerprint }),
]);

export const exportedThing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['authority', 'server', 'revocationList']) }),
  z.strictObject({ kind: z.literal('client'), authority: fingerprint, serial: z.string().max(64) }),
]);

export const clientCertificateFilter = z.enum(['all', 'valid', 'ending', 'ended', 'revoked']);

export const certificateRequests = {
  certificates: z.strictObject({}),
  /** The certificates of devices, the newest first. */
  clientCertificates: z.strictObject({
    filter: clientCertificateFilter,
    search: z.string().max(200),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  }),
  /** Takes a certificate back: it is refused from then on, also on connections that are open. */
  revokeCertificate: z.strictObject({ authority: fingerprint, serial: z.string().max(64) }),
  /** Checks the files of an operator's own certificate whole, and uses it from then on. */
  importCertificate: z.strictObject({
    kind: z.enum(['server', 'authority', 'clientAuthority']),
    files: z.array(givenFile).min(1).max(8),
    password: z.string().max(1000).optional(),
  }),
  /** Goes back to the bench's own. */
  useOwnCertificate: importedThing,
  /** Asks the person where to, and saves a certificate or the list of those taken back there. */
  saveCertificate: exportedThing,
} as const;

export interface CertificateAnswers {
  certificates: CertificatesView;
  clientCertificates: Page<ClientCertificateView>;
  revokeCertificate: { readonly kind: 'revoked' };
  importCertificate: ImportedView;
  useOwnCertificate: CertificatesView;
  saveCertificate: SavedFile;
}

export interface CertificateEvents {
  /** Something was imported, issued or taken back. */
  certificatesChanged: Record<string, never>;
}
