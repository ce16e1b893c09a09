import { NotProvidedError, provide } from '../host/refuse.ts';

interface RequestDetails {
  readonly id: number;
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
  readonly timestamp: number;
}

interface ResponseDetails extends RequestDetails {
  readonly statusLine: string;
  readonly statusCode: number;
  readonly responseHeaders: Record<string, string[]>;
}

interface RequestDecision {
  cancel?: boolean;
  redirectURL?: string;
}

interface ResponseDecision {
  cancel?: boolean;
  responseHeaders?: Record<string, string | string[]>;
}

type Listener<Details, Decision> = (details: Details, callback: (decision: Decision) => void) => void;

interface Register<Details, Decision> {
  (listener: Listener<Details, Decision> | null): void;
  (filter: { urls: string[] }, listener: Listener<Details, Decision> | null): void;
}

/** `session.webRequest`: of its events, the first one of a request and the first one of a response. */
export interface WebRequest {
  readonly onBeforeRequest: Register<RequestDetails, RequestDecision>;
  readonly onHeadersReceived: Register<ResponseDetails, ResponseDecision>;
}

/** A request as the host knows it; the type is Chromium's name. */
export interface WatchedRequest {
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
}

/** A response as the host knows it. */
export interface WatchedResponse extends WatchedRequest {
  readonly statusCode: number;
  readonly statusText: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** The host's side of `webRequest`. */
export interface WebRequestWatcher {
  readonly watchesRequests: boolean;
  readonly watchesResponses: boolean;
  beforeRequest(request: WatchedRequest): Promise<RequestDecision>;
  headersReceived(response: WatchedResponse): Promise<ResponseDecision>;
}

// Chromium's names in the debugging protocol, and Electron's in `resourceType`.
const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  Document: 'mainFrame',
  SubDocument: 'subFrame',
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  Media: 'media',
  XHR: 'xhr',
  Fetch: 'xhr',
  WebSocket: 'webSocket',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
};

/** Whether a URL matches one of the patterns of a filter (`https://*.host/*`, `<all_urls>`). */
export function matchesFilter(url: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern === '<all_urls>') return true;
    const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    return new RegExp(`^${expression}$`, 's').test(url);
  });
}

/** The one listener that an event of `webRequest` has. */
class Registration<Details extends RequestDetails, Decision extends object> {
  readonly register: Register<Details, Decision>;
  #current: { listener: Listener<Details, Decision>; patterns: readonly string[] } | undefined;

  constructor(onChange: () => void) {
    this.register = (
      first: { urls: string[] } | Listener<Details, Decision> | null,
      second?: Listener<Details, Decision> | null,
    ): void => {
      const listener = typeof first === 'object' && first !== null ? second : first;
      const patterns = typeof first === 'object' && first !== null ? first.urls : ['<all_urls>'];
      this.#current = typeof listener === 'function' ? { listener, patterns } : undefined;
      onChange();
    };
  }

  get isWatched(): boolean {
    return this.#current !== undefined;
  }

  ask(details: Details): Promise<Decision | undefined> {
    const current = this.#current;
    if (!current || !matchesFilter(details.url, current.patterns)) return Promise.resolve(undefined);
    return new Promise((resolve) => current.listener(details, resolve));
  }
}

/** The `webRequest` of one session; `onChange` is called when somebody begins or ceases to watch. */
export function createWebRequest(onChange: () => void): { module: WebRequest; watcher: WebRequestWatcher } {
  const requests = new Registration<RequestDetails, RequestDecision>(onChange);
  const responses = new Registration<ResponseDetails, ResponseDecision>(onChange);
  let lastId = 0;
  const detailsOf = ({ url, method, resourceType }: WatchedRequest): RequestDetails => {
    const type = RESOURCE_TYPES[resourceType] ?? 'other';
    return { id: ++lastId, url, method, resourceType: type, timestamp: Date.now() };
  };
  return {
    module: provide('WebRequest', {
      onBeforeRequest: requests.register,
      onHeadersReceived: responses.register,
    }),
    watcher: {
      get watchesRequests() {
        return requests.isWatched;
      },
      get watchesResponses() {
        return responses.isWatched;
      },
      beforeRequest: async (request) => (await requests.ask(detailsOf(request))) ?? {},
      headersReceived: async (response) => {
        const { statusCode, statusText } = response;
        const decision = await responses.ask({
          ...detailsOf(response),
          statusLine: `HTTP/1.1 ${statusCode} ${statusText}`.trimEnd(),
          statusCode,
          responseHeaders: groupHeaders(response.headers),
        });
        if (decision && 'statusLine' in decision)
          throw new NotProvidedError("the 'statusLine' of WebRequest.onHeadersReceived");
        return decision ?? {};
      },
    },
  };
}

function groupHeaders(headers: WatchedResponse['headers']): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (const { name, value } of headers) {
    const key = Object.keys(grouped).find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
    grouped[key] = [...(grouped[key] ?? []), value];
  }
  return grouped;
}
