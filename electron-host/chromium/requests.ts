import { APP_URL_PATTERN, toAppUrl, toChromiumUrl } from '../host/app-origin.ts';
import { report } from '../host/trace.ts';
import { type CdpSession, TargetGoneError } from './connection.ts';
import type { Header, PausedRequest } from './protocol.ts';

interface Watched {
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
  readonly frameId: string;
}

/** What a window decides about the requests of its page. */
export interface RequestPolicy {
  /** Whether a frame may go to a URL; asked for every document that the page, or a redirect, leads to. */
  mayNavigate(navigation: { url: string; frameId: string; isRedirect: boolean }): boolean;
  /** The status of a frame's new document. */
  documentAnswered(frameId: string, status: number, statusText: string): void;
  /** The answer of the app's own protocol handler, or nothing when the scheme has none. */
  respond(request: Request): Promise<Response> | undefined;
  /** Whether somebody wants to see every request. */
  readonly watchesRequests: boolean;
  /** Whether somebody wants to see every response. */
  readonly watchesResponses: boolean;
  /** What `webRequest.onBeforeRequest` says to a request. */
  beforeRequest(request: Watched): Promise<{
    cancel?: boolean | undefined;
    redirectURL?: string | undefined;
  }>;
  /** What `webRequest.onHeadersReceived` says to a response. */
  headersReceived(
    response: Watched & { statusCode: number; statusText: string; headers: readonly Header[] },
  ): Promise<{
    cancel?: boolean | undefined;
    responseHeaders?: Readonly<Record<string, string | readonly string[]>> | undefined;
  }>;
}

// Chromium has the whole body at once and not compressed: what the handler's source said of it no longer holds.
const BODY_HEADERS = new Set(['content-encoding', 'content-length', 'transfer-encoding']);
const NULL_BODY_STATUS = new Set([101, 204, 205, 304]);

function hasBody(status: number): boolean {
  return !NULL_BODY_STATUS.has(status) && (status < 300 || status >= 400);
}

/** Turns a paused request into the one that the app's protocol handler sees. */
export function toAppRequest({ request }: PausedRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    const isUrl = ['origin', 'referer'].includes(name.toLowerCase());
    headers.set(name, isUrl ? toAppUrl(value) : value);
  }
  const body = Buffer.concat(
    (request.postDataEntries ?? []).map((entry) => Buffer.from(entry.bytes ?? '', 'base64')),
  );
  return new Request(toAppUrl(request.url), {
    method: request.method,
    headers,
    ...(body.length > 0 ? { body } : {}),
  });
}

/** The headers of a protocol handler's answer as Chromium gets them. */
export function toResponseHeaders(headers: Headers): Header[] {
  return [...headers]
    .filter(([name]) => !BODY_HEADERS.has(name))
    .map(([name, value]) => ({ name, value: name === 'location' ? toChromiumUrl(value) : value }));
}

/** Chromium's window looks for an icon of its own accord, which Electron's does not: the app is not asked. */
function isFaviconRequest({ resourceType, request }: PausedRequest): boolean {
  return resourceType === 'Other' && new URL(request.url).pathname === '/favicon.ico';
}

/** Answers the requests that Chromium pauses for one target. */
export class RequestInterceptor {
  readonly #session: CdpSession;
  readonly #policy: RequestPolicy;

