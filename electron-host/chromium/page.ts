import { randomBytes } from 'node:crypto';
import { createBridge } from '../page/bridge.ts';
import { createCodec } from '../page/codec.ts';
import {
  type FromPreload,
  type PreloadOptions,
  runPreload,
  type ToPreload,
} from '../page/preload-runtime.ts';
import { denyWindowOpen, type FromObserver, observeWindow } from '../page/window-observer.ts';
import { type PageTarget, PLACEHOLDER_URL } from './browser.ts';
import type { CdpSession } from './connection.ts';
import { RequestInterceptor, type RequestPolicy } from './requests.ts';

const PRELOAD_WORLD = 'Electron Isolated Context';
const OBSERVER_WORLD = 'electron-host window observer';
const PRELOAD_BINDING = 'electronHostPreload';
const OBSERVER_BINDING = 'electronHostObserver';
const RECEIVER = 'electronHostReceive';

/** The preload of a window, read and known to parse. */
export interface PreloadScript {
  readonly path: string;
  readonly source: string;
  readonly processArguments: readonly string[];
}

/** How a page starts. */
export interface PageSetup {
  readonly preload: PreloadScript | undefined;
  readonly darkMode: 'light' | 'dark' | undefined;
  readonly backgroundColor: { r: number; g: number; b: number; a: number } | undefined;
  readonly decidesCertificates: boolean;
}

/** Who hears what a page says. */
export interface PageListener {
  preloadSaid(message: FromPreload, answer: (message: ToPreload) => void): void;
  observed(message: FromObserver): void;
}

/** The page of one window: its worlds, and the ways into and out of them. */
export class Page {
  readonly targetId: string;
  readonly session: CdpSession;
  readonly #listener: PageListener;
  readonly #policy: RequestPolicy;
  readonly #interceptors: RequestInterceptor[] = [];
  /** The context of the main frame's preload; contexts of other frames never get in. */
  #preloadContext: number | undefined;

  constructor(target: PageTarget, listener: PageListener, policy: RequestPolicy) {
    this.targetId = target.targetId;
    this.session = target.session;
    this.#listener = listener;
    this.#policy = policy;
  }

