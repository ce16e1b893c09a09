import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { deviceIdHeader, largestPackage, mediaTypes, serializedMoVariants } from '../../core/dm/choices.ts';
import { mediaTypeOf } from '../../core/dm/media-types.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import type { BootstrapAccess } from './bootstrap-access.ts';
import { createHttpCredentials, type ShownCredentials } from './http-credentials.ts';
import { trustFault } from './server-trust.ts';

export interface FetchOptions {
  /** Ends the fetching where it is. */
  readonly signal: AbortSignal;
  /** The whole of it has to be done in this time, in milliseconds. */
  readonly timeLimit?: number;
}

const usualTimeLimit = 60_000;
/** A bootstrap server may redirect within its origin, so often. */
const mostRedirects = 5;
/** The credential is shown once it was asked for, and once more where a nonce grew old meanwhile. */
const mostAsked = 2;

/**
 * Fetches a device's bootstrap message from its bootstrap server (DM-3) over TLS, trusting the access's anchor and
 * nothing else. The credential goes to that origin alone, once the server has asked for it.
 * @returns the octets of the message, as they came
 * @throws BOOTSTRAP_SERVER_UNREACHABLE, BOOTSTRAP_SERVER_NOT_TRUSTED, BOOTSTRAP_REFUSED, BOOTSTRAP_REDIRECTED,
 *   BOOTSTRAP_STATUS, BOOTSTRAP_ANSWER_WRONG, STOPPED
 */
export async function fetchBootstrap(access: BootstrapAccess, options: FetchOptions): Promise<Uint8Array> {
  const limit = AbortSignal.timeout(options.timeLimit ?? usualTimeLimit);
  const agent = new https.Agent({
    keepAlive: true,
    maxSockets: 1,
    ca: access.trustAnchor,
    minVersion: 'TLSv1.2',
    // Also where the environment says otherwise.
    rejectUnauthorized: true,
  });
  const connection: Connection = { access, agent, signal: AbortSignal.any([options.signal, limit]) };
  try {
    return await messageOf(access, await answerOf(connection));
  } catch (error) {
    if (options.signal.aborted) throw codedError('STOPPED', {});
    if (limit.aborted) throw unreachable(access.url, 'it did not answer in time', error);
    throw error;
  } finally {
    agent.destroy();
  }
}

interface Connection {
  readonly access: BootstrapAccess;
  readonly agent: https.Agent;
  readonly signal: AbortSignal;
}

/** The answer to the credential, or the first one where the server asked for none. */
async function answerOf(connection: Connection): Promise<IncomingMessage> {
  const { access } = connection;
  const credentials = createHttpCredentials({ userName: access.user, password: access.password });
  let url = secureAddress(access.url);
  let asked = 0;
  for (let redirects = 0; ; ) {
    const shown = credentials.forRequest(url, 'GET');
    const answer = await get(connection, url, shown);
    const status = answer.statusCode ?? 0;
    const { location } = answer.headers;
    if (status === 401 && asked < mostAsked && credentials.asked(url, answer.headers, shown)) {
      asked++;
    } else if (status >= 300 && status < 400 && location !== undefined && redirects < mostRedirects) {
      const next = URL.parse(location, url);
      if (next?.origin !== url.origin)
        throw codedError('BOOTSTRAP_REDIRECTED', { uri: url.href, target: next?.origin ?? 'nowhere' });
      url = next;
      redirects++;
    } else {
      checkProof(() => credentials.checkProof(url, answer.headers, shown), url);
      return answer;
    }
    answer.resume();
  }
}

function checkProof(check: () => void, { href }: URL): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const detail = 'it did not prove that it knows the credential';
    throw codedError('BOOTSTRAP_SERVER_NOT_TRUSTED', { uri: href, detail }, { cause: error });
  }
}

/** A file may name no other address; whoever puts another one in its place might. */
function secureAddress(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'https:') return url;
  throw unreachable(text, 'the address does not begin with https', undefined);
}

function get(
  { access: { deviceId }, agent, signal }: Connection,
  url: URL,
  shown: ShownCredentials | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = https.get(url, {
      agent,
      signal,
      headers: {
        [deviceIdHeader]: deviceId,
        accept: mediaTypes.serializedMo,
        ...(shown === undefined ? {} : { authorization: shown.header }),
      },
    });
    sent.on('error', (error) => reject(connectionFault(url, error)));
    sent.once('response', resolve);
  });
}

/** The octets of an answer that is a bootstrap message, as far as it says so itself. */
async function messageOf(access: BootstrapAccess, answer: IncomingMessage): Promise<Uint8Array> {
  const { url: uri, deviceId: device } = access;
  const status = answer.statusCode ?? 0;
  if (status === 401) throw codedError('BOOTSTRAP_REFUSED', { uri, device });
  if (status !== 200) throw codedError('BOOTSTRAP_STATUS', { uri, status });
  const wrong = (detail: string) => codedError('BOOTSTRAP_ANSWER_WRONG', { uri, detail });
  const mediaType = mediaTypeOf(answer.headers['content-type']);
  if (!serializedMoVariants.includes(mediaType)) throw wrong(`its media type is "${mediaType}"`);
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw wrong(`it is encoded (${encoding}), which was not asked for`);
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length > largestPackage) break;
    }
  } catch (error) {
    throw unreachable(uri, 'the answer broke off', error);
  }
  if (length > largestPackage) throw wrong(`it is larger than ${largestPackage} octets`);
  return new Uint8Array(Buffer.concat(parts));
}

function connectionFault(url: URL, error: Error): CodedError {
  const code = 'code' in error ? String(error.code) : '';
  const untrusted = trustFault(url.hostname, error);
  if (untrusted !== undefined)
    return codedError('BOOTSTRAP_SERVER_NOT_TRUSTED', { uri: url.href, detail: untrusted }, { cause: error });
  const noTls = code.startsWith('ERR_SSL_') || code === 'EPROTO';
  const detail = noTls ? `it does not speak TLS 1.2 or 1.3 (${code})` : code || error.message;
  return unreachable(url.href, detail, error);
}

function unreachable(uri: string, detail: string, cause: unknown): CodedError {
  return codedError('BOOTSTRAP_SERVER_UNREACHABLE', { uri, detail }, { cause });
}
