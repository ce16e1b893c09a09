import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { CodedError, codedError, faultOf, toFault } from '../../core/errors.ts';
import {
  type AutomaticFile,
  type Filled,
  type FillOptions,
  fillControl,
  type GivenAnswers,
} from './automatic-answers.ts';
import { type HtmlForm, readForm } from './html-form.ts';
import { trustFault } from './server-trust.ts';
import type { PageEnd, PageRequest, WebBrowser } from './web-browser.ts';

export interface AutomaticBrowserOptions {
  /** By the names of fields; what is not among them is made up. */
  readonly given?: GivenAnswers;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A form has no more pages than this; what has is no form of ours. */
const mostPages = 50;
/** Redirects from one page to the next. */
const mostRedirects = 5;
const largestPage = 2_000_000;
/** A server has to answer within this time; milliseconds. */
const answerTime = 30_000;

/**
 * A browser that answers forms by itself, where no person is: for benches without a screen, scripts and tests. It
 * keeps to the origin of the page that it was given, and runs nothing.
 */
export function createAutomaticBrowser({ given = {}, now }: AutomaticBrowserOptions): WebBrowser {
  return {
    async show(request) {
      const tab = new Tab(request);
      try {
        return await answer(tab, request, {
          given,
          today: new Date(now()).toISOString().slice(0, 10),
          readFile: fileAt,
        });
      } catch (error) {
        return request.signal.aborted ? { kind: 'closed' } : { kind: 'failed', fault: toFault(error) };
      } finally {
        tab.close();
      }
    },
  };
}

/** Goes from page to page until the final one. @throws what keeps it from that */
async function answer(
  tab: Tab,
  { deviceId, page, signal }: PageRequest,
  fill: FillOptions,
): Promise<PageEnd> {
  let shown = await tab.go('GET', page);
  for (let pages = 0; pages < mostPages; pages++) {
    if (signal.aborted) return { kind: 'closed' };
    if (shown.url.pathname.endsWith('/end')) return { kind: 'completed' };
    const form = readForm(shown.body);
    if (shown.status === 422 && form)
      throw codedError('INTERACTION_ANSWERS_NOT_TAKEN', { device: deviceId, fields: wrongFields(form) });
    if (shown.status >= 400)
      throw codedError('INTERACTION_WINDOW_REFUSED', {
        device: deviceId,
        origin: shown.url.origin,
        status: shown.status,
      });
    if (form === undefined || !form.post)
      throw codedError('INTERACTION_NO_FORM', {
        device: deviceId,
        detail: 'it has none, or none that posts',
      });
    const filled = form.controls.flatMap((control) => fillControl(control, fill) ?? []);
    shown = await tab.go('POST', new URL(form.action, shown.url).href, await bodyOf(filled, form.multipart));
  }
  throw codedError('INTERACTION_NO_FORM', {
    device: deviceId,
    detail: `it has more than ${mostPages} pages`,
  });
}

function wrongFields({ controls }: HtmlForm): string {
  const names = controls.filter(({ wrong }) => wrong).map(({ name }) => `"${name}"`);
  return names.length > 0 ? names.join(', ') : 'one of its fields';
}

interface Body {
  readonly contentType: string;
  readonly octets: Buffer;
}

async function bodyOf(filled: readonly Filled[], multipart: boolean): Promise<Body> {
  const data: FormData | URLSearchParams = multipart ? new FormData() : new URLSearchParams();
  for (const each of filled) {
    if (each.kind === 'texts') for (const value of each.values) data.append(each.name, value);
    else if (data instanceof FormData) {
      const { octets, mediaType, fileName } = each.file;
      data.append(each.name, new Blob([new Uint8Array(octets)], { type: mediaType }), fileName);
    } else data.append(each.name, each.file.fileName);
  }
  const response = new Response(data);
  return {
    contentType: response.headers.get('content-type') ?? 'application/x-www-form-urlencoded',
    octets: Buffer.from(await response.arrayBuffer()),
  };
}

interface ShownPage {
  readonly url: URL;
  readonly status: number;
  readonly body: string;
}

/** What is open for one page: its cookies, by their paths, and its connections. */
class Tab {
  readonly #request: PageRequest;
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();
  readonly #agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent(),
  };

