import type { Database } from './database.ts';

/** A client certificate that this bench issued to a device. */
export interface DeviceCertificateRecord {
  /** SHA-256 of the certificate of the authority that it comes from, in hexadecimal digits. */
  readonly authority: string;
  /** In hexadecimal digits. */
  readonly serial: string;
  readonly deviceId: string;
  /** PEM. */
  readonly certificate: string;
  /** The private key, for as long as the device may be given it again. */
  readonly keySealed?: Uint8Array;
  /** Milliseconds since 1970, as the others. */
  readonly validFrom: number;
  readonly validTo: number;
  readonly issuedAt: number;
  readonly revokedAt?: number;
}

/** A certificate that counts no more, whoever issued it. */
export interface RevokedCertificate {
  readonly authority: string;
  readonly serial: string;
  readonly revokedAt: number;
}

export type CertificateFilter = 'all' | 'valid' | 'ending' | 'ended' | 'revoked';

/** The client certificates of devices, and which of any authority's were revoked. */
export interface DeviceCertificates {
  add(certificate: Omit<DeviceCertificateRecord, 'revokedAt'>): void;
  /** The newest of a device that was not revoked and is of this authority. */
  newest(deviceId: string, authority: string): DeviceCertificateRecord | undefined;
  get(authority: string, serial: string): DeviceCertificateRecord | undefined;
  /** Those with this serial number, of any authority. */
  bySerial(serial: string): readonly DeviceCertificateRecord[];
  /** Keeps that a certificate counts no more; its key is forgotten. @returns whether it counted */
  revoke(revoked: RevokedCertificate): boolean;
  isRevoked(authority: string, serial: string): boolean;
  /** Of one authority, in the order in which they were revoked. */
  revokedOf(authority: string): readonly RevokedCertificate[];
  /** The newest first. @param query `now` and `endingAt` are what the filter is about */
  page(query: {
    readonly filter: CertificateFilter;
    readonly search: string;
    readonly now: number;
    readonly endingAt: number;
    readonly offset: number;
    readonly limit: number;
  }): { readonly total: number; readonly rows: readonly DeviceCertificateRecord[] };
}

const columns = `c.authority, c.serial, c.device_id, c.certificate, c.key_sealed, c.valid_from, c.valid_to, c.issued_at,
  r.revoked_at FROM device_certificate c
  LEFT JOIN revoked_certificate r ON r.authority = c.authority AND r.serial = c.serial`;

/** ?1 what is searched for, ?2 the filter, ?3 now, ?4 when what ends soon ends at the latest. */
const condition = `(?1 = '' OR instr(lower(c.device_id || ' ' || c.serial), lower(?1)) > 0) AND CASE ?2
  WHEN 'valid' THEN r.revoked_at IS NULL AND c.valid_to >= ?3
  WHEN 'ending' THEN r.revoked_at IS NULL AND c.valid_to BETWEEN ?3 AND ?4
  WHEN 'ended' THEN r.revoked_at IS NULL AND c.valid_to < ?3
  WHEN 'revoked' THEN r.revoked_at IS NOT NULL
  ELSE TRUE END`;

export function createDeviceCertificates(database: Database): DeviceCertificates {
  return {
    add: (certificate) =>
      void database.run(
        `INSERT INTO device_certificate (authority, serial, device_id, certificate, key_sealed, valid_from, valid_to,
           issued_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        certificate.authority,
        certificate.serial,
        certificate.deviceId,
        certificate.certificate,
        certificate.keySealed ?? null,
        certificate.validFrom,
        certificate.validTo,
        certificate.issuedAt,
      ),
    newest(deviceId, authority) {
      const row = database.first(
        `SELECT ${columns} WHERE c.device_id = ? AND c.authority = ? AND r.revoked_at IS NULL
           ORDER BY c.issued_at DESC, c.rowid DESC LIMIT 1`,
        deviceId,
        authority,
      );
      return row && recordOf(row);
    },
    get(authority, serial) {
      const row = database.first(
        `SELECT ${columns} WHERE c.authority = ? AND c.serial = ?`,
        authority,
        serial,
      );
      return row && recordOf(row);
    },
    bySerial: (serial) => database.all(`SELECT ${columns} WHERE c.serial = ?`, serial).map(recordOf),
    revoke: ({ authority, serial, revokedAt }) =>
      database.transaction(() => {
        database.run(
          'UPDATE device_certificate SET key_sealed = NULL WHERE authority = ? AND serial = ?',
          authority,
          serial,
        );
        const changed = database.run(
          'INSERT INTO revoked_certificate VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
          authority,
          serial,
          revokedAt,
        );
        return changed > 0;
      }),
    isRevoked: (authority, serial) =>
      database.first(
        'SELECT 1 FROM revoked_certificate WHERE authority = ? AND serial = ?',
        authority,
        serial,
      ) !== undefined,
    revokedOf: (authority) =>
      database
        .all('SELECT * FROM revoked_certificate WHERE authority = ? ORDER BY revoked_at, serial', authority)
        .map((row) => ({
          authority: String(row.authority),
          serial: String(row.serial),
          revokedAt: Number(row.revoked_at),
        })),
    page({ filter, search, now, endingAt, offset, limit }) {
      const about = [search, filter, now, endingAt] as const;
      const total = database.first(
        `SELECT count(*) AS n FROM (SELECT ${columns} WHERE ${condition})`,
        ...about,
      );
      const rows = database.all(
        `SELECT ${columns} WHERE ${condition} ORDER BY c.issued_at DESC, c.rowid DESC LIMIT ?5 OFFSET ?6`,
        ...about,
        limit,
        offset,
      );
      return { total: Number(total?.n ?? 0), rows: rows.map(recordOf) };
    },
  };
}

function recordOf(row: Readonly<Record<string, unknown>>): DeviceCertificateRecord {
  return {
    authority: String(row.authority),
    serial: String(row.serial),
    deviceId: String(row.device_id),
    certificate: String(row.certificate),
    ...(row.key_sealed instanceof Uint8Array ? { keySealed: row.key_sealed } : {}),
    validFrom: Number(row.valid_from),
    validTo: Number(row.valid_to),
    issuedAt: Number(row.issued_at),
    ...(row.revoked_at === null ? {} : { revokedAt: Number(row.revoked_at) }),
  };
}
