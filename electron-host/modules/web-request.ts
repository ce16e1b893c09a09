import { provide } from '../host/refuse.ts';

interface RequestDetails {
  readonly id: number;
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
  readonly timestamp: number;
}

interface Decision {
  cancel?: boolean;
  redirectURL?: string;
}

type BeforeRequestListener = (details: RequestDetails, callback: (decision: Decision) => void) => void;

/** `session.webRequest`: of its events, only the first one of a request. */
export interface WebRequest {
  onBeforeRequest(listener: BeforeRequestListener | null): void;
  onBeforeRequest(filter: { urls: string[] }, listener: BeforeRequestListener | null): void;
}

/** The host's side of `webRequest`. */
export interface WebRequestWatcher {
  readonly watches: boolean;
  beforeRequest(request: { url: string; method: string; resourceType: string }): Promise<Decision>;
}

// Chromium's names in the debugging protocol, and Electron's in `resourceType`.
const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  Document: 'mainFrame',
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

/** The `webRequest` of one session; `onChange` is called when somebody begins or ceases to watch. */
export function createWebRequest(onChange: () => void): { module: WebRequest; watcher: WebRequestWatcher } {
  let current: { listener: BeforeRequestListener; patterns: readonly string[] } | undefined;
  let lastId = 0;
  const module = provide('WebRequest', {
    onBeforeRequest(
      first: { urls: string[] } | BeforeRequestListener | null,
      second?: BeforeRequestListener | null,
    ): void {
      const listener = typeof first === 'object' && first !== null ? second : first;
      const patterns = typeof first === 'object' && first !== null ? first.urls : ['<all_urls>'];
      current = typeof listener === 'function' ? { listener, patterns } : undefined;
      onChange();
    },
  });
  return {
    module,
    watcher: {
      get watches() {
        return current !== undefined;
      },
      beforeRequest: ({ url, method, resourceType }) =>
        new Promise((resolve) => {
          if (!current || !matchesFilter(url, current.patterns)) return resolve({});
          const type = RESOURCE_TYPES[resourceType] ?? 'other';
          current.listener({ id: ++lastId, url, method, resourceType: type, timestamp: Date.now() }, resolve);
        }),
    },
  };
}
