import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Script } from 'node:vm';
import { runningBrowser } from '../chromium/browser.ts';
import type { PreloadScript } from '../chromium/page.ts';
import type { BrowserWindow } from '../modules/browser-window.ts';
import { type Session, sessionOf } from '../modules/session.ts';
import { NotProvidedError } from './refuse.ts';
import { report } from './trace.ts';

/** The web preferences that the host knows. */
export interface WebPreferences {
  readonly preload?: string;
  readonly session?: Session;
  readonly partition?: string;
  readonly additionalArguments?: readonly string[];
  readonly disableDialogs?: boolean;
  readonly [other: string]: unknown;
}

/** The constructor's options that the host knows. */
export interface BrowserWindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly minWidth?: number;
  readonly minHeight?: number;
  readonly x?: number;
  readonly y?: number;
  readonly show?: boolean;
  readonly title?: string;
  readonly backgroundColor?: string;
  readonly parent?: BrowserWindow;
  readonly webPreferences?: WebPreferences;
}

const OPTIONS = new Set([
  'width',
  'height',
  'minWidth',
  'minHeight',
  'x',
  'y',
  'show',
  'title',
  'backgroundColor',
  'parent',
  'webPreferences',
  // No meaning here: menus are not drawn, and Chromium's window shows Chromium's icon, centred or not as placed.
  'autoHideMenuBar',
  'icon',
  'center',
]);

// What Chromium's pages have anyway, so that the opposite would be ignored.
const FIXED_PREFERENCES: Readonly<Record<string, boolean>> = {
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  javascript: true,
  images: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  plugins: false,
};

// The last three have no meaning here: there is no spell checker, there are no DevTools to open, and timers are
// never slowed down.
const FREE_PREFERENCES = new Set([
  'preload',
  'session',
  'partition',
  'additionalArguments',
  'disableDialogs',
  'spellcheck',
  'devTools',
  'backgroundThrottling',
]);

/** What a window's options come to. */
export interface WindowSettings {
  readonly session: Session;
  readonly preload: PreloadScript | undefined;
  readonly backgroundColor: { r: number; g: number; b: number; a: number } | undefined;
  readonly dialogs: boolean;
  readonly minimum: { readonly width: number; readonly height: number };
  readonly bounds: { x: number; y: number; width: number; height: number };
}

/** Reads a window's options; what the host would have to ignore is refused by name. */
export function readWindowOptions(options: BrowserWindowOptions, appPath: string): WindowSettings {
  for (const [name, value] of Object.entries(options)) {
    if (!OPTIONS.has(name) && value !== undefined)
      throw new NotProvidedError(`the BrowserWindow option '${name}'`);
  }
  const preferences = options.webPreferences ?? {};
  checkPreferences(preferences);
  const minimum = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 };
  const width = Math.max(options.width ?? 800, minimum.width);
  const height = Math.max(options.height ?? 600, minimum.height);
  const { availableLeft, availableTop, availableWidth, availableHeight } = runningBrowser().surroundings;
  return {
    session: preferences.session ?? sessionOf(preferences.partition ?? ''),
    preload:
      preferences.preload === undefined
        ? undefined
        : readPreload(resolve(appPath, preferences.preload), preferences),
    backgroundColor: options.backgroundColor === undefined ? undefined : readColor(options.backgroundColor),
    dialogs: preferences.disableDialogs !== true,
    minimum,
    bounds: {
      x: options.x ?? Math.round(availableLeft + Math.max(0, availableWidth - width) / 2),
      y: options.y ?? Math.round(availableTop + Math.max(0, availableHeight - height) / 2),
      width,
      height,
    },
  };
}

/** Refuses web preferences that Chromium's pages don't have. */
export function checkPreferences(preferences: WebPreferences): void {
  for (const [name, value] of Object.entries(preferences)) {
    if (value === undefined || FREE_PREFERENCES.has(name) || FIXED_PREFERENCES[name] === value) continue;
    throw new NotProvidedError(`the web preference '${name}: ${String(value)}'`);
  }
}

/** A CSS colour in hexadecimal, as Electron reads it: #RGB, #ARGB, #RRGGBB or #AARRGGBB. */
export function readColor(text: string): { r: number; g: number; b: number; a: number } {
  let digits = /^#([0-9a-f]{3,8})$/i.exec(text)?.[1];
  if (digits && digits.length < 6) digits = [...digits].map((digit) => digit + digit).join('');
  if (digits?.length === 6) digits = `ff${digits}`;
  if (digits?.length !== 8)
    throw new NotProvidedError(`the colour '${text}': only #RGB, #ARGB, #RRGGBB, #AARRGGBB`);
  const [a = 255, r = 0, g = 0, b = 0] = Buffer.from(digits, 'hex');
  return { r, g, b, a: a / 255 };
}

function readPreload(path: string, preferences: WebPreferences): PreloadScript | undefined {
  try {
    const source = readFileSync(path, 'utf8');
    // A script that does not parse would take the host's own part of it along.
    new Script(`(function (require, module, exports, process, global) {\n${source}\n});`, { filename: path });
    return { path, source, processArguments: [...(preferences.additionalArguments ?? [])] };
  } catch (error) {
    // As in Electron, the window opens without it.
    report(`Unable to load preload script: ${path}`, error);
    return undefined;
  }
}
