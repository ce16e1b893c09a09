import type { Database } from './database.ts';

/** The pre-shared key of a device (TLS-PSK). */
export interface PresharedKeyRecord {
  readonly deviceId: string;
  /** What the device says in the handshake, readable by everybody: it tells nothing of the device. */
  readonly identity: string;
  readonly keySealed: Uint8Array;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
}

/** The pre-shared keys of devices, one a device. */
export interface PresharedKeys {
  /** Keeps a key; an earlier one of the device is worth nothing from then on. */
  put(key: PresharedKeyRecord): void;
  ofDevice(deviceId: string): PresharedKeyRecord | undefined;
  byIdentity(identity: string): PresharedKeyRecord | undefined;
}

export function createPresharedKeys(database: Database): PresharedKeys {
  return {
    put: ({ deviceId, identity, keySealed, issuedAt }) =>
      void database.run(
        `INSERT INTO preshared_key (device_id, identity, key_sealed, issued_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (device_id) DO UPDATE SET identity = excluded.identity, key_sealed = excluded.key_sealed,
             issued_at = excluded.issued_at`,
        deviceId,
        identity,
        keySealed,
        issuedAt,
      ),
    ofDevice(deviceId) {
      const row = database.first('SELECT * FROM preshared_key WHERE device_id = ?', deviceId);
      return row && recordOf(row);
    },
    byIdentity(identity) {
      const row = database.first('SELECT * FROM preshared_key WHERE identity = ?', identity);
      return row && recordOf(row);
    },
  };
}

function recordOf(row: Readonly<Record<string, unknown>>): PresharedKeyRecord {
  return {
    deviceId: String(row.device_id),
    identity: String(row.identity),
    keySealed: row.key_sealed as Uint8Array,
    issuedAt: Number(row.issued_at),
  };
}
