import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeBootstrapMessage, parseBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import { mediaTypes } from '../../core/dm/choices.ts';
import { type BootstrapAccess, readBootstrapAccess } from '../../main/device/bootstrap-access.ts';
import { fetchBootstrap } from '../../main/device/bootstrap-over-https.ts';
import { testDoorkeeper } from '../../main/server/auth/doorkeeper-fixture.ts';
import { registerBootstrap } from '../../main/server/bootstrap/bootstrap-endpoint.ts';
import { createBootstrapHost, issueBootstrap } from '../../main/server/bootstrap/bootstrap-host.ts';
import { tlsOptions } from '../../main/server/tls-options.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import { openCertificates } from '../../main/vault/certificates.ts';
import { keyFileKeeper, openVault } from '../../main/vault/vault.ts';

const run = promisify(execFile);
const hasProgram = (name: string, argument: string) => spawnSync(name, [argument]).status === 0;
const hasOpenssl = hasProgram('openssl', 'version');
const hasCurl = hasProgram('curl', '--version');
const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const deviceId = 'IMEI:352099001761408';

describe('a bootstrap over HTTPS', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bootstrap-'));
  const otherFolder = mkdtempSync(path.join(os.tmpdir(), 'bootstrap-'));
  const inFolder = (name: string) => path.join(folder, name);
  let store: Store;
  let server: FastifyInstance;
  let access: BootstrapAccess;
  let message: Uint8Array;
  let origin: string;

  beforeAll(async () => {
    const vault = openVault(folder, keyFileKeeper);
    const certificates = await openCertificates({ folder, vault, now: Date.now, randomOctets });
    const credentials = await certificates.serverCredentials(['bench.example', '192.0.2.7', '2001:db8::7']);
    writeFileSync(inFolder('server.pem'), credentials.certificatePem);
    await openCertificates({
      folder: otherFolder,
      vault: openVault(otherFolder, keyFileKeeper),
      now: Date.now,
      randomOctets,
    });

    store = openStore(folder, Date.now);
    const batch = { batchId: 'b', name: 'b', profileText: '{}', listName: 'l', orderDigest: 'd' };
    store.batches.add({ ...batch, mode: 'cardsOnly' as const, createdAt: 1 });
    store.jobs.add([{ jobId: 'j', batchId: 'b', line: 1, deviceId, label: 'l', variables: {} }], 1);
    const passwordSealed = vault.seal('geheim-geheim');
    store.devices.enrol({ deviceId, label: 'l', jobId: 'j', userName: 'dm-1', passwordSealed }, 1);

    server = fastify({
      forceCloseConnections: true,
      serverFactory: (handler) => https.createServer(tlsOptions(credentials), handler),
    });
    const { doorkeeper, nonces } = testDoorkeeper();
    const note = () => {};
    registerBootstrap(server, createBootstrapHost({ store, vault, nonces, note }), doorkeeper);
    await server.listen({ host: '127.0.0.1', port: 0 });
    origin = `127.0.0.1:${(server.server.address() as AddressInfo).port}`;

    message = composeBootstrapMessage({
      accounts: [
        {
          instance: 'bench',
          serverId: 'dm-bench',
          serverUri: `https://${origin}/dm`,
          name: 'DM Bench',
          permittedMoids: ['urn:oma:mo:oma-dm-devinfo:1.0'],
          credentials: { kind: 'password', userName: 'dm-1', password: 'geheim-geheim' },
          trustAnchor: certificates.authorityPem,
        },
      ],
      objects: [],
    });
    const issued = issueBootstrap({ store, vault, now: Date.now, randomOctets }, deviceId, message);
    access = {
      url: `https://${origin}/bootstrap`,
      deviceId,
      user: issued.userName,
      password: issued.password,
      trustAnchor: certificates.authorityPem,
    };
  });
  afterAll(async () => {
    await server.close();
    store.close();
  });

  it('brings a device the message that was issued, with the authority that its account trusts', async () => {
    writeFileSync(inFolder('device.json'), JSON.stringify(access));
    const kept = await readBootstrapAccess(inFolder('device.json'));
    const octets = await fetchBootstrap(kept, { signal: new AbortController().signal });
    expect(octets).toEqual(message);
    expect(parseBootstrapMessage(octets).accounts[0].trustAnchor).toBe(access.trustAnchor);
  });

  describe.skipIf(!hasCurl)('by curl (skipped where there is no curl)', () => {
    const curl = async (...options: readonly string[]) => {
      const args = ['--silent', '--show-error', '--fail', '--header', `OMADM-DevID: ${deviceId}`, ...options];
      const { stdout } = await run('curl', [...args, access.url], { encoding: 'buffer' });
      return stdout;
    };
    const credential = () => {
      // Not among the arguments, where everybody could read it.
      writeFileSync(inFolder('curl.config'), `user = "${access.user}:${access.password}"\n`, { mode: 0o600 });
      return ['--config', inFolder('curl.config')];
    };

    it('is the same message', async () => {
      const accept = `Accept: ${mediaTypes.serializedMo}`;
      const got = await curl('--cacert', inFolder('ca.pem'), '--header', accept, ...credential());
      expect(new Uint8Array(got)).toEqual(message);
    });

    it('is nothing with another authority, with TLS 1.1, or without the credential', async () => {
      const other = path.join(otherFolder, 'ca.pem');
      await expect(curl('--cacert', other, ...credential())).rejects.toMatchObject({ code: 60 });
      await expect(
        curl('--cacert', inFolder('ca.pem'), '--tls-max', '1.1', ...credential()),
      ).rejects.toMatchObject({ code: 35 });
      await expect(curl('--cacert', inFolder('ca.pem'))).rejects.toMatchObject({ code: 22 });
    });
  });

  describe.skipIf(!hasOpenssl)('by OpenSSL (skipped where there is no openssl)', () => {
    const openssl = async (...args: readonly string[]) => (await run('openssl', args)).stdout;

    it('reads the authority', async () => {
      const text = await openssl('x509', '-in', inFolder('ca.pem'), '-noout', '-text');
      for (const part of [
        /Version: 3 \(0x2\)/,
        /Signature Algorithm: ecdsa-with-SHA256/,
        /Issuer: CN ?= ?DM Bench [0-9A-F]{8}\n/,
        /Subject: CN ?= ?DM Bench [0-9A-F]{8}\n/,
        /ASN1 OID: prime256v1/,
        /Basic Constraints: critical\n\s+CA:TRUE, pathlen:0\n/,
        /Key Usage: critical\n\s+Certificate Sign, CRL Sign\n/,
        /Subject Key Identifier: *\n/,
      ])
        expect(text).toMatch(part);
    });

    it('reads the server certificate', async () => {
      const text = await openssl('x509', '-in', inFolder('server.pem'), '-noout', '-text');
      for (const part of [
        /Subject: CN ?= ?DM Bench server\n/,
        /Basic Constraints: critical\n\s+CA:FALSE\n/,
        /Key Usage: critical\n\s+Digital Signature\n/,
        /Extended Key Usage: *\n\s+TLS Web Server Authentication\n/,
        /DNS:localhost, IP Address:127\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1, DNS:bench\.example, IP Address:192\.0\.2\.7, IP Address:2001:DB8:0:0:0:0:0:7\n/,
        /Authority Key Identifier: *\n/,
      ])
        expect(text).toMatch(part);
    });

    it('verifies the chain strictly, for its names and addresses only', async () => {
      const verify = (...args: readonly string[]) =>
        openssl('verify', '-x509_strict', '-purpose', 'sslserver', ...args, inFolder('server.pem'));
      const own = ['-CAfile', inFolder('ca.pem')];
      expect(await verify(...own)).toMatch(/server\.pem: OK/);
      for (const name of ['localhost', 'bench.example'])
        expect(await verify(...own, '-verify_hostname', name)).toMatch(/OK/);
      for (const ip of ['127.0.0.1', '::1', '192.0.2.7', '2001:db8::7'])
        expect(await verify(...own, '-verify_ip', ip)).toMatch(/OK/);
      await expect(verify(...own, '-verify_hostname', 'other.example')).rejects.toThrow(/mismatch/i);
      await expect(verify(...own, '-verify_ip', '192.0.2.8')).rejects.toThrow(/mismatch/i);
      await expect(verify('-CAfile', path.join(otherFolder, 'ca.pem'))).rejects.toThrow(
        /unable to get local issuer certificate/,
      );
    });

    it('agrees on TLS 1.3 and 1.2 with the listener', async () => {
      const client = (...args: readonly string[]) => {
        const talk = run('openssl', [
          's_client',
          '-connect',
          origin,
          '-CAfile',
          inFolder('ca.pem'),
          '-verify_return_error',
          ...args,
        ]);
        talk.child.stdin?.end();
        return talk.then(({ stdout }) => stdout);
      };
      for (const [version, options] of [
        ['TLSv1.3, Cipher is TLS_AES_', ['-verify_ip', '127.0.0.1']],
        ['TLSv1.2, Cipher is ECDHE-ECDSA-', ['-tls1_2']],
      ] as const) {
        const talk = await client(...options);
        expect(talk).toContain(`New, ${version}`);
        expect(talk).toContain('Verification: OK');
      }
      await expect(client('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0')).rejects.toThrow(/protocol version/);
    });
  });
});
