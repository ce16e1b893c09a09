import path from 'node:path';
import { app, BrowserWindow, nativeTheme, protocol, session } from 'electron';
import { appIndex, appScheme, isAppUrl } from '../api/app-origin.ts';
import { confinedPreferences } from './web-preferences.ts';

const background = { light: '#f4f6f8', dark: '#0f1216' };

/** Before Electron is ready: the scheme of our own pages, as strict as https. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Whatever web contents come to be: they are sandboxed, open no windows and no web views, and leave our own pages for
 * nothing, by themselves or by a redirect, in no frame. Interactions have sessions of their own, whose windows keep
 * to the interaction's origin (interaction-window.ts).
 */
export function guardWebContents(): void {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => {
    const isOurs = contents.session === session.defaultSession;
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      // A frame within our page may show what the page itself writes into it, and go nowhere from there.
      const mayGo = event.isMainFrame ? isAppUrl(event.url) : event.url === 'about:srcdoc';
      if (isOurs && !mayGo) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (isOurs) event.preventDefault();
    });
  });
}

/** Opens the workstation's window. */
export function openWorkstationWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 820,
    minWidth: 940,
    minHeight: 560,
    show: false,
    title: 'DM Bench',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    autoHideMenuBar: true,
    webPreferences: {
      ...confinedPreferences,
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL(appIndex).catch((error: unknown) => {
    // A window that was closed before its page was there has nothing to say.
    if (!window.isDestroyed()) console.error(error);
  });
  return window;
}
