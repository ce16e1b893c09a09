import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBootstrapAccess } from '../../main/device/bootstrap-access.ts';
import { fetchBootstrap } from '../../main/device/bootstrap-over-https.ts';
import { endRunning, examples, type Line, type RunningCli, runCli, startCli } from '../support/cli.ts';

const answered = 'IMEI:352099001761408';
const unfit = 'IMEI:352099001762141';
const order = [
  ...['--profile', path.join(examples, 'installation.profile.json')],
  ...['--devices', path.join(examples, 'devices-3.csv')],
];

/** B.3 with programs of their own: a server that shows forms, and devices that answer them by themselves. */
describe('the command line where nobody is to answer forms', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cli-forms-'));
  const data = path.join(folder, 'data');
  const access = path.join(folder, 'access');
  const answersFile = path.join(folder, 'answers.json');
  let server: RunningCli;

  beforeAll(async () => {
    server = startCli(
      ...[
        'serve',
        '--data',
        data,
        '--port',
        '0',
        '--https-port',
        '0',
        '--bootstrap-access',
        access,
        ...order,
      ],
    );
    await server.line((line) => line.event === 'listening');
  });
  afterAll(endRunning);

  /** A device as it comes from the factory, with its bootstrap message as a file. */
  const device = async (deviceId: string, ...args: readonly string[]) => {
    const digits = deviceId.slice(-3);
    const name = readdirSync(access).find((each) => each.includes(digits))!;
    const message = await fetchBootstrap(await readBootstrapAccess(path.join(access, name)), {
      signal: new AbortController().signal,
    });
    const file = path.join(folder, `${digits}.bootstrap`);
    writeFileSync(file, message);
    return runCli(
      ...[
        'device',
        '--bootstrap',
        file,
        '--dev-id',
        deviceId,
        '--model',
        'GW-200',
        '--sessions',
        '1',
        ...args,
      ],
    );
  };
  const sessionsOf = async (deviceId: string): Promise<readonly Line[]> =>
    (await runCli('sessions', 'list', '--data', data, '--device', deviceId)).lines;

  it('tells where interactions are', async () => {
    expect(await server.line((line) => line.event === 'listening')).toMatchObject({
      interaction: expect.stringMatching(/^http:\/\/.*\/interaction$/),
      https: { interaction: expect.stringMatching(/^https:\/\/.*\/interaction$/) },
    });
  });

  it('a plan goes on with what was answered, and reads it back from the device', async () => {
    writeFileSync(answersFile, '{ "place": "mast", "height": 12.5, "note": "By itself", "plaze": "wall" }');
    const { code, lines, errors } = await device(
      answered,
      ...['--browser', 'auto', '--answers', answersFile],
    );
    expect(lines.find(({ event }) => event === 'pageAsked')).toMatchObject({ shown: true });
    expect(lines.find(({ event }) => event === 'pageEnded')).toEqual({
      event: 'pageEnded',
      reason: 'completed',
    });
    expect(lines.at(-1)).toEqual({ event: 'answersUnasked', names: ['plaze'] });
    expect(errors).toContain('No form asked for "plaze".');
    expect(code).toBe(0);
    await server.line(
      (line) => line.event === 'sessionEnded' && line.deviceId === answered && line.outcome === 'fulfilled',
    );
    const fulfilled = (await sessionsOf(answered)).find(({ state }) => state === 'fulfilled')!;
    const { lines: packages } = await runCli(
      'sessions',
      'export',
      String(fulfilled.sessionId),
      '--data',
      data,
    );
    const read = JSON.stringify(packages.filter(({ kind }) => kind === 'package3'));
    for (const part of ['"Place":"mast"', '"Height":12.5', '"Note":"By itself"'])
      expect(read).toContain(part);
    expect(JSON.stringify(lines)).not.toMatch(/interaction\/[\w-]{20}/);
  });

  it('an answer that does not fit ends with a fault that names it', async () => {
    writeFileSync(answersFile, '{ "place": "cellar" }');
    const { code, lines, errors } = await device(unfit, '--browser', 'auto', '--answers', answersFile);
    expect(lines.find(({ event }) => event === 'pageEnded')).toMatchObject({
      reason: 'failed',
      fault: { code: 'INTERACTION_ANSWER_UNFIT', message: expect.stringContaining('"place"') },
    });
    expect(errors).toContain('it takes "indoors", "wall", "mast"');
    expect(code).toBe(1);
  });

  it.each<[string, number, readonly string[], RegExp]>([
    ['a browser that there is not', 2, ['--browser', 'chrome'], /none or auto, and not chrome/],
    ['answers without a browser', 2, ['--answers', 'answers.json'], /--answers needs --browser auto/],
    ['answers for no browser', 2, ['--browser', 'none', '--answers', 'answers.json'], /needs --browser auto/],
    ['no file with answers', 1, ['--browser', 'auto', '--answers', 'nothing.json'], /FILE_UNREADABLE/],
    [
      'wrong answers',
      1,
      ['--browser', 'auto', '--answers', path.join(folder, 'wrong.json')],
      /wrong\.json:2:10.*place/,
    ],
  ])('refuses %s before anything begins', async (_what, code, args, words) => {
    writeFileSync(path.join(folder, 'wrong.json'), '{\n"place": {} }');
    const fresh = path.join(folder, 'nothing');
    for (const command of [
      ['device', '--bootstrap', path.join(folder, 'nothing.bin'), '--dev-id', answered],
      ['provision', '--data', fresh, ...order],
    ]) {
      const run = await runCli(...command, ...args);
      expect(run).toMatchObject({ code, lines: [{ event: 'error' }] });
      expect(run.errors).toMatch(words);
    }
    expect(readdirSync(folder)).not.toContain('nothing');
  });
});
