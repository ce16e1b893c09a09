import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../core/provisioning/report.ts';
import { keyFileKeeper, openVault } from '../../main/vault/vault.ts';
import {
  data,
  endRunning,
  examples,
  gatewayProfile,
  runCli,
  startCli,
  temporaryFolder,
} from '../support/cli.ts';

const devices3 = path.join(examples, 'devices-3.csv');
const order = ['--profile', gatewayProfile, '--devices', devices3];

afterEach(endRunning);

describe('the command line refuses', () => {
  it('a bad list: every fault with its line and column, and nothing is begun', async () => {
    const folder = path.join(temporaryFolder('bad'), 'data');
    const bad = path.join(data, 'devices-bad.csv');
    for (const command of [
      ['devices', 'check', bad, '--profile', gatewayProfile],
      ['provision', '--data', folder, '--profile', gatewayProfile, '--devices', bad],
    ]) {
      const { code, lines } = await runCli(...command);
      expect(code).toBe(1);
      const problems = lines
        .filter((line) => line.event === 'problem')
        .map(({ severity, place, code: fault }) => {
          const { line, column } = place as { line: number; column: number };
          return [severity, line, column, fault];
        });
      expect(problems).toEqual([
        ['error', 4, 1, 'LIST_IMEI_CHECK_DIGIT'],
        ['error', 7, 1, 'LIST_VALUE_TWICE'],
        ['error', 9, 6, 'LIST_ICCID_LENGTH'],
        ['error', 11, 4, 'LIST_VALUE_REQUIRED'],
        ['error', 13, 1, 'LIST_IMEI_DIGITS'],
        ['warning', 15, 2, 'LIST_VALUE_BLANKS'],
        ['warning', 17, 7, 'LIST_VALUE_FORMULA'],
        ['error', 19, 8, 'LIST_TOO_MANY_COLUMNS'],
        ['error', 21, 1, 'LIST_QUOTE_UNCLOSED'],
      ]);
    }
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ['an unknown command', ['fly'], 2, 'Usage'],
    ['an option it does not know', ['provision', '--adm', 'secret'], 2, 'USAGE'],
    ['a missing option', ['provision', ...order], 2, '--data'],
    [
      'a port that is no number',
      ['provision', '--data', '/nonexistent/x', ...order, '--port', 'http'],
      2,
      '--port',
    ],
    ['a file that is not there', ['profile', 'check', '/nonexistent/p.json'], 1, 'FILE_UNREADABLE'],
    ['a list as a profile', ['profile', 'check', devices3], 1, 'PROFILE_NOT_JSON'],
    [
      'a profile as a list',
      ['devices', 'check', gatewayProfile, '--profile', gatewayProfile],
      1,
      'LIST_COLUMN_MISSING',
    ],
  ])('%s', async (_what, args, code, words) => {
    const run = await runCli(...args);
    expect(run.code).toBe(code);
    expect(run.errors).toContain(words);
  });

  it('a wrong profile, with the place', async () => {
    const file = path.join(temporaryFolder('profile'), 'wrong.json');
    writeFileSync(file, readFileSync(gatewayProfile, 'utf8').replace('{{serial}}', '{{serail}}'));
    const { code, errors } = await runCli(
      'provision',
      '--data',
      '/nonexistent/x',
      '--profile',
      file,
      '--devices',
      devices3,
    );
    expect(code).toBe(1);
    expect(errors).toMatch(/wrong\.json:\d+:\d+: .*serail/);
  });

  it('a reader that is not there', async () => {
    const { code, errors } = await runCli(
      'provision',
      '--data',
      temporaryFolder('reader'),
      ...order,
      '--station',
      'None',
    );
    expect(code).toBe(1);
    expect(errors).toMatch(/READER_UNKNOWN|PCSC_NOT_RUNNING|PCSC_UNAVAILABLE/);
  });

  it('a port that is taken, and another one is the way on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const folder = temporaryFolder('port');
    const taken = await runCli('provision', '--data', folder, ...order, '--port', port);
    expect(taken).toMatchObject({ code: 1 });
    expect(taken.errors).toContain('PORT_IN_USE');
    expect((await runCli('provision', '--data', folder, ...order, '--port', '0')).code).toBe(0);
    other.close();
  });

  it('a data folder that another one uses, and frees it when that one is killed', async () => {
    const folder = temporaryFolder('twice');
    const first = startCli('serve', '--data', folder, '--port', '0');
    await first.line((line) => line.event === 'listening');
    expect((await runCli('provision', '--data', folder, ...order)).errors).toContain('DATA_FOLDER_IN_USE');
    first.process.kill('SIGKILL');
    await first.exit;
    expect((await runCli('provision', '--data', folder, ...order, '--port', '0')).code).toBe(0);
  });

  it.skipIf(process.getuid?.() === 0)(
    'a data folder that may not be written (root may write everywhere)',
    async () => {
      const folder = temporaryFolder('locked');
      chmodSync(folder, 0o500);
      expect((await runCli('provision', '--data', path.join(folder, 'x'), ...order)).errors).toContain(
        'DATA_FOLDER_UNUSABLE',
      );
    },
  );

  it('a data folder that is a file', async () => {
    const file = path.join(temporaryFolder('file'), 'x');
    writeFileSync(file, '');
    expect((await runCli('provision', '--data', file, ...order)).errors).toContain('DATA_FOLDER_UNUSABLE');
  });

  it('a report that cannot be written, after the work is recorded', async () => {
    const folder = temporaryFolder('report');
    const missing = path.join(folder, 'none', 'report.json');
    const run = await runCli('provision', '--data', folder, ...order, '--report', missing);
    expect(run.code).toBe(1);
    expect(run.errors).toContain('FILE_NOT_WRITTEN');
    mkdirSync(path.dirname(missing));
    expect(
      (await runCli('provision', '--data', folder, ...order, '--resume', '--report', missing)).code,
    ).toBe(0);
    expect((JSON.parse(readFileSync(missing, 'utf8')) as Report).totals.done).toBe(3);
  });
});

