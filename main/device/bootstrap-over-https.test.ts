import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { largestPackage, mediaTypes } from '../../core/dm/choices.ts';
import { type Fault, toFault } from '../../core/errors.ts';
import { type Certificates, openCertificates } from '../vault/certificates.ts';
import { makeAuthority, makeServerCertificate } from '../vault/make-certificates.ts';
import { keyFileKeeper, openVault } from '../vault/vault.ts';
import type { BootstrapAccess } from './bootstrap-access.ts';
import { fetchBootstrap } from './bootstrap-over-https.ts';

const day = 24 * 60 * 60 * 1000;
const deviceId = 'IMEI:352099001761408';
const basic = `Basic ${Buffer.from('bootstrap-1:geheim-gehéim').toString('base64')}`;
/** Every octet there is: the message is no text to whoever fetches it. */
const message = Uint8Array.from({ length: 512 }, (_, index) => index & 0xff);

const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));

const certificatesAt = (now: () => number): Promise<Certificates> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fetch-'));
  return openCertificates({ folder, vault: openVault(folder, keyFileKeeper), now, randomOctets });
};

describe('fetching a bootstrap message over HTTPS', () => {
  let certificates: Certificates;
  let other: Certificates;
  beforeAll(async () => {
    certificates = await certificatesAt(Date.now);
    other = await certificatesAt(Date.now);
  });
  const running: { close(): unknown; closeAllConnections?(): void }[] = [];
  afterEach(() => {
    for (const server of running.splice(0)) {
      server.closeAllConnections?.();
      server.close();
    }
  });

  const listen = async (server: net.Server): Promise<number> => {
    running.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const secure = async (handler: RequestListener, options: TlsOptions = {}): Promise<number> => {
    const { keyPem: key, certificatePem: cert } = await certificates.serverCredentials([]);
    return listen(https.createServer({ key, cert, ...options }, handler));
  };
  const access = (port: number, over: Partial<BootstrapAccess> = {}): BootstrapAccess => ({
    url: `https://127.0.0.1:${port}/bootstrap`,
    deviceId,
    user: 'bootstrap-1',
    password: 'geheim-gehéim',
    trustAnchor: certificates.authorityPem,
    ...over,
  });
  const fetched = (
    from: BootstrapAccess,
    options: { signal?: AbortSignal; timeLimit?: number } = {},
  ): Promise<Uint8Array> => fetchBootstrap(from, { signal: new AbortController().signal, ...options });
  const faultOf = (from: BootstrapAccess, options: Parameters<typeof fetched>[1] = {}): Promise<Fault> =>
    fetched(from, options).then(
      () => toFault(new Error('fetched')),
      (error) => {
        expect(toFault(error).message).not.toContain('geh');
        return toFault(error);
      },
    );
  const ask = (answer: ServerResponse) =>
    answer.writeHead(401, { 'www-authenticate': 'Basic realm="DM Bench"' }).end('who?');
  const give = (answer: ServerResponse, headers: http.OutgoingHttpHeaders = {}) =>
    answer.writeHead(200, { 'content-type': mediaTypes.serializedMo, ...headers }).end(message);

  it('names the device, shows the credential once it is asked, and returns the octets as they came', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const port = await secure((request, answer) => {
      seen.push(request.headers);
      return request.headers.authorization === basic ? give(answer) : ask(answer);
    });
    expect(await fetched(access(port))).toEqual(message);
    expect(seen).toMatchObject([
      { 'omadm-devid': deviceId, accept: mediaTypes.serializedMo },
      { 'omadm-devid': deviceId, accept: mediaTypes.serializedMo, authorization: basic },
    ]);
    expect(seen[0]).not.toHaveProperty('authorization');
  });

  it('shows the credential to nobody who does not ask for Basic', async () => {
    for (const headers of [{}, { 'www-authenticate': 'Digest realm="DM Bench"' }]) {
      const seen: (string | undefined)[] = [];
      const port = await secure((request, answer) => {
        seen.push(request.headers.authorization);
        answer.writeHead(401, headers).end();
      });
      expect((await faultOf(access(port))).code).toBe('BOOTSTRAP_REFUSED');
      expect(seen).toEqual([undefined]);
    }
  });

  it('shows a refused credential once, and names the server and the device', async () => {
    let requests = 0;
    const port = await secure((_request, answer) => {
      requests++;
      ask(answer);
    });
    const fault = await faultOf(access(port));
    expect(fault.code).toBe('BOOTSTRAP_REFUSED');
    expect(fault.message).toContain(`https://127.0.0.1:${port}/bootstrap`);
    expect(fault.message).toContain(deviceId);
    expect(requests).toBe(2);
  });

  describe('trusts its anchor and nothing else', () => {
    const reached = async (credentials: TlsOptions, over: Partial<BootstrapAccess> = {}) => {
      let requests = 0;
      const port = await secure((_request, answer) => {
        requests++;
        give(answer);
      }, credentials);
      const fault = await faultOf(access(port, over));
      expect(requests).toBe(0);
      return fault;
    };

    it('so another authority is refused', async () => {
      const fault = await reached({}, { trustAnchor: other.authorityPem });
      expect(fault.code).toBe('BOOTSTRAP_SERVER_NOT_TRUSTED');
      expect(fault.message).toContain('does not come from the trust anchor');
      const { keyPem: key, certificatePem: cert } = await other.serverCredentials([]);
      expect((await reached({ key, cert })).code).toBe('BOOTSTRAP_SERVER_NOT_TRUSTED');
    });

    it('so an authority that is not shown with the certificate is no matter', async () => {
      const { keyPem: key, certificatePem } = await other.serverCredentials([]);
      const cert = certificatePem.slice(0, certificatePem.lastIndexOf('-----BEGIN'));
      expect((await reached({ key, cert })).code).toBe('BOOTSTRAP_SERVER_NOT_TRUSTED');
      const mine = await certificates.serverCredentials([]);
      const own = mine.certificatePem.slice(0, mine.certificatePem.lastIndexOf('-----BEGIN'));
      const port = await secure((_request, answer) => give(answer), { cert: own });
      expect(await fetched(access(port))).toEqual(message);
    });

    it('also where the environment says that nothing is to be verified', async () => {
      const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      try {
        const fault = await reached({}, { trustAnchor: other.authorityPem });
        expect(fault.code).toBe('BOOTSTRAP_SERVER_NOT_TRUSTED');
      } finally {
        if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
        else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      }
    });

    it('under the name or address that is in the certificate', async () => {
      const port = await secure((_request, answer) => give(answer));
      expect(await fetched(access(port, { url: `https://localhost:${port}/bootstrap` }))).toEqual(message);
      const making = { validity: { from: Date.now() - day, to: Date.now() + day }, randomOctets };
      const authority = await makeAuthority('DM Bench', making);
      const named = await makeServerCertificate(authority, ['bench.example'], making);
      const fault = await reached(
        { key: named.keyPem, cert: named.certificatePem },
        { trustAnchor: authority.certificatePem },
      );
      expect(fault.code).toBe('BOOTSTRAP_SERVER_NOT_TRUSTED');
      expect(fault.message).toContain('its certificate is not for 127.0.0.1');
    });

    it('in its time', async () => {
      let at = Date.now() - 500 * day;
      const early = await certificatesAt(() => at);
      const { keyPem: key, certificatePem: cert } = await early.serverCredentials([]);
      const fault = await reached({ key, cert }, { trustAnchor: early.authorityPem });
      expect(fault.code).toBe('BOOTSTRAP_SERVER_NOT_TRUSTED');
      expect(fault.message).toContain('has expired');
      at = Date.now();
      const renewed = await early.serverCredentials([]);
      const port = await secure((_request, answer) => give(answer), {
        key: renewed.keyPem,
        cert: renewed.certificatePem,
      });
      expect(await fetched(access(port, { trustAnchor: early.authorityPem }))).toEqual(message);

      const late = await certificatesAt(() => Date.now() + 500 * day);
      const future = await late.serverCredentials([]);
      const notYet = await reached(
        { key: future.keyPem, cert: future.certificatePem },
        { trustAnchor: late.authorityPem },
      );
      expect(notYet.code).toBe('BOOTSTRAP_SERVER_NOT_TRUSTED');
      expect(notYet.message).toContain('is not valid yet');
    });
  });

  it('speaks TLS 1.2 or newer', async () => {
    const port = await secure((_request, answer) => give(answer), {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    });
    const fault = await faultOf(access(port));
    expect(fault.code).toBe('BOOTSTRAP_SERVER_UNREACHABLE');
    expect(fault.message).toContain('it does not speak TLS 1.2 or 1.3');
  });

  it.each(['http://127.0.0.1:1/bootstrap', 'nowhere'])('goes to no address like %s', async (url) => {
    const fault = await faultOf(access(1, { url }));
    expect(fault.code).toBe('BOOTSTRAP_SERVER_UNREACHABLE');
    expect(fault.message).toContain(`${url} cannot be reached: the address does not begin with https`);
  });

  it('says so where the server speaks no TLS, or there is none', async () => {
    const port = await listen(http.createServer((_request, answer) => give(answer)));
    expect((await faultOf(access(port))).message).toContain('it does not speak TLS 1.2 or 1.3');
    const gone = await listen(net.createServer());
    running.pop()!.close();
    const fault = await faultOf(access(gone));
    expect(fault.code).toBe('BOOTSTRAP_SERVER_UNREACHABLE');
    expect(fault.message).toContain(`https://127.0.0.1:${gone}/bootstrap cannot be reached: ECONNREFUSED`);
  });

  it('follows a redirection within its origin, with the credential', async () => {
    const port = await secure((request, answer) => {
      if (request.headers.authorization !== basic) return ask(answer);
      if (request.url === '/moved?device=1') return give(answer);
      return answer.writeHead(307, { location: '/moved?device=1' }).end();
    });
    expect(await fetched(access(port))).toEqual(message);
  });

  it('follows no redirection to another origin', async () => {
    let requests = 0;
    const elsewhere = await secure((_request, answer) => {
      requests++;
      give(answer);
    });
    for (const target of [
      `https://127.0.0.1:${elsewhere}`,
      `http://127.0.0.1:${elsewhere}`,
      `https://localhost:${elsewhere}`,
    ]) {
      const port = await secure((request, answer) =>
        request.headers.authorization === basic
          ? answer.writeHead(302, { location: `${target}/bootstrap?secret` }).end()
          : ask(answer),
      );
      const fault = await faultOf(access(port));
      expect(fault.code).toBe('BOOTSTRAP_REDIRECTED');
      expect(fault.message).toContain(`sends the device on to ${target},`);
    }
    expect(requests).toBe(0);
  });

  it('does not go round in circles', async () => {
    let requests = 0;
    const port = await secure((_request, answer) => {
      requests++;
      answer.writeHead(302, { location: '/bootstrap' }).end();
    });
    expect(await faultOf(access(port))).toMatchObject({ code: 'BOOTSTRAP_STATUS' });
    expect(requests).toBe(6);
  });

  it.each([403, 404, 406, 500, 204])('takes status %i for no message', async (status) => {
    const port = await secure((_request, answer) =>
      answer.writeHead(status, { 'content-type': mediaTypes.serializedMo }).end(),
    );
    const fault = await faultOf(access(port));
    expect(fault.code).toBe('BOOTSTRAP_STATUS');
    expect(fault.message).toContain(`https://127.0.0.1:${port}/bootstrap answered ${status}`);
  });

  it.each<[http.OutgoingHttpHeaders, string]>([
    [{ 'content-type': 'text/html; charset=utf-8' }, 'its media type is "text/html"'],
    [{ 'content-encoding': 'gzip' }, 'it is encoded (gzip)'],
  ])('takes an answer with %j for no message', async (headers, words) => {
    const port = await secure((_request, answer) => give(answer, headers));
    const fault = await faultOf(access(port));
    expect(fault.code).toBe('BOOTSTRAP_ANSWER_WRONG');
    expect(fault.message).toContain(words);
  });

  it('reads up to the largest message, and no further', async () => {
    let length = largestPackage;
    const port = await secure((_request, answer) => {
      answer.writeHead(200, { 'content-type': mediaTypes.serializedMo });
      answer.end(new Uint8Array(length));
    });
    expect((await fetched(access(port))).length).toBe(length);
    length++;
    expect(await faultOf(access(port))).toMatchObject({ code: 'BOOTSTRAP_ANSWER_WRONG' });
    // One that never ends is left.
    const closed: Promise<unknown>[] = [];
    const endless = await secure((_request, answer) => {
      closed.push(once(answer, 'close'));
      answer.writeHead(200, { 'content-type': mediaTypes.serializedMo });
      const part = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!answer.destroyed && answer.write(part));
        if (!answer.destroyed) answer.once('drain', more);
      };
      more();
    });
    expect((await faultOf(access(endless))).message).toContain(`larger than ${largestPackage} octets`);
    await Promise.all(closed);
  });

  it('takes half a message for none', async () => {
    const port = await secure((_request, answer) => {
      answer.writeHead(200, { 'content-type': mediaTypes.serializedMo, 'content-length': message.length });
      answer.write(message.slice(0, 100), () => answer.socket?.destroy());
    });
    const fault = await faultOf(access(port));
    expect(fault.code).toBe('BOOTSTRAP_SERVER_UNREACHABLE');
    expect(fault.message).toContain('the answer broke off');
  });

  it('waits no longer than its time, at any point', async () => {
    const silent = await listen(net.createServer(() => {}));
    const mute = await secure(() => {});
    const slow = await secure((_request, answer) => {
      answer.writeHead(200, { 'content-type': mediaTypes.serializedMo });
      answer.write('[');
    });
    for (const port of [silent, mute, slow]) {
      const fault = await faultOf(access(port), { timeLimit: 50 });
      expect(fault.code).toBe('BOOTSTRAP_SERVER_UNREACHABLE');
      expect(fault.message).toContain('it did not answer in time');
    }
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    const port = await secure(() => stop.abort());
    expect((await faultOf(access(port), { signal: stop.signal })).code).toBe('STOPPED');
    expect((await faultOf(access(port), { signal: AbortSignal.abort() })).code).toBe('STOPPED');
  });
});
