import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codedError } from '../../../core/errors.ts';
import { isFileAnswer } from '../../../core/interaction/answers.ts';
import { formSchema } from '../../../core/interaction/form-schema.ts';
import { notices } from '../../../core/interaction/form-texts.ts';
import type { InteractionEndpointOptions } from './interaction-endpoint.ts';
import { deviceId, type InteractionBench, openBench, picture } from './interaction-fixture.ts';
import { headingOf, multipartOf, openBrowser, type TestBrowser, type TestFile } from './test-browser.ts';

const device = { kind: 'device', deviceId } as const;
const form = formSchema.parse({
  title: 'Files',
  pages: [
    {
      title: 'Files',
      fields: [
        { kind: 'file', name: 'photo', label: 'Photo', mediaTypes: ['image/png'], mostOctets: 100_000 },
        {
          kind: 'file',
          name: 'log',
          label: 'Log',
          mediaTypes: ['application/octet-stream'],
          required: false,
          mostOctets: 9_000_000,
        },
      ],
    },
    { title: 'More', fields: [{ kind: 'text', name: 'more', label: 'More' }] },
  ],
});

const photo: TestFile = { name: 'photo', fileName: 'meter.png', mediaType: 'image/png', body: picture };

describe('files that are given in a form', () => {
  let bench: InteractionBench;
  let browser: TestBrowser;
  let path: string;
  let interactionId: string;
  const open = async (options: Parameters<typeof openBench>[0] = {}) => {
    bench = await openBench(options);
    ({ path, interactionId } = bench.begin({ form }));
    browser = openBrowser(bench);
    await browser.visit(path);
  };
  beforeEach(() => open());
  afterEach(() => bench.close());

  const post = (...files: readonly TestFile[]) => browser.postFiles(`${path}/1`, {}, files);
  const answers = () => bench.interactions.get(interactionId)?.interaction.progress.answers ?? {};
  const kept = () => bench.store.repository.list('', { offset: 0, limit: 100 }).rows.map(({ name }) => name);
  const contentOf = async (field: string) => {
    const resource = await bench.repository.open(device, `interactions/${interactionId}/${field}`);
    return Buffer.concat(await resource.read().toArray());
  };

  it('are kept among what is the device’s own, octet for octet', async () => {
    const log = crypto.getRandomValues(new Uint8Array(60_000));
    const big = Buffer.concat(Array.from({ length: 100 }, () => log));
    const answer = await post(photo, { name: 'log', fileName: 'a.log', mediaType: 'text/x-log', body: big });
    expect(answer.status).toBe(303);
    expect(await contentOf('photo')).toEqual(picture);
    expect((await contentOf('log')).equals(big)).toBe(true);
    // Where anything is taken, nothing is said of what it is.
    expect(answers().log).toMatchObject({ mediaType: 'application/octet-stream', octets: 6_000_000 });
  });

  it('have the names that they had, without what is no part of one', async () => {
    const names: readonly [string, string][] = [
      ['C:\\Users\\ada\\meter.png', 'meter.png'],
      ['../../../etc/passwd', 'passwd'],
      ['a\u202Egnp.exe', 'agnp.exe'],
      ['<img src=x>.png', '<img src=x>.png'],
      ['x'.repeat(300), 'x'.repeat(100)],
      ['\u202E', 'file'],
    ];
    for (const [fileName, expected] of names) {
      await post({ ...photo, fileName });
      expect(isFileAnswer(answers().photo) && answers().photo).toMatchObject({ fileName: expected });
    }
    expect(kept()).toEqual([`interactions/${interactionId}/photo`]);
    expect((await browser.get(`${path}/1`)).body).not.toContain('<img');
  });

  it.each<[string, Partial<TestFile>, string]>([
    ['of another type', { mediaType: 'image/jpeg' }, 'Choose a file of another kind: PNG.'],
    ['of no type', { mediaType: '' }, 'Choose a file of another kind: PNG.'],
    [
      'that is not what it says',
      { body: Buffer.from('<script>alert(1)</script>') },
      'The file is damaged, or no PNG',
    ],
    ['that ends too early', { body: picture.subarray(0, 5) }, 'The file is damaged, or no PNG file.'],
    [
      'that is too large',
      { body: Buffer.concat([picture, Buffer.alloc(100_000)]) },
      'a smaller file: 100 kB at most.',
    ],
    ['that is empty', { body: new Uint8Array() }, 'The file is empty. Choose another one.'],
    ['without a name', { fileName: '' }, 'An answer is needed.'],
  ])('%s are refused, and nothing of them is kept', async (_what, change, text) => {
    const answer = await post({ ...photo, ...change });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(text);
    expect(answers()).toEqual({});
    expect(kept()).toEqual([]);
    expect(bench.told().at(-1)).toBe('posted 0 (1 wrong)');
  });

  it('stay where a later one is refused', async () => {
    await post(photo);
    const answer = await post({ ...photo, body: Buffer.from('no picture at all') });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('Already given: <bdi class="file-name">meter.png</bdi>');
    expect(await contentOf('photo')).toEqual(picture);
    expect(answers().photo).toMatchObject({ octets: picture.length });
  });

  it('are taken once for each field, and not at all where none is asked for', async () => {
    const answer = await post(
      photo,
      { ...photo, body: Buffer.from('second') },
      { ...photo, name: 'other' },
      { ...photo, name: 'more' },
    );
    expect(answer.status).toBe(303);
    expect(kept()).toEqual([`interactions/${interactionId}/photo`]);
    expect(await contentOf('photo')).toEqual(picture);
  });

  it('are not taken from texts of that name', async () => {
    const answer = await browser.post(`${path}/1`, { photo: 'interactions/x/photo' });
    expect(answer.status).toBe(422);
    expect(answers()).toEqual({});
  });

  it('are said not to be kept where there is no room, and can be given again', async () => {
    await bench.close();
    await open({
      limits: { resource: 1000, upload: 1000, uploadsOfDevice: 50, resourcesOfDevice: 5, total: 5000 },
    });
    const answer = await post(photo);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('could not be kept at the workstation');
    expect(answer.body).not.toContain('REPOSITORY');
    expect(bench.events.find(({ kind }) => kind === 'fileNotKept')).toMatchObject({
      ...{ interactionId, field: 'photo', fault: { code: 'REPOSITORY_QUOTA' } },
    });
    expect(answers()).toEqual({});
  });

  it.each<[string, InteractionEndpointOptions['keepFile'], string]>([
    ['fails at once', () => Promise.reject(codedError('STORE_FULL', {})), 'STORE_FULL'],
    [
      'fails in the middle',
      async (_id, _name, _type, content) => {
        for await (const _part of content) throw new Error('disk on fire');
      },
      'INTERNAL',
    ],
    ['takes nothing of it', async () => {}, 'INTERNAL'],
  ])('are said not to be kept where keeping them %s', async (_how, keepFile, code) => {
    await bench.close();
    await open({ keepFile });
    const big = Buffer.concat([picture, Buffer.alloc(90_000)]);
    const answer = await post(
      { ...photo, body: big },
      { name: 'log', fileName: '', mediaType: 'application/octet-stream', body: new Uint8Array() },
    );
    expect([answer.status, headingOf(answer)]).toEqual([422, 'Files']);
    expect(answer.body).not.toContain('fire');
    expect(bench.told()).toContain(code);
    expect(answers()).toEqual({});
  });

  it('leave nothing where the connection breaks off in the middle of them', async () => {
    const { body, contentType } = multipartOf({ _token: browser.token }, [
      { ...photo, body: Buffer.concat([picture, Buffer.alloc(90_000)]) },
    ]);
    const request = browser.begin('POST', `${path}/1`, {
      'content-type': contentType,
      'content-length': String(body.length),
    });
    request.on('error', () => {});
    const came = once(bench.server, 'request');
    request.write(body.subarray(0, 50_000));
    await came;
    request.destroy();
    await bench.event((event) => event.kind === 'refused' && event.fault.code === 'INTERACTION_POST_WRONG');
    await bench.repository.settled();
    expect(bench.told()).not.toContain('INTERNAL');
    expect(kept()).toEqual([]);
    expect((await post(photo)).status).toBe(303);
  });

  it('are taken up to 10 MB with all that is posted', async () => {
    const body = Buffer.alloc(8_900_000, 'x');
    expect((await post(photo, { name: 'log', fileName: 'a', mediaType: 'text/plain', body })).status).toBe(
      303,
    );
    const more = Buffer.alloc(10 * 1024 * 1024, 'x');
    const answer = await post(photo, { name: 'log', fileName: 'a', mediaType: 'text/plain', body: more });
    expect([answer.status, headingOf(answer)]).toEqual([413, notices.tooLarge.title]);
    expect((await contentOf('log')).length).toBe(8_900_000);
  });
});
