import http from 'node:http';
import https from 'node:https';
import type { TransportCredentials } from '../../core/bootstrap/bootstrap-message.ts';
import { deviceIdHeader, largestPackage, mediaTypes } from '../../core/dm/choices.ts';
import { type CodedError, codedError } from '../../core/errors.ts';

/** What came back over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** The device's HTTP: credentials only once its server has asked for them, never to another origin. */
export interface HttpTransport {
  /** @throws DM_SERVER_UNREACHABLE */
  request(
    uri: string,
    options: { readonly body?: string; readonly contentType?: string },
  ): Promise<HttpAnswer>;
  close(): void;
}

type RawAnswer = HttpAnswer & { readonly challenge: string };

/** An origin has to answer within this time; a device may take long to execute, a server may not. */
const answerTime = 30_000;

export function createHttpTransport(
  deviceId: string,
  serverUri: string,
  credentials: TransportCredentials,
  signal: AbortSignal,
): HttpTransport {
  const { origin } = new URL(serverUri);
  const basic = `Basic ${Buffer.from(`${credentials.userName}:${credentials.password}`).toString('base64')}`;
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  let asked = false;

  const once = (
    uri: string,
    { body, contentType }: { body?: string; contentType?: string },
  ): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(unreachable(uri, error));
      const url = new URL(uri);
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        return fail(new Error('neither http nor https'));
      const request = (url.protocol === 'https:' ? https : http).request(url, {
        method: body === undefined ? 'GET' : 'POST',
        agent: agents[url.protocol],
        signal,
        timeout: answerTime,
        headers: {
          [deviceIdHeader]: deviceId,
          accept: body === undefined ? mediaTypes.serializedMo : mediaTypes.package2,
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...(asked && url.origin === origin ? { authorization: basic } : {}),
        },
      });
      request.once('timeout', () => request.destroy(new Error('no answer in time')));
      request.once('error', fail);
      // #1 and #3 are never redirected: what would be is an answer like any other, and not 200.
      request.once('response', (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          parts.push(part);
          length += part.length;
          if (length > largestPackage) response.destroy(new Error('the answer is too large'));
        });
        response.once('error', fail);
        response.once('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            challenge: response.headers['www-authenticate'] ?? '',
            body: Buffer.concat(parts).toString('utf8'),
          });
        });
      });
      request.end(body);
    });

  return {
    async request(uri, options) {
      const answer = await once(uri, options);
      if (answer.status !== 401 || asked || new URL(uri).origin !== origin) return answer;
      asked = /\bBasic\b/i.test(answer.challenge);
      return asked ? once(uri, options) : answer;
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function unreachable(uri: string, error: unknown): CodedError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const detail = code ?? (error instanceof Error ? error.message : String(error));
  return codedError('DM_SERVER_UNREACHABLE', { uri, detail }, { cause: error });
}
