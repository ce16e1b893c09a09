import { spawn } from 'node:child_process';
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { TlsOptions } from 'node:tls';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { composeBootstrapMessage } from '../../../core/bootstrap/bootstrap-message.ts';
import type { TransportCredentials } from '../../../core/bootstrap/dm-account.ts';
import { bootstrappedState } from '../../../main/device/bootstrapped-state.ts';
import { SimulatedDevice } from '../../../main/device/simulated-device.ts';
import { presharedKeySuites } from '../../../main/server/auth/preshared-keys.ts';
import {
  type KeyedCertificate,
  makeAuthority,
  makeDeviceCertificate,
  makeServerCertificate,
} from '../../../main/vault/make-certificates.ts';
import { freshFolder } from '../../support/certificates.ts';
import { OpensslWorkshop } from '../../support/openssl.ts';

const day = 24 * 60 * 60 * 1000;
const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const at = (from: number, to: number) => ({
  validity: { from: Date.now() + from * day, to: Date.now() + to * day },
  randomOctets,
});
const lasting = at(-30, 30);

/**
 * The device's side: whoever is in between must not be taken for its server, and must learn nothing. Each server here
 * counts what reaches it.
 */
describe('a device whose bootstrap says by what to know its server', () => {
  let anchor: KeyedCertificate;
  let stranger: KeyedCertificate;
  let own: KeyedCertificate;
  beforeAll(async () => {
    anchor = await makeAuthority('anchor', lasting);
    stranger = await makeAuthority('stranger', lasting);
    own = await makeDeviceCertificate(anchor, 'UUID:1', lasting);
  });
  const running: https.Server[] = [];
  const devices: SimulatedDevice[] = [];
  afterEach(async () => {
    await Promise.all(devices.splice(0).map((device) => device.off()));
    for (const server of running.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const listen = async (shown: KeyedCertificate | undefined, over: TlsOptions = {}) => {
    const seen = { requests: 0, certificates: 0 };
    const server = https.createServer(
      {
        ...(shown ? { key: shown.keyPem, cert: shown.certificatePem } : {}),
        ...{ requestCert: true, rejectUnauthorized: false, ...over },
      },
      (_request, answer) => {
        seen.requests++;
        answer.writeHead(500).end();
      },
    );
    server.on('secureConnection', (socket) => {
      if (socket.getPeerX509Certificate() !== undefined) seen.certificates++;
    });
    running.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port, seen };
  };
  const password = { kind: 'password', userName: 'dm-1', password: 'geheim-geheim' } as const;
  const messageFor = (port: number, credentials: TransportCredentials, trustAnchor?: string) =>
    composeBootstrapMessage({
      accounts: [
        {
          ...{ instance: 'bench', serverId: 'dm-bench', name: 'DM Bench', permittedMoids: [] },
          ...{ serverUri: `https://127.0.0.1:${port}/dm`, credentials },
          ...(trustAnchor === undefined ? {} : { trustAnchor }),
        },
      ],
      objects: [],
    });
  const sessionWith = async (
    port: number,
    credentials: TransportCredentials = password,
    trustAnchor: string | undefined = anchor.certificatePem,
  ) => {
    const info = { DevID: 'UUID:1', Man: 'm', Mod: 'm', DmV: '2.0', Lang: 'en', FwV: '1' };
    const state = bootstrappedState(messageFor(port, credentials, trustAnchor), info);
    const device = new SimulatedDevice({ deviceId: 'UUID:1', state, now: Date.now });
    devices.push(device);
    return (await device.bootstrapComplete()).fault;
  };
  const refused = async (shown: KeyedCertificate, words: string) => {
    const clientCertificate = {
      kind: 'certificate',
      certificate: own.certificatePem,
      privateKey: own.keyPem,
    } as const;
    for (const credentials of [password, clientCertificate]) {
      const { port, seen } = await listen(shown);
      const fault = await sessionWith(port, credentials);
      expect(fault?.code).toBe('DM_SERVER_NOT_TRUSTED');
      expect(fault?.message).toContain(words);
      expect(fault?.message).not.toContain('geheim');
      expect(seen).toEqual({ requests: 0, certificates: 0 });
    }
  };

  it('speaks with the one that its anchor signed', async () => {
    const { port, seen } = await listen(await makeServerCertificate(anchor, ['127.0.0.1'], lasting));
    expect((await sessionWith(port))?.code).toBe('DM_SERVER_REFUSED');
    expect(seen.requests).toBe(1);
  });

  it('refuses one of another authority, and one that signed itself', async () => {
    const other = await makeServerCertificate(stranger, ['127.0.0.1'], lasting);
    await refused(other, 'does not come from the trust anchor');
    await refused(
      { ...other, certificatePem: other.certificatePem + stranger.certificatePem },
      'does not come from the trust anchor',
    );
    await refused(await makeAuthority('alone', lasting), 'does not come from the trust anchor');
  });

  it('refuses one whose authority only has the same name', async () => {
    const twin = await makeAuthority('anchor', lasting);
    await refused(
      await makeServerCertificate(twin, ['127.0.0.1'], lasting),
      'does not come from the trust anchor',
    );
  });

  it('refuses one for another name or address', async () => {
    const elsewhere = await makeServerCertificate(anchor, ['bench.example', '127.0.0.2'], lasting);
    await refused(elsewhere, 'its certificate is not for 127.0.0.1');
  });

  it('refuses one that has ended, and one that is not valid yet', async () => {
    await refused(await makeServerCertificate(anchor, ['127.0.0.1'], at(-9, -1)), 'has expired');
    await refused(await makeServerCertificate(anchor, ['127.0.0.1'], at(1, 9)), 'is not valid yet');
  });

  it('refuses one that was made for a client', async () => {
    await refused(
      await makeDeviceCertificate(anchor, 'UUID:2', lasting),
      'does not come from the trust anchor',
    );
  });

  it('refuses TLS 1.1', async () => {
    const { port, seen } = await listen(await makeServerCertificate(anchor, ['127.0.0.1'], lasting), {
      ...{ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
    });
    expect((await sessionWith(port))?.code).toBe('DM_SERVER_UNREACHABLE');
    expect(seen.requests).toBe(0);
  });

  it('refuses one that everybody else trusts', async () => {
    const shop = new OpensslWorkshop(freshFolder('public'));
    const shown = await makeServerCertificate(stranger, ['127.0.0.1'], lasting);
    const { port, seen } = await listen(shown);
    const { href } = pathToFileURL(path.join(import.meta.dirname, '../../../main/device/http-transport.ts'));
    // The list of those whom everybody trusts is read when a program starts.
    const program = `
      const { createHttpTransport } = await import(${JSON.stringify(href)});
      const anchors = JSON.parse(process.argv[1]);
      for (const trustAnchor of anchors) {
        const account = {
          serverUri: 'https://127.0.0.1:${port}/dm',
          credentials: { kind: 'password', userName: 'a', password: 'b' },
          ...(trustAnchor === null ? {} : { trustAnchor }),
        };
        const signal = new AbortController().signal;
        const transport = createHttpTransport({ deviceId: 'UUID:1', account, signal });
        await transport.request(account.serverUri, { method: 'GET', accept: '*/*' }).then(
          ({ status }) => console.log(status),
          (error) => console.log(error.fault.code),
        );
        transport.close();
      }`;
    const child = spawn(
      process.execPath,
      ['--input-type=module', '--eval', program, JSON.stringify([null, anchor.certificatePem])],
      {
        env: { ...process.env, NODE_EXTRA_CA_CERTS: shop.write('public.pem', stranger.certificatePem) },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const out = (await child.stdout.setEncoding('utf8').toArray()).join('');
    // Without an anchor the public list counts; with one, nothing else does.
    expect(out).toBe('500\nDM_SERVER_NOT_TRUSTED\n');
    expect(seen.requests).toBe(1);
  });

  describe.skipIf(presharedKeySuites().length === 0)('with a pre-shared key', () => {
    const key = Buffer.alloc(32, 7);
    const credentials = { kind: 'presharedKey', identity: 'psk:1', key: key.toString('base64') } as const;
    const withKey = (octets: Buffer): TlsOptions => ({
      ciphers: presharedKeySuites().join(':'),
      requestCert: false,
      pskCallback: () => octets,
    });

    it('speaks with the one that has it', async () => {
      const { port } = await listen(undefined, withKey(key));
      expect((await sessionWith(port, credentials))?.code).toBe('DM_SERVER_REFUSED');
    });

    it('refuses one that has another key, or shows a certificate in its place', async () => {
      const other = await listen(undefined, withKey(Buffer.alloc(32, 8)));
      expect((await sessionWith(other.port, credentials))?.code).toBe('DM_SERVER_UNREACHABLE');
      const { port, seen } = await listen(await makeServerCertificate(anchor, ['127.0.0.1'], lasting));
      expect((await sessionWith(port, credentials))?.code).toBe('DM_SERVER_UNREACHABLE');
      expect(other.seen.requests + seen.requests).toBe(0);
    });
  });

  it('says so where its account holds what is no certificate or key', async () => {
    const { port, seen } = await listen(await makeServerCertificate(anchor, ['127.0.0.1'], lasting));
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const fault = await sessionWith(port, { kind: 'certificate', certificate: broken, privateKey: 'geheim' });
    expect(fault?.code).toBe('DM_SERVER_UNREACHABLE');
    expect(fault?.message).not.toContain('geheim');
    expect(seen.requests).toBe(0);
  });
});
