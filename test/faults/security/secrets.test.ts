// A whole run with secrets of every kind; then every file that it wrote, and everything that it said, is searched for
// each of them, in every form in which it could have got there.

import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { controlFileName } from '../../../main/control/control-calls.ts';
import { keyFileKeeper, openVault, type Vault } from '../../../main/vault/vault.ts';
import { endRunning, startCli, temporaryFolder } from '../../support/cli.ts';
import {
  contentsOf,
  type Finding,
  filesIn,
  formsOf,
  type KnownSecret,
  sealedSecrets,
  searchFor,
  secretsIn,
} from '../../support/secret-search.ts';

const admKeys = ['9F31C6D20A7BE845', '41E8B09D7725FC3A'] as const;
const pin = '73915846';
const operatorPin = '84620975';
const devInfo = 'urn:oma:mo:oma-dm-devinfo:1.0';
const account = 'urn:oma:mo:oma-dm-dmacc:1.2';
const iccids = ['8944500000000700019', '8944500000000700027', '8944500000000700035'];

/** The devices are asked for their accounts: what the server gave them comes back to it. */
const profile = {
  name: 'secrets',
  device: { id: 'UUID:{{number}}', label: 'Device {{number}}' },
  columns: { number: { unique: true }, iccid: { type: 'iccid', unique: true } },
  server: { id: 'dm-bench', name: 'DM Bench', instance: 'bench' },
  permits: [devInfo, account, 'urn:oma:mo:example-site:1.0'],
  configurations: {
    site: { target: 'urn:oma:mo:example-site:1.0/s/', data: { Site: { Name: 'Site {{number}}' } } },
  },
  bootstrap: ['site'],
  sessionPlan: [
    {
      step: 'Look',
      commands: [
        { command: 'GET', target: `${devInfo}//` },
        { command: 'GET', target: `${account}/bench/`, expect: { status: [200, 403, 404, 405] } },
        {
          command: 'GET',
          target: `${account}/bench/Auth/Trsp/Secret`,
          expect: { status: [200, 403, 404, 405] },
        },
        {
          command: 'HPUT',
          targets: [`${account}/bench/`],
          resource: 'account',
          expect: { status: [200, 403, 404, 405] },
        },
      ],
    },
  ],
  simulatedDevice: { DevID: 'UUID:{{number}}' },
};

const folder = temporaryFolder('secrets');
const data = path.join(folder, 'data');
/** What goes in and holds secrets by nature: keys and PINs as people have them. */
const inputs = path.join(folder, 'inputs');
/** What is made to hold one: a device's own way in, a device's own memory, a key that was asked for. */
const handedOut = path.join(folder, 'handed-out');
const outputs = path.join(folder, 'outputs');
/** Everything that was said on a terminal. */
const said: (readonly [string, Buffer])[] = [];

const input = (name: string, text: string): string => {
  const file = path.join(inputs, name);
  writeFileSync(file, text);
  chmodSync(file, 0o600);
  return file;
};

async function command(...args: readonly string[]) {
  const cli = startCli(...args);
  let output = '';
  cli.process.stdout?.on('data', (octets) => {
    output += String(octets);
  });
  const code = await cli.exit;
  said.push([`dm-bench ${args.slice(0, 2).join(' ')}`, Buffer.from(output + cli.errors())]);
  return { code, lines: cli.lines, errors: cli.errors() };
}

