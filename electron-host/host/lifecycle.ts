import type { BrowserWindow } from '../modules/browser-window.ts';

/** Where the app is in its life, and which windows it has: what the modules know of each other. */
export const lifecycle = {
  /** Chromium is connected: windows can be made. */
  ready: false,
  /** `app.quit` or `app.exit` is under way. */
  quitting: false,
  windows: new Map<number, BrowserWindow>(),
};
