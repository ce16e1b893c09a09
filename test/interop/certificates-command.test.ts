import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, profileWith } from '../support/certificates.ts';
import { endRunning, examples, type Line, runCli, startCli, temporaryFolder } from '../support/cli.ts';
import { hasOpenssl, mustOpenssl, type OpensslAuthority, OpensslWorkshop, talk } from '../support/openssl.ts';

const deviceId = 'IMEI:352099001761408';
const devices = path.join(examples, 'devices-3.csv');
const get = (id: string) =>
  `GET /repository/${encodeURIComponent(id)}/site HTTP/1.1\r\nHost: a\r\nOMADM-DevID: ${id}\r\nConnection: close\r\n\r\n`;

describe.skipIf(!hasOpenssl)('certificates, at the command line', () => {
  const shop = new OpensslWorkshop(freshFolder('command'));
  const profile = shop.write('certificate.profile.json', profileWith('certificate').text);
  let root: OpensslAuthority;
  let server: OpensslAuthority;
  beforeAll(async () => {
    root = await shop.authority('root');
    server = await shop.certificate('server', {
      above: root,
      extensions: 'extendedKeyUsage=serverAuth\nsubjectAltName=IP:127.0.0.1\n',
    });
  });
  afterEach(endRunning);

  const serve = async (data: string, ...more: readonly string[]) => {
    const cli = startCli('serve', '--data', data, '--port', '0', '--https-port', '0', ...more);
    const listening = await cli.line(({ event }) => event === 'listening');
    const { https } = listening as Line & { https: { dm: string } };
    return { cli, listening, port: Number(new URL(https.dm).port), ca: String(listening.ca) };
  };
  const stop = async (cli: ReturnType<typeof startCli>) => {
    cli.process.kill('SIGTERM');
    expect(await cli.exit).toBe(0);
  };
  const eventsOf = (lines: readonly Line[], event: string) => lines.filter((line) => line.event === event);

  it('are listed, issued, revoked and exported, of a bench that runs and of one that does not', async () => {
    const data = temporaryFolder('certificates');
    const { cli, listening, port, ca } = await serve(data, '--profile', profile, '--devices', devices);
    expect(listening.presharedKeys).toMatchObject({ kind: 'available' });
    expect(listening.plainHttp).toBe('usual');
    const list = (...more: readonly string[]) => runCli('certificates', 'list', '--data', data, ...more);
    const listed = await list();
    expect(listed.code).toBe(0);
    expect(eventsOf(listed.lines, 'authority')).toMatchObject([{ origin: 'bench' }]);
    expect(eventsOf(listed.lines, 'client')).toHaveLength(3);

    const out = shop.path('issued');
    const issued = await runCli('certificates', 'issue', deviceId, '--data', data, '--out', out);
    const [line] = eventsOf(issued.lines, 'issued');
    expect(line).toMatchObject({ deviceId, state: 'valid', label: 'BX04100-C' });
    expect(`${issued.errors}${JSON.stringify(issued.lines)}`).not.toContain('PRIVATE KEY');
    const { certificateFile, keyFile, serial } = line as Line & Record<string, string>;
    expect(statSync(keyFile!).mode & 0o777).toBe(0o600);
    const shown = ['-CAfile', ca, '-cert', certificateFile!, '-key', keyFile!];
    expect((await talk(port, shown, get(deviceId))).status).toBe(200);

    const colons = serial!.toUpperCase().replaceAll(/..(?=.)/g, '$&:');
    const revoked = await runCli('certificates', 'revoke', colons, '--data', data);
    expect(revoked.lines).toMatchObject([{ event: 'revoked', serial, deviceId }]);
    expect((await talk(port, shown, get(deviceId))).status).toBe(403);
    const told = await cli.line(({ event }) => event === 'refused');
    expect(told.fault).toMatchObject({ code: 'PEER_CERTIFICATE_REVOKED' });
    expect(eventsOf((await list('--filter', 'revoked')).lines, 'client')).toMatchObject([{ serial }]);
    await stop(cli);

    // The same, of the folder alone.
    const again = await runCli('certificates', 'revoke', serial!, '--data', data);
    expect(again.code).toBe(1);
    expect(again.lines).toMatchObject([{ event: 'error', code: 'CERTIFICATE_REVOKED_BEFORE' }]);
    const crl = shop.path('bench.crl');
    await runCli('certificates', 'export', 'crl', '--data', data, '--file', crl);
    const text = await mustOpenssl('crl', '-inform', 'DER', '-in', crl, '-noout', '-text', '-CAfile', ca);
    expect(text.toLowerCase()).toContain(serial);
    const exported = shop.path('client.pem');
    await runCli('certificates', 'export', serial!, '--data', data, '--file', exported);
    expect(readFileSync(exported, 'utf8')).toBe(readFileSync(certificateFile!, 'utf8'));
    const anchor = shop.path('anchor.pem');
    await runCli('certificates', 'export', 'authority', '--data', data, '--file', anchor);
    expect(readFileSync(anchor, 'utf8')).toBe(readFileSync(ca, 'utf8'));
    expect(eventsOf((await list('--search', deviceId)).lines, 'client')).toHaveLength(2);
  });

  it('are imported into a bench that runs, with the password from a file, and left again', async () => {
    const data = temporaryFolder('certificates');
    const { cli, port } = await serve(data);
    const file = shop.path('server.p12');
    await mustOpenssl(
      ...[
        'pkcs12',
        '-export',
        '-inkey',
        server.key,
        '-in',
        server.certificate,
        '-certfile',
        root.certificate,
      ],
      ...['-out', file, '-passout', 'pass:geheim-geheim'],
    );
    const load = (...more: readonly string[]) =>
      runCli('certificates', 'import', 'server', file, '--data', data, ...more);
    expect((await load()).lines).toMatchObject([{ code: 'CERTIFICATE_FILE_PASSWORD_MISSING' }]);
    const wrong = await load('--password-file', shop.write('wrong.txt', 'falsch-falsch\n'));
    expect(wrong.lines).toMatchObject([{ code: 'CERTIFICATE_FILE_PASSWORD_WRONG' }]);
    expect(`${wrong.errors}${JSON.stringify(wrong.lines)}`).not.toContain('falsch-falsch');
    const right = await load('--password-file', shop.write('right.txt', 'geheim-geheim\n'));
    expect(right.lines).toMatchObject([{ event: 'imported', server: { origin: 'imported' } }]);
    const { out } = await talk(port, ['-CAfile', root.certificate, '-verify_return_error']);
    expect(out).toMatch(/subject=.*server/);

    const own = await runCli('certificates', 'own', 'server', '--data', data);
    expect(own.lines).toMatchObject([{ event: 'own', authority: { origin: 'bench' } }]);
    const ca = path.join(data, 'ca.pem');
    expect((await talk(port, ['-CAfile', ca, '-verify_return_error'])).agreed).toBeDefined();
    await stop(cli);
  });

  it('say what is wrong with the words, the folder and the file', async () => {
    const data = temporaryFolder('certificates');
    const wrong = [
      [],
      ['issue', deviceId],
      ['import', 'server'],
      ['import', 'nothing', 'file'],
      ['own', 'client-authority', 'abc'],
      ['export', 'crl'],
      ['list', '--filter', 'nonsense'],
    ];
    for (const words of wrong) {
      const { code, lines } = await runCli('certificates', ...words, '--data', data);
      expect([words, code, lines[0]?.code]).toEqual([words, 2, 'USAGE']);
    }
    const none = await runCli('certificates', 'list', '--data', data);
    expect(none.lines).toMatchObject([{ code: 'CERTIFICATE_NO_FOLDER' }]);
    const { cli } = await serve(data);
    await stop(cli);
    writeFileSync(shop.path('text.pem'), 'nothing');
    for (const [words, code] of [
      [['import', 'server', shop.path('absent.pem')], 'FILE_UNREADABLE'],
      [['import', 'server', shop.path('text.pem')], 'CERTIFICATE_FILE_FORM'],
      [['import', 'authority', root.certificate], 'CERTIFICATE_AUTHORITY_KEYLESS'],
      [['own', 'server'], 'CERTIFICATE_NOT_IMPORTED'],
      [['revoke', '0123'], 'CERTIFICATE_UNKNOWN'],
      [['export', '0123', '--file', shop.path('x')], 'CERTIFICATE_UNKNOWN'],
    ] as const) {
      const { code: exit, lines } = await runCli('certificates', ...words, '--data', data);
      expect([words, exit, lines[0]?.code]).toEqual([words, 1, code]);
    }
  });

  it('that a profile asks for over plain HTTP are a fault of the profile, with its line', async () => {
    const over = { transport: 'http' };
    const file = shop.write('wrong.profile.json', profileWith('certificate', over).text);
    const { code, lines } = await runCli('profile', 'check', file);
    expect(code).toBe(1);
    expect(lines[0]).toMatchObject({ event: 'problem', code: 'PROFILE_WRONG', place: { line: 1 } });
    expect(lines[0]?.message).toContain('server.transport');
  });
});
