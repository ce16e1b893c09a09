import type { CustomScheme } from 'electron';
import { runningBrowser } from '../chromium/browser.ts';
import { toChromiumUrl } from '../host/app-origin.ts';
import { createEvent } from '../host/event.ts';
import { fetchResource } from '../host/fetch-resource.ts';
import { lifecycle } from '../host/lifecycle.ts';
import { HostEmitter, NotProvidedError, provide } from '../host/refuse.ts';
import { report } from '../host/trace.ts';
import {
  createProtocol,
  type Protocol,
  type ProtocolHandler,
  registerSchemesAsPrivileged,
} from './protocol.ts';
import type { WebContents } from './web-contents.ts';
import { createWebRequest, type WebRequest, type WebRequestWatcher } from './web-request.ts';

type PermissionCheckHandler = (
  webContents: WebContents | null,
  permission: string,
  requestingOrigin: string,
  details: { isMainFrame: boolean; requestingUrl?: string },
) => boolean;

/** What Electron asks a certificate verify procedure about. */
export interface CertificateVerifyRequest {
  readonly hostname: string;
  readonly certificate: unknown;
  readonly validatedCertificate: unknown;
  readonly isIssuedByKnownRoot: boolean;
  readonly verificationResult: string;
  readonly errorCode: number;
}

type CertificateVerifyProcedure = (
  request: CertificateVerifyRequest,
  callback: (verificationResult: number) => void,
) => void;

// Electron's names of the permissions about which a check handler can be heard, and Chromium's.
const PERMISSIONS: readonly (readonly [string, string])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
];

const DENY_DOWNLOADS = { behavior: 'deny', eventsEnabled: true } as const;

/** A profile of pages: the default one is kept, those of partitions live in memory. */
export class Session extends HostEmitter {
  readonly protocol: Protocol;
  readonly webRequest: WebRequest;
  readonly #handlers: ReadonlyMap<string, ProtocolHandler>;
  readonly #watcher: WebRequestWatcher;
  readonly #partition: string;
  readonly #origins = new Set<string>();
  readonly #pages = new Set<WebContents>();
  #context: Promise<string | undefined> | undefined;
  #permissionCheck: PermissionCheckHandler | undefined;
  #certificateVerify: CertificateVerifyProcedure | undefined;

