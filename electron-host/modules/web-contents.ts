import { runningBrowser } from '../chromium/browser.ts';
import { certificateErrorCode, describeCertificate, fetchCertificate } from '../chromium/certificates.ts';
import { TargetGoneError } from '../chromium/connection.ts';
import { Page, type PageSetup, type PreloadScript } from '../chromium/page.ts';
import { toAppUrl, toChromiumUrl } from '../host/app-origin.ts';
import { createEvent } from '../host/event.ts';
import { createMainFrame, type WebFrameMain } from '../host/frame.ts';
import { createImage } from '../host/image.ts';
import { NavigationState } from '../host/navigation.ts';
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
export interface WebContentsOptions {
  readonly title: string;
  readonly session: Session;
  readonly preload: PreloadScript | undefined;
  readonly setup: Pick<PageSetup, 'darkMode' | 'backgroundColor'>;
  /** What happens in the page and concerns its window. */
  observed(message: FromObserver): void;
  loaded(): void;
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
  #zoomFactor = 1;
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
    if (!URL.canParse(target)) throw this.#loadError('ERR_INVALID_URL', -300, url);
    const page = await this.#page;
    await this.session.hostApplyPermissions(this, url);
    const finished = this.#navigation.begin();
    trace(`window ${this.id} loads ${url}`);
    try {
      const { errorText, loaderId } = await page.session.send('Page.navigate', { url: target });
      if (errorText) throw this.#loadError(errorText.replace(/^net::/, ''), -2, url);
      // Within the same document there is nothing to wait for.
      if (loaderId === undefined) this.#navigation.end();
      await finished;
    } catch (error) {
      this.#navigation.end();
      throw error;
    }
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

  setZoomFactor(factor: number): void {
    this.#zoomFactor = factor;
    this.#post((page) => page.session.send('Emulation.setPageScaleFactor', { pageScaleFactor: factor }));
  }

  getZoomFactor(): number {
    return this.#zoomFactor;
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
      this.#requestPolicy(),
    );
    this.#follow(page);
    await page.start({
      ...this.#options.setup,
      preload: this.#options.preload,
      decidesCertificates: session.hostCertificateVerify !== undefined,
    });
    trace(`window ${this.id} is prepared`);
    return page;
  }

  #follow(page: Page): void {
    const { session } = page;
    session.on('Target.detachedFromTarget', ({ sessionId }) => {
      if (sessionId === session.id) this.#options.closeRequested();
    });
    session.on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId === page.targetId && this.#navigation.start())
        this.emit('did-start-loading', createEvent({}));
    });
    session.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId === page.targetId && this.#navigation.stop())
        this.emit('did-stop-loading', createEvent({}));
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      const committed = this.#navigation.commit(frame.url, frame.unreachableUrl);
      if (committed === 'failed') {
        const url = toAppUrl(frame.unreachableUrl ?? '');
        this.emit(
          'did-fail-load',
          createEvent({}),
          -2,
          'ERR_FAILED',
          url,
          true,
          this.mainFrame.processId,
          this.id,
        );
      } else if (committed) {
        const { status, statusText } = committed;
        this.emit('did-navigate', createEvent({}), this.getURL(), status, statusText);
      }
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== page.targetId) return;
      this.#navigation.url = url;
      this.emit(
        'did-navigate-in-page',
        createEvent({}),
        this.getURL(),
        true,
        this.mainFrame.processId,
        this.id,
      );
    });
    session.on('Page.domContentEventFired', () => {
      if (this.#navigation.committed) this.emit('dom-ready', createEvent({}));
    });
    session.on('Page.loadEventFired', () => {
      if (!this.#navigation.committed) return;
      trace(`window ${this.id} has loaded`);
      this.#navigation.end();
      this.#options.loaded();
      this.emit('did-finish-load', createEvent({}));
    });
    session.on('Page.javascriptDialogOpening', () => {
      // With a screen the person answers; without one the page would wait for ever.
      if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
        session.post('Page.handleJavaScriptDialog', { accept: false });
      }
    });
    session.on('Inspector.targetCrashed', () => {
      this.#navigation.crashed = true;
      this.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 1 });
    });
    session.on('Security.certificateError', ({ eventId, errorType, requestURL }) => {
      this.#decideCertificate(errorType, requestURL).then(
        (accepted) =>
          session.post('Security.handleCertificateError', {
            eventId,
            action: accepted ? 'continue' : 'cancel',
          }),
        (error: unknown) => {
          report(`the certificate of ${requestURL}`, error);
          session.post('Security.handleCertificateError', { eventId, action: 'cancel' });
        },
      );
    });
  }

  #requestPolicy(): ConstructorParameters<typeof Page>[2] {
    const { session } = this;
    return {
      mayNavigate: ({ url, frameId, isRedirect }) =>
        this.#mayNavigate(url, frameId === this.#targetId, isRedirect),
      documentAnswered: (frameId, status, statusText) => {
        if (frameId === this.#targetId) this.#navigation.answered = { status, statusText };
      },
      respond: (request) => session.hostRespond(request),
      get watchesRequests() {
        return session.hostWatcher.watches;
      },
      beforeRequest: (request) => session.hostWatcher.beforeRequest(request),
    };
  }

  #mayNavigate(url: string, isMainFrame: boolean, isRedirect: boolean): boolean {
    // What main itself asked for is not put to it again; where a server sends it from there is.
    if (isMainFrame && !isRedirect && this.#navigation.consumeExpected()) return true;
    const details = { url, isMainFrame, isSameDocument: false, frame: isMainFrame ? this.mainFrame : null };
    const names = isRedirect
      ? ['will-redirect']
      : ['will-frame-navigate', ...(isMainFrame ? ['will-navigate'] : [])];
    return names.every((name) => {
      const event = createEvent({ ...details });
      this.emit(name, event, url, false, isMainFrame);
      return !event.defaultPrevented;
    });
  }

  async #decideCertificate(errorType: string, requestUrl: string): Promise<boolean> {
    const verify = this.session.hostCertificateVerify;
    if (!verify) return false;
    const certificate = describeCertificate(await fetchCertificate(requestUrl));
    const request = {
      hostname: new URL(requestUrl).hostname,
      certificate,
      validatedCertificate: certificate,
      isIssuedByKnownRoot: false,
      verificationResult: errorType,
      errorCode: certificateErrorCode(errorType),
    };
    // -3 is "use Chromium's own result", which was a refusal.
    return new Promise((resolve) => verify(request, (result) => resolve(result === 0)));
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

  #loadError(code: string, errno: number, url: string): Error {
    return Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url });
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
