import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { migrations } from './migrations.ts';
import { entityTagOf, type ResourceOwner, type StoredResource } from './repository.ts';
import { openStore, type Store } from './store.ts';

const deviceId = 'IMEI:352099001761408';
const device = { kind: 'device', deviceId } as const;
const shared = { kind: 'shared' } as const;
const octets = (text: string) => new TextEncoder().encode(text);
const etagOf = (body: Uint8Array) => entityTagOf(createHash('sha256').update(body).digest());
const folder = () => mkdtempSync(path.join(os.tmpdir(), 'repository-records-'));

function resource(owner: ResourceOwner, name: string, more: Partial<StoredResource> = {}): StoredResource {
  return {
    ...{ owner, name, mediaType: 'text/plain', size: 3, etag: '"x"', uploaded: true, changedAt: 5 },
    content: { kind: 'inline', body: octets('abc') },
    ...more,
  };
}

function withDevice(store: Store): void {
  const order = {
    profileText: '{}',
    listName: 'l',
    orderDigest: 'd',
    mode: 'cardsOnly' as const,
    createdAt: 1,
  };
  store.batches.add({ batchId: 'b', name: 'b', ...order });
  const job = { jobId: 'j', batchId: 'b', line: 1, deviceId, label: 'l', variables: {} };
  store.jobs.add([job], 1);
  store.devices.enrol({ deviceId, label: 'l', jobId: 'j', userName: 'u', passwordSealed: octets('p') }, 1);
}

