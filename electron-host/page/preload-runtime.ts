import type { createBridge } from './bridge.ts';
import type { createCodec } from './codec.ts';

/** What the host hands to the preload's runtime. */
export interface PreloadOptions {
  readonly createCodec: typeof createCodec;
  readonly createBridge: typeof createBridge;
  /** Name of the binding that reaches the host, and of the function by which the host reaches this world. */
  readonly bindingName: string;
  readonly receiverName: string;
  /** Start of the URLs that a window holds before the app has loaded anything into it. */
  readonly placeholderUrl: string;
  readonly bridgeReceiveName: string;
  readonly bridgeSendName: string;
  readonly platform: string;
  readonly architecture: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly processArguments: readonly string[];
  readonly preload: (
    require: (name: string) => unknown,
    module: { exports: unknown },
    exports: unknown,
    process: unknown,
    global: unknown,
  ) => void;
}

/** What the preload's world tells the host. */
export type FromPreload =
  | {
      readonly kind: 'invoke';
      readonly id: number;
      readonly url: string;
      readonly channel: string;
      readonly parameters: string;
    }
  | { readonly kind: 'send'; readonly url: string; readonly channel: string; readonly parameters: string }
  | { readonly kind: 'preload-error'; readonly message: string };

/** What the host tells the preload's world. */
export type ToPreload =
  | { readonly kind: 'reply'; readonly id: number; readonly result: string }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'message'; readonly channel: string; readonly parameters: string };

/**
 * Runs the preload as Electron's sandboxed renderer does: CommonJS, with `electron` and a small `process`.
 * The text of the function runs in the page's isolated world: it may use nothing but its own body.
 */
export function runPreload(options: PreloadOptions): void {
  if (window !== window.top || location.href.startsWith(options.placeholderUrl)) return;
  if (location.protocol === 'chrome-error:') return;

  const world = globalThis as unknown as Record<string, unknown>;
  const binding = world[options.bindingName] as (text: string) => void;
  delete world[options.bindingName];
  const codec = options.createCodec();
  const bridge = options.createBridge(options.bridgeReceiveName, options.bridgeSendName);
  const tell = (message: FromPreload): void => binding(JSON.stringify(message));

  const provide = <Members extends object>(name: string, members: Members): Members =>
    new Proxy(members, {
      get: (target, key, receiver) => {
        if (
          key in target ||
          typeof key === 'symbol' ||
          key === 'then' ||
          key === 'toJSON' ||
          key === '__esModule'
        ) {
          return Reflect.get(target, key, receiver);
        }
        throw new Error(`electron-host does not provide ${name}.${key}`);
      },
    });

  type Listener = (event: unknown, ...parameters: unknown[]) => void;
  const listeners = new Map<string, { readonly listener: Listener; readonly once: boolean }[]>();
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;

  const remove = (channel: string, listener: Listener): void => {
    const list = listeners.get(channel) ?? [];
    const index = list.findLastIndex((entry) => entry.listener === listener);
    if (index >= 0) listeners.set(channel, list.toSpliced(index, 1));
  };
  const add = (channel: string, listener: Listener, once: boolean): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
  };
  const ipcRenderer = provide('ipcRenderer', {
    invoke: async (channel: string, ...parameters: unknown[]): Promise<unknown> => {
      const encoded = codec.encode(parameters);
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        pending.set(id, { resolve, reject });
        tell({ kind: 'invoke', id, url: location.href, channel, parameters: encoded });
      });
    },
    send: (channel: string, ...parameters: unknown[]): void =>
      tell({ kind: 'send', url: location.href, channel, parameters: codec.encode(parameters) }),
    on: (channel: string, listener: Listener): object => {
      add(channel, listener, false);
      return ipcRenderer;
    },
    addListener: (channel: string, listener: Listener): object => ipcRenderer.on(channel, listener),
    once: (channel: string, listener: Listener): object => {
      add(channel, listener, true);
      return ipcRenderer;
    },
    off: (channel: string, listener: Listener): object => {
      remove(channel, listener);
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: Listener): object => ipcRenderer.off(channel, listener),
    removeAllListeners: (channel?: string): object => {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string): number => listeners.get(channel)?.length ?? 0,
  });

  const receive = (message: ToPreload): void => {
    switch (message.kind) {
      case 'reply':
        pending.get(message.id)?.resolve(codec.decode(message.result));
        pending.delete(message.id);
        break;
      case 'failure':
        pending.get(message.id)?.reject(new Error(message.message));
        pending.delete(message.id);
        break;
      case 'message': {
        const parameters = codec.decode(message.parameters) as unknown[];
        for (const { listener, once } of listeners.get(message.channel) ?? []) {
          if (once) remove(message.channel, listener);
          try {
            listener({ sender: ipcRenderer, ports: [] }, ...parameters);
          } catch (error) {
            // One listener's failure must not keep the message from the others.
            reportError(error);
          }
        }
        break;
      }
    }
  };
  world[options.receiverName] = (text: string): void => receive(JSON.parse(text) as ToPreload);

  const electron = provide('electron', {
    ipcRenderer,
    contextBridge: provide('contextBridge', {
      exposeInMainWorld: (key: string, api: unknown): void => bridge.expose(key, api),
    }),
    webUtils: provide('webUtils', {}),
  });
  const process = provide('process', {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    platform: options.platform,
    arch: options.architecture,
    versions: options.versions,
    argv: options.processArguments,
  });
  const require = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer' || name === 'electron/common') return electron;
    throw new Error(`electron-host does not provide require('${name}') in a preload script`);
  };
  const module = { exports: {} };
  try {
    options.preload.call(undefined, require, module, module.exports, process, globalThis);
  } catch (error) {
    console.error('Unable to load preload script:', error);
    tell({
      kind: 'preload-error',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
