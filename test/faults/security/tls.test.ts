import { readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { presharedKeySuites } from '../../../main/server/auth/preshared-keys.ts';
import { exampleFile, startTestBench, type TestBench } from '../../support/bench.ts';
import { freshFolder, profileWith } from '../../support/certificates.ts';
import { sendClientHello } from '../../support/client-hello.ts';
import {
  command,
  hasOpenssl,
  mustOpenssl,
  type OpensslAuthority,
  OpensslWorkshop,
  talk,
} from '../../support/openssl.ts';

const list = exampleFile('devices-3.csv');
const package1 = '{"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ClientInitiatedMgmt"}]}';
const [deviceA, deviceB, deviceC] = ['IMEI:352099001761408', 'IMEI:352099001761770', 'IMEI:352099001762141'];

/** A request of a device as it stands on the line. */
const request = (deviceId: string, headers: readonly string[] = []) =>
  [
    'POST /dm HTTP/1.1',
    'Host: 127.0.0.1',
    `OMADM-DevID: ${deviceId}`,
    `Content-Type: ${mediaTypes.package1}`,
    `Content-Length: ${package1.length}`,
    'Connection: close',
    ...headers,
    '',
    package1,
  ].join('\r\n');

const clientExtensions = (deviceId: string, purpose = 'clientAuth') =>
  `basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${purpose}\nsubjectAltName=URI:urn:dm-bench:device:${deviceId}\n`;

describe.skipIf(!hasOpenssl)('the running server over TLS, with openssl as its client', () => {
  let running: TestBench;
  let port: number;
  let ca: readonly string[];
  const workshop = new OpensslWorkshop(freshFolder('tls'));
  let operator: OpensslAuthority;

  /** The certificate and key that a device was issued, as files. */
  const issued = async (deviceId: string): Promise<OpensslAuthority & { readonly serial: string }> => {
    const record = await running.bench.server.deviceCredentials.issueCertificate(deviceId);
    const name = `${deviceId.replaceAll(':', '-')}-${record.serial}`;
    return {
      certificate: workshop.write(`${name}.pem`, record.certificate),
      key: workshop.write(`${name}.key`, running.bench.vault.open(record.keySealed!)),
      serial: record.serial,
    };
  };
  const show = ({ certificate, key }: OpensslAuthority) => ['-cert', certificate, '-key', key];
  const refusals = () =>
    running.events.flatMap((event) => (event.kind === 'refused' ? [event.fault.code] : []));
  let named = 0;
  /** Each in a name of its own: of many that fail in one name, not each one is told of. */
  const anyDevice = () => request(`UUID:${++named}`);
  /** Has a request refused, and looks that the reason was told of. */
  const refused = async (code: string, options: readonly string[], text = anyDevice()) => {
    const before = refusals().length;
    const talked = await talk(port, [...ca, ...options], text);
    expect(talked.status).toBe(403);
    expect(JSON.parse(talked.body)).toMatchObject({ code });
    expect(refusals().slice(before)).toEqual([code]);
  };

  beforeAll(async () => {
    running = await startTestBench({ profile: exampleFile('gateway.profile.json'), list });
    port = running.bench.server.securePort;
    ca = [
      '-CAfile',
      workshop.write('bench-ca.pem', running.bench.server.authorityPem),
      '-verify_return_error',
    ];
    // A stays with its password; B and C prove themselves by their connection.
    await running.bench.server.deviceCredentials.prepare('certificate', deviceB!);
    const [head, ...rows] = list.text.split('\n');
    const only = (deviceId: string) => ({
      name: 'one.csv',
      text: [head, ...rows.filter((row) => row.includes(deviceId.slice('IMEI:'.length)))].join('\n'),
    });
    running.enrolAll(profileWith('certificate'), only(deviceB!));
    await running.bench.server.deviceCredentials.prepare('presharedKey', deviceC!);
    if (presharedKeySuites().length > 0) running.enrolAll(profileWith('presharedKey'), only(deviceC!));
    operator = await workshop.authority('operator');
  });
  afterAll(() => running.close());

  describe('agrees on nothing that is weak', () => {
    it.each(['-tls1', '-tls1_1'])('refuses %s', async (version) => {
      const { agreed, errors } = await talk(port, [version, '-cipher', 'ALL:@SECLEVEL=0']);
      expect(agreed).toBeUndefined();
      expect(errors).toMatch(/protocol version/);
    });

    it('takes TLS 1.2 and 1.3, each with forward secrecy', async () => {
      const talked = await Promise.all(['-tls1_2', '-tls1_3'].map((version) => talk(port, [...ca, version])));
      expect(talked.map(({ agreed }) => agreed)).toEqual([
        { version: 'TLSv1.2', suite: expect.stringMatching(/^ECDHE-ECDSA-/) },
        { version: 'TLSv1.3', suite: expect.stringMatching(/^TLS_AES_/) },
      ]);
      for (const { out } of talked) expect(out).toMatch(/Server Temp Key: X25519/);
    });

    it.each([
      ['NULL with ECDHE', 0xc006],
      ['NULL with RSA', 0x0002],
      ['RC4 with ECDHE', 0xc007],
      ['RC4 with RSA', 0x0005],
      ['Triple DES', 0xc008],
      ['CBC with SHA-1', 0xc009],
      ['CBC with SHA-256', 0xc023],
      ['static RSA with GCM', 0x009c],
      ['static ECDH', 0xc02d],
      ['anonymous ECDH', 0xc018],
      ['DHE with export strength', 0x0014],
      ['PSK without forward secrecy', 0x00a8],
      ['PSK with NULL', 0xc039],
      ['ECDHE-PSK with CBC', 0xc037],
    ])('refuses %s', async (_name, suite) => {
      expect(await sendClientHello(port, [suite])).toEqual({ kind: 'alert', description: 40 });
    });

    it('goes on with a strong suite that is offered in the same way', async () => {
      expect(await sendClientHello(port, [0x0005, 0xc02b])).toEqual({ kind: 'serverHello', suite: 0xc02b });
    });

    it('agrees on nothing anew within a connection', async () => {
      const { out, errors } = await command(port, [...ca, '-tls1_2'], 'R');
      expect(`${out}${errors}`).toMatch(/no renegotiation|RENEGOTIATING/);
      expect(errors).toMatch(/no renegotiation/i);
    });
  });

  describe('knows a device by its client certificate', () => {
    it('and lets it in without a password', async () => {
      const { status } = await talk(port, [...ca, ...show(await issued(deviceB!))], request(deviceB!));
      expect(status).toBe(200);
      expect(await running.event('sessionOpened', (event) => event.deviceId === deviceB)).toBeDefined();
    });

    it('and asks who comes without one', async () => {
      const { status, out } = await talk(port, [...ca], request(deviceB!));
      expect(status).toBe(401);
      expect(out).toMatch(/WWW-Authenticate|www-authenticate/);
    });

    it('and takes no password in its place', async () => {
      const header = `Authorization: ${running.authorization(deviceB!)}`;
      await refused('PEER_MISSING', [], request(deviceB!, [header]));
    });

    it('and takes no request in the name of another device', async () => {
      await refused('DM_PEER_DIFFERS', show(await issued(deviceB!)), request(deviceA!));
      const header = `Authorization: ${running.authorization(deviceA!)}`;
      await refused('DM_PEER_DIFFERS', show(await issued(deviceB!)), request(deviceA!, [header]));
    });
  });

  describe('refuses a certificate that is worth nothing', () => {
    const foreign = async (name: string, over: Partial<Parameters<OpensslWorkshop['certificate']>[1]> = {}) =>
      workshop.certificate(name, { above: operator, extensions: clientExtensions(deviceA!), ...over });
    const fingerprintOf = async (file: string) =>
      (await mustOpenssl('x509', '-in', file, '-noout', '-fingerprint', '-sha256'))
        .replaceAll(/^.*=|:|\s/g, '')
        .toLowerCase();

    it('of another authority, one that signed itself, and one whose issuer has the same name', async () => {
      await refused('PEER_CERTIFICATE_OTHER_AUTHORITY', show(await foreign('stranger')));
      const alone = await workshop.certificate('alone', { extensions: clientExtensions(deviceA!) });
      await refused('PEER_CERTIFICATE_OTHER_AUTHORITY', show(alone));
      const twin = await workshop.authority('twin');
      await mustOpenssl(
        ...['req', '-x509', '-new', '-key', twin.key, '-out', twin.certificate, '-days', '30', '-subj'],
        `/CN=${/CN ?= ?(.*)/.exec(await mustOpenssl('x509', '-in', workshop.path('bench-ca.pem'), '-noout', '-subject'))![1]}`,
      );
      const forged = await foreign('forged', { above: twin });
      await refused('PEER_CERTIFICATE_OTHER_AUTHORITY', show(forged));
      await refused('PEER_CERTIFICATE_OTHER_AUTHORITY', [...show(forged), '-cert_chain', twin.certificate]);
    });

    it('whatever password is shown with it', async () => {
      const right = `Authorization: ${running.authorization(deviceA!)}`;
      const { status } = await talk(port, [...ca], request(deviceA!, [right]));
      expect(status).toBe(200);
      const stranger = show({
        certificate: workshop.path('stranger.pem'),
        key: workshop.path('stranger.key'),
      });
      await refused('PEER_CERTIFICATE_OTHER_AUTHORITY', stranger, request(deviceA!, [right]));
    });

    it('that was taken back, with the next request of a connection that is open', async () => {
      const own = await issued(deviceB!);
      const agent = new https.Agent({
        ...{ keepAlive: true, maxSockets: 1, ca: running.bench.server.authorityPem },
        ...{ cert: readFileSync(own.certificate), key: readFileSync(own.key) },
      });
      let sockets = 0;
      const post = () =>
        new Promise<number>((resolve, reject) => {
          const sent = https.request(running.bench.server.https.dm, {
            ...{ method: 'POST', agent },
            headers: { 'omadm-devid': deviceB!, 'content-type': mediaTypes.package1 },
          });
          sent.once('socket', (socket) => socket.once('secureConnect', () => sockets++));
          sent.once('error', reject);
          sent.once('response', (answer) => {
            answer.resume();
            answer.once('end', () => resolve(answer.statusCode!));
          });
          sent.end(package1);
        });
      expect(await post()).toBe(200);
      running.bench.certificateDesk.revoke({ serial: own.serial });
      expect(await post()).toBe(403);
      expect(sockets).toBe(1);
      agent.destroy();
      await refused('PEER_CERTIFICATE_REVOKED', show(own));
    });

    it('that was taken back, also where a connection would resume an earlier one', async () => {
      for (const version of ['-tls1_2', '-tls1_3']) {
        const own = await issued(deviceB!);
        const session = workshop.path(`session${version}`);
        const first = await talk(
          port,
          [...ca, ...show(own), version, '-sess_out', session],
          request(deviceB!),
        );
        expect(first.status).toBe(200);
        const again = await talk(
          port,
          [...ca, ...show(own), version, '-sess_in', session],
          request(deviceB!),
        );
        expect(again.status).toBe(200);
        // Nothing is resumed: the certificate is shown and proved each time.
        expect(again.out).not.toMatch(/^Reused/m);
        running.bench.certificateDesk.revoke({ serial: own.serial });
        await refused('PEER_CERTIFICATE_REVOKED', [...show(own), version, '-sess_in', session]);
      }
    });

    describe('of an authority of clients that an operator imported', () => {
      beforeAll(async () => {
        const octets = readFileSync(operator.certificate);
        await running.bench.certificateDesk.import(
          'clientAuthority',
          [{ name: 'operator.pem', octets }],
          undefined,
        );
      });

      it('but lets in one that names its device by the same rule', async () => {
        const own = await foreign('device-b', { extensions: clientExtensions(deviceB!) });
        const { status } = await talk(port, [...ca, ...show(own)], request(deviceB!));
        expect(status).toBe(200);
      });

      it('that has ended', async () => {
        const ended = await foreign('ended', { from: '200101000000Z', to: '210101000000Z' });
        await refused('PEER_CERTIFICATE_EXPIRED', show(ended));
      });

      it('that is not valid yet', async () => {
        const early = await foreign('early', { from: '490101000000Z', to: '491231000000Z' });
        await refused('PEER_CERTIFICATE_NOT_YET_VALID', show(early));
      });

      it('that is not for clients, or says nothing of it', async () => {
        const server = await foreign('server', { extensions: clientExtensions(deviceA!, 'serverAuth') });
        await refused('PEER_CERTIFICATE_PURPOSE', show(server));
        const silent = await foreign('silent', {
          extensions: `subjectAltName=URI:urn:dm-bench:device:${deviceA}\n`,
        });
        await refused('PEER_CERTIFICATE_PURPOSE', show(silent));
      });

      it('that names no device, or two', async () => {
        const names = (alternative: string) => `extendedKeyUsage=clientAuth\nsubjectAltName=${alternative}\n`;
        const none = await foreign('none', { extensions: names(`DNS:device.example`) });
        await refused('PEER_CERTIFICATE_NAMES_NO_DEVICE', show(none));
        const uri = 'URI:urn:dm-bench:device:';
        const two = await foreign('two', { extensions: names(`${uri}${deviceA},${uri}${deviceB}`) });
        await refused('PEER_CERTIFICATE_NAMES_NO_DEVICE', show(two));
      });

      it('that was taken back by its number', async () => {
        const own = await foreign('taken', { extensions: clientExtensions(deviceB!) });
        const serial = (await mustOpenssl('x509', '-in', own.certificate, '-noout', '-serial')).replaceAll(
          /serial=|\s/g,
          '',
        );
        const authority = await fingerprintOf(operator.certificate);
        running.bench.certificateDesk.revoke({ serial, authority });
        await refused('PEER_CERTIFICATE_REVOKED', show(own));
      });

      it('once the authority counts no more', async () => {
        const own = await foreign('last', { extensions: clientExtensions(deviceB!) });
        const fingerprint = await fingerprintOf(operator.certificate);
        await running.bench.certificateDesk.useOwn({ kind: 'clientAuthority', fingerprint });
        await refused('PEER_CERTIFICATE_OTHER_AUTHORITY', show(own));
      });
    });
  });

  it('hands out the list of what was taken back, signed by the authority that issued it', async () => {
    const [good, bad] = [await issued(deviceB!), await issued(deviceB!)];
    running.bench.certificateDesk.revoke({ serial: bad.serial });
    const answer = await fetch(running.bench.server.http.dm.replace('/dm', '/crl'));
    expect(answer.headers.get('content-type')).toBe('application/pkix-crl');
    const der = workshop.path('list.crl');
    writeFileSync(der, Buffer.from(await answer.arrayBuffer()));
    const pem = workshop.path('list.pem');
    await mustOpenssl('crl', '-inform', 'DER', '-in', der, '-out', pem);
    expect((await mustOpenssl('crl', '-in', pem, '-noout', '-text')).toLowerCase()).toContain(bad.serial);
    const verify = (file: string) =>
      mustOpenssl('verify', '-crl_check', '-CRLfile', pem, '-CAfile', workshop.path('bench-ca.pem'), file);
    expect(await verify(good.certificate)).toMatch(/OK/);
    await expect(verify(bad.certificate)).rejects.toThrow(/revoked/);
  });

  describe.skipIf(presharedKeySuites().length === 0)('knows a device by its pre-shared key', () => {
    let identity: string;
    let key: string;
    beforeAll(() => {
      const record = running.bench.store.presharedKeys.ofDevice(deviceC!)!;
      identity = record.identity;
      key = Buffer.from(running.bench.vault.openOctets(record.keySealed)).toString('hex');
    });
    const psk = (of: string, hex: string, ...options: readonly string[]) => [
      ...['-psk_identity', of, '-psk', hex, ...(options.length > 0 ? options : ['-tls1_2'])],
    ];
    const wrong = 'ab'.repeat(32);

    it.each(presharedKeySuites())('with %s, and lets it in', async (suite) => {
      const { status, agreed } = await talk(
        port,
        psk(identity, key, '-tls1_2', '-cipher', suite),
        request(deviceC!),
      );
      expect(agreed).toEqual({ version: 'TLSv1.2', suite });
      expect(status).toBe(200);
    });

    it('and neither with another key nor under another name, which look the same from outside', async () => {
      const before = refusals().length;
      const options = ['-tls1_2', '-cipher', presharedKeySuites()[0]!];
      const failed = await Promise.all([
        talk(port, psk(identity, wrong, ...options), request(deviceC!)),
        talk(port, psk('psk:nobody', wrong, ...options), request(deviceC!)),
      ]);
      for (const { status, errors } of failed) {
        expect(status).toBeUndefined();
        expect(errors).toMatch(/bad record mac/);
      }
      await running.event('refused', ({ fault }) => fault.code === 'PEER_KEY_WRONG');
      await running.event('refused', ({ fault }) => fault.code === 'PEER_KEY_UNKNOWN');
      expect(refusals().slice(before).toSorted()).toEqual(['PEER_KEY_UNKNOWN', 'PEER_KEY_WRONG']);
    });

    it('and not where TLS 1.3 names a key and then goes on without it', async () => {
      const suites = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'];
      for (const suite of suites)
        for (const hex of [wrong, key]) {
          const options = ['-tls1_3', '-ciphersuites', suite];
          const { status } = await talk(port, [...ca, ...psk(identity, hex, ...options)], request(deviceC!));
          expect(status).toBe(401);
        }
    });

    it('and takes no request in the name of another device, and no password in its place', async () => {
      const options = psk(identity, key, '-tls1_2', '-cipher', presharedKeySuites()[0]!);
      await refused('DM_PEER_DIFFERS', options, request(deviceA!));
      await refused(
        'PEER_MISSING',
        [],
        request(deviceC!, [`Authorization: ${running.authorization(deviceC!)}`]),
      );
    });
  });
});
