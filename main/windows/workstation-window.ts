import path from 'node:path';
import { app, BrowserWindow, nativeTheme, protocol, session } from 'electron';
import { appIndex, appScheme, isAppUrl } from '../api/app-origin.ts';
import { answerAppRequest } from './app-files.ts';

const rendererFolder = path.join(import.meta.dirname, '../renderer');
const background = { light: '#f4f6f8', dark: '#0f1216' };

/** Before Electron is ready: the scheme of our own pages, as strict as https. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves our own pages, and denies every permission to everybody. */
export function guardSession(): void {
  session.defaultSession.protocol.handle(appScheme, (request) =>
    answerAppRequest(rendererFolder, request.url),
  );
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}

/**
 * Whatever web contents come to be: they open no windows, and leave their own pages for nothing. Interactions have
 * sessions of their own, whose windows keep to the interaction's origin (interaction-window.ts).
 */
export function guardWebContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (contents.session === session.defaultSession && !isAppUrl(event.url)) event.preventDefault();
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
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL(appIndex).catch((error: unknown) => {
    // A window that was closed before its page was there has nothing to say.
    if (!window.isDestroyed()) console.error(error);
  });
  return window;
}
