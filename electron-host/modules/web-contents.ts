import { runningBrowser } from '../chromium/browser.ts';
import { TargetGoneError } from '../chromium/connection.ts';
import { Page, type PageSetup, type PreloadScript } from '../chromium/page.ts';
import { toAppUrl, toChromiumUrl } from '../host/app-origin.ts';
import { createEvent, createUnpreventableEvent } from '../host/event.ts';
import { createMainFrame, type WebFrameMain } from '../host/frame.ts';
import { createImage } from '../host/image.ts';
import { NavigationState } from '../host/navigation.ts';
import { createLoadError, netErrorNumber } from '../host/net-errors.ts';
import { createRequestPolicy, emitNavigation, followPage, type PageOwner } from '../host/page-events.ts';
import { HostEmitter, NotProvidedError, provide } from '../host/refuse.ts';
import { report, trace } from '../host/trace.ts';
import type { FromPreload, ToPreload } from '../page/preload-runtime.ts';
import type { FromObserver } from '../page/window-observer.ts';
import { encodeParameters, ipcMain } from './ipc-main.ts';
import type { Session } from './session.ts';

const EVENTS = [
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'did-start-loading',
  'did-stop-loading',
  'did-navigate',
  'did-navigate-in-page',
  'did-finish-load',
  'did-fail-load',
  'dom-ready',
  'page-title-updated',
  'preload-error',
  'render-process-gone',
  'before-input-event',
  // Never emitted: Chromium asks the person itself, where the machine has certificates of clients.
  'select-client-certificate',
  // Never emitted: no page here has web views.
  'will-attach-webview',
  'focus',
  'blur',
  'destroyed',
];

type WindowOpenHandler = (details: {
  url: string;
  frameName: string;
  features: string;
  disposition: string;
}) => { action: 'allow' | 'deny' };

/** How a window's page is made. */
export interface WebContentsOptions extends PageOwner {
  readonly title: string;
  readonly session: Session;
  readonly preload: PreloadScript | undefined;
  readonly setup: Pick<PageSetup, 'darkMode' | 'backgroundColor'>;
  /** What happens in the page and concerns its window. */
  observed(message: FromObserver): void;
  closeRequested(): void;
}

const allWebContents = new Map<number, WebContents>();
let lastId = 0;

/** A window's page. */
export class WebContents extends HostEmitter {
  readonly id = ++lastId;
  readonly session: Session;
  readonly mainFrame: WebFrameMain;
  readonly #options: WebContentsOptions;
  readonly #page: Promise<Page>;
  readonly #navigation = new NavigationState();
  #targetId: string | undefined;
  #title = '';
  #destroyed = false;
  #windowOpenHandler: WindowOpenHandler | undefined;