describe('the command line', () => {
  it('begins an unfinished order again only when it is told to resume', async () => {
    const folder = temporaryFolder('resume');
    const list = path.join(data, 'devices-200.csv');
    const args = ['--data', folder, '--profile', gatewayProfile, '--devices', list];
    const run = startCli('provision', ...args);
    await run.line((line) => line.kind === 'done');
    run.process.kill('SIGTERM');
    expect(await run.exit).toBe(1);
    expect(run.errors()).toContain('STOPPED');
    expect((await runCli('provision', ...args)).errors).toContain('BATCH_UNFINISHED');
    expect((await runCli('provision', ...args, '--resume')).code).toBe(0);
  });

  it('works several stations in parallel, each row once', async () => {
    const folder = temporaryFolder('stations');
    const report = path.join(folder, 'report.json');
    const list = path.join(data, 'devices-200-excel.csv');
    const run = await runCli(
      'provision',
      '--data',
      folder,
      '--profile',
      gatewayProfile,
      '--devices',
      list,
      '--report',
      report,
      '--station',
      'virtual',
      '--station',
      'virtual-2',
      '--station',
      'virtual-3',
    );
    expect(run.code).toBe(0);
    const { rows, totals } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    expect(totals.done).toBe(200);
    expect(new Set(rows.map((row) => row.station)).size).toBe(3);
    expect(rows.every((row) => row.attempts === 1)).toBe(true);
  });

  it('keeps every secret out of its output, its report and, in the clear, its data folder', async () => {
    const folder = temporaryFolder('sealed');
    const run = await runCli(
      'provision',
      '--data',
      folder,
      ...order,
      '--report',
      path.join(folder, 'report.csv'),
    );
    expect(run.code).toBe(0);
    const vault = openVault(folder, keyFileKeeper);
    const store = new DatabaseSync(path.join(folder, 'bench.sqlite'), { readOnly: true });
    const passwords = store
      .prepare('SELECT password_sealed, notification_sealed FROM device')
      .all()
      .flatMap((row) => [
        vault.open(row.password_sealed as Uint8Array),
        (JSON.parse(vault.open(row.notification_sealed as Uint8Array)) as { secret: string }).secret,
      ]);
    store.close();
    expect(passwords).toHaveLength(6);
    const written = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));
    for (const text of [JSON.stringify(run.lines), run.errors, ...written])
      for (const password of passwords) expect(text.includes(password)).toBe(false);
  });

  it('serves the devices of a list, and asks who does not say who it is', async () => {
    const folder = temporaryFolder('serve');
    const server = startCli('serve', '--data', folder, ...order, '--port', '0');
    const { dm } = await server.line((line) => line.event === 'listening');
    const refused = await fetch(String(dm), {
      method: 'POST',
      headers: {
        'content-type': 'application/vnd.oma.dm.initiation+json',
        'omadm-devid': 'IMEI:352099001761408',
      },
      body: '{"Alert":[]}',
    });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Digest .*, Basic /);
    server.process.kill('SIGTERM');
    expect(await server.exit).toBe(0);
  });
});
