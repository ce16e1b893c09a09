import { EventEmitter } from 'node:events';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { appIndex } from '../api/app-origin.ts';
import { confinedPreferences } from './web-preferences.ts';
import { guardWebContents, openWorkstationWindow, registerAppScheme } from './workstation-window.ts';

const electron = vi.hoisted(() => {
  const listeners = new Map<string, (...parameters: unknown[]) => void>();
  return {
    listeners,
    opened: [] as { webPreferences: Record<string, unknown> }[],
    schemes: [] as unknown[],
    sandboxed: { times: 0 },
    defaultSession: { name: "the workstation's" },
    app: {
      isPackaged: false,
      on: (event: string, listener: (...parameters: unknown[]) => void) =>
        void listeners.set(event, listener),
      enableSandbox: () => {
        electron.sandboxed.times += 1;
      },
    },
  };
});

vi.mock('electron', () => ({
  app: electron.app,
  session: { defaultSession: electron.defaultSession },
  nativeTheme: { shouldUseDarkColors: false },
  protocol: { registerSchemesAsPrivileged: (schemes: unknown[]) => electron.schemes.push(...schemes) },
  BrowserWindow: class {
    constructor(options: { webPreferences: Record<string, unknown> }) {
      electron.opened.push(options);
    }
    once() {}
    isDestroyed = () => false;
    loadURL = async () => {};
  },
}));

/** Web contents as Electron makes them, of a session. */
class Contents extends EventEmitter {
  opens: (() => { action: string }) | undefined;
  readonly session: object;

  constructor(session: object) {
    super();
    this.session = session;
    electron.listeners.get('web-contents-created')?.({}, this);
  }

  setWindowOpenHandler(handler: () => { action: string }): void {
    this.opens = handler;
  }

  /** Whether an event was prevented. */
  prevents(event: string, details: object = {}): boolean {
    const preventDefault = vi.fn();
    this.emit(event, { ...details, preventDefault });
    return preventDefault.mock.calls.length > 0;
  }
}

beforeAll(() => {
  registerAppScheme();
  guardWebContents();
});

describe('whatever web contents come to be', () => {
  it('are sandboxed', () => {
    expect(electron.sandboxed.times).toBe(1);
  });

  it.each([
    ["the workstation's", electron.defaultSession],
    ["an interaction's", {}],
  ])('of %s session open no windows and no web views', (_whose, session) => {
    const contents = new Contents(session);
    expect(contents.opens?.()).toEqual({ action: 'deny' });
    expect(contents.prevents('will-attach-webview')).toBe(true);
  });

  it('stay with our own pages', () => {
    const contents = new Contents(electron.defaultSession);
    const goes = (url: string, isMainFrame: boolean) =>
      !contents.prevents('will-frame-navigate', { url, isMainFrame });
    expect(goes(appIndex, true)).toBe(true);
    expect(goes(appIndex, false)).toBe(false);
    // What our page writes into a frame of its own.
    expect(goes('about:srcdoc', false)).toBe(true);
    expect(goes('about:srcdoc', true)).toBe(false);
    for (const url of ['https://a.example/', 'file:///a', 'data:text/html,a', 'app://other/', 'about:blank'])
      for (const isMainFrame of [true, false]) expect(goes(url, isMainFrame)).toBe(false);
    expect(contents.prevents('will-redirect', { url: appIndex, isMainFrame: true })).toBe(true);
  });
});

describe("the workstation's window", () => {
  it('is confined, and has developer tools only before a release', () => {
    for (const isPackaged of [false, true]) {
      electron.app.isPackaged = isPackaged;
      openWorkstationWindow();
      const { preload, ...rest } = electron.opened.at(-1)!.webPreferences;
      expect(rest).toEqual({ ...confinedPreferences, devTools: !isPackaged });
      expect(preload).toMatch(/preload.index\.cjs$/);
    }
  });

  it('has a scheme as strict as https', () => {
    expect(electron.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });
});