describe('the records of the Data Repository', () => {
  let store: Store;
  let data: string;
  beforeEach(() => {
    data = folder();
    store = openStore(data, () => 1);
    withDevice(store);
  });
  afterEach(() => store.close());

  it('keep what is known of a resource, with its content or the file that it is in', () => {
    const { repository } = store;
    const inline = resource(device, 'a');
    const inFile = resource(shared, 'a', {
      size: 9,
      uploaded: false,
      content: { kind: 'file', file: '1.body' },
    });
    const empty = resource(device, 'empty', { size: 0, content: { kind: 'inline', body: octets('') } });
    for (const each of [inline, inFile, empty]) expect(repository.put(each)).toBeUndefined();
    store.close();
    store = openStore(data, () => 1);
    for (const each of [inline, inFile, empty]) {
      const { content: _content, ...info } = each;
      expect(store.repository.find(each.owner, each.name)).toEqual(each);
      expect(store.repository.info(each.owner, each.name)).toEqual(info);
    }
    expect(store.repository.find(shared, 'empty')).toBeUndefined();
    expect(store.repository.files()).toEqual(['1.body']);
  });

  it('tell which file is not needed any more', () => {
    const { repository } = store;
    const inFile = (file: string) => resource(device, 'a', { content: { kind: 'file', file } });
    expect(repository.put(inFile('1.body'))).toBeUndefined();
    expect(repository.put(inFile('2.body'))).toBe('1.body');
    expect(repository.put(resource(device, 'a'))).toBe('2.body');
    expect(repository.remove(device, 'a')).toBeUndefined();
    repository.put(inFile('3.body'));
    expect(repository.remove(device, 'a')).toBe('3.body');
    expect(repository.remove(device, 'a')).toBeUndefined();
    expect(repository.files()).toEqual([]);
  });

  it('count how much there is, whatever is put, replaced and removed', () => {
    const { repository } = store;
    repository.put(resource(device, 'a', { size: 10 }));
    repository.put(resource(device, 'b', { size: 20, uploaded: false }));
    repository.put(resource(shared, 'a', { size: 40, uploaded: false }));
    expect(repository.usage()).toEqual({ octets: 70, resources: 3 });
    expect(repository.uploads(deviceId)).toEqual({ octets: 10, resources: 1 });
    repository.put(resource(device, 'a', { size: 5 }));
    expect(repository.usage()).toEqual({ octets: 65, resources: 3 });
    repository.remove(device, 'a');
    repository.remove(device, 'none');
    expect(repository.usage()).toEqual({ octets: 60, resources: 2 });
    expect(repository.uploads(deviceId)).toEqual({ octets: 0, resources: 0 });
    expect(() =>
      store.transaction(() => {
        repository.remove(shared, 'a');
        throw new Error('half-way');
      }),
    ).toThrow('half-way');
    expect(repository.usage()).toEqual({ octets: 60, resources: 2 });
  });

  it('keep a small resource with the rest of a transaction, or not at all', () => {
    const { repository } = store;
    const small = { owner: device, name: 'site', mediaType: 'text/plain', body: octets('hello') };
    expect(() =>
      store.transaction(() => {
        repository.putSmall(small, 7);
        throw new Error('half-way');
      }),
    ).toThrow('half-way');
    expect(repository.info(device, 'site')).toBeUndefined();
    store.transaction(() => repository.putSmall(small, 7));
    expect(repository.find(device, 'site')).toEqual({
      ...{ owner: device, name: 'site', mediaType: 'text/plain', size: 5, uploaded: false, changedAt: 7 },
      etag: etagOf(small.body),
      content: { kind: 'inline', body: small.body },
    });
  });

  it('belong to devices that are known', () => {
    try {
      store.repository.put(resource({ kind: 'device', deviceId: 'IMEI:unknown' }, 'a'));
      expect.unreachable();
    } catch (error) {
      expect(toFault(error).code).toBe('STORE_FAILED');
    }
    expect(store.repository.usage()).toEqual({ octets: 0, resources: 0 });
  });

  it('are listed in order, page by page, by what is in their owner or name', () => {
    const { repository } = store;
    for (const name of ['logs/2', 'logs/1', 'Ünal']) repository.put(resource(device, name));
    repository.put(resource(shared, 'fw_2'));
    const names = (search: string, offset = 0, limit = 10) => {
      const { total, rows } = repository.list(search, { offset, limit });
      return [total, ...rows.map(({ name }) => name)];
    };
    expect(names('')).toEqual([4, 'fw_2', 'logs/1', 'logs/2', 'Ünal']);
    expect(names('', 1, 2)).toEqual([4, 'logs/1', 'logs/2']);
    expect(names('IMEI:352')).toEqual([3, 'logs/1', 'logs/2', 'Ünal']);
    expect(names('LOGS')).toEqual([2, 'logs/1', 'logs/2']);
    // No wildcards: what is typed is what is looked for.
    for (const [search, found] of [
      ['_', 1],
      ['%', 0],
      ["'", 0],
    ] as const)
      expect(names(search)[0]).toBe(found);
  });

  it('are what an earlier version kept of each device', () => {
    const earlier = folder();
    const file = new DatabaseSync(path.join(earlier, 'bench.sqlite'));
    file.exec(`${migrations[0]}; PRAGMA user_version = 1;`);
    file.exec(`
      INSERT INTO batch VALUES ('b', 'b', '{}', 'l', 'd', 0, 1);
      INSERT INTO job (job_id, batch_id, line, device_id, label, variables, state, state_json, changed_at)
        VALUES ('j', 'b', 1, '${deviceId}', 'l', '{}', 'waiting', '{"kind":"waiting"}', 1);
      INSERT INTO device (device_id, label, job_id, user_name, password_sealed, credentials_issued_at)
        VALUES ('${deviceId}', 'l', 'j', 'u', x'00', 1);
      INSERT INTO repository_resource VALUES ('${deviceId}', 'site', 'text/plain', x'616263', '"old"', 9);
    `);
    file.close();
    const opened = openStore(earlier, () => 1);
    expect(opened.repository.find(device, 'site')).toEqual({
      ...{ owner: device, name: 'site', mediaType: 'text/plain', size: 3, etag: '"old"', uploaded: false },
      ...{ changedAt: 9, content: { kind: 'inline', body: octets('abc') } },
    });
    expect(opened.repository.usage()).toEqual({ octets: 3, resources: 1 });
    opened.close();
  });
});
