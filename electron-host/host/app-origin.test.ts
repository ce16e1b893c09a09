import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addScheme, originOf, toAppUrl, toChromiumUrl } from './app-origin.ts';

addScheme('app');

describe('app origin', () => {
  it.each([
    ['app://bundle/index.html', 'https://bundle.app.electron-host.invalid/index.html'],
    ['app://bundle/a%20b?q=1#top', 'https://bundle.app.electron-host.invalid/a%20b?q=1#top'],
    ['app://my.bundle/', 'https://my.bundle.app.electron-host.invalid/'],
  ])('maps %s and back', (app, chromium) => {
    expect(toChromiumUrl(app)).toBe(chromium);
    expect(toAppUrl(chromium)).toBe(app);
  });

  it('completes what has no path', () => {
    expect(toChromiumUrl('app://bundle')).toBe('https://bundle.app.electron-host.invalid/');
    expect(toChromiumUrl('app://bundle?q')).toBe('https://bundle.app.electron-host.invalid/?q');
  });

  it.each(['https://example.org/app://bundle/', 'file:///etc/hosts', 'other://bundle/', 'about:blank', ''])(
    'leaves %s alone',
    (url) => {
      expect(toChromiumUrl(url)).toBe(url);
      expect(toAppUrl(url)).toBe(url);
    },
  );

  it.each([
    'https://bundle.app.electron-host.invalid.example.org/',
    'https://example.org/bundle.app.electron-host.invalid/',
    'http://bundle.app.electron-host.invalid/',
    'https://bundle.other.electron-host.invalid/',
    'https://user@bundle.app.electron-host.invalid/',
  ])('does not take %s for the app', (url) => {
    expect(toAppUrl(url)).toBe(url);
  });

  it('is reversible for every path', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
        const url = `app://bundle${path || '/'}${query ? `?${query}` : ''}`;
        expect(toAppUrl(toChromiumUrl(url))).toBe(url);
      }),
    );
  });

  it('refuses hosts that are none, and schemes that can be no host label', () => {
    expect(() => toChromiumUrl('app:///index.html')).toThrow('Invalid URL');
    expect(() => toChromiumUrl('app://user@bundle/')).toThrow('Invalid URL');
    expect(() => addScheme('web+app')).toThrow("electron-host does not provide the scheme 'web+app'");
  });

  it('knows origins', () => {
    expect(originOf('app://bundle/index.html')).toBe('app://bundle');
    expect(originOf('https://example.org:8443/x')).toBe('https://example.org:8443');
    expect(originOf('')).toBe('null');
  });
});
