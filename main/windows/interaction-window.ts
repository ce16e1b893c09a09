import { BrowserWindow, type WebContents } from 'electron';
import { type Fault, faultOf } from '../../core/errors.ts';
import { type InteractionAddress, isFinalPage, isPageOf, originToTell } from './interaction-address.ts';
import { type Place, smallest } from './interaction-places.ts';
import type { InteractionSessions, Refused } from './interaction-sessions.ts';
import { confinedPreferences } from './web-preferences.ts';

/** How an interaction ended, as its window saw it (choice 12 of the protocol digest). */
export type InteractionEnd =
  /** The server sent the interaction's final page. */
  | { readonly kind: 'completed' }
  /**
   * The window was closed before: at the window itself, by the person (or by the page, which amounts to that), or by
   * the bench: its signal was raised, or the workstation's window was closed.
   */
  | { readonly kind: 'closed'; readonly by: 'person' | 'bench' }
  | { readonly kind: 'failed'; readonly fault: Fault };

/** What happens in a window before it ends. */
export type InteractionWindowEvent =
  /** The first page has come, and the window can be seen. */
  | { readonly kind: 'shown' }
  /** The page tried something and was not let; each only once. `detail` is an origin or a permission's name. */
  | { readonly kind: 'refused'; readonly what: Refused; readonly detail: string };

/** The window of one interaction. */
export interface InteractionWindow {
  readonly deviceId: string;
  /** How the interaction ended, as soon as it has; never rejects. */
  readonly ended: Promise<InteractionEnd>;
  /** The window is away, and nothing of it is left in its session; never rejects. */
  readonly gone: Promise<void>;
  /** Closes the window at once; where the interaction has not ended yet, it ends as closed by the bench. */
  close(): void;
}

export interface InteractionWindowOptions {
  readonly deviceId: string;
  readonly deviceLabel: string;
  readonly address: InteractionAddress;
  readonly title: string;
  readonly place: Place;
  readonly sessions: InteractionSessions;
  readonly limits: InteractionLimits;
  readonly tell: (event: InteractionWindowEvent) => void;
}

export interface InteractionLimits {
  /** How many windows there may be at once. */
  readonly windows: number;
  /** How long the first page may take to come, in milliseconds. */
  readonly load: number;
  /** How long a final page stays, in milliseconds. */
  readonly linger: number;
}

/** A window with everything that the module of all windows needs of it. */
export interface OpenInteraction extends InteractionWindow {
  readonly window: BrowserWindow;
}

/** A page can try more than anybody wants to read. */
const refusalsTold = 32;
/** Chromium's net errors: a load that was given up, and the range of the certificates' ones. */
const aborted = -3;
const isCertificateError = (code: number) => code <= -200 && code > -300;

/**
 * Opens the window of an interaction, hidden until its first page has come, and never with the focus. It keeps to
 * the interaction's origin, and has no way to anything of the workstation.
 */
