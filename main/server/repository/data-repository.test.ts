import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { codedError } from '../../../core/errors.ts';
import {
  codeOf,
  device,
  fileMethods,
  inParts,
  messageOf,
  type OpenedRepository,
  openRepository,
  other,
  shared,
  smallLimits,
  systemError,
} from './repository-fixture.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const all = async (stream: Readable) => Buffer.concat(await stream.toArray());

describe('the Data Repository', () => {
  let opened: OpenedRepository;
  afterEach(async () => {
    vi.restoreAllMocks();
    await opened.repository.settled();
    opened.store.close();
  });
  const begin = (options: Parameters<typeof openRepository>[0] = {}) => {
    opened = openRepository(options);
    return opened;
  };
  const reopen = (): OpenedRepository => {
    opened.store.close();
    return begin({ folder: opened.folder });
  };
  const upload = (name: string, mediaType = 'text/plain') => ({
    owner: device,
    name,
    mediaType,
    byDevice: true,
  });
  const put = (name: string, octets: Uint8Array) => opened.repository.put(upload(name), inParts(octets));
  const read = async (name: string) => all((await opened.repository.open(device, name)).read());

  it('keeps what is small in the store, and what is larger in a file; both after a restart', async () => {
    begin();
    const contents = { empty: filled(0, 0), small: filled(65_536, 1), large: filled(65_537, 2) };
    for (const [name, octets] of Object.entries(contents))
      expect(await put(name, octets)).toMatchObject({ replaced: false, info: { size: octets.length } });
    expect(opened.files()).toHaveLength(1);
    reopen();
    for (const [name, octets] of Object.entries(contents))
      expect((await read(name)).equals(octets), name).toBe(true);
    expect(opened.repository.usage()).toEqual({ octets: 131_073, resources: 3 });
  });

  it('removes at its start what a process that is gone left behind, and nothing that is not its own', async () => {
    begin();
    await put('large', filled(100_000, 1));
    const [needed = ''] = opened.files();
    const folder = path.join(opened.folder, 'repository');
    for (const name of ['1-2.part', '3-4.body', 'notes.txt', '5.body.bak'])
      writeFileSync(path.join(folder, name), 'x');
    mkdirSync(path.join(folder, '6.body'));
    reopen();
    expect(opened.files().toSorted()).toEqual([needed, '5.body.bak', '6.body', 'notes.txt'].toSorted());
    expect(await read('large')).toHaveLength(100_000);
  });

  it('says which resource is damaged where its file is gone or not whole, and takes a new one', async () => {
    begin();
    await put('large', filled(100_000, 1));
    const file = path.join(opened.folder, 'repository', opened.files()[0]!);
    truncateSync(file, 99_999);
    expect(await codeOf(() => read('large'))).toBe('REPOSITORY_DAMAGED');
    unlinkSync(file);
    const missing = await opened.repository.open(device, 'large').catch(messageOf);
    expect(missing).toBe('The content of large is missing from the data folder, or is not whole.');
    expect(await put('large', filled(70_000, 2))).toMatchObject({ replaced: true });
    expect((await read('large')).equals(filled(70_000, 2))).toBe(true);
    expect(opened.files()).toHaveLength(1);
  });

  it('fails to open what cannot be read, without telling where it lies', async () => {
    begin();
    await put('large', filled(100_000, 1));
    vi.spyOn(await fileMethods(), 'stat').mockRejectedValue(systemError('EIO'));
    const fault = await opened.repository.open(device, 'large').catch(messageOf);
    expect(fault).toBe('The content of large cannot be read: EIO.');
  });

  it('goes on giving who opened it the content that was there then', async () => {
    begin();
    await put('large', filled(1_000_000, 1));
    const reading = await opened.repository.open(device, 'large');
    const stream = reading.read();
    await once(stream, 'readable');
    await put('large', filled(900_000, 2));
    // The old file is there until it is read to its end.
    expect(opened.files()).toHaveLength(2);
    expect((await all(stream)).equals(filled(1_000_000, 1))).toBe(true);
    await vi.waitFor(() => expect(opened.files()).toHaveLength(1));
    expect((await read('large')).equals(filled(900_000, 2))).toBe(true);
    const another = await opened.repository.open(device, 'large');
    await opened.repository.delete(device, 'large');
    expect(opened.files()).toHaveLength(1);
    await another.close();
    await another.close();
    expect(opened.files()).toEqual([]);
  });

  it('never shows anybody a mix, whatever is put, deleted and read at the same time', async () => {
    const size = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 65_000, max: 400_000 }));
    const action = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('put' as const), size, at: fc.nat(1) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: fc.nat(1) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('open' as const), at: fc.nat(1) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('step' as const), reader: fc.nat(9) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), reader: fc.nat(9) }) },
    );
    begin();
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40, size: 'max' }), async (actions) => {
        const names = ['a', 'b'];
        const readers: {
          stream: Readable;
          parts: Buffer[];
          left: boolean;
          expected: Buffer;
          etag: string;
        }[] = [];
        const now = new Map<string, Uint8Array>();
        let version = 0;
        for (const each of actions) {
          const reader = 'reader' in each ? readers[each.reader % Math.max(readers.length, 1)] : undefined;
          const name = 'at' in each ? names[each.at]! : '';
          switch (each.kind) {
            case 'put': {
              const octets = filled(each.size, ++version % 256);
              await put(name, octets);
              now.set(name, octets);
              break;
            }
            case 'delete':
              if (now.delete(name)) await opened.repository.delete(device, name);
              break;
            case 'open': {
              const octets = now.get(name);
              if (octets === undefined) break;
              const resource = await opened.repository.open(device, name);
              const { etag } = resource.info;
              readers.push({
                stream: resource.read(),
                parts: [],
                left: false,
                expected: Buffer.from(octets),
                etag,
              });
              break;
            }
            case 'step': {
              const part: Buffer | null = reader?.left ? null : (reader?.stream.read() ?? null);
              if (part) reader?.parts.push(part);
              break;
            }
            case 'leave':
              reader?.stream.destroy();
              if (reader) reader.left = true;
          }
        }
        for (const { stream, parts, left, expected } of readers) {
          if (left) continue;
          const rest = await all(stream);
          expect(Buffer.concat([...parts, rest]).equals(expected)).toBe(true);
        }
        for (const name of now.keys()) await opened.repository.delete(device, name);
        await vi.waitFor(() => expect(opened.files()).toEqual([]));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  describe('a condition', () => {
    it('is asked before anything is taken in, and again when it counts', async () => {
      begin();
      let taken = 0;
      const counting = async function* () {
        taken++;
        yield filled(100_000, 1);
        await put('a', filled(5, 5));
      };
      const asked: (number | undefined)[] = [];
      const refuse = (after: number) => (current: { readonly size: number } | undefined) => {
        asked.push(current?.size);
        if (asked.length > after) throw codedError('REPOSITORY_CHANGED', { path: 'a' });
      };
      expect(await codeOf(() => opened.repository.put(upload('a'), counting(), refuse(0)))).toBe(
        'REPOSITORY_CHANGED',
      );
      expect([taken, asked]).toEqual([0, [undefined]]);
      expect(await codeOf(() => opened.repository.put(upload('a'), counting(), refuse(2)))).toBe(
        'REPOSITORY_CHANGED',
      );
      expect([taken, ...asked.slice(0, 3)]).toEqual([1, undefined, undefined, 5]);
      expect(await read('a')).toHaveLength(5);
      expect(opened.files()).toEqual([]);
      expect(await codeOf(() => opened.repository.delete(device, 'a', refuse(0)))).toBe('REPOSITORY_CHANGED');
      expect(await read('a')).toHaveLength(5);
    });
  });

  describe('for people', () => {
    it('takes a file of this machine', async () => {
      begin({ limits: smallLimits });
      const folder = mkdtempSync(path.join(os.tmpdir(), 'files-'));
      const file = path.join(folder, 'fw.bin');
      writeFileSync(file, filled(500_000, 3));
      const info = await opened.repository.putFile(shared, 'fw/2.5.bin', 'application/octet-stream', file);
      expect(info).toMatchObject({ owner: shared, name: 'fw/2.5.bin', size: 500_000, uploaded: false });
      expect((await all((await opened.repository.open(shared, 'fw/2.5.bin')).read())).length).toBe(500_000);
      const wrong = (name: string, type: string, from: string) =>
        codeOf(() => opened.repository.putFile(shared, name, type, from));
      expect(await wrong('x', 'text/plain', path.join(folder, 'none'))).toBe('FILE_UNREADABLE');
      expect(await wrong('x', 'text/plain', folder)).toBe('FILE_UNREADABLE');
      expect(await wrong('x', 'text/plain', os.devNull)).toBe('FILE_UNREADABLE');
      expect(await wrong('../x', 'text/plain', file)).toBe('REPOSITORY_NAME_WRONG');
      expect(await wrong('x/', 'text/plain', file)).toBe('REPOSITORY_NAME_WRONG');
      expect(await wrong('x', 'nonsense', file)).toBe('REPOSITORY_HEADER_WRONG');
      expect(
        await codeOf(() =>
          opened.repository.putFile({ kind: 'device', deviceId: 'IMEI:unknown' }, 'x', 'text/plain', file),
        ),
      ).toBe('DEVICE_UNKNOWN');
      writeFileSync(file, filled(1_000_001, 3));
      expect(await wrong('x', 'text/plain', file)).toBe('REPOSITORY_TOO_LARGE');
      expect(opened.files()).toHaveLength(1);
      expect(existsSync(file)).toBe(true);
    });

    it('lists and tells of what changes', async () => {
      begin();
      let changes = 0;
      const end = opened.repository.listen(() => changes++);
      await put('logs/a', filled(1, 1));
      await opened.repository.put({ ...upload('B'), owner: other }, inParts(filled(2, 1)));
      await opened.repository.put({ ...upload('fw'), owner: shared, byDevice: false }, inParts(filled(3, 1)));
      expect(changes).toBe(3);
      await codeOf(() => opened.repository.delete(device, 'none'));
      expect(changes).toBe(3);
      const list = (search: string, offset = 0, limit = 10) => {
        const { total, rows } = opened.repository.list({ search, offset, limit });
        return [
          total,
          ...rows.map(({ owner, name }) => (owner.kind === 'shared' ? name : `${owner.deviceId} ${name}`)),
        ];
      };
      expect(list('')).toEqual([3, 'fw', `${device.deviceId} logs/a`, `${other.deviceId} B`]);
      expect(list('', 1, 1)).toEqual([3, `${device.deviceId} logs/a`]);
      expect(list('LOGS')).toEqual([1, `${device.deviceId} logs/a`]);
      expect(list(other.deviceId.slice(5))).toEqual([1, `${other.deviceId} B`]);
      expect(list('%')).toEqual([0]);
      end();
      await opened.repository.delete(device, 'logs/a');
      expect(changes).toBe(3);
    });
  });

  it('is settled when nothing is coming in any more, however that ended', async () => {
    begin();
    let breakOff = () => {};
    const broken = new Promise<void>((resolve) => {
      breakOff = resolve;
    });
    const content = async function* () {
      yield filled(100_000, 1);
      await broken;
      throw codedError('REPOSITORY_BROKEN_OFF', {});
    };
    const upload1 = codeOf(() => opened.repository.put(upload('a'), content()));
    const settled = opened.repository.settled().then(() => opened.files());
    breakOff();
    expect(await settled).toEqual([]);
    expect(await upload1).toBe('REPOSITORY_BROKEN_OFF');
  });
});