  /** Prepares the page and lets it run. */
  async start(setup: PageSetup): Promise<void> {
    const { session } = this;
    this.#followContexts();
    const interceptor = new RequestInterceptor(session, this.#policy);
    this.#interceptors.push(interceptor);
    session.on('Target.attachedToTarget', ({ sessionId }) => this.#attachChild(sessionId));
    const openEvent = randomBytes(16).toString('hex');
    const observer = script(observeWindow, OBSERVER_BINDING, openEvent, PLACEHOLDER_URL);
    const commands: Promise<unknown>[] = [
      session.send('Page.enable', {}),
      session.send('Inspector.enable', {}),
      session.send('Runtime.enable', {}),
      interceptor.enable(),
      session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
      session.send('Runtime.addBinding', { name: OBSERVER_BINDING, executionContextName: OBSERVER_WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: observer, worldName: OBSERVER_WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: script(denyWindowOpen, openEvent) }),
    ];
    if (setup.preload) commands.push(...this.#addPreload(setup.preload));
    if (setup.darkMode) commands.push(this.emulateColorScheme(setup.darkMode));
    if (setup.backgroundColor) {
      commands.push(
        session.send('Emulation.setDefaultBackgroundColorOverride', { color: setup.backgroundColor }),
      );
    }
    if (setup.decidesCertificates) commands.push(this.decideCertificates());
    commands.push(session.send('Runtime.runIfWaitingForDebugger', {}));
    await Promise.all(commands);
  }

  /** Makes `prefers-color-scheme` of the page what `nativeTheme` says. */
  emulateColorScheme(scheme: 'light' | 'dark' | ''): Promise<unknown> {
    return this.session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
  }

  /** Lets the host decide about certificates that Chromium refuses. */
  async decideCertificates(): Promise<void> {
    await Promise.all([
      this.session.send('Security.enable', {}),
      this.session.send('Security.setOverrideCertificateErrors', { override: true }),
    ]);
  }

  /** Pauses the requests anew, after somebody has begun or ceased to watch them. */
  async watchRequests(): Promise<void> {
    await Promise.all(this.#interceptors.map((interceptor) => interceptor.enable()));
  }

  /** Runs an expression in the page's own world. */
  async evaluate(expression: string, userGesture: boolean): Promise<unknown> {
    const { result, exceptionDetails } = await this.session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    });
    if (!exceptionDetails) return result.value;
    throw new Error(exceptionDetails.exception?.description?.split('\n')[0] ?? exceptionDetails.text);
  }

  /** Tells the preload of the current document something; without one, nobody is told. */
  tell(message: ToPreload, context: number | undefined = this.#preloadContext): void {
    if (context === undefined) return;
    this.session.post('Runtime.callFunctionOn', {
      functionDeclaration: `function (text) { globalThis.${RECEIVER}?.(text) }`,
      arguments: [{ value: JSON.stringify(message) }],
      executionContextId: context,
    });
  }

  #followContexts(): void {
    const { session } = this;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === PRELOAD_WORLD && context.auxData?.frameId === this.targetId) {
        this.#preloadContext = context.id;
      }
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#preloadContext) this.#preloadContext = undefined;
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.#preloadContext = undefined;
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === OBSERVER_BINDING) {
        this.#listener.observed(JSON.parse(payload) as FromObserver);
      } else if (name === PRELOAD_BINDING && executionContextId === this.#preloadContext) {
        this.#listener.preloadSaid(JSON.parse(payload) as FromPreload, (answer) =>
          this.tell(answer, executionContextId),
        );
      }
    });
  }

  /** Workers and frames of other sites are targets of their own: their requests for the app's scheme pause there. */
  #attachChild(sessionId: string): void {
    const child = this.session.child(sessionId);
    const interceptor = new RequestInterceptor(child, this.#policy);
    // Some kinds of worker have no Fetch domain of their own; their requests pause with the page's.
    interceptor.enable().then(
      () => this.#interceptors.push(interceptor),
      () => undefined,
    );
    child.post('Runtime.runIfWaitingForDebugger', {});
  }

  #addPreload({ source, processArguments }: PreloadScript): Promise<unknown>[] {
    const toPage = randomBytes(16).toString('hex');
    const toPreload = randomBytes(16).toString('hex');
    const options: Omit<PreloadOptions, 'createCodec' | 'createBridge' | 'preload'> = {
      bindingName: PRELOAD_BINDING,
      receiverName: RECEIVER,
      placeholderUrl: PLACEHOLDER_URL,
      bridgeReceiveName: toPreload,
      bridgeSendName: toPage,
      platform: process.platform,
      architecture: process.arch,
      versions: { ...process.versions },
      processArguments,
    };
    const isolated = `(${runPreload})({
      ...${JSON.stringify(options)},
      createCodec: ${createCodec},
      createBridge: ${createBridge},
      preload: function (require, module, exports, process, global) {
${source}
      },
    });`;
    const main = `if (window === window.top) (${createBridge})(${JSON.stringify(toPage)}, ${JSON.stringify(toPreload)});`;
    const { session } = this;
    return [
      session.send('Runtime.addBinding', { name: PRELOAD_BINDING, executionContextName: PRELOAD_WORLD }),
      // The page's end comes first: the preload exposes its API while it runs.
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: main }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName: PRELOAD_WORLD }),
    ];
  }
}

/** The call of a self-contained function, as text for the page. */
function script<Parameters extends readonly string[]>(
  body: (...parameters: Parameters) => void,
  ...parameters: Parameters
): string {
  return `(${body})(${parameters.map((parameter) => JSON.stringify(parameter)).join(', ')});`;
}
