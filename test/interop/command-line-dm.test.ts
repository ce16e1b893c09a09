import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endRunning, examples, type RunningCli, runCli, startCli } from '../support/cli.ts';

const deviceId = 'IMEI:352099001761408';

/** B.1 with DM-3, and B.2, with programs of their own: a server, a device, and a person at a terminal. */
describe('the command line as DM server and DM client', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cli-dm-'));
  const data = path.join(folder, 'data');
  const access = path.join(folder, 'access');
  const accessFile = () => path.join(access, readdirSync(access).find((name) => name.includes('408'))!);
  const firmware = path.join(folder, 'firmware-2.5.0.bin');
  let server: RunningCli;

  beforeAll(async () => {
    writeFileSync(firmware, Buffer.alloc(300_000, 1));
    server = startCli(
      ...['serve', '--data', data, '--port', '0', '--https-port', '0', '--bootstrap-access', access],
      ...['--profile', path.join(examples, 'firmware.profile.json')],
      ...['--devices', path.join(examples, 'devices-3.csv')],
    );
    await server.line((line) => line.event === 'listening');
  });
  afterAll(endRunning);

  it('tells its addresses, and hands out its certificate and one access a device', async () => {
    const listening = await server.line((line) => line.event === 'listening');
    expect(listening).toMatchObject({
      dm: expect.stringMatching(/^http:.*\/dm$/),
      repository: expect.stringMatching(/^http:.*\/repository$/),
      bootstrap: expect.stringMatching(/^http:.*\/bootstrap$/),
      https: { dm: expect.stringMatching(/^https:.*\/dm$/) },
    });
    expect(readFileSync(String(listening.ca), 'utf8')).toContain('BEGIN CERTIFICATE');
    expect(readdirSync(access)).toHaveLength(3);
    if (process.platform !== 'win32') expect(statSync(accessFile()).mode & 0o777).toBe(0o600);
  });

  it('a device bootstraps over HTTPS, updates its firmware, and answers notifications over HTTP and UDP', async () => {
    expect(await runCli('repository', 'put', firmware, '--data', data)).toMatchObject({ code: 0 });
    const { url } = JSON.parse(readFileSync(accessFile(), 'utf8')) as { url: string };
    const device = startCli(
      ...['device', '--bootstrap', url, '--access', accessFile(), '--data', path.join(folder, 'device')],
      ...['--model', 'GW-200', '--firmware', '2.4.1', '--listen', '0', '--sessions', '3'],
    );
    await device.line((line) => line.event === 'operationEnded' && line.resultCode === 200);
    await server.line((line) => line.event === 'sessionEnded' && line.outcome === 'fulfilled');
    const { http, udp } = (await device.line((line) => line.event === 'listening')) as unknown as {
      http: string;
      udp: string;
    };
    for (const address of [http, udp]) {
      const notified = await runCli('notify', '--data', data, '--device', deviceId, '--to', address, '--mos');
      expect(notified.code).toBe(0);
      expect(notified.lines.at(-1)).toMatchObject({ state: { kind: 'answered' } });
    }
    expect(await device.exit).toBe(0);
    // Its credential for the bootstrap is worth nothing any more.
    const again = await runCli('device', '--bootstrap', url, '--access', accessFile());
    expect(again).toMatchObject({ code: 1 });
    expect(again.errors).toContain('BOOTSTRAP_REFUSED');
  });

  it('a device that was off remembers what it was given', async () => {
    const later = await runCli('device', '--data', path.join(folder, 'device'), '--sessions', '1');
    expect(later).toMatchObject({ code: 0 });
    expect(later.lines.find((line) => line.event === 'sessionOpened')).toMatchObject({
      alerts: ['urn:oma:at:dm:2.0:ClientInitiatedMgmt'],
    });
  });

  it('tells of the sessions while the server runs, each package of one as a line', async () => {
    const { lines } = await runCli('sessions', 'list', '--data', data, '--device', '408');
    expect(lines.at(-1)).toMatchObject({ state: 'suspended', commandsDone: expect.any(Number) });
    expect(lines.some(({ state }) => state === 'fulfilled')).toBe(true);
    const { lines: exported } = await runCli(
      'sessions',
      'export',
      String(lines.at(-1)!.sessionId),
      '--data',
      data,
    );
    expect(exported[0]).toMatchObject({ kind: 'session', deviceId });
    expect(exported[1]).toMatchObject({
      kind: 'package1',
      package: { Alert: [{ AlertType: expect.stringContaining('BootstrapComplete') }] },
    });
    expect(exported.some((line) => line.kind === 'repository')).toBe(true);
  });

  it('prints a notification in hexadecimal, and says when nothing runs that could send one', async () => {
    const hex = await runCli('notify', '--data', data, '--device', deviceId, '--hex');
    expect(hex.lines[0]).toMatchObject({
      hex: expect.stringMatching(/^[0-9a-f]+$/i),
      octets: expect.any(Number),
    });
    const unknown = await runCli('notify', '--data', data, '--device', 'IMEI:1');
    expect(unknown.errors).toContain('DEVICE_UNKNOWN');
    const none = await runCli('notify', '--data', path.join(folder, 'nothing'), '--device', deviceId);
    expect(none.errors).toContain('BENCH_NOT_RUNNING');
  });

  it('lists and deletes what is in the Data Repository', async () => {
    const { lines } = await runCli('repository', 'list', '--data', data);
    expect(lines.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['firmware-2.5.0.bin', 'inventory-before']),
    );
    expect(await runCli('repository', 'delete', 'firmware-2.5.0.bin', '--data', data)).toMatchObject({
      code: 0,
    });
    const again = await runCli('repository', 'delete', 'firmware-2.5.0.bin', '--data', data);
    expect(again.errors).toContain('REPOSITORY_NOT_FOUND');
  });

  it('tells of the sessions also when the server has ended', async () => {
    server.process.kill('SIGTERM');
    expect(await server.exit).toBe(0);
    const { lines } = await runCli('sessions', 'list', '--data', data, '--device', '408');
    expect(lines.length).toBeGreaterThan(3);
  });
});