  constructor(options: WebContentsOptions) {
    super('WebContents', EVENTS);
    this.#options = options;
    this.session = options.session;
    this.mainFrame = createMainFrame(
      this.id,
      () => this.getURL(),
      () => this.#destroyed,
    );
    allWebContents.set(this.id, this);
    this.session.hostAddPage(this);
    this.#page = this.#open();
    // Whoever uses the page hears of a failure; this keeps it from ending the process when nobody does.
    this.#page.catch((error: unknown) => {
      if (!(error instanceof TargetGoneError)) report('a window could not be opened', error);
    });
  }

  async loadURL(url: string): Promise<void> {
    const target = toChromiumUrl(url);
    if (!URL.canParse(target)) throw createLoadError('ERR_INVALID_URL', url);
    try {
      await this.#load(await this.#page, target, url);
    } catch (error) {
      this.#navigation.end();
      throw error instanceof TargetGoneError ? createLoadError('ERR_FAILED', url) : error;
    }
    // The window was closed before its page had loaded.
    if (this.#destroyed) throw createLoadError('ERR_FAILED', url);
  }

  getURL(): string {
    return toAppUrl(this.#navigation.url);
  }

  getTitle(): string {
    return this.#title;
  }

  isLoading(): boolean {
    return this.#navigation.loading;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isCrashed(): boolean {
    return this.#navigation.crashed;
  }

  isFocused(): boolean {
    return this.#navigation.focused;
  }

  getType(): string {
    return 'window';
  }

  reload(): void {
    this.#navigation.expect();
    this.#post((page) => page.session.send('Page.reload', {}));
  }

  reloadIgnoringCache(): void {
    this.#navigation.expect();
    this.#post((page) => page.session.send('Page.reload', { ignoreCache: true }));
  }

  stop(): void {
    this.#post((page) => page.session.send('Page.stopLoading', {}));
  }

  focus(): void {
    this.#post((page) => page.session.send('Target.activateTarget', { targetId: page.targetId }));
  }

  send(channel: string, ...parameters: unknown[]): void {
    const encoded = encodeParameters(parameters);
    this.#post(async (page) => page.tell({ kind: 'message', channel, parameters: encoded }));
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return (await this.#page).evaluate(code, userGesture);
  }

  async capturePage(rectangle?: object): Promise<object> {
    if (rectangle) throw new NotProvidedError('WebContents.capturePage of a part of the page');
    const { data } = await (await this.#page).session.send('Page.captureScreenshot', { format: 'png' });
    return createImage(Buffer.from(data, 'base64'));
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }

  /** Closes the window; the page's `beforeunload` is not heard. */
  close(): void {
    this.#options.closeRequested();
  }

  /** For the host: the target by which Chromium's debuggers know the page. */
  get hostTargetId(): string | undefined {
    return this.#targetId;
  }

  /** For the host: does something with the page once it is there. */
  async hostWithPage<Result>(action: (page: Page) => Promise<Result>): Promise<Result> {
    return action(await this.#page);
  }

  hostWatchRequests(): void {
    this.#post((page) => page.watchRequests());
  }

  hostDecideCertificates(): void {
    this.#post((page) => page.decideCertificates());
  }

  async hostClearCache(): Promise<void> {
    await (await this.#page).session.send('Network.clearBrowserCache', {});
  }

  async hostClearOrigin(origin: string): Promise<void> {
    await (await this.#page).session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }

  /** For the host: the page is gone. */
  hostDestroyed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#navigation.end();
    allWebContents.delete(this.id);
    this.session.hostRemovePage(this);
    this.emit('destroyed', createEvent({}));
  }

  async #open(): Promise<Page> {
    const { session, title } = this.#options;
    const context = await session.hostContext();
    const target = await runningBrowser().browser.openPage(title, context);
    this.#targetId = target.targetId;
    const page = new Page(
      target,
      {
        preloadSaid: (message, answer) => this.#preloadSaid(message, answer),
        observed: (message) => this.#observed(message),
      },
      createRequestPolicy(this, this.#navigation),
    );
    followPage(page, this, this.#navigation, this.#options);
    await page.start({
      ...this.#options.setup,
      preload: this.#options.preload,
      decidesCertificates: session.hostCertificateVerify !== undefined,
    });
    trace(`window ${this.id} is prepared`);
    return page;
  }

  #preloadSaid(message: FromPreload, answer: (message: ToPreload) => void): void {
    if (this.#destroyed) return;
    if (message.kind === 'preload-error') {
      report('the preload script failed', message.message);
      this.emit('preload-error', createEvent({}), this.#options.preload?.path, new Error(message.message));
      return;
    }
    // The preload may speak before Chromium reports the new document.
    this.#navigation.url = message.url;
    void ipcMain.hostDispatch(this, this.mainFrame, message, answer);
  }

  #observed(message: FromObserver): void {
    if (this.#destroyed) return;
    if (message.kind === 'open') {
      const { kind: _, ...details } = message;
      this.#windowOpenRequested({ ...details, url: toAppUrl(details.url) });
      return;
    }
    if (message.kind === 'title') {
      this.#title = message.title;
      this.emit('page-title-updated', createEvent({}), message.title, true);
    } else if (message.kind === 'leave') {
      // Whatever the listeners say, no other program is opened.
      const { url, isMainFrame } = message;
      emitNavigation(this, { url: toAppUrl(url), isMainFrame, isRedirect: false });
      return;
    } else if (message.kind === 'key') {
      const { kind: _, ...input } = message;
      this.emit('before-input-event', createUnpreventableEvent('before-input-event'), input);
      return;
    } else if (message.kind === 'focus') {
      this.#navigation.focused = message.focused;
      this.emit(message.focused ? 'focus' : 'blur', createEvent({}));
    }
    this.#options.observed(message);
  }

  #windowOpenRequested(details: Parameters<WindowOpenHandler>[0]): void {
    const action = this.#windowOpenHandler?.(details).action;
    if (action === 'deny') return;
    report(`window.open('${details.url}')`, new NotProvidedError('windows that a page opens: denied'));
  }

  async #load(page: Page, target: string, url: string): Promise<void> {
    await this.session.hostApplyPermissions(this, url);
    const finished = this.#navigation.begin();
    trace(`window ${this.id} loads ${url}`);
    const { errorText, loaderId } = await page.session.send('Page.navigate', { url: target });
    if (errorText) throw this.#loadFailed(errorText.replace(/^net::/, ''), url);
    // Within the same document there is nothing to wait for.
    if (loaderId === undefined) this.#navigation.end();
    await finished;
  }

  #loadFailed(errorText: string, url: string): Error {
    // Chromium aborts what main refuses; the reason is the certificate.
    const name = this.#navigation.certificateError ?? errorText;
    this.#navigation.fail(errorText !== 'ERR_ABORTED');
    const { processId, routingId } = this.mainFrame;
    this.emit('did-fail-load', createEvent({}), netErrorNumber(name), name, url, true, processId, routingId);
    return createLoadError(name, url);
  }

  #post(action: (page: Page) => Promise<unknown>): void {
    this.#page.then(action).catch((error: unknown) => {
      if (!(error instanceof TargetGoneError)) report(`window ${this.id}`, error);
    });
  }
}

/** Electron's `webContents`. */
export const webContents = provide('webContents', {
  getAllWebContents: (): WebContents[] => [...allWebContents.values()],
  fromId: (id: number): WebContents | undefined => allWebContents.get(id),
  fromDevToolsTargetId: (targetId: string): WebContents | undefined =>
    [...allWebContents.values()].find((contents) => contents.hostTargetId === targetId),
});
