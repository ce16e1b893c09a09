import http from 'node:http';
import https from 'node:https';
import { getCACertificates } from 'node:tls';
import { CodedError, codedError } from '../../core/errors.ts';
import { type BrowserCookies, createBrowserCookies } from './browser-cookies.ts';
import type { FormBody } from './form-body.ts';
import { trustFault } from './server-trust.ts';
import type { PageRequest } from './web-browser.ts';

/** How long things may take; milliseconds. */
export interface BrowserTimes {
  /** A server has to answer within this time, to the end of the page. */
  readonly answer: number;
  /** A form has to be answered within this time, with all its pages. */
  readonly form: number;
}

export const usualTimes: BrowserTimes = { answer: 30_000, form: 600_000 };

/** Redirects from one page to the next. */
const mostRedirects = 10;
const largestPage = 2_000_000;

/** A page as it came. */
export interface ShownPage {
  readonly url: URL;
  readonly status: number;
  /** Whether it is a page, and not a file of another kind. */
  readonly isHtml: boolean;
  readonly body: string;
}

/**
 * What is open for one page that a device is to show: its cookies and its connections. It keeps to the origin of that
 * page. Faults never name more of an address than its origin.
 */
export interface BrowserTab {
  readonly origin: string;
  /** Opens the page that was asked for. @throws INTERACTION_WINDOW_… */
  open(): Promise<ShownPage>;
  /** Posts a form. @throws INTERACTION_WINDOW_… */
  post(address: string, body: FormBody): Promise<ShownPage>;
  close(): void;
}

/** @throws INTERACTION_WINDOW_ADDRESS where the page has an address that is none */
export function openTab(request: PageRequest, times: BrowserTimes, now: () => number): BrowserTab {
  const { page, deviceId: device, trustAnchor } = request;
  const { origin } = ownAddress(page, device);
  const cookies = createBrowserCookies(now);
  const agent = origin.startsWith('https:') ? secureAgent(trustAnchor) : new http.Agent({ keepAlive: true });
  const limit = AbortSignal.timeout(times.form);
  const connection: Connection = { device, agent, cookies, times, request: request.signal, limit };

  /** Goes where a server leads, as long as that is the same origin. */
  const go = async (first: Sent): Promise<ShownPage> => {
    let sent = first;
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const answer = await once(connection, sent);
      if (answer.location === undefined) return answer;
      const target = URL.parse(answer.location, sent.url)?.href ?? '';
      const url = ownAddress(target, device, origin);
      // Only these two are to be sent again as they were (RFC 9110, 15.4).
      sent = answer.status === 307 || answer.status === 308 ? { ...sent, url } : { url, own: sent.own };
    }
    throw codedError('INTERACTION_NO_FORM', { device, detail: 'it is sent on without end' });
  };
  return {
    origin,
    open: () => go({ url: ownAddress(page, device), own: false }),
    post: async (address, body) => go({ url: ownAddress(address, device, origin), own: true, body }),
    close: () => agent.destroy(),
  };
}

interface Connection {
  readonly device: string;
  readonly agent: http.Agent;
  readonly cookies: BrowserCookies;
  readonly times: BrowserTimes;
  /** Closes the page. */
  readonly request: AbortSignal;
  /** The time for the whole form is over. */
  readonly limit: AbortSignal;
}

/** A request: a page of the form led to it (`own`), or it is the first one. */
interface Sent {
  readonly url: URL;
  readonly own: boolean;
  readonly body?: FormBody;
}

/** The server is known by the trust anchor of the device, or by an authority of this machine. */
function secureAgent(trustAnchor: string | undefined): https.Agent {
  const machine = [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  return new https.Agent({
    keepAlive: true,
    minVersion: 'TLSv1.2',
    // Also where the environment says otherwise.
    rejectUnauthorized: true,
    ca: trustAnchor === undefined ? machine : [...machine, trustAnchor],
  });
}

/** @throws INTERACTION_WINDOW_ADDRESS, INTERACTION_WINDOW_STRAYED */
function ownAddress(address: string, device: string, origin?: string): URL {
  const wrong = (detail: string) => codedError('INTERACTION_WINDOW_ADDRESS', { device, detail });
  const url = URL.parse(address);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw wrong('it is neither http nor https');
  if (origin !== undefined && url.origin !== origin)
    throw codedError('INTERACTION_WINDOW_STRAYED', { device, origin, target: url.origin });
  if (url.username !== '' || url.password !== '') throw wrong('it carries a user name or a password');
  return url;
}

type Answer = ShownPage & { readonly location?: string | undefined };

/** One request and its answer. */
async function once(connection: Connection, sent: Sent): Promise<Answer> {
  const { device, request, limit, times, cookies } = connection;
  const { url } = sent;
  const slow = AbortSignal.timeout(times.answer);
  try {
    const answer = await answerTo(connection, sent, AbortSignal.any([request, limit, slow]));
    const { statusCode: status = 0, headers } = answer;
    cookies.keep(url, headers['set-cookie'] ?? []);
    const body = await bodyOf(answer);
    const [, charset] = /charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '') ?? [];
    const page = { url, status, body: textOf(body, charset), isHtml: isPage(headers) };
    const isMoved = [301, 302, 303, 307, 308].includes(status) && headers.location !== undefined;
    return isMoved ? { ...page, location: headers.location } : page;
  } catch (error) {
    const over = limit.aborted ? times.form : slow.aborted ? times.answer : undefined;
    if (over === undefined) throw unreachable(device, url, error);
    const { origin } = url;
    throw codedError('INTERACTION_WINDOW_SLOW', { device, origin, seconds: over / 1000 }, { cause: error });
  }
}

function answerTo(
  { agent, cookies }: Connection,
  { url, own, body }: Sent,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const cookie = cookies.headerFor(url);
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? https : http).request(url, {
      ...{ method: body === undefined ? 'GET' : 'POST', agent, signal },
      headers: {
        accept: 'text/html,application/xhtml+xml',
        'accept-encoding': 'identity',
        ...(cookie === undefined ? {} : { cookie }),
        // As a browser says what it does: a person opened the first page, a form of the page led to the others.
        'sec-fetch-site': own ? 'same-origin' : 'none',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        ...(body === undefined
          ? {}
          : { origin: url.origin, 'content-type': body.contentType, 'content-length': body.octets.length }),
      },
    });
    sent.on('error', reject);
    sent.once('response', resolve);
    sent.end(body?.octets);
  });
}

/** @throws where it breaks off, or is too large */
async function bodyOf(answer: http.IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length > largestPage) throw new Error(`the page is larger than ${largestPage / 1_000_000} MB`);
  }
  return Buffer.concat(parts);
}

function isPage(headers: http.IncomingHttpHeaders): boolean {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isFile = /^\s*attachment/i.test(headers['content-disposition'] ?? '');
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity';
  return ['text/html', 'application/xhtml+xml'].includes(type) && !isFile && isPlain;
}

function textOf(octets: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(octets);
  } catch {
    // Nobody knows that name.
    return octets.toString('utf8');
  }
}

function unreachable(device: string, { origin, hostname }: URL, error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const untrusted = trustFault(hostname, error);
  if (untrusted !== undefined)
    return codedError(
      'INTERACTION_WINDOW_CERTIFICATE',
      { device, origin, detail: untrusted },
      { cause: error },
    );
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const detail = code ?? (error instanceof Error ? error.message : String(error));
  return codedError('INTERACTION_WINDOW_UNREACHABLE', { device, origin, detail }, { cause: error });
}
