import { z } from 'zod';
import { noWrongTries, type WrongTries } from '../../core/operators/retry-policy.ts';
import type { Role } from '../../core/operators/role.ts';
import type { Database } from './database.ts';

/** A person of the bench as the store has them. */
export interface OperatorRecord {
  readonly operatorId: string;
  readonly name: string;
  readonly role: Role;
  readonly pinHash?: Uint8Array;
  readonly badgeHash?: Uint8Array;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly disabledAt?: number;
}

/** What of a bench's access does not belong to a person. */
export interface AccessSettings {
  /** After so many minutes without a touch or a key the window is locked; 0 never. */
  readonly idleMinutes: number;
  readonly production: { readonly locked: boolean /** In base64, as a PIN's. */; readonly pinHash?: string };
}

/** The people of a bench, and what they tried in vain. */
export interface OperatorRecords {
  /** By name, those that are disabled too. */
  list(): readonly OperatorRecord[];
  get(operatorId: string): OperatorRecord | undefined;
  byName(name: string): OperatorRecord | undefined;
  byBadge(badgeHash: Uint8Array): OperatorRecord | undefined;
  /** Adds a person, or keeps what was changed of one. */
  put(operator: OperatorRecord): void;
  wrongTries(subject: string): WrongTries;
  /** Nothing is kept of what was never tried in vain. */
  saveWrongTries(subject: string, tries: WrongTries): void;
  access(): AccessSettings;
  saveAccess(settings: AccessSettings): void;
}

const accessSettings = z.object({
  idleMinutes: z.int().min(0).catch(10),
  // What cannot be read is locked: nobody opens it by spoiling it.
  production: z
    .object({ locked: z.boolean(), pinHash: z.base64().optional() })
    .catch({ locked: true })
    .default({ locked: false }),
});

export function createOperatorRecords(database: Database): OperatorRecords {
  const one = (where: string, value: string | Uint8Array) => {
    const row = database.first(`SELECT * FROM operator WHERE ${where} = ?`, value);
    return row && recordOf(row);
  };
  return {
    list: () => database.all('SELECT * FROM operator ORDER BY name').map(recordOf),
    get: (operatorId) => one('operator_id', operatorId),
    byName: (name) => one('name', name),
    byBadge: (badgeHash) => one('badge_hash', badgeHash),
    put: ({ operatorId, name, role, pinHash, badgeHash, addedAt, disabledAt }) =>
      void database.run(
        `INSERT INTO operator (operator_id, name, role, pin_hash, badge_hash, added_at, disabled_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (operator_id) DO UPDATE SET name = excluded.name, role = excluded.role,
             pin_hash = excluded.pin_hash, badge_hash = excluded.badge_hash, disabled_at = excluded.disabled_at`,
        operatorId,
        name,
        role,
        pinHash ?? null,
        badgeHash ?? null,
        addedAt,
        disabledAt ?? null,
      ),
    wrongTries(subject) {
      const row = database.first('SELECT tries, wait_until FROM wrong_tries WHERE subject = ?', subject);
      return row ? { tries: Number(row.tries), waitUntil: Number(row.wait_until) } : noWrongTries;
    },
    saveWrongTries: (subject, { tries, waitUntil }) =>
      void (tries === 0
        ? database.run('DELETE FROM wrong_tries WHERE subject = ?', subject)
        : database.run(
            `INSERT INTO wrong_tries VALUES (?, ?, ?)
               ON CONFLICT (subject) DO UPDATE SET tries = excluded.tries, wait_until = excluded.wait_until`,
            subject,
            tries,
            waitUntil,
          )),
    access() {
      const row = database.first("SELECT value FROM setting WHERE name = 'access'");
      return accessSettings.parse(row === undefined ? {} : JSON.parse(String(row.value))) as AccessSettings;
    },
    saveAccess: (settings) =>
      void database.run(
        "INSERT INTO setting VALUES ('access', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        JSON.stringify(settings),
      ),
  };
}

function recordOf(row: Readonly<Record<string, unknown>>): OperatorRecord {
  const { pin_hash: pinHash, badge_hash: badgeHash } = row;
  return {
    operatorId: String(row.operator_id),
    name: String(row.name),
    role: row.role === 'engineer' ? 'engineer' : 'technician',
    ...(pinHash instanceof Uint8Array ? { pinHash } : {}),
    ...(badgeHash instanceof Uint8Array ? { badgeHash } : {}),
    addedAt: Number(row.added_at),
    ...(row.disabled_at === null ? {} : { disabledAt: Number(row.disabled_at) }),
  };
}
