import type { Database } from './database.ts';

/** A card's issuer key as it is kept: sealed, with how often it was taken out. */
export interface KeptIssuerKey {
  readonly iccid: string;
  readonly keySealed: Uint8Array;
  /** The file that it came in. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  readonly uses: number;
  readonly lastUsedAt?: number;
}

/** Issuer keys of cards (ADM) that came in encrypted files; what is in the store is of no use without the vault. */
export interface IssuerKeyRecords {
  get(iccid: string): KeptIssuerKey | undefined;
  /** A key for a card; one that it had is replaced, and was never used. */
  put(key: Pick<KeptIssuerKey, 'iccid' | 'keySealed' | 'source' | 'keptAt'>): void;
  /** Counts that a key is taken out, before it is. */
  use(iccid: string, at: number): void;
  count(): number;
}

export function createIssuerKeyRecords(database: Database): IssuerKeyRecords {
  return {
    get(iccid) {
      const row = database.first('SELECT * FROM issuer_key WHERE iccid = ?', iccid);
      if (!(row?.key_sealed instanceof Uint8Array)) return undefined;
      return {
        iccid,
        keySealed: row.key_sealed,
        source: String(row.source),
        keptAt: Number(row.kept_at),
        uses: Number(row.uses),
        ...(row.last_used_at === null ? {} : { lastUsedAt: Number(row.last_used_at) }),
      };
    },
    put: ({ iccid, keySealed, source, keptAt }) =>
      void database.run(
        `INSERT INTO issuer_key (iccid, key_sealed, source, kept_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (iccid) DO UPDATE SET key_sealed = excluded.key_sealed, source = excluded.source,
             kept_at = excluded.kept_at, uses = 0, last_used_at = NULL`,
        iccid,
        keySealed,
        source,
        keptAt,
      ),
    use: (iccid, at) =>
      void database.run('UPDATE issuer_key SET uses = uses + 1, last_used_at = ? WHERE iccid = ?', at, iccid),
    count: () => Number(database.first('SELECT count(*) AS keys FROM issuer_key')?.keys),
  };
}