  constructor(partition: string) {
    super('Session', ['will-download']);
    this.#partition = partition;
    const protocol = createProtocol();
    this.protocol = protocol.module;
    this.#handlers = protocol.handlers;
    const webRequest = createWebRequest(() => {
      for (const page of this.#pages) page.hostWatchRequests();
    });
    this.webRequest = webRequest.module;
    this.#watcher = webRequest.watcher;
  }

  isPersistent(): boolean {
    return this.#partition === '';
  }

  getUserAgent(): string {
    return runningBrowser().browser.userAgent;
  }

  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    return fetchResource(input, init, this.#handlers);
  }

  /**
   * Kept, but never asked: Chromium denies what would prompt (`--deny-permission-prompts`), and its debugging
   * protocol does not tell when a page asks. Only the check handler can grant something.
   */
  setPermissionRequestHandler(_handler: unknown): void {}

  /** Never asked, as above: no device can be chosen here. */
  setDevicePermissionHandler(_handler: unknown): void {}

  /** There is no spell checker to turn on. */
  setSpellCheckerEnabled(enabled: boolean): void {
    if (enabled) throw new NotProvidedError('Session.setSpellCheckerEnabled(true)');
  }

  setPermissionCheckHandler(handler: PermissionCheckHandler | null): void {
    this.#permissionCheck = handler ?? undefined;
  }

  /** Asked about the certificates that Chromium refuses; for windows made after the call. */
  setCertificateVerifyProc(procedure: CertificateVerifyProcedure | null): void {
    this.#certificateVerify = procedure ?? undefined;
    if (procedure) for (const page of this.#pages) page.hostDecideCertificates();
  }

  async clearCache(): Promise<void> {
    if (await this.#startAfresh()) return;
    for (const page of this.#pages) await page.hostClearCache();
  }

  /** As `clearCache` and `clearStorageData` together. */
  async clearData(options?: object): Promise<void> {
    if (options && Object.keys(options).length > 0)
      throw new NotProvidedError('options of Session.clearData');
    await this.clearCache();
    await this.clearStorageData();
  }

  /** Only a partition without windows can forget who has logged in. */
  async clearAuthCache(): Promise<void> {
    if (!(await this.#startAfresh()))
      throw new NotProvidedError('Session.clearAuthCache while it has windows');
  }

  /** Clears cookies, and the storage of the origins that this run's windows have been to. */
  async clearStorageData(options?: object): Promise<void> {
    if (options && Object.keys(options).length > 0)
      throw new NotProvidedError('options of Session.clearStorageData');
    if (await this.#startAfresh()) return;
    const browserContextId = await this.hostContext();
    await runningBrowser().browser.connection.root.send(
      'Storage.clearCookies',
      browserContextId === undefined ? {} : { browserContextId },
    );
    for (const page of this.#pages) {
      for (const origin of this.#origins) await page.hostClearOrigin(origin);
    }
  }

  /** For the host: Chromium's context of this session; the default one has none. */
  async hostContext(): Promise<string | undefined> {
    this.#context ??= this.#partition === '' ? this.#useDefaultContext() : this.#createContext();
    return this.#context;
  }

  async #useDefaultContext(): Promise<undefined> {
    await runningBrowser().browser.connection.root.send('Browser.setDownloadBehavior', DENY_DOWNLOADS);
  }

  async #createContext(): Promise<string> {
    const { root } = runningBrowser().browser.connection;
    const { browserContextId } = await root.send('Target.createBrowserContext', { disposeOnDetach: true });
    await root.send('Browser.setDownloadBehavior', { ...DENY_DOWNLOADS, browserContextId });
    return browserContextId;
  }

  /**
   * Gives a partition without windows a new context, which has nothing of the old one.
   * @returns whether there was nothing that could keep it from that
   */
  async #startAfresh(): Promise<boolean> {
    if (this.#partition === '' || this.#pages.size > 0) return false;
    const context = this.#context;
    this.#context = undefined;
    this.#origins.clear();
    const browserContextId = await context;
    if (browserContextId !== undefined) {
      await runningBrowser().browser.connection.root.send('Target.disposeBrowserContext', {
        browserContextId,
      });
    }
    return true;
  }

  /** For the host: a page is about to download something, which Chromium was told not to. */
  hostDownloadBegins(page: WebContents, url: string, filename: string): void {
    const event = createEvent({});
    const item = provide('DownloadItem', { getURL: () => url, getFilename: () => filename });
    this.emit('will-download', event, item, page, null);
    if (!event.defaultPrevented) report(`'${filename}'`, new NotProvidedError('downloads: denied'));
  }

  /** For the host: a window of this session. */
  hostAddPage(page: WebContents): void {
    this.#pages.add(page);
  }

  hostRemovePage(page: WebContents): void {
    this.#pages.delete(page);
  }

  /** For the host: what the app's protocol handler answers, if its scheme has one. */
  hostRespond(request: Request): Promise<Response> | undefined {
    const handler = this.#handlers.get(request.url.slice(0, request.url.indexOf(':')));
    return handler && Promise.resolve(handler(request));
  }

  get hostWatcher(): WebRequestWatcher {
    return this.#watcher;
  }

  get hostCertificateVerify(): CertificateVerifyProcedure | undefined {
    return this.#certificateVerify;
  }

  /** For the host: tells Chromium, before a page goes to an origin, what the check handler says of it. */
  async hostApplyPermissions(page: WebContents, url: string): Promise<void> {
    const { origin } = new URL(toChromiumUrl(url));
    if (origin === 'null' || this.#origins.has(origin)) return;
    this.#origins.add(origin);
    const check = this.#permissionCheck;
    if (!check) return;
    const browserContextId = await this.hostContext();
    const details = { isMainFrame: true, requestingUrl: url };
    await Promise.all(
      PERMISSIONS.map(([permission, name]) =>
        runningBrowser().browser.connection.root.send('Browser.setPermission', {
          permission: { name },
          setting: check(page, permission, origin, details) ? 'granted' : 'denied',
          origin,
          ...(browserContextId === undefined ? {} : { browserContextId }),
        }),
      ),
    );
  }
}

const sessions = new Map<string, Session>();

/** The session of a partition; '' is the default one. */
export function sessionOf(partition: string): Session {
  if (!lifecycle.ready) throw new Error('Session can only be received when app is ready');
  if (partition.startsWith('persist:')) throw new NotProvidedError(`persistent partitions ('${partition}')`);
  const session = sessions.get(partition) ?? new Session(partition);
  sessions.set(partition, session);
  return session;
}

/** Electron's `session`. */
export const session = provide('session', {
  get defaultSession(): Session {
    return sessionOf('');
  },
  fromPartition: (partition: string, options?: object): Session => {
    // Electron's only option turns the cache off; a partition here lives in memory and is gone with the app.
    for (const name of Object.keys(options ?? {})) {
      if (name !== 'cache') throw new NotProvidedError(`the option '${name}' of session.fromPartition`);
    }
    return sessionOf(partition);
  },
});

/** Electron's `protocol`: that of the default session. */
export const protocol = provide('protocol', {
  registerSchemesAsPrivileged: (schemes: readonly CustomScheme[]): void =>
    registerSchemesAsPrivileged(schemes),
  handle: (scheme: string, handler: ProtocolHandler): void => sessionOf('').protocol.handle(scheme, handler),
  unhandle: (scheme: string): void => sessionOf('').protocol.unhandle(scheme),
  isProtocolHandled: (scheme: string): boolean => sessionOf('').protocol.isProtocolHandled(scheme),
});
