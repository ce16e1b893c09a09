// Electron's security checklist over the sources: what the stand-in for Electron cannot show, and what nobody may
// bring in later without looking at this list.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confinedPreferences } from '../../../main/windows/web-preferences.ts';

const root = path.join(import.meta.dirname, '../../..');

interface Source {
  readonly file: string;
  /** Without comments. */
  readonly text: string;
}

const sources: readonly Source[] = ['core', 'main', 'preload', 'renderer'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|html)$/.test(entry.name))
    .filter((entry) => !/\.(test|spec)\.tsx?$|-fixture\.ts$|^test-/.test(entry.name))
    .map((entry) => {
      const file = path.relative(root, path.join(entry.parentPath, entry.name));
      return { file, text: withoutComments(readFileSync(path.join(root, file), 'utf8')) };
    }),
);

/** Comments may name what code may not; a `//` within a text or an address is none. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[\s;{}])\/\/.*$/gm, '$1');
}

/** The files in which something occurs. */
const filesWith = (pattern: RegExp): readonly string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

const mainOf = (pattern: RegExp): readonly string[] =>
  filesWith(pattern).filter((file) => file.startsWith('main/'));

describe('the sources', () => {
  it('are all looked at', () => {
    expect(sources.length).toBeGreaterThan(300);
    expect(filesWith(/new BrowserWindow\(/)).not.toEqual([]);
  });

  it('give every window the confined preferences (2, 3, 4, 6, 8, 9, 10)', () => {
    expect(confinedPreferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      spellcheck: false,
    });
    expect(filesWith(/new BrowserWindow\(/).toSorted()).toEqual([
      'main/windows/interaction-window.ts',
      'main/windows/workstation-window.ts',
    ]);
    for (const { file, text } of sources) {
      const windows = text.match(/new BrowserWindow\(/g) ?? [];
      const preferences = [...text.matchAll(/webPreferences: \{([^}]*)\}/g)].map(
        ([, inside]) => inside ?? '',
      );
      expect(preferences, file).toHaveLength(windows.length);
      for (const inside of preferences) {
        const [first, ...rest] = inside
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '');
        expect(first, file).toBe('...confinedPreferences,');
        for (const line of rest) expect(line, file).toMatch(/^(preload|session|devTools): /);
      }
    }
  });

  it.each([
    ['Blink features', /blinkFeatures/i],
    ['web views (11, 12)', /<webview|allowpopups|webviewTag: true/],
    ['views that are no windows', /\b(WebContentsView|BrowserView|BaseWindow)\b/],
    ['other programs opened (15)', /openExternal|ELECTRON_RUN_AS_NODE/],
    ['pages from files (18)', /loadFile\(|file:\/\/|registerFileProtocol|interceptFileProtocol/],
    ['scripts put into pages', /executeJavaScript|insertCSS|registerPreloadScript|setPreloads/],
    ['certificates trusted against Chromium', /'certificate-error'/],
    ['screens captured', /desktopCapturer|setDisplayMediaRequestHandler/],
    ['devices chosen', /select-(hid|serial|usb|bluetooth)-(device|port)|setBluetoothPairingHandler/],
    ['passwords of others asked for', /app\.on\(\s*'login'/],
    ["Chromium's switches", /appendSwitch|appendArgument/],
    ['code made of text', /\beval\(|new Function\(|node:vm|from 'vm'/],
    ['privileges of schemes', /bypassCSP|allowExtensions|corsEnabled/],
    ['other ways between the processes', /MessageChannelMain|sendSync|webContents\.ipc|ipcRenderer\.send\b/],
    ['updates and crash reports sent', /autoUpdater|crashReporter|electron-updater/],
  ])('have no %s', (_what, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });

  it('have exactly these doors in main (17)', () => {
    expect(filesWith(/ipcMain\.(?!handle\()/)).toEqual([]);
    expect(filesWith(/ipcMain\b/)).toEqual(['main/api/register.ts']);
    const register = sources.find(({ file }) => file === 'main/api/register.ts');
    expect(register?.text.match(/ipcMain\.handle\(/g)).toHaveLength(1);
    // The sender is looked at first, before anything is waited for.
    expect(register?.text).toMatch(
      /ipcMain\.handle\(channels\.call, async \(event, name: unknown, request: unknown\) => \{\s*const refusal = refusalOf\(event\);\s*if \(refusal\) return/,
    );
  });

  it('expose exactly one thing to the page (20)', () => {
    expect(filesWith(/contextBridge\./)).toEqual(['preload/index.ts']);
    const preload = sources.find(({ file }) => file === 'preload/index.ts');
    expect(preload?.text.match(/exposeInMainWorld\(\s*'(\w+)'/)?.[1]).toBe('bench');
    expect(preload?.text.match(/ipcRenderer\.\w+/g)?.toSorted()).toEqual([
      'ipcRenderer.invoke',
      'ipcRenderer.on',
    ]);
    // What Electron gives with an event leads back to ipcRenderer: it stays in the preload.
    expect(preload?.text).toMatch(/ipcRenderer\.on\(channels\.event, \(_event, /);
  });

  it('load two kinds of pages: our own, and the form of an interaction', () => {
    expect(mainOf(/\.loadURL\(/).toSorted()).toEqual([
      'main/windows/interaction-window.ts',
      'main/windows/workstation-window.ts',
    ]);
    const calls = sources.flatMap(({ text }) => text.match(/\.loadURL\([^)]*\)/g) ?? []);
    expect(calls.toSorted()).toEqual(['.loadURL(appIndex)', '.loadURL(url)']);
  });

  it('decide about sessions where it can be read', () => {
    expect(filesWith(/setCertificateVerifyProc/)).toEqual(['main/windows/interaction-sessions.ts']);
    expect(filesWith(/fromPartition/)).toEqual(['main/windows/interaction-sessions.ts']);
    const deciding = ['main/windows/interaction-sessions.ts', 'main/windows/workstation-session.ts'];
    for (const call of [
      /setPermissionRequestHandler/,
      /setPermissionCheckHandler/,
      /setDevicePermissionHandler/,
      /'will-download'/,
      /onBeforeRequest/,
    ])
      expect(filesWith(call).toSorted()).toEqual(deciding);
  });

  it('open the data folder with the desktop, and nothing that anybody else names (15)', () => {
    const main = sources.filter(({ file }) => file.startsWith('main/'));
    const calls = main.flatMap(({ text }) => text.match(/\bshell\.\w+\([^)]*\)/g) ?? []);
    expect(calls).toEqual(['shell.openPath(dataFolder)']);
  });

  it('refuse switches that would open a released workstation, before Electron is ready', () => {
    const entry = sources.find(({ file }) => file === 'main/index.ts')?.text ?? '';
    expect(entry).toContain('app.isPackaged ? weakeningSwitches(words, process.platform) : []');
    expect(entry.indexOf('refuseSwitches(weakening)')).toBeLessThan(entry.indexOf('whenReady()'));
    expect(entry.indexOf('guardWebContents();')).toBeLessThan(entry.indexOf('whenReady()'));
  });

  it('write no markup into the page', () => {
    const writing = /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write\b/;
    expect(filesWith(writing).filter((file) => file.startsWith('renderer/'))).toEqual([]);
    // A frame with a page of ours in it has no scripts, no origin and no way out.
    const framing = sources.filter(({ text }) => /<iframe|srcDoc=/.test(text));
    expect(framing.map(({ file }) => file)).toEqual(['renderer/screens/profiles/preview-frame.tsx']);
    for (const { text } of framing) {
      expect(text.match(/<iframe/g)).toHaveLength(text.match(/sandbox=""/g)?.length ?? 0);
      expect(text).not.toMatch(/sandbox=(?!"")/);
    }
    const page = sources.find(({ file }) => file === 'renderer/index.html')?.text ?? '';
    expect(page.match(/<script[^>]*>[\s\S]*?<\/script>/g)).toEqual([
      '<script type="module" src="./main.tsx"></script>',
    ]);
    expect(page).not.toMatch(/\son\w+=|javascript:|https?:/);
  });
});

describe('Electron itself (16)', () => {
  const read = (file: string) =>
    JSON.parse(readFileSync(path.join(root, file), 'utf8')) as {
      readonly version: string;
      readonly devDependencies: Readonly<Record<string, string>>;
    };

  it('is the version that was looked at, exactly', () => {
    const wanted = read('package.json').devDependencies.electron ?? '';
    expect(wanted).toMatch(/^\d+\.\d+\.\d+$/);
    expect(read('node_modules/electron/package.json').version).toBe(wanted);
    // The checklist above was gone through for this major; the next one is gone through again.
    expect(wanted.split('.')[0]).toBe('45');
  });
});
