import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  codeOf,
  device,
  deviceId,
  inParts,
  type OpenedRepository,
  openRepository,
  shared,
  smallLimits,
} from './repository-fixture.ts';

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

describe('the limits of the Data Repository', () => {
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
  const upload = (name: string, mediaType = 'text/plain') => ({
    owner: device,
    name,
    mediaType,
    byDevice: true,
  });
  const put = (name: string, octets: Uint8Array) => opened.repository.put(upload(name), inParts(octets));

  it('count what is coming in too, so that many at once get no more than one after the other', async () => {
    begin({ limits: smallLimits });
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow = async function* () {
      yield filled(200_000, 1);
      await gate;
      yield filled(200_000, 1);
    };
    const content = () => slow();
    const first = opened.repository.put({ ...upload('a'), length: 400_000 }, content());
    const second = codeOf(() => opened.repository.put(upload('b'), content()));
    // 400,000 are announced and 200,000 have come: 400,000 are left.
    await put('d', filled(390_000, 1));
    expect(await codeOf(() => put('e', filled(10_001, 1)))).toBe('REPOSITORY_QUOTA');
    open();
    expect(await first).toMatchObject({ info: { size: 400_000 } });
    expect(await second).toBe('REPOSITORY_QUOTA');
    await put('e', filled(210_000, 1));
    expect(opened.store.repository.uploads(deviceId)).toEqual({ octets: 1_000_000, resources: 3 });
    expect(opened.files()).toHaveLength(3);
  });

  it('hold when something was kept meanwhile that was not known of', async () => {
    begin({ limits: smallLimits });
    const content = async function* () {
      yield filled(300_000, 1);
      for (const name of ['1', '2', '3', '4', '5'])
        opened.store.repository.put({
          ...{
            owner: device,
            name,
            mediaType: 'text/plain',
            etag: '"x"',
            uploaded: true,
            changedAt: 1,
            size: 1,
          },
          content: { kind: 'inline', body: filled(1, 1) },
        });
    };
    expect(await codeOf(() => opened.repository.put(upload('a'), content()))).toBe('REPOSITORY_QUOTA');
    expect(opened.files()).toEqual([]);
  });

  it('are wider for the workstation itself, and end for all of them together', async () => {
    begin({ limits: smallLimits });
    const byBench = (name: string, size: number) =>
      opened.repository.put(
        { owner: shared, name, mediaType: 'text/plain', byDevice: false },
        inParts(filled(size, 1)),
      );
    expect(await codeOf(() => byBench('a', 1_000_001))).toBe('REPOSITORY_TOO_LARGE');
    await byBench('a', 1_000_000);
    await byBench('b', 900_000);
    expect(await codeOf(() => byBench('c', 100_001))).toBe('REPOSITORY_QUOTA');
    expect(await codeOf(() => put('mine', filled(100_001, 1)))).toBe('REPOSITORY_QUOTA');
    await byBench('b', 1_000_000);
    expect(await codeOf(() => put('mine', filled(1, 1)))).toBe('REPOSITORY_QUOTA');
    await opened.repository.delete(shared, 'a');
    await put('mine', filled(1, 1));
  });

  it('do not count what the workstation put into the space of a device', async () => {
    begin({ limits: smallLimits });
    const configuration = { owner: device, mediaType: 'text/plain', byDevice: false };
    for (const name of ['1', '2', '3', '4', '5', '6'])
      await opened.repository.put({ ...configuration, name }, inParts(filled(200_000, 1)));
    await put('mine', filled(400_000, 1));
    // In its place the device's own is counted, all of it.
    await put('1', filled(400_000, 1));
    expect(await codeOf(() => put('2', filled(200_001, 1)))).toBe('REPOSITORY_QUOTA');
    await put('2', filled(200_000, 1));
  });
});
