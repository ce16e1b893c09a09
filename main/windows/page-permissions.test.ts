import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appIndex, appOrigin } from '../api/app-origin.ts';
import { mayDo, mayRequest } from './page-permissions.ts';

const ourPage = { requestingUrl: appIndex, isMainFrame: true };

describe('a permission', () => {
  it('is granted to our own page for copying text', () => {
    expect(mayDo('clipboard-sanitized-write', ourPage)).toBe(true);
  });

  it.each([
    ['a frame within it', { ...ourPage, isMainFrame: false }],
    ['a page elsewhere', { requestingUrl: 'https://elsewhere.example/', isMainFrame: true }],
    ['a page that begins like ours', { requestingUrl: `${appOrigin}.example/`, isMainFrame: true }],
    ['a page that Electron does not name', { isMainFrame: true }],
  ])('is not granted to %s', (_who, asker) => {
    expect(mayDo('clipboard-sanitized-write', asker)).toBe(false);
  });

  it.each([
    'clipboard-read',
    'deprecated-sync-clipboard-read',
    'display-capture',
    'fileSystem',
    'fullscreen',
    'geolocation',
    'hid',
    'local-network-access',
    'media',
    'midiSysex',
    'notifications',
    'openExternal',
    'pointerLock',
    'serial',
    'smart-card',
    'usb',
    'unknown',
  ])('%s is not granted even to our own page', (permission) => {
    expect(mayDo(permission, ourPage)).toBe(false);
  });
});

describe('a request', () => {
  it.each([appIndex, `${appOrigin}/assets/index.js`, 'data:image/png;base64,AA==', 'devtools://devtools/a'])(
    'for %s may go',
    (address) => {
      expect(mayRequest(address)).toBe(true);
    },
  );

  it.each([
    'http://127.0.0.1:8080/dm',
    'https://elsewhere.example/',
    'ws://127.0.0.1/',
    'wss://elsewhere.example/',
    'file:///etc/passwd',
    'blob:https://elsewhere.example/1',
    'app://other/index.html',
    'app://bench.elsewhere.example/',
    'app://bench@elsewhere.example/',
    'chrome-extension://abc/',
    'ftp://elsewhere.example/',
    'javascript:0',
    '',
  ])('for %s may not', (address) => {
    expect(mayRequest(address)).toBe(false);
  });

  it('never goes to a host of the web', () => {
    fc.assert(fc.property(fc.webUrl(), (address) => !mayRequest(address)));
  });
});