/** The server, with Node's own report when it is told to: what a crash would leave. */
function startServer(): { readonly process: ChildProcess; readonly output: () => string } {
  const script = path.join(import.meta.dirname, '../../../out/main/cli.js');
  const order = [
    '--profile',
    path.join(inputs, 'profile.json'),
    '--devices',
    path.join(inputs, 'devices.csv'),
  ];
  const child = spawn(
    process.execPath,
    [
      ...['--report-on-signal', `--report-directory=${outputs}`, script, 'serve', '--data', data, ...order],
      ...['--bootstrap-access', path.join(handedOut, 'access'), '--port', '0', '--https-port', '0'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (octets) => {
      output += String(octets);
    });
  return { process: child, output: () => output };
}

const servers: ChildProcess[] = [];
afterAll(async () => {
  for (const child of servers) child.kill('SIGKILL');
  await endRunning();
});

const told = (finding: Finding) => `${finding.what} as ${finding.form} in ${finding.file}`;

/** Sends a request whose headers and body are as they are. */
const send = (dm: string, headers: Record<string, string>, body: string) =>
  new Promise<number>((resolve, reject) => {
    const sent = request(dm, { method: 'POST', headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(body);
  });

describe('the search', () => {
  it.each([admKeys[0], pin, 'Zm9vYmFyLWJhei1xdXV4LTEyMzQ', 'a pass phrase with "signs" & ünits'])(
    'finds %s, however it is written',
    (secret) => {
      const forms = formsOf(secret);
      expect(forms.size).toBeGreaterThan(12);
      for (const [form, octets] of forms) {
        const file = Buffer.concat([Buffer.alloc(3, 0xa5), octets, Buffer.from('…rest')]);
        expect(searchFor([{ what: 'x', text: secret }], [['f', file]]).map((found) => found.form)).toContain(
          form,
        );
      }
      const basic = Buffer.from(`user:${secret}`).toString('base64');
      expect(searchFor([{ what: 'x', text: secret }], [['f', Buffer.from(basic)]])).not.toEqual([]);
      expect(searchFor([{ what: 'x', text: secret }], [['f', Buffer.from('nothing of the kind')]])).toEqual(
        [],
      );
    },
  );
});

describe('after a whole run', () => {
  it('no secret is in any file, report, log, export or output', { timeout: 180_000 }, async () => {
    for (const each of [inputs, handedOut, outputs]) mkdirSync(each, { mode: 0o700 });
    const profileFile = input('profile.json', JSON.stringify(profile));
    const list = iccids.map((iccid, index) => `${index + 1},${iccid}`);
    const listFile = input('devices.csv', `number,iccid\n${list.join('\n')}\n`);
    const admFile = input('adm.txt', `${iccids[0]} ${admKeys[0]}\n${iccids[1]} ${admKeys[1]}\n`);
    const pinFile = input('pin.txt', `${pin}\n`);
    const operatorPinFile = input('operator-pin.txt', `${operatorPin}\n`);
    const order = ['--profile', profileFile, '--devices', listFile];

    // A batch at the virtual station: issuer keys and PINs, the first sessions, the report.
    const first = await command(
      ...['provision', '--data', data, ...order, '--adm-file', admFile, '--pin-file', pinFile],
      ...['--report', path.join(outputs, 'report.csv'), '--port', '0'],
    );
    expect(first.code, first.errors).toBe(0);
    const batchId = String(first.lines.find(({ event }) => event === 'batch')?.batch);
    // A wrong key file, a wrong PIN file: refused, and not repeated.
    const wrongAdm = input('wrong-adm.txt', `${admKeys[0]}X\n${pin} ${admKeys[1]} more\n`);
    expect(
      (await command('provision', '--data', data, ...order, '--adm-file', wrongAdm, '--resume')).code,
    ).not.toBe(0);
    expect(
      (await command('provision', '--data', data, ...order, '--pin-file', admFile, '--resume')).code,
    ).not.toBe(0);
    await command(
      'operators',
      'add',
      'Anna',
      '--role',
      'engineer',
      '--pin-file',
      operatorPinFile,
      '--data',
      data,
    );
    await command('operators', 'add', 'Ben', '--role', 'technician', '--pin-file', admFile, '--data', data);

    // The server: a credential for bootstrapping over HTTPS (DM-3) for each device, and sessions from outside.
    const server = startServer();
    servers.push(server.process);
    await expect.poll(() => existsSync(path.join(data, controlFileName)), { timeout: 20_000 }).toBe(true);
    await expect.poll(server.output, { timeout: 20_000 }).toContain('"event":"listening"');
    const line =
      server
        .output()
        .split('\n')
        .find((each) => each.includes('"listening"')) ?? '{}';
    const { dm, https } = JSON.parse(line) as { dm: string; https: { bootstrap: string } };
    const token = JSON.parse(readFileSync(path.join(data, controlFileName), 'utf8')) as { token: string };
    const access = path.join(handedOut, 'access', 'UUID_3.json');
    const device = startCli(
      ...['device', '--bootstrap', https.bootstrap, '--access', access, '--dev-id', 'UUID:3'],
      ...['--data', path.join(handedOut, 'device'), '--listen', '0', '--sessions', '2'],
    );
    await device.line(({ event }) => event === 'bootstrapped');
    await device.line(
      ({ event }) => event === 'session' || event === 'sessionEnded' || event === 'listening',
    );

    const vault = openVault(data, keyFileKeeper);
    const { userName, password } = credentialsOf('UUID:1', vault);
    const basic = `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
    const headers = { 'omadm-devid': 'UUID:1', authorization: basic, 'content-type': mediaTypes.package1 };
    // Secrets where they do not belong: in broken packages, in alerts, in addresses, in the names of devices.
    for (const body of [
      '{"MOS":[]}',
      `{"Secret":"${password}" ${password}}`,
      `{"Alert":[{"AlertType":"${basic}"}]`,
      `{"Alert":[{"AlertType":"urn:x","Data":{"Secret":"x"}}]}`,
    ])
      await send(dm, headers, body);
    // A device that reports what it should keep for itself.
    const revealing = (name: string) => [
      {
        ClientURI: `${account}/bench/`,
        MOData: { DMAcc: { SrvID: 'dm-bench', Auth: { Trsp: { Data: userName, [name]: password } } } },
      },
    ];
    const answers = [
      { sc: 200 },
      { sc: 200, Data: revealing('Secret') },
      { sc: 200, Data: [{ ClientURI: `${account}/bench/Auth/Trsp/Secret`, MOData: { Secret: password } }] },
      { sc: 200 },
    ];
    expect(
      await send(dm, headers, '{"MOS":[],"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ClientInitiatedMgmt"}]}'),
    ).toBe(200);
    expect(
      await send(
        dm,
        { ...headers, 'content-type': mediaTypes.package3 },
        JSON.stringify({ Status: answers, Alert: [] }),
      ),
    ).toBe(200);
    for (const wrong of [
      basic.slice(0, -4),
      `Bearer ${password}`,
      `Digest username="${userName}", response="${password}"`,
      `${basic}, ${basic}`,
    ])
      expect(await send(dm, { ...headers, authorization: wrong }, '{}')).toBeGreaterThanOrEqual(400);
    await send(`${dm}?password=${encodeURIComponent(password)}`, headers, '{}');
    await send(`${dm}/${encodeURIComponent(password)}`, headers, '{}');
    // A failure that nobody expects, while a device shows what it proves itself with.
    const renamed = (from: string, to: string) => {
      const file = new DatabaseSync(path.join(data, 'bench.sqlite'), { timeout: 5_000 });
      file.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
      file.close();
    };
    renamed('session', 'session_gone');
    const alerted = {
      MOS: [],
      Alert: [{ AlertType: 'urn:x', Mark: password, Data: { Password: password } }],
    };
    expect(await send(dm, headers, JSON.stringify(alerted))).toBe(500);
    renamed('session_gone', 'session');
    await command('notify', '--data', data, '--device', 'UUID:1', '--hex');

    // What a crash would leave, and then one.
    server.process.kill('SIGUSR2');
    await expect
      .poll(() => filesIn(outputs).some((file) => file.startsWith('report.2')), { timeout: 20_000 })
      .toBe(true);
    server.process.kill('SIGKILL');
    await new Promise((resolve) => server.process.once('close', resolve));
    said.push(['the server', Buffer.from(server.output())]);
    device.process.kill('SIGTERM');
    await device.exit;
    said.push(['the device', Buffer.from(device.errors() + JSON.stringify(device.lines))]);
    expect(filesIn(data).some((file) => file.endsWith('-wal'))).toBe(true);
    // The log of the database, as the crash left it, before anything folds it in.
    const afterCrash = [...contentsOf(data, byNature)].map(
      ([file, content]) => [`${file} after the crash`, content] as const,
    );

    // Everything that can be exported.
    const sessions = await command('sessions', 'list', '--data', data);
    for (const { sessionId } of sessions.lines)
      if (sessionId !== undefined)
        await command(
          'sessions',
          'export',
          String(sessionId),
          '--data',
          data,
          '--out',
          path.join(outputs, `${sessionId}.jsonl`),
        );
    await command('audit', 'export', '--data', data, '--file', path.join(outputs, 'audit.jsonl'));
    for (const format of ['json', 'csv'])
      await command('report', path.join(outputs, `again.${format}`), '--data', data, '--batch', batchId);

    const certificates = JSON.parse(readFileSync(path.join(data, 'certificates.json'), 'utf8')) as object;
    const keys: KnownSecret[] = [];
    JSON.parse(JSON.stringify(certificates), (name, value: unknown) => {
      if (/keySealed/i.test(name) && typeof value === 'string')
        for (const text of secretsIn(vault.open(Buffer.from(value, 'base64'))))
          keys.push({ what: 'a key of the bench', text });
      return value;
    });
    const given = JSON.parse(readFileSync(access, 'utf8')) as { password: string };
    const secrets: readonly KnownSecret[] = [
      ...admKeys.map((text) => ({ what: 'an issuer key', text })),
      { what: 'a PIN', text: pin },
      { what: "an operator's PIN", text: operatorPin },
      { what: 'the token of the control', text: token.token },
      { what: 'a bootstrap credential', text: given.password },
      { what: 'what HTTP Basic shows', text: basic.slice('Basic '.length) },
      ...keys,
      ...sealedSecrets(data, vault),
    ];
    // Passwords and proofs of three devices, the keys of the authority, the server and the audit log, and the rest.
    expect(new Set(secrets.map(({ what }) => what)).size).toBeGreaterThanOrEqual(9);
    expect(keys.length).toBeGreaterThanOrEqual(2);
    expect(secrets.length).toBeGreaterThanOrEqual(15);

    // The search finds what is there: each secret is in one of the files that hold it by nature.
    const inInputs = searchFor(
      secrets,
      contentsOf(inputs, () => false),
    ).map(({ what }) => what);
    expect(inInputs).toEqual(expect.arrayContaining(['an issuer key', 'a PIN', "an operator's PIN"]));
    const inHandedOut = searchFor(
      secrets,
      contentsOf(handedOut, () => false),
    ).map(({ what }) => what);
    expect(inHandedOut).toEqual(expect.arrayContaining(['a bootstrap credential', 'device.password_sealed']));

    const searched = [
      ...afterCrash,
      ...contentsOf(data, byNature),
      ...contentsOf(outputs, () => false),
      ...said,
    ];
    expect(searched.length).toBeGreaterThan(15);
    expect(searchFor(secrets, searched).map(told)).toEqual([]);
  });
});

/** The vault's own key lies in its file where nothing else keeps it; all that is sealed is sealed by it. */
function byNature(file: string): boolean {
  return file === 'vault.key' || file === controlFileName;
}

/** What a device shows, from a store that another process has open. */
function credentialsOf(deviceId: string, vault: Vault): { userName: string; password: string } {
  const file = new DatabaseSync(path.join(data, 'bench.sqlite'), { readOnly: true });
  const row = file.prepare('SELECT user_name, password_sealed FROM device WHERE device_id = ?').get(deviceId);
  file.close();
  return { userName: String(row?.user_name), password: vault.open(row?.password_sealed as Uint8Array) };
}
