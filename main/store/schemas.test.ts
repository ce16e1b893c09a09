import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDdf } from '../../core/mo/ddf.ts';
import { dmAccount } from '../../core/mo/standard/dm-account.ts';
import { openStore } from './store.ts';

const folder = () => mkdtempSync(path.join(os.tmpdir(), 'schemas-'));
const account = {
  moid: dmAccount.moid,
  ddfText: dmAccount.ddf,
  rootIndex: 0,
  fileName: 'dmacc.xml',
  importedAt: 1_795_600_000_000,
};

describe('imported device descriptions', () => {
  it('are there after a restart, as they came', () => {
    const data = folder();
    const store = openStore(data, () => 1);
    expect(store.schemas.list()).toEqual([]);
    expect(store.schemas.get(account.moid)).toBeUndefined();
    store.schemas.put(account);
    store.close();
    const again = openStore(data, () => 2);
    const kept = again.schemas.get(account.moid);
    expect(kept).toEqual(account);
    const reading = readDdf(kept!.ddfText, kept!.fileName);
    expect(reading.kind === 'schemas' && reading.schemas[kept!.rootIndex]).toEqual(dmAccount.schema());
    again.close();
  });

  it('are listed by MOID without their texts', () => {
    const store = openStore(folder(), () => 1);
    store.schemas.put({ ...account, moid: 'urn:oma:mo:z:1.0', rootIndex: 1 });
    store.schemas.put(account);
    const { ddfText: _text, ...summary } = account;
    expect(store.schemas.list()).toEqual([summary, { ...summary, moid: 'urn:oma:mo:z:1.0', rootIndex: 1 }]);
    store.close();
  });

  it('replace what was imported for the same MOID', () => {
    const store = openStore(folder(), () => 1);
    store.schemas.put(account);
    const newer = { ...account, ddfText: '<MgmtTree/>', fileName: 'newer.xml', importedAt: 2 };
    store.schemas.put(newer);
    expect(store.schemas.list()).toHaveLength(1);
    expect(store.schemas.get(account.moid)).toEqual(newer);
    store.close();
  });

  it('are kept with a transaction or not at all', () => {
    const store = openStore(folder(), () => 1);
    expect(() =>
      store.transaction(() => {
        store.schemas.put(account);
        throw new Error('half-way');
      }),
    ).toThrow('half-way');
    expect(store.schemas.list()).toEqual([]);
    store.close();
  });
});
