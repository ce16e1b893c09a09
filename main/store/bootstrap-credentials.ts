import { createHash, timingSafeEqual } from 'node:crypto';
import type { Database } from './database.ts';

/** What a device shows to the bootstrap server, once: not the credentials of its DM Account. */
export interface BootstrapCredential {
  readonly userName: string;
  readonly password: string;
}

/** A bootstrap credential as a list shows it: without what only the device knows. */
export interface BootstrapCredentialRow {
  readonly deviceId: string;
  readonly userName: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** When it was closed; missing while it is open. */
  readonly closedAt?: number;
}

/** What a credential is issued with. */
export interface Issue {
  readonly deviceId: string;
  /** The bootstrap message that the credential opens, sealed by the vault. */
  readonly messageSealed: Uint8Array;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** So many octets that nobody can guess. */
  readonly randomOctets: (count: number) => Uint8Array;
  /** What HTTP Digest is computed with for the credential, sealed by the vault. */
  readonly digestSecretSealed: (credential: BootstrapCredential) => Uint8Array;
}

/** What a device's open credential is checked with, and opens. */
export interface OpenBootstrap {
  readonly userName: string;
  readonly messageSealed: Uint8Array;
  /** Missing for one that an earlier version issued. */
  readonly digestSecretSealed?: Uint8Array;
}

/** The credentials with which devices fetch their bootstrap message themselves (DM-3), one a device. */
export interface BootstrapCredentials {
  /**
   * Opens a credential for a device that is known; an earlier one of the device is worth nothing from then on.
   * @returns the credential, this once: only a hash of it is kept
   */
  issue(issue: Issue): BootstrapCredential;
  /**
   * The sealed message of the device whose credential is shown, while it is open. An unknown device takes as long
   * as a known one, and a wrong credential as a right one.
   */
  match(deviceId: string, shown: BootstrapCredential): Uint8Array | undefined;
  /** A device's credential while it is open, to be checked in another way. */
  open(deviceId: string): OpenBootstrap | undefined;
  /** Closes a device's credential and forgets its message. @returns whether it was open */
  close(deviceId: string, at: number): boolean;
  /** All of them, the newest first. */
  list(): readonly BootstrapCredentialRow[];
}

const digestLength = 32;
/** An unknown device is compared with this. */
const nobody = { salt: new Uint8Array(16), digest: new Uint8Array(digestLength) };

export function createBootstrapCredentials(database: Database): BootstrapCredentials {
  return {
    issue({ deviceId, messageSealed, at, randomOctets, digestSecretSealed }) {
      const credential = {
        userName: `bootstrap-${base64url(randomOctets(9))}`,
        password: base64url(randomOctets(24)),
      };
      const salt = randomOctets(nobody.salt.length);
      database.run(
        `INSERT INTO bootstrap_credential
           (device_id, user_name, salt, digest, opened_at, message_sealed, digest_secret_sealed)
           VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (device_id) DO UPDATE SET user_name = excluded.user_name, salt = excluded.salt,
             digest = excluded.digest, opened_at = excluded.opened_at, closed_at = NULL,
             message_sealed = excluded.message_sealed, digest_secret_sealed = excluded.digest_secret_sealed`,
        deviceId,
        credential.userName,
        salt,
        digestOf(salt, credential),
        at,
        messageSealed,
        digestSecretSealed(credential),
      );
      return credential;
    },
    match(deviceId, shown) {
      const row = database.first(
        'SELECT salt, digest, message_sealed FROM bootstrap_credential WHERE device_id = ?',
        deviceId,
      );
      const salt = row?.salt instanceof Uint8Array ? row.salt : nobody.salt;
      const digest = row?.digest instanceof Uint8Array ? row.digest : nobody.digest;
      const same = timingSafeEqual(digestOf(salt, shown), digest);
      return same && row?.message_sealed instanceof Uint8Array ? row.message_sealed : undefined;
    },
    open(deviceId) {
      const row = database.first(
        `SELECT user_name, message_sealed, digest_secret_sealed FROM bootstrap_credential
           WHERE device_id = ? AND closed_at IS NULL`,
        deviceId,
      );
      if (!(row?.message_sealed instanceof Uint8Array)) return undefined;
      const { digest_secret_sealed: digestSecretSealed } = row;
      return {
        userName: String(row.user_name),
        messageSealed: row.message_sealed,
        ...(digestSecretSealed instanceof Uint8Array ? { digestSecretSealed } : {}),
      };
    },
    close: (deviceId, at) =>
      database.run(
        `UPDATE bootstrap_credential SET closed_at = ?, message_sealed = NULL, digest_secret_sealed = NULL
           WHERE device_id = ? AND closed_at IS NULL`,
        at,
        deviceId,
      ) > 0,
    list: () =>
      database
        .all(
          `SELECT device_id, user_name, opened_at, closed_at FROM bootstrap_credential
             ORDER BY opened_at DESC, device_id`,
        )
        .map((row) => ({
          deviceId: String(row.device_id),
          userName: String(row.user_name),
          openedAt: Number(row.opened_at),
          ...(row.closed_at === null ? {} : { closedAt: Number(row.closed_at) }),
        })),
  };
}

/** The password is random and long, so that a plain hash of it tells nothing: nobody can try 192 bits. */
function digestOf(salt: Uint8Array, { userName, password }: BootstrapCredential): Uint8Array {
  return createHash('sha256')
    .update(salt)
    .update(JSON.stringify([userName, password]))
    .digest();
}

function base64url(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64url');
}
