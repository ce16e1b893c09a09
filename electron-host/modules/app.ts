import { mkdirSync } from 'node:fs';
import { AppPaths } from '../host/app-paths.ts';
import { createEvent } from '../host/event.ts';
import { lifecycle } from '../host/lifecycle.ts';
import { HostEmitter } from '../host/refuse.ts';
import { type SecondInstance, SingleInstanceLock } from '../host/single-instance.ts';
import { report, trace } from '../host/trace.ts';
import { commandLine, switches } from './command-line.ts';

const EVENTS = [
  'will-finish-launching',
  'ready',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'second-instance',
  'web-contents-created',
  'browser-window-created',
  'browser-window-focus',
  'browser-window-blur',
  // Electron itself emits these on macOS only, which the host never is.
  'activate',
  'open-file',
  'open-url',
];

/** What package.json says of the app. */
export interface AppDescription {
  readonly path: string;
  readonly name: string;
  readonly version: string;
}

/** Electron's `app`. */
class App extends HostEmitter {
  readonly commandLine = commandLine;
  readonly isPackaged = false;
  // Electron has these on macOS only, and apps ask `app.dock?.…`.
  readonly dock = undefined;
  #description: AppDescription = { path: process.cwd(), name: 'Electron', version: process.version };
  readonly #paths = new AppPaths(switches, () => this.getName());
  readonly #whenReady: Promise<void>;
  #resolveReady: () => void = () => undefined;
  #lock: SingleInstanceLock | undefined;
  /** For the host: ends the Chromium that has been started, connected or not. */
  hostStopChromium: () => Promise<void> = async () => undefined;
  /** What has to be done before the process may end. */
  #farewell: Promise<void> = Promise.resolve();

  constructor() {
    super('app', EVENTS);
    this.#whenReady = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
  }

  whenReady(): Promise<void> {
    return this.#whenReady;
  }

  isReady(): boolean {
    return lifecycle.ready;
  }

  getName(): string {
    return this.#description.name;
  }

  setName(name: string): void {
    this.#description = { ...this.#description, name };
  }

  get name(): string {
    return this.getName();
  }

  set name(name: string) {
    this.setName(name);
  }

  getVersion(): string {
    return this.#description.version;
  }

  getAppPath(): string {
    return this.#description.path;
  }

  getPath(name: string): string {
    return this.#paths.get(name);
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  focus(): void {
    [...lifecycle.windows.values()].at(-1)?.focus();
  }

  /** Every page is sandboxed already, except that Chromium has no sandbox as root. */
  enableSandbox(): void {}

  /** Electron: Windows only. */
  setAppUserModelId(_id: string): void {}

  disableHardwareAcceleration(): void {
    if (lifecycle.ready)
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
    switches.set('disable-gpu', '');
  }

  requestSingleInstanceLock(additionalData?: object): boolean {
    const profile = this.getPath('userData');
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    this.#lock ??= new SingleInstanceLock(profile);
    if (this.#lock.acquire((instance) => this.#secondInstance(instance))) return true;
    const told = this.#lock.notify({
      arguments: process.argv,
      workingDirectory: process.cwd(),
      additionalData,
    });
    this.#farewell = told.catch((error: unknown) => report('the first instance does not answer', error));
    return false;
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock?.held ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release();
  }

  /** Closes the windows and ends the app, unless a listener prevents it. */
  quit(): void {
    if (lifecycle.quitting) return;
    const before = createEvent({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    lifecycle.quitting = true;
    for (const window of [...lifecycle.windows.values()]) {
      window.close();
      if (window.isDestroyed()) continue;
      lifecycle.quitting = false;
      return;
    }
    const will = createEvent({});
    this.emit('will-quit', will);
    if (will.defaultPrevented) lifecycle.quitting = false;
    else void this.#end(0);
  }

  /** Ends the app at once: no window is asked. */
  exit(code = 0): void {
    lifecycle.quitting = true;
    for (const window of [...lifecycle.windows.values()]) window.destroy();
    void this.#end(code);
  }

  /** For the host: what package.json says. */
  hostDescribe(description: AppDescription): void {
    this.#description = description;
  }

  /** For the host: Chromium is connected. */
  hostReady(): void {
    lifecycle.ready = true;
    trace('app is ready');
    this.#resolveReady();
    this.emit('will-finish-launching', createEvent({}));
    this.emit('ready', createEvent({}), {});
  }

  /** For the host: the last window has closed. */
  hostAllWindowsClosed(): void {
    if (lifecycle.quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  /** For the host: Chromium has ended by itself, and its windows with it. */
  hostChromiumEnded(reason: string): void {
    // Before the app is ready, its start fails, and tells why.
    if (lifecycle.quitting || !lifecycle.ready) return;
    report('the app ends', reason);
    lifecycle.quitting = true;
    this.emit('will-quit', createEvent({}));
    void this.#end(1);
  }

  async #end(code: number): Promise<void> {
    this.emit('quit', createEvent({}), code);
    // The caller's turn ends first, as Electron's own quitting does not interrupt it.
    await this.#farewell;
    await this.hostStopChromium();
    process.exit(code);
  }

  #secondInstance({ arguments: list, workingDirectory, additionalData }: SecondInstance): void {
    this.#whenReady.then(() =>
      this.emit('second-instance', createEvent({}), list, workingDirectory, additionalData),
    );
  }
}

/** Electron's `app`. */
export const app = new App();
