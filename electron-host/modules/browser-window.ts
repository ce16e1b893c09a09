import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEvent } from '../host/event.ts';
import { lifecycle } from '../host/lifecycle.ts';
import { HostEmitter, NotProvidedError } from '../host/refuse.ts';
import { report, trace } from '../host/trace.ts';
import { type Rectangle, WindowFrame, type WindowState } from '../host/window-frame.ts';
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
  'minimize',
  'maximize',
  'unmaximize',
  'restore',
];

/**
 * A window of Chromium. It can't be hidden: until it is shown it lies off screen, as far as the window manager
 * allows.
 */
export class BrowserWindow extends HostEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #parent: BrowserWindow | undefined;
  readonly #frame: WindowFrame;
  #content: readonly [number, number];
  #title: string;
  #readyToShow = false;
  #destroyed = false;

  constructor(options: BrowserWindowOptions = {}) {
    super('BrowserWindow', EVENTS);
    if (!lifecycle.ready) throw new Error('Cannot create BrowserWindow before app is ready');
    const { preload, session, backgroundColor, dialogs, minimum, bounds } = readWindowOptions(
      options,
      app.getAppPath(),
    );
    this.#title = options.title ?? app.getName();
    this.#parent = options.parent;
    this.#content = [bounds.width, bounds.height];
    this.webContents = new WebContents({
      title: this.#title,
      session,
      preload,
      dialogs,
      setup: { darkMode: colorSchemeToEmulate(), backgroundColor },
      observed: (message) => this.#observed(message),
      loaded: () => this.#loaded(),
      closeRequested: () => this.close(),
      gone: () => this.#gone(),
    });
    this.id = this.webContents.id;
    this.#frame = new WindowFrame(this.webContents, bounds, minimum);
    lifecycle.windows.set(this.id, this);
    app.emit('web-contents-created', createEvent({}), this.webContents);
    app.emit('browser-window-created', createEvent({}), this);
    if (options.show ?? true) this.show();
    else this.#frame.setVisible(false);
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
    if (this.isVisible()) return;
    trace(`window ${this.id} is shown`);
    this.#frame.setVisible(true);
    this.emit('show', createEvent({}));
  }

  hide(): void {
    if (!this.isVisible()) return;
    this.#frame.setVisible(false);
    this.emit('hide', createEvent({}));
  }

  focus(): void {
    this.webContents.focus();
  }

  isVisible(): boolean {
    return this.#frame.visible;
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
    if (!event.defaultPrevented) this.destroy();
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
    return this.#frame.bounds;
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#frame.setBounds(bounds);
  }

  getSize(): number[] {
    return [this.#frame.bounds.width, this.#frame.bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getContentSize(): number[] {
    return [...this.#content];
  }

  getPosition(): number[] {
    return [this.#frame.bounds.x, this.#frame.bounds.y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  center(): void {
    this.#frame.center();
  }

  isMinimized(): boolean {
    return this.#frame.state === 'minimized';
  }

  isMaximized(): boolean {
    return this.#frame.state === 'maximized';
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
      if (changed && this.isVisible()) this.#resized();
    }
  }

  /** Chromium's own close button asks nobody: the window is told, and can't be kept. */
  #gone(): void {
    if (this.#destroyed) return;
    this.emit('close', createEvent({}));
    this.destroy();
  }

  #resized(): void {
    this.#frame.read().then(
      () => {
        this.emit('resize', createEvent({}));
        this.emit('resized', createEvent({}));
      },
      (error: unknown) => {
        if (!this.#destroyed) report(`the bounds of window ${this.id}`, error);
      },
    );
  }

  #loaded(): void {
    if (this.#readyToShow) return;
    this.#readyToShow = true;
    this.emit('ready-to-show', createEvent({}));
  }

  #setState(state: WindowState, event: string): void {
    this.#frame.setState(state).then(
      (changed) => changed && this.emit(event, createEvent({})),
      (error: unknown) => {
        if (!this.#destroyed) report(`the state of window ${this.id}`, error);
      },
    );
  }
}
