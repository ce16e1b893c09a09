import { firstIssuerKeys, type IssuerKeys, issuerKeysOf } from '../../core/card/issuer-keys.ts';
import { sameOctets } from '../../core/octets.ts';
import { useSecret } from '../../core/secrets.ts';
import type { Store } from '../store/store.ts';
import type { KeyFile } from './key-file.ts';
import type { Vault } from './vault.ts';

/** The issuer keys that a bench keeps, one a card, sealed. Wiping them overwrites nothing: none is held in memory. */
export interface KeptIssuerKeys extends IssuerKeys {
  /**
   * The keys of a file, and after them those that are kept. Of an encrypted file the keys of single cards are kept,
   * sealed, from then on; a key for all cards is not: on a card of another delivery it would spend a try.
   */
  take(file: KeyFile): IssuerKeys;
}

/** The issuer keys that are kept in a data folder; each is counted when it is taken out for work with its card. */
export function createKeptIssuerKeys(context: {
  readonly store: Pick<Store, 'issuerKeys' | 'transaction'>;
  readonly vault: Vault;
  readonly now: () => number;
}): KeptIssuerKeys {
  const { store, vault, now } = context;
  const isKept = (iccid: string, key: Uint8Array) => {
    const record = store.issuerKeys.get(iccid);
    return (
      record !== undefined && useSecret(vault.openOctets(record.keySealed), (own) => sameOctets(own, key))
    );
  };
  const kept: KeptIssuerKeys = {
    get count() {
      return store.issuerKeys.count();
    },
    keyFor(iccid) {
      const record = iccid === undefined ? undefined : store.issuerKeys.get(iccid);
      if (record === undefined) return undefined;
      store.issuerKeys.use(record.iccid, now());
      return vault.openOctets(record.keySealed);
    },
    wipe() {},
    take({ list, encrypted, name }) {
      const held = issuerKeysOf(list);
      const { count } = held;
      if (!encrypted) return { ...firstIssuerKeys(held, kept), count };
      const forAll = issuerKeysOf({
        ...(list.forAll ? { forAll: list.forAll.slice() } : {}),
        byIccid: new Map(),
      });
      try {
        store.transaction(() => {
          for (const [iccid, key] of list.byIccid) {
            if (isKept(iccid, key)) continue;
            store.issuerKeys.put({ iccid, keySealed: vault.sealOctets(key), source: name, keptAt: now() });
          }
        });
      } finally {
        held.wipe();
      }
      return { ...firstIssuerKeys(kept, forAll), count };
    },
  };
  return kept;
}