  constructor(session: CdpSession, policy: RequestPolicy) {
    this.#session = session;
    this.#policy = policy;
    session.on('Fetch.requestPaused', (paused) => {
      this.#answer(paused).catch((error: unknown) => {
        if (error instanceof TargetGoneError) return;
        report(`${paused.request.method} ${toAppUrl(paused.request.url)}`, error);
        session.post('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Failed' });
      });
    });
  }

  /** Tells Chromium which requests to pause; again whenever somebody begins or ceases to watch. */
  enable(): Promise<unknown> {
    return this.#session.send('Fetch.enable', {
      patterns: [
        { urlPattern: this.#policy.watchesRequests ? '*' : APP_URL_PATTERN },
        { urlPattern: '*', resourceType: 'Document' },
        this.#policy.watchesResponses
          ? { urlPattern: '*', requestStage: 'Response' }
          : { urlPattern: '*', resourceType: 'Document', requestStage: 'Response' },
      ],
    });
  }

  async #answer(paused: PausedRequest): Promise<void> {
    const { requestId, frameId, resourceType } = paused;
    if (paused.responseStatusCode !== undefined || paused.responseErrorReason !== undefined) {
      await this.#answerResponse(paused);
      return;
    }
    const url = toAppUrl(paused.request.url);
    const isRedirect = paused.redirectedRequestId !== undefined;
    if (resourceType === 'Document' && !this.#policy.mayNavigate({ url, frameId, isRedirect })) {
      await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    if (this.#policy.watchesRequests) {
      const { method } = paused.request;
      const { cancel, redirectURL } = await this.#policy.beforeRequest({
        url,
        method,
        resourceType,
        frameId,
      });
      if (cancel) {
        await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
        return;
      }
      if (redirectURL !== undefined) {
        const headers = [{ name: 'location', value: toChromiumUrl(redirectURL) }];
        await this.#session.send('Fetch.fulfillRequest', {
          requestId,
          responseCode: 307,
          responseHeaders: headers,
          body: '',
        });
        return;
      }
    }
    if (url === paused.request.url) await this.#session.send('Fetch.continueRequest', { requestId });
    else await this.#fulfil(paused);
  }

  async #answerResponse(paused: PausedRequest): Promise<void> {
    const { requestId, frameId, resourceType, responseStatusCode, responseStatusText = '' } = paused;
    if (resourceType === 'Document') {
      this.#policy.documentAnswered(frameId, responseStatusCode ?? 0, responseStatusText);
    }
    if (responseStatusCode === undefined || !this.#policy.watchesResponses) {
      await this.#session.send('Fetch.continueRequest', { requestId });
      return;
    }
    const { cancel, responseHeaders } = await this.#policy.headersReceived({
      url: toAppUrl(paused.request.url),
      method: paused.request.method,
      resourceType,
      frameId,
      statusCode: responseStatusCode,
      statusText: responseStatusText,
      headers: paused.responseHeaders ?? [],
    });
    if (cancel) {
      await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    } else if (responseHeaders === undefined) {
      await this.#session.send('Fetch.continueRequest', { requestId });
    } else {
      const answer = {
        requestId,
        responseCode: responseStatusCode,
        ...(responseStatusText ? { responsePhrase: responseStatusText } : {}),
        responseHeaders: Object.entries(responseHeaders).flatMap(([name, values]) =>
          [values].flat().map((value) => ({ name, value })),
        ),
      };
      // Of a response that goes on, Chromium has already read what concerns security; of one that it is given whole,
      // it reads what it is given.
      if (resourceType === 'Document' && hasBody(responseStatusCode)) {
        const { body, base64Encoded } = await this.#session.send('Fetch.getResponseBody', { requestId });
        const whole = base64Encoded ? body : Buffer.from(body).toString('base64');
        await this.#session.send('Fetch.fulfillRequest', { ...answer, body: whole });
      } else await this.#session.send('Fetch.continueResponse', answer);
    }
  }

  async #fulfil(paused: PausedRequest): Promise<void> {
    const { requestId, frameId } = paused;
    if (isFaviconRequest(paused)) {
      const response = { requestId, responseCode: 404, responseHeaders: [], body: '' };
      await this.#session.send('Fetch.fulfillRequest', response);
      return;
    }
    const response = await this.#policy.respond(toAppRequest(paused));
    if (!response || response.type === 'error') {
      await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
      return;
    }
    const body = NULL_BODY_STATUS.has(response.status)
      ? ''
      : Buffer.from(await response.arrayBuffer()).toString('base64');
    if (paused.resourceType === 'Document') {
      this.#policy.documentAnswered(frameId, response.status, response.statusText);
    }
    await this.#session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      ...(response.statusText ? { responsePhrase: response.statusText } : {}),
      responseHeaders: toResponseHeaders(response.headers),
      body,
    });
  }
}
