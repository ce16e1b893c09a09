import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { report, trace } from '../host/trace.ts';
import { CdpConnection, type CdpSession, TargetGoneError } from './connection.ts';
import {
  boundToThisProcess,
  chromiumArguments,
  findChromium,
  hasDisplay,
  OFF_SCREEN,
  profileArguments,
} from './executable.ts';
import type { TargetInfo } from './protocol.ts';

const CLOSE_MILLISECONDS = 3000;

/** Start of the URLs that windows hold before the app has loaded anything into them. */
export const PLACEHOLDER_URL = 'data:text/html,%3C!--electron-host';

/** An attached page that does not yet run, or waits with its placeholder. */
export interface PageTarget {
  readonly targetId: string;
  readonly session: CdpSession;
}

/** What the first page tells about the machine. */
export interface Surroundings {
  readonly width: number;
  readonly height: number;
  readonly availableLeft: number;
  readonly availableTop: number;
  readonly availableWidth: number;
  readonly availableHeight: number;
  readonly scaleFactor: number;
  readonly colorDepth: number;
  readonly dark: boolean;
}

const SURROUNDINGS_EXPRESSION = `({
  width: screen.width, height: screen.height,
  availableLeft: screen.availLeft, availableTop: screen.availTop,
  availableWidth: screen.availWidth, availableHeight: screen.availHeight,
  scaleFactor: devicePixelRatio, colorDepth: screen.colorDepth,
  dark: matchMedia('(prefers-color-scheme: dark)').matches,
})`;

function placeholder(title: string): { marker: string; url: string } {
  const marker = randomUUID();
  // The comment comes first, so that every placeholder is known by the start of its URL.
  return {
    marker,
    url: `${PLACEHOLDER_URL}${encodeURIComponent(`:${marker}--><title>${title.replaceAll('<', '')}</title>`)}`,
  };
}

/** The running Chromium. */
export class Browser {
  readonly connection: CdpConnection;
  readonly #process: ChildProcess;
  readonly #executable: string;
  readonly #profile: string;
  readonly #display: boolean;
  readonly #forwarders = new Set<ChildProcess>();
  readonly #waiting = new Map<string, (target: PageTarget) => void>();
  readonly #lastLines: string[] = [];
  /** How Chromium ended. */
  readonly #exited: Promise<string>;
  #devToolsLine: string | undefined;
  #passDevToolsLine = false;
  #standby: PageTarget | undefined;
  #ended = false;
  product = '';
  userAgent = '';

  /** Starts Chromium on a profile; `onExit` is called if it ends unasked. */
  constructor(profile: string, switches: ReadonlyMap<string, string>, onExit: (reason: string) => void) {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    this.#executable = findChromium();
    this.#profile = profile;
    this.#display = hasDisplay(switches);
    const standby = placeholder('');
    // The closing pipe ends Chromium when the host is killed, but not while it hangs; the kernel's signal does.
    const { program, parameters } = boundToThisProcess([
      this.#executable,
      ...chromiumArguments(profile, switches, standby.url),
    ]);
    // A group of its own: Ctrl+C reaches the host alone, which then quits in order.
    this.#process = spawn(program, parameters, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    trace('Chromium started');
    this.connection = new CdpConnection(
      this.#process.stdio[3] as Writable,
      this.#process.stdio[4] as Readable,
    );
    this.#readErrors(this.#process.stdio[2] as Readable);
    this.#exited = new Promise((resolve) => {
      const ended = (reason: string): void => {
        this.connection.close();
        this.#endForwarders();
        const account = [reason, ...this.#lastLines].join('\n  ');
        resolve(account);
        if (!this.#ended) onExit(account);
        this.#ended = true;
      };
      this.#process.on('error', (error) => ended(`Chromium could not be started: ${error.message}`));
      this.#process.on('exit', (code, signal) => ended(`Chromium ended (${signal ?? code})`));
    });
    this.#standbyMarker = standby.marker;
  }

  readonly #standbyMarker: string;

