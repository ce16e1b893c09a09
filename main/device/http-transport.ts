import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { DmAccount } from '../../core/bootstrap/dm-account.ts';
import { acceptHeader, deviceIdHeader, largestPackage } from '../../core/dm/choices.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import { createHttpCredentials, type ShownCredentials } from './http-credentials.ts';
import { secureAgent, trustFault } from './server-trust.ts';

/** A request of the device. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly accept: string;
  readonly body?: string;
  readonly contentType?: string;
}

/** What came back over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** What the server takes (OMADM-Accept), where it said so. */
  readonly serverTakes?: string;
}

/** What came of a download that is too large to keep. */
export interface Downloaded {
  readonly status: number;
  readonly octets: number;
  readonly sha256: string;
}

/** The device's HTTP with one server: credentials only once it was asked for them, and only on that host. */
export interface HttpTransport {
  /** @throws DM_SERVER_UNREACHABLE, DM_SERVER_NOT_TRUSTED, DM_SERVER_NOT_PROVED, DM_SERVER_ASKS_READABLE */
  request(uri: string, request: HttpRequest): Promise<HttpAnswer>;
  /** GETs a resource to its end. @throws as `request` does */
  download(uri: string): Promise<Downloaded>;
  close(): void;
}

/** What a transport has to know of the device and of the account that it works for. */
export interface TransportOptions {
  readonly deviceId: string;
  readonly account: Pick<DmAccount, 'serverUri' | 'credentials' | 'trustAnchor'>;
  readonly signal: AbortSignal;
}

/** A server has to answer within this time; a device may take long to execute, a server may not. */
const answerTime = 30_000;
/** The Data Repository may redirect within its origin, so often. */
const mostRedirects = 5;
/** A request is sent again with what the server asked for, and once more where a nonce grew old meanwhile. */
const mostAsked = 2;

/** The device's HTTP with the server of an account: its name and password, or its certificate, prove who it is. */
export function createHttpTransport({ deviceId, account, signal }: TransportOptions): HttpTransport {
  const server = new URL(account.serverUri);
  const { credentials: own } = account;
  const credentials = own.kind === 'password' ? createHttpCredentials(own) : undefined;
  // CONT may move a session to another port of the same host, never to a channel that is less secure.
  const trusted = (url: URL) =>
    url.hostname === server.hostname && (url.protocol === 'https:' || server.protocol === 'http:');
  const agents = new Map<string, http.Agent>();
  const agentFor = (url: URL): http.Agent => {
    const isOwnServer = trusted(url);
    const key = `${url.protocol} ${isOwnServer}`;
    const known = agents.get(key);
    if (known) return known;
    const made =
      url.protocol === 'https:' ? secureAgent(account, isOwnServer) : new http.Agent({ keepAlive: true });
    agents.set(key, made);
    return made;
  };

  const once = (
    url: URL,
    request: HttpRequest,
    shown: ShownCredentials | undefined,
  ): Promise<http.IncomingMessage> =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const fail = (error: unknown) => reject(unreachable(url.href, error));
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        return fail(new Error('neither http nor https'));
      const { body, contentType } = request;
      const sent = (url.protocol === 'https:' ? https : http).request(url, {
        method: request.method,
        agent: agentFor(url),
        signal,
        timeout: answerTime,
        headers: {
          [deviceIdHeader]: deviceId,
          accept: request.accept,
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...(shown === undefined ? {} : { authorization: shown.header }),
        },
      });
      sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.once('error', fail);
      sent.once('response', resolve);
      sent.end(body);
    }).catch((error: unknown) => {
      // An account may hold a certificate or a key that cannot be used here.
      throw unreachable(url.href, error);
    });

  /** One answer, after the server asked for credentials where it does. */
  const answered = async (url: URL, request: HttpRequest): Promise<http.IncomingMessage> => {
    const own = trusted(url) ? credentials : undefined;
    for (let asked = 0; ; asked++) {
      const shown = own?.forRequest(url, request.method);
      const answer = await once(url, request, shown);
      try {
        if (answer.statusCode !== 401 || asked >= mostAsked || !own?.asked(url, answer.headers, shown)) {
          own?.checkProof(url, answer.headers, shown);
          return answer;
        }
      } catch (error) {
        answer.destroy();
        throw error;
      }
      answer.resume();
    }
  };

  /** #1 and #3 are never redirected; a GET may be, within its origin. */
  const followed = async (uri: string, request: HttpRequest): Promise<http.IncomingMessage> => {
    let url = addressOf(uri);
    for (let redirects = 0; ; redirects++) {
      const answer = await answered(url, request);
      const { location } = answer.headers;
      const redirected = (answer.statusCode ?? 0) >= 300 && (answer.statusCode ?? 0) < 400 && location;
      if (request.method !== 'GET' || !redirected || redirects >= mostRedirects) return answer;
      const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
      if (next?.origin !== url.origin) return answer;
      answer.resume();
      url = next;
    }
  };

  return {
    async request(uri, request) {
      const answer = await followed(uri, request);
      const parts: Buffer[] = [];
      let length = 0;
      await eachPart(uri, answer, (part) => {
        parts.push(part);
        length += part.length;
        if (length > largestPackage) answer.destroy(new Error('the answer is too large'));
      });
      const takes = answer.headers[acceptHeader.toLowerCase()];
      return {
        status: answer.statusCode ?? 0,
        body: Buffer.concat(parts).toString('utf8'),
        ...(typeof takes === 'string' ? { serverTakes: takes } : {}),
      };
    },
    async download(uri) {
      const answer = await followed(uri, { method: 'GET', accept: '*/*' });
      const hash = createHash('sha256');
      let octets = 0;
      await eachPart(uri, answer, (part) => {
        hash.update(part);
        octets += part.length;
      });
      return { status: answer.statusCode ?? 0, octets, sha256: hash.digest('hex') };
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** Reads an answer to its end; one that breaks off is no answer. @throws DM_SERVER_UNREACHABLE */
function eachPart(uri: string, answer: http.IncomingMessage, take: (part: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    answer.on('data', take);
    answer.once('error', (error) => reject(unreachable(uri, error)));
    answer.once('end', () => resolve());
    answer.once('close', () => reject(unreachable(uri, new Error('the answer broke off'))));
  });
}

function addressOf(uri: string): URL {
  try {
    return new URL(uri);
  } catch (error) {
    throw unreachable(uri, error);
  }
}

function unreachable(uri: string, error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const untrusted = trustFault(URL.parse(uri)?.hostname ?? '', error);
  if (untrusted !== undefined)
    return codedError('DM_SERVER_NOT_TRUSTED', { uri, detail: untrusted }, { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const detail = code ?? (error instanceof Error ? error.message : String(error));
  return codedError('DM_SERVER_UNREACHABLE', { uri, detail }, { cause: error });
}
