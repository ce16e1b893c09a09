import { describe, expect, it } from 'vitest';
import { createWebRequest, matchesFilter } from './web-request.ts';

describe('webRequest', () => {
  it('matches the patterns of a filter', () => {
    expect(matchesFilter('https://a.test/x?y', ['https://*.test/*'])).toBe(true);
    expect(matchesFilter('https://a.test/x', ['<all_urls>'])).toBe(true);
    expect(matchesFilter('https://aXtest/x', ['https://a.test/*'])).toBe(false);
  });

  it('asks its one listener', async () => {
    let changes = 0;
    const { module, watcher } = createWebRequest(() => {
      changes++;
    });
    const request = { url: 'https://a.test/', method: 'GET', resourceType: 'Script' };
    expect(watcher.watches).toBe(false);
    expect(await watcher.beforeRequest(request)).toEqual({});
    module.onBeforeRequest({ urls: ['https://a.test/*'] }, ({ resourceType }, callback) =>
      callback({ cancel: resourceType === 'script' }),
    );
    expect(watcher.watches).toBe(true);
    expect(await watcher.beforeRequest(request)).toEqual({ cancel: true });
    expect(await watcher.beforeRequest({ ...request, url: 'https://b.test/' })).toEqual({});
    module.onBeforeRequest(null);
    expect([watcher.watches, changes]).toEqual([false, 2]);
  });

  it('refuses its other events by name', () => {
    const { module } = createWebRequest(() => undefined);
    expect(() => (module as unknown as Record<string, () => void>).onHeadersReceived?.()).toThrow(
      'electron-host does not provide WebRequest.onHeadersReceived',
    );
  });
});
