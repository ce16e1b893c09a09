import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { type Certificates, openCertificates } from '../vault/certificates.ts';
import { keyFileKeeper, openVault } from '../vault/vault.ts';
import { createTlsRenewal, type TlsCredentials, tlsOptions } from './tls-options.ts';

const day = 24 * 60 * 60 * 1000;
const hasIpv6 = Object.values(os.networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');

const certificatesAt = (now: () => number): Promise<Certificates> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tls-'));
  const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  return openCertificates({ folder, vault: openVault(folder, keyFileKeeper), now, randomOctets });
};

describe('an HTTPS listener of the bench', () => {
  const running: FastifyInstance[] = [];
  const sockets: tls.TLSSocket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(running.splice(0).map((server) => server.close()));
  });

  const listen = async (options: tls.TlsOptions, host = '127.0.0.1') => {
    const server = fastify({ https: options, forceCloseConnections: true });
    server.get('/', () => 'here');
    await server.listen({ host, port: 0 });
    running.push(server);
    // Over https Fastify's server is the one of node:https.
    return {
      listener: server.server as unknown as Server,
      port: (server.server.address() as AddressInfo).port,
    };
  };
  const connect = async (port: number, options: tls.ConnectionOptions): Promise<tls.TLSSocket> => {
    const socket = tls.connect({ host: '127.0.0.1', port, ...options });
    sockets.push(socket);
    await once(socket, 'secureConnect');
    return socket;
  };
  const refusal = (port: number, options: tls.ConnectionOptions): Promise<string> =>
    connect(port, options).then(
      () => 'connected',
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
  const bench = async (addresses: readonly string[] = []) => {
    const certificates = await certificatesAt(Date.now);
    const credentials = await certificates.serverCredentials(addresses);
    return { ca: certificates.authorityPem, certificates, credentials, options: tlsOptions(credentials) };
  };

  it('is trusted by whoever has its authority, under each of its names and addresses', async () => {
    const { ca, options } = await bench(['bench.example', '192.0.2.7']);
    const { port } = await listen(options);
    for (const servername of ['bench.example', 'localhost']) {
      const socket = await connect(port, { ca, servername });
      expect(socket.authorized).toBe(true);
    }
    expect((await connect(port, { ca })).authorized).toBe(true);
    // The address in the certificate is what counts, not the one that the packets go to.
    const asAddress = (address: string): tls.ConnectionOptions => ({
      ca,
      checkServerIdentity: (_host, certificate) => tls.checkServerIdentity(address, certificate),
    });
    expect(await refusal(port, asAddress('192.0.2.7'))).toBe('connected');
    expect(await refusal(port, asAddress('192.0.2.8'))).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await refusal(port, { ca, servername: 'other.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it.skipIf(!hasIpv6)('is trusted over IPv6 (skipped where the machine has no ::1)', async () => {
    const { ca, options } = await bench();
    const { port } = await listen(options, '::1');
    expect((await connect(port, { ca, host: '::1' })).authorized).toBe(true);
  });

  it('is not trusted by whoever has another authority, or the common ones', async () => {
    const { options } = await bench();
    const { port } = await listen(options);
    const other = await bench();
    expect(await refusal(port, { ca: other.ca })).toBe('SELF_SIGNED_CERT_IN_CHAIN');
    expect(await refusal(port, {})).toBe('SELF_SIGNED_CERT_IN_CHAIN');
  });

  it('speaks TLS 1.3 and 1.2, and nothing older', async () => {
    const { ca, options } = await bench();
    const { port } = await listen(options);
    expect((await connect(port, { ca })).getProtocol()).toBe('TLSv1.3');
    expect((await connect(port, { ca, maxVersion: 'TLSv1.2' })).getProtocol()).toBe('TLSv1.2');
    const old: tls.ConnectionOptions = {
      ca,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    };
    expect(await refusal(port, old)).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    // The client could: a listener that takes it gets it.
    const { minVersion: _new, ...others } = options;
    const lax = await listen({ ...others, minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' });
    expect((await connect(lax.port, old)).getProtocol()).toBe('TLSv1.1');
  });

  it('chooses the cipher suite by its own order, and takes none without forward secrecy', async () => {
    const { ca, options } = await bench();
    const { port } = await listen(options);
    const offer = (ciphers: string): tls.ConnectionOptions => ({ ca, maxVersion: 'TLSv1.2', ciphers });
    const socket = await connect(port, offer('ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256'));
    expect(socket.getCipher().name).toBe('ECDHE-ECDSA-AES128-GCM-SHA256');
    for (const ciphers of ['ECDHE-ECDSA-AES128-SHA256', 'AES128-GCM-SHA256', 'DHE-RSA-AES128-GCM-SHA256'])
      expect(await refusal(port, offer(ciphers))).toMatch(/^ERR_SSL_.*HANDSHAKE_FAILURE$/);
  });

  it('agrees on HTTP/1.1', async () => {
    const { ca, options } = await bench();
    const { port } = await listen(options);
    const socket = await connect(port, { ca, ALPNProtocols: ['h2', 'http/1.1'] });
    expect(socket.alpnProtocol).toBe('http/1.1');
    expect(await refusal(port, { ca, ALPNProtocols: ['h2'] })).toBe(
      'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
    );
  });

  it('shows a renewed certificate without a restart, and leaves open connections alone', async () => {
    let at = Date.now() - 397 * day;
    const certificates = await certificatesAt(() => at);
    const ca = certificates.authorityPem;
    const current = () => certificates.serverCredentials([]);
    const shown = await current();
    const { listener, port } = await listen(tlsOptions(shown));
    const renewal = createTlsRenewal(listener, shown, current);

    expect(await renewal.renew()).toBe(false);
    expect(await refusal(port, { ca })).toBe('CERT_HAS_EXPIRED');
    const early = await connect(port, { ca, rejectUnauthorized: false });

    at = Date.now();
    expect(await renewal.renew()).toBe(true);
    expect((await connect(port, { ca })).authorized).toBe(true);
    expect(await renewal.renew()).toBe(false);
    expect(
      await refusal(port, { ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }),
    ).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');

    early.end('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const answer = await early.setEncoding('utf8').toArray();
    expect(answer.join('')).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*here$/);
  });

  it('keeps what it has where the renewed certificate is of no use, and takes the next one', async () => {
    const { ca, certificates, credentials, options } = await bench();
    const { listener, port } = await listen(options);
    let next: TlsCredentials = { keyPem: 'none', certificatePem: 'none' };
    const renewal = createTlsRenewal(listener, credentials, async () => next);
    await expect(renewal.renew()).rejects.toMatchObject({ fault: { code: 'TLS_FAILED' } });
    expect((await connect(port, { ca })).authorized).toBe(true);
    next = await certificates.serverCredentials(['bench.example']);
    expect(await renewal.renew()).toBe(true);
    expect((await connect(port, { ca, servername: 'bench.example' })).authorized).toBe(true);
  });
});

describe('the options of an HTTPS listener', () => {
  it('are refused where key and certificate do not belong together, with no key in the words', async () => {
    const certificates = await certificatesAt(Date.now);
    const { certificatePem } = await certificates.serverCredentials([]);
    const { keyPem } = await certificates.serverCredentials(['bench.example']);
    let fault = toFault(new Error('made'));
    try {
      tlsOptions({ keyPem, certificatePem });
    } catch (error) {
      fault = toFault(error);
    }
    expect(fault.code).toBe('TLS_FAILED');
    expect(fault.message).toMatch(/key values mismatch/);
    expect(fault.message).not.toContain(keyPem.split('\n')[1]);
  });
});
