import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { codedError } from '../../../core/errors.ts';
import {
  codeOf,
  device,
  fileMethods,
  inParts,
  type OpenedRepository,
  openRepository,
  systemError,
} from './repository-fixture.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const all = async (stream: Readable) => Buffer.concat(await stream.toArray());

describe('what fails to come into the Data Repository leaves nothing where', () => {
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

  const failures = {
    'the content breaks off': async () => {
      const content = async function* () {
        yield filled(100_000, 1);
        throw codedError('REPOSITORY_BROKEN_OFF', {});
      };
      return codeOf(() => opened.repository.put(upload('a'), content()));
    },
    'the disk is full': async () => {
      vi.spyOn(await fileMethods(), 'write').mockRejectedValue(systemError('ENOSPC'));
      return codeOf(() => put('a', filled(100_000, 1)));
    },
    'the disk is full later': async () => {
      const real = (await fileMethods()).write;
      let times = 0;
      vi.spyOn(await fileMethods(), 'write').mockImplementation(function (
        this: FileHandle,
        ...args: unknown[]
      ) {
        if (++times > 2) return Promise.reject(systemError('ENOSPC'));
        return Reflect.apply(real, this, args);
      } as FileHandle['write']);
      return codeOf(() => put('a', filled(900_000, 1)));
    },
    'the disk does not keep it': async () => {
      vi.spyOn(await fileMethods(), 'sync').mockRejectedValue(systemError('EIO'));
      return codeOf(() => put('a', filled(100_000, 1)));
    },
    'the folder does not keep its name': async () => {
      const real = (await fileMethods()).sync;
      let times = 0;
      vi.spyOn(await fileMethods(), 'sync').mockImplementation(function (this: FileHandle) {
        return ++times > 1 ? Promise.reject(systemError('EIO')) : Reflect.apply(real, this, []);
      });
      return codeOf(() => put('a', filled(100_000, 1)));
    },
    'the store does not keep it': () => {
      vi.spyOn(opened.store.repository, 'put').mockImplementation(() => {
        throw codedError('STORE_FULL', {});
      });
      return codeOf(() => put('a', filled(100_000, 1)));
    },
  };
  it.each(Object.entries(failures))('%s', async (what, fail) => {
    begin();
    await put('a', filled(80_000, 7));
    const expected = what.includes('disk is full') || what.startsWith('the store') ? 'STORE_FULL' : undefined;
    const code = await fail();
    expect(code).toMatch(/^(STORE_FULL|STORE_FAILED|REPOSITORY_BROKEN_OFF)$/);
    if (expected) expect(code).toBe(expected);
    vi.restoreAllMocks();
    expect(opened.files()).toHaveLength(1);
    expect((await read('a')).equals(filled(80_000, 7))).toBe(true);
    // What it would have taken is free again.
    expect(await put('b', filled(300_000, 1))).toMatchObject({ replaced: false });
    reopen();
    expect(opened.files()).toHaveLength(2);
  });
});
