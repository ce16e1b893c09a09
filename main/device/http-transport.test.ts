import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { createHttpTransport, type HttpTransport } from './http-transport.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const challenge = (nonce: string, more = '') =>
  `Digest realm="R", qop="auth", algorithm=SHA-256, nonce="${nonce}"${more}`;

/** What a server answers to one request. */
type Answer = (request: http.IncomingMessage) => {
  readonly status: number;
  readonly headers?: http.OutgoingHttpHeaders;
};

describe('the HTTP of a device', () => {
  const servers: http.Server[] = [];
  let transport: HttpTransport | undefined;
  afterEach(async () => {
    transport?.close();
    transport = undefined;
    await Promise.all(
      servers.splice(0).map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  });

  /** A server that gives these answers, one after the other, and the headers that it got. */
  const start = async (...answers: readonly Answer[]) => {
    const got: http.IncomingMessage[] = [];
    const bodies: string[] = [];
    const server = http.createServer((request, response) => {
      const { status, headers = {} } = answers[got.length]?.(request) ?? { status: 500 };
      got.push(request);
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.once('end', () => {
        bodies.push(body);
        response.writeHead(status, headers).end('"answer"');
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dm`;
    transport ??= createHttpTransport({
      deviceId: 'IMEI:1',
      account: { serverUri: uri, credentials: { kind: 'password', userName: 'dm-1', password: 'geheim' } },
      signal: new AbortController().signal,
    });
    const post = (to = uri) =>
      transport!.request(to, { method: 'POST', accept: '*/*', body: '{"a":1}', contentType: 'x/y' });
    const shown = () => got.map(({ headers }) => headers.authorization?.split(' ')[0]);
    return { uri, post, got, bodies, shown };
  };
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => toFault(error).code,
    );
  const ask =
    (header: string): Answer =>
    () => ({ status: 401, headers: { 'www-authenticate': header } });
  const ok: Answer = () => ({ status: 200 });
  /** Accepts, with a proof made from this password. */
  const proved =
    (password: string): Answer =>
    ({ headers }) => {
      const value = (name: string) =>
        new RegExp(`\\b${name}="?([^",]+)`).exec(headers.authorization ?? '')?.[1] ?? '';
      const parts = [sha256(`dm-1:R:${password}`), value('nonce'), value('nc'), value('cnonce'), 'auth'];
      const proof = sha256([...parts, sha256(`:${value('uri')}`)].join(':'));
      const info = `rspauth="${proof}", cnonce="${value('cnonce')}", nc=${value('nc')}, qop=auth`;
      return { status: 200, headers: { 'authentication-info': info } };
    };

  it('shows nothing before it is asked, then the best that is taken, and goes on with it', async () => {
    const { post, shown, bodies, got } = await start(ask(`Basic realm="R", ${challenge('n')}`), ok, ok);
    for (let time = 0; time < 2; time++) expect((await post()).status).toBe(200);
    expect(shown()).toEqual([undefined, 'Digest', 'Digest']);
    expect(bodies).toEqual(Array(3).fill('{"a":1}'));
    expect(got[2]!.headers.authorization).toMatch(/nc=00000002/);
    expect(JSON.stringify(got.map(({ headers }) => headers))).not.toContain('geheim');
  });

  it('shows Basic where nothing else is taken', async () => {
    const { post, shown } = await start(ask('Basic realm="R"'), ok, ok);
    for (let time = 0; time < 2; time++) await post();
    expect(shown()).toEqual([undefined, 'Basic', 'Basic']);
  });

  it('answers a nonce that grew old with a new one, and gives up where that does not help', async () => {
    const stale = (nonce: string) => ask(challenge(nonce, ', stale=true'));
    const { post, shown, got } = await start(
      ...[ask(challenge('a')), ok, stale('b'), ok, stale('c'), stale('d'), stale('e'), ok],
    );
    expect((await post()).status).toBe(200);
    expect((await post()).status).toBe(200);
    expect(got[3]!.headers.authorization).toMatch(/nonce="b".*nc=00000001/);
    expect((await post()).status).toBe(401);
    expect(shown()).toHaveLength(7);
    expect((await post()).status).toBe(200);
  });

  it('gives up where what it shows is wrong', async () => {
    const { post, got } = await start(ask(challenge('a')), ask(challenge('b')), ok);
    expect((await post()).status).toBe(401);
    expect(got).toHaveLength(2);
  });

  it('takes nothing from a server that claims to know the password and does not', async () => {
    const { post } = await start(ask(challenge('a')), proved('geheim'), proved('other'), proved('geheim'));
    expect(await post()).toMatchObject({ status: 200, body: '"answer"' });
    expect(await codeOf(post())).toBe('DM_SERVER_NOT_PROVED');
    expect((await post()).status).toBe(200);
  });

  it('shows nothing to another origin before that one asks, and to another host at all', async () => {
    const first = await start(ask(challenge('a')), ok);
    await first.post();
    const second = await start(ask(challenge('b')), ok, ask(challenge('c')));
    expect((await second.post()).status).toBe(200);
    expect(second.shown()).toEqual([undefined, 'Digest']);
    expect((await second.post(second.uri.replace('127.0.0.1', 'localhost'))).status).toBe(401);
    expect(second.shown()).toEqual([undefined, 'Digest', undefined]);
  });

  it('never shows a certificate or its key as a name and password', async () => {
    const pem = (what: string) => `-----BEGIN ${what}-----\ngeheim\n-----END ${what}-----\n`;
    transport = createHttpTransport({
      deviceId: 'IMEI:1',
      account: {
        serverUri: 'http://127.0.0.1/dm',
        credentials: {
          kind: 'certificate',
          certificate: pem('CERTIFICATE'),
          privateKey: pem('PRIVATE KEY'),
        },
      },
      signal: new AbortController().signal,
    });
    const { post, shown } = await start(ask('Basic realm="R"'), ok);
    expect((await post()).status).toBe(401);
    expect(shown()).toEqual([undefined]);
  });
});