export function openWindow(options: InteractionWindowOptions): OpenInteraction {
  const { deviceId, deviceLabel, title, place, limits, tell } = options;
  const { url, origin } = options.address;
  const parameters = { device: deviceLabel, origin };
  const ending = Promise.withResolvers<InteractionEnd>();
  const going = Promise.withResolvers<void>();
  const refused = refusalsTo(tell);
  const lent = options.sessions.lend({ origin, refused });
  const window = new BrowserWindow({
    ...place,
    minWidth: Math.min(smallest.width, place.width),
    minHeight: Math.min(smallest.height, place.height),
    show: false,
    title,
    // What a page without colours of its own is on.
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      ...confinedPreferences,
      session: lent.session,
      devTools: false,
    },
  });
  const contents = window.webContents;

  let state: 'loading' | 'open' | 'ended' = 'loading';
  let strayedTo: string | undefined;
  let timer = setTimeout(() => {
    fail(faultOf('INTERACTION_WINDOW_SLOW', { ...parameters, seconds: limits.load / 1000 }));
  }, limits.load);
  const destroy = () => {
    if (!window.isDestroyed()) window.destroy();
  };
  const settle = (how: InteractionEnd): boolean => {
    if (state === 'ended') return false;
    state = 'ended';
    clearTimeout(timer);
    ending.resolve(how);
    return true;
  };
  const end = (how: InteractionEnd): void => {
    settle(how);
    destroy();
  };
  const fail = (fault: Fault): void => end({ kind: 'failed', fault });
  const failToLoad = (fault: Fault): void => {
    const target = state === 'loading' ? strayedTo : undefined;
    fail(target === undefined ? fault : faultOf('INTERACTION_WINDOW_STRAYED', { ...parameters, target }));
  };
  /** The page that ended it stays for a moment, to be read. */
  const endWithPage = (how: InteractionEnd): void => {
    if (settle(how)) timer = setTimeout(destroy, limits.linger);
  };

  window.removeMenu();
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', () => {
    settle({ kind: 'closed', by: 'person' });
    // Nobody is asked: neither a page that would rather stay, nor one that does not answer any more.
    setImmediate(destroy);
  });
  window.on('closed', () => {
    settle({ kind: 'closed', by: 'person' });
    clearTimeout(timer);
    lent.giveBack().then(going.resolve, (error: unknown) => {
      console.error(error);
      going.resolve();
    });
  });

  keepWithin(contents, {
    mayGo: (address) => state !== 'ended' && isPageOf(origin, address),
    refused(what, address, isMainFrame) {
      if (what === 'redirect' && isMainFrame) strayedTo = originToTell(address);
      refused(what, originToTell(address));
    },
  });
  contents.on('did-navigate', (_event, address, status) => {
    if (state === 'loading') {
      state = 'open';
      clearTimeout(timer);
      window.showInactive();
      tell({ kind: 'shown' });
      // A form that comes back with an error is the server's way to ask again; one that begins with it is none.
      if (status >= 400) {
        const fault = faultOf('INTERACTION_WINDOW_REFUSED', { ...parameters, status });
        endWithPage({ kind: 'failed', fault });
      }
    }
    if (status < 400 && isFinalPage(origin, address)) endWithPage({ kind: 'completed' });
  });
  contents.on('did-fail-load', (_event, code, detail, _address, isMainFrame) => {
    if (!isMainFrame || code === aborted) return;
    const fault = isCertificateError(code)
      ? 'INTERACTION_WINDOW_CERTIFICATE'
      : 'INTERACTION_WINDOW_UNREACHABLE';
    failToLoad(faultOf(fault, { ...parameters, detail }));
  });
  contents.on('render-process-gone', (_event, { reason }) => {
    fail(faultOf('INTERACTION_WINDOW_CRASHED', { ...parameters, detail: reason }));
  });
  contents.on('before-input-event', (_event, { type, key, isAutoRepeat }) => {
    const closes = type === 'keyDown' && !isAutoRepeat && (key === 'Escape' || key === 'Enter');
    if (state === 'ended' && closes) destroy();
  });

  window.loadURL(url).catch(() => {
    // A failure that has a reason was told of already; a page that went on by itself has come.
    if (state === 'loading') failToLoad(faultOf('INTERACTION_WINDOW_NO_PAGE', parameters));
  });
  return {
    deviceId,
    window,
    ended: ending.promise,
    gone: going.promise,
    close: () => end({ kind: 'closed', by: 'bench' }),
  };
}

interface Confinement {
  mayGo(address: string): boolean;
  refused(what: 'navigation' | 'redirect' | 'window', address: string, isMainFrame: boolean): void;
}

/** No frame of the page leaves the origin, by itself or by its server, and none opens a window. */
function keepWithin(contents: WebContents, { mayGo, refused }: Confinement): void {
  contents.setWindowOpenHandler(({ url }) => {
    refused('window', url, true);
    return { action: 'deny' };
  });
  contents.on('will-frame-navigate', (event) => {
    if (mayGo(event.url)) return;
    event.preventDefault();
    refused('navigation', event.url, event.isMainFrame);
  });
  contents.on('will-redirect', (event) => {
    if (mayGo(event.url)) return;
    event.preventDefault();
    refused('redirect', event.url, event.isMainFrame);
  });
  // Left alone, Electron would show the server the first certificate that the person has.
  contents.on('select-client-certificate', (event, _url, _certificates, answer) => {
    event.preventDefault();
    (answer as () => void)();
  });
}

/** Tells each refusal once, and not without end. */
function refusalsTo(tell: (event: InteractionWindowEvent) => void): (what: Refused, detail: string) => void {
  const told = new Set<string>();
  return (what, detail) => {
    const refusal = `${what} ${detail}`;
    if (told.has(refusal) || told.size === refusalsTold) return;
    told.add(refusal);
    tell({ kind: 'refused', what, detail });
  };
}
