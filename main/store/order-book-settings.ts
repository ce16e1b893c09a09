import { z } from 'zod';
import type { Database } from './database.ts';

/** The order book that a bench works in, and who it is there. */
export interface OrderBookSetting {
  readonly address: string;
  readonly passwordSealed: Uint8Array;
  readonly authorityPem?: string | undefined;
  readonly benchId: string;
  readonly benchName: string;
  readonly leaseSeconds: number;
}

/** Where the bench keeps which order book it works in. */
export interface OrderBookSettings {
  read(): OrderBookSetting | undefined;
  save(setting: OrderBookSetting | undefined): void;
  /** Who this bench was in an order book, also while it is in none. */
  identity(): string | undefined;
}

const schema = z.object({
  address: z.string(),
  passwordSealed: z.base64(),
  authorityPem: z.string().optional(),
  benchId: z.string(),
  benchName: z.string(),
  leaseSeconds: z.int(),
});

export function createOrderBookSettings(database: Database): OrderBookSettings {
  const value = (name: string) => {
    const row = database.first('SELECT value FROM setting WHERE name = ?', name);
    return row === undefined ? undefined : String(row.value);
  };
  const save = (name: string, text: string) =>
    void database.run(
      'INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      name,
      text,
    );
  return {
    read() {
      const text = value('orderBook');
      if (text === undefined) return undefined;
      const { passwordSealed, ...setting } = schema.parse(JSON.parse(text));
      return { ...setting, passwordSealed: new Uint8Array(Buffer.from(passwordSealed, 'base64')) };
    },
    save(setting) {
      if (setting === undefined) return void database.run("DELETE FROM setting WHERE name = 'orderBook'");
      const passwordSealed = Buffer.from(setting.passwordSealed).toString('base64');
      save('orderBook', JSON.stringify({ ...setting, passwordSealed }));
      save('orderBookIdentity', setting.benchId);
    },
    identity: () => value('orderBookIdentity'),
  };
}