  constructor(request: PageRequest) {
    this.#request = request;
    this.#origin = URL.parse(request.page)?.origin ?? '';
    const { trustAnchor } = request;
    this.#agents['https:'] = new https.Agent({
      keepAlive: true,
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(trustAnchor === undefined ? {} : { ca: [...rootCertificates, trustAnchor] }),
    });
  }

  /** Asks for a page, and goes where its server leads, as long as that is the same origin. */
  async go(method: 'GET' | 'POST', address: string, body?: Body): Promise<ShownPage> {
    let url = this.#own(address);
    let shown = await this.#once(method, url, body);
    for (let redirects = 0; shown.location !== undefined; redirects++) {
      if (redirects >= mostRedirects)
        throw codedError('INTERACTION_NO_FORM', {
          device: this.#request.deviceId,
          detail: 'it is sent on without end',
        });
      url = this.#own(new URL(shown.location, url).href);
      shown = await this.#once('GET', url);
    }
    return { url, status: shown.status, body: shown.body };
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #own(address: string): URL {
    const url = URL.parse(address);
    const { deviceId: device } = this.#request;
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
      throw codedError('INTERACTION_WINDOW_ADDRESS', { device, detail: 'it is neither http nor https' });
    if (url.origin !== this.#origin)
      throw codedError('INTERACTION_WINDOW_STRAYED', { device, origin: this.#origin, target: url.origin });
    return url;
  }

  #once(
    method: 'GET' | 'POST',
    url: URL,
    body?: Body,
  ): Promise<{ readonly status: number; readonly body: string; readonly location?: string }> {
    const { deviceId: device, signal } = this.#request;
    const cookie = [...this.#cookies]
      .filter(([of]) => url.pathname === of || url.pathname.startsWith(of.endsWith('/') ? of : `${of}/`))
      .map(([, pair]) => pair)
      .join('; ');
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(unreachable(device, url, error));
      const sent = (url.protocol === 'https:' ? https : http).request(url, {
        method,
        agent: url.protocol === 'https:' ? this.#agents['https:'] : this.#agents['http:'],
        signal,
        timeout: answerTime,
        headers: {
          accept: 'text/html',
          ...(cookie === '' ? {} : { cookie }),
          ...(body === undefined
            ? { 'sec-fetch-site': 'none' }
            : {
                origin: url.origin,
                'sec-fetch-site': 'same-origin',
                'content-type': body.contentType,
                'content-length': body.octets.length,
              }),
        },
      });
      sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.once('error', fail);
      sent.once('response', (answer) => {
        const parts: Buffer[] = [];
        let length = 0;
        answer.on('data', (part: Buffer) => {
          length += part.length;
          parts.push(part);
          if (length > largestPage) answer.destroy(new Error('the page is too large'));
        });
        answer.once('error', fail);
        answer.once('end', () => {
          this.#keepCookies(url, answer.headers['set-cookie'] ?? []);
          const status = answer.statusCode ?? 0;
          const { location } = answer.headers;
          const moved = status >= 300 && status < 400 && location !== undefined;
          resolve({ status, body: Buffer.concat(parts).toString('utf8'), ...(moved ? { location } : {}) });
        });
      });
      sent.end(body?.octets);
    });
  }

  #keepCookies({ pathname }: URL, cookies: readonly string[]): void {
    for (const text of cookies) {
      const [pair = '', ...attributes] = text.split(';').map((part) => part.trim());
      const of = attributes.find((each) => /^path=/i.test(each))?.slice('path='.length);
      this.#cookies.set(of ?? (pathname.replace(/\/[^/]*$/, '') || '/'), pair);
    }
  }
}

function unreachable(device: string, { origin, hostname }: URL, error: unknown): CodedError {
  const untrusted = trustFault(hostname, error);
  if (untrusted !== undefined)
    return new CodedError(faultOf('INTERACTION_WINDOW_CERTIFICATE', { device, origin, detail: untrusted }));
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const detail = code ?? (error instanceof Error ? error.message : String(error));
  return new CodedError(faultOf('INTERACTION_WINDOW_UNREACHABLE', { device, origin, detail }));
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
};

/** @throws FILE_UNREADABLE */
function fileAt(file: string): AutomaticFile {
  try {
    const mediaType = mediaTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
    return { fileName: path.basename(file), mediaType, octets: readFileSync(file) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('FILE_UNREADABLE', { file, detail }, { cause: error });
  }
}