  /** Attaches to Chromium and waits for its first page, which the first window takes over. */
  connect(): Promise<Surroundings> {
    const ended = this.#exited.then((account) => Promise.reject(new Error(`electron-host: ${account}`)));
    const attached = this.#attach().catch((error: unknown) => {
      // The broken pipe is noticed first; why it broke is more worth telling.
      if (error instanceof TargetGoneError) return ended;
      throw error;
    });
    return Promise.race([attached, ended]);
  }

  async #attach(): Promise<Surroundings> {
    const { root } = this.connection;
    root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => this.#attached(sessionId, targetInfo));
    root.on('Target.detachedFromTarget', ({ sessionId }) => {
      this.connection.session(sessionId).dispatch('Target.detachedFromTarget', { sessionId });
      this.connection.detach(sessionId);
    });
    const standby = this.#expect(this.#standbyMarker);
    const [version] = await Promise.all([
      root.send('Browser.getVersion', {}),
      root.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
    ]);
    trace('Chromium answers');
    this.#standby = await standby;
    this.#standby.session.post('Runtime.runIfWaitingForDebugger', {});
    const { result } = await this.#standby.session.send('Runtime.evaluate', {
      expression: SURROUNDINGS_EXPRESSION,
      returnByValue: true,
    });
    ({ product: this.product, userAgent: this.userAgent } = version);
    trace('first page stands by');
    return result.value as Surroundings;
  }

  /** Opens a page in a window of its own; it is paused, or the one that stands by. */
  async openPage(title: string, browserContextId: string | undefined): Promise<PageTarget> {
    const standby = this.#standby;
    this.#standby = undefined;
    if (standby && browserContextId === undefined) return standby;
    // The first window belongs to another context: the page that stands by would count as a window of the app.
    if (standby) this.connection.root.post('Target.closeTarget', { targetId: standby.targetId });
    const { marker, url } = placeholder(title);
    const opened = this.#expect(marker);
    if (this.#display && browserContextId === undefined) {
      // Only a command line can ask for a window without tabs; the running Chromium takes it over.
      this.#forward(url);
    } else {
      const context = browserContextId === undefined ? {} : { browserContextId };
      const place = { left: OFF_SCREEN, top: OFF_SCREEN, width: 800, height: 600 };
      await this.connection.root.send('Target.createTarget', {
        url,
        newWindow: true,
        background: true,
        ...place,
        ...context,
      });
    }
    return opened;
  }

  /** Lets the debugger's line pass, for which Playwright waits; until then Chromium might be started anew. */
  announceDebugger(): void {
    this.#passDevToolsLine = true;
    if (this.#devToolsLine !== undefined) process.stderr.write(`${this.#devToolsLine}\n`);
  }

  /** Closes Chromium in order, or ends it after a while. */
  async close(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.connection.root.post('Browser.close', {});
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), CLOSE_MILLISECONDS);
    await this.#exited;
    clearTimeout(timer);
  }

  /** Ends Chromium at once. */
  async kill(): Promise<void> {
    this.#ended = true;
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  #forward(url: string): void {
    const { program, parameters } = boundToThisProcess([
      this.#executable,
      ...profileArguments(this.#profile),
      `--app=${url}`,
    ]);
    const child = spawn(program, parameters, { stdio: 'ignore' });
    this.#forwarders.add(child);
    child.on('error', (error) => report('Chromium could not be asked for a window', error));
    child.on('exit', () => this.#forwarders.delete(child));
  }

  /** Without a Chromium to hand its request to, a forwarder would become one itself. */
  #endForwarders(): void {
    for (const forwarder of this.#forwarders) forwarder.kill('SIGKILL');
  }

  #expect(marker: string): Promise<PageTarget> {
    return new Promise((resolve) => this.#waiting.set(marker, resolve));
  }

  #attached(sessionId: string, info: TargetInfo): void {
    const session = this.connection.session(sessionId);
    const marker = [...this.#waiting.keys()].find((key) => info.type === 'page' && info.url.includes(key));
    if (marker !== undefined) {
      this.#waiting.get(marker)?.({ targetId: info.targetId, session });
      this.#waiting.delete(marker);
      return;
    }
    session.post('Runtime.runIfWaitingForDebugger', {});
    // A page that no window of the app has asked for: a popup that slipped through, or Chromium's own Ctrl+N.
    if (info.type === 'page') this.connection.root.post('Target.closeTarget', { targetId: info.targetId });
  }

  #readErrors(stream: Readable): void {
    const verbose = process.env.ELECTRON_HOST_CHROMIUM_LOG === '1';
    let rest = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('DevTools listening on')) {
          this.#devToolsLine = line;
          if (this.#passDevToolsLine) process.stderr.write(`${line}\n`);
        } else {
          if (verbose) process.stderr.write(`${line}\n`);
          this.#lastLines.push(line);
          if (this.#lastLines.length > 10) this.#lastLines.shift();
        }
      }
    });
  }
}

let running: { readonly browser: Browser; readonly surroundings: Surroundings } | undefined;

/** Makes a connected Chromium the one that the app's windows use. */
export function setRunningBrowser(browser: Browser, surroundings: Surroundings): void {
  running = { browser, surroundings };
}

/** The connected Chromium; there is none before the app is ready. */
export function runningBrowser(): { readonly browser: Browser; readonly surroundings: Surroundings } {
  if (!running) throw new Error('electron-host: Chromium does not run before the app is ready');
  return running;
}
