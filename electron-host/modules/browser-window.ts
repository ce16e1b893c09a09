import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runningBrowser } from '../chromium/browser.ts';
import { OFF_SCREEN } from '../chromium/executable.ts';
import type { Bounds } from '../chromium/protocol.ts';
import { createEvent } from '../host/event.ts';
import { lifecycle } from '../host/lifecycle.ts';
import { HostEmitter, NotProvidedError } from '../host/refuse.ts';
import { report, trace } from '../host/trace.ts';
import { type BrowserWindowOptions, readWindowOptions } from '../host/window-options.ts';
import type { FromObserver } from '../page/window-observer.ts';
import { app } from './app.ts';
import { colorSchemeToEmulate } from './native-theme.ts';
import { WebContents } from './web-contents.ts';

const EVENTS = [
  'close',
  'closed',
  'ready-to-show',
  'show',
  'hide',
  'focus',
  'blur',
  'page-title-updated',
  'resize',
  'resized',
  'move',
  'moved',
  'minimize',
  'maximize',
  'unmaximize',
  'restore',
];

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

type WindowState = 'normal' | 'minimized' | 'maximized';

/**
 * A window of Chromium. It can't be hidden: until it is shown it lies off screen, as far as the window manager
 * allows.
 */
export class BrowserWindow extends HostEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #parent: BrowserWindow | undefined;
  readonly #minimum: { readonly width: number; readonly height: number };
  #bounds: Rectangle;
  #content: readonly [number, number];
  #title: string;
  #visible = false;
  #state: WindowState = 'normal';
  #readyToShow = false;
  #destroyed = false;
  #windowId: Promise<number> | undefined;

  constructor(options: BrowserWindowOptions = {}) {
    super('BrowserWindow', EVENTS);
    if (!lifecycle.ready) throw new Error('Cannot create BrowserWindow before app is ready');
    const { preload, session, backgroundColor, minimum, bounds } = readWindowOptions(
      options,
      app.getAppPath(),
    );
    this.#title = options.title ?? app.getName();
    this.#parent = options.parent;
    this.#minimum = minimum;
    this.#bounds = bounds;
    this.#content = [bounds.width, bounds.height];
    this.webContents = new WebContents({
      title: this.#title,
      session,
      preload,
      setup: { darkMode: colorSchemeToEmulate(), backgroundColor },
      observed: (message) => this.#observed(message),
      loaded: () => this.#loaded(),
      closeRequested: () => this.close(),
    });
    this.id = this.webContents.id;
    lifecycle.windows.set(this.id, this);
    app.emit('web-contents-created', createEvent({}), this.webContents);
    app.emit('browser-window-created', createEvent({}), this);
    if (options.show ?? true) this.show();
    else this.#applyBounds();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...lifecycle.windows.values()];
  }

  static fromWebContents(webContents: WebContents | undefined): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === webContents) ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return lifecycle.windows.get(id) ?? null;
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null;
  }

  async loadURL(url: string, options?: object): Promise<void> {
    if (options && Object.keys(options).length > 0)
      throw new NotProvidedError('options of BrowserWindow.loadURL');
    return this.webContents.loadURL(url);
  }

  async loadFile(path: string, options?: object): Promise<void> {
    if (options && Object.keys(options).length > 0)
      throw new NotProvidedError('options of BrowserWindow.loadFile');
    return this.webContents.loadURL(pathToFileURL(resolve(app.getAppPath(), path)).href);
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#visible) return;
    this.#visible = true;
    trace(`window ${this.id} is shown`);
    this.#applyBounds();
    this.emit('show', createEvent({}));
  }

  hide(): void {
    if (!this.#visible) return;
    this.#visible = false;
    this.#applyBounds();
    this.emit('hide', createEvent({}));
  }

  focus(): void {
    this.webContents.focus();
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isFocused(): boolean {
    return this.webContents.isFocused();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Closes the window unless a listener of `close` prevents it. */
  close(): void {
    if (this.#destroyed) return;
    const event = createEvent({});
    this.emit('close', event);
    // A page that Chromium has already taken away can't be kept.
    if (!event.defaultPrevented || this.webContents.isDestroyed()) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    for (const window of BrowserWindow.getAllWindows()) if (window.#parent === this) window.destroy();
    this.webContents
      .hostWithPage((page) => page.session.send('Target.closeTarget', { targetId: page.targetId }))
      // The page may be gone before it is told to go.
      .catch(() => undefined);
    this.webContents.hostDestroyed();
    lifecycle.windows.delete(this.id);
    this.emit('closed', createEvent({}));
    if (lifecycle.windows.size === 0) app.hostAllWindowsClosed();
  }

  getTitle(): string {
    return this.#title;
  }

  /** Kept for `getTitle`; the frame of the window shows the page's own title. */
  setTitle(title: string): void {
    this.#title = title;
  }

  getParentWindow(): BrowserWindow | null {
    return this.#parent ?? null;
  }

  getChildWindows(): BrowserWindow[] {
    return BrowserWindow.getAllWindows().filter((window) => window.#parent === this);
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const { x, y, width, height } = { ...this.#bounds, ...bounds };
    this.#bounds = {
      x,
      y,
      width: Math.max(width, this.#minimum.width),
      height: Math.max(height, this.#minimum.height),
    };
    this.#applyBounds();
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getContentSize(): number[] {
    return [...this.#content];
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  center(): void {
    const { availableLeft, availableTop, availableWidth, availableHeight } = runningBrowser().surroundings;
    const { width, height } = this.#bounds;
    this.setBounds({
      x: Math.round(availableLeft + (availableWidth - width) / 2),
      y: Math.round(availableTop + (availableHeight - height) / 2),
    });
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  minimize(): void {
    this.#setState('minimized', 'minimize');
  }

  maximize(): void {
    this.#setState('maximized', 'maximize');
  }

  unmaximize(): void {
    this.#setState('normal', 'unmaximize');
  }

  restore(): void {
    this.#setState('normal', 'restore');
  }

  /** Menus are not drawn; see Menu. */
  setMenu(_menu: object | null): void {}

  removeMenu(): void {}

  setMenuBarVisibility(_visible: boolean): void {}

  #observed(message: FromObserver): void {
    if (message.kind === 'title') {
      const event = createEvent({});
      this.emit('page-title-updated', event, message.title, true);
      if (!event.defaultPrevented) this.#title = message.title;
    } else if (message.kind === 'focus') {
      const name = message.focused ? 'focus' : 'blur';
      this.emit(name, createEvent({}));
      app.emit(`browser-window-${name}`, createEvent({}), this);
    } else if (message.kind === 'resize') {
      const changed = this.#content[0] !== message.width || this.#content[1] !== message.height;
      this.#content = [message.width, message.height];
      if (changed && this.#visible) this.#readBounds();
    }
  }

  #loaded(): void {
    if (this.#readyToShow) return;
    this.#readyToShow = true;
    this.emit('ready-to-show', createEvent({}));
  }

  #setState(state: WindowState, event: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#visible = true;
    this.#change({ windowState: state }).then(
      () => this.emit(event, createEvent({})),
      () => undefined,
    );
  }

  #applyBounds(): void {
    const { x, y, width, height } = this.#bounds;
    const place = this.#visible ? { left: x, top: y } : { left: OFF_SCREEN, top: OFF_SCREEN };
    this.#change({ ...place, width, height }).catch((error: unknown) => {
      if (!this.#destroyed) report(`the bounds of window ${this.id}`, error);
    });
  }

  #change(bounds: Bounds): Promise<unknown> {
    return this.webContents.hostWithPage(async (page) => {
      const { root } = runningBrowser().browser.connection;
      this.#windowId ??= root
        .send('Browser.getWindowForTarget', { targetId: page.targetId })
        .then(({ windowId }) => windowId);
      return root.send('Browser.setWindowBounds', { windowId: await this.#windowId, bounds });
    });
  }

  /** The person may have resized the window: Chromium knows its bounds. */
  #readBounds(): void {
    this.webContents
      .hostWithPage((page) =>
        runningBrowser().browser.connection.root.send('Browser.getWindowForTarget', {
          targetId: page.targetId,
        }),
      )
      .then(
        ({ bounds: { left, top, width, height, windowState } }) => {
          if (this.#destroyed) return;
          const before = this.#bounds;
          if (windowState === 'normal' && this.#visible) {
            this.#bounds = {
              x: left ?? before.x,
              y: top ?? before.y,
              width: width ?? before.width,
              height: height ?? before.height,
            };
          }
          this.emit('resize', createEvent({}));
          this.emit('resized', createEvent({}));
        },
        () => undefined,
      );
  }
}
