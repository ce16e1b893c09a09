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
    expect(watcher.watchesRequests).toBe(false);
    expect(await watcher.beforeRequest(request)).toEqual({});
    module.onBeforeRequest({ urls: ['https://a.test/*'] }, ({ resourceType }, callback) =>
      callback({ cancel: resourceType === 'script' }),
    );
    expect(watcher.watchesRequests).toBe(true);
    expect(await watcher.beforeRequest(request)).toEqual({ cancel: true });
    expect(await watcher.beforeRequest({ ...request, url: 'https://b.test/' })).toEqual({});
    module.onBeforeRequest(null);
    expect([watcher.watchesRequests, watcher.watchesResponses, changes]).toEqual([false, false, 2]);
  });

  it('shows the headers of a response, and takes others', async () => {
    const { module, watcher } = createWebRequest(() => undefined);
    const response = {
      url: 'https://a.test/',
      method: 'GET',
      resourceType: 'SubDocument',
      statusCode: 200,
      statusText: 'OK',
      headers: [
        { name: 'Set-Cookie', value: 'a=1' },
        { name: 'set-cookie', value: 'b=2' },
      ],
    };
    expect(await watcher.headersReceived(response)).toEqual({});
    module.onHeadersReceived(({ resourceType, statusLine, statusCode, responseHeaders }, callback) =>
      callback({
        responseHeaders: { seen: [resourceType, statusLine, `${statusCode}`], ...responseHeaders },
      }),
    );
    expect([watcher.watchesRequests, watcher.watchesResponses]).toEqual([false, true]);
    expect(await watcher.headersReceived(response)).toEqual({
      responseHeaders: { seen: ['subFrame', 'HTTP/1.1 200 OK', '200'], 'Set-Cookie': ['a=1', 'b=2'] },
    });
    module.onHeadersReceived((_details, callback) => callback({ statusLine: 'HTTP/1.1 404' } as object));
    await expect(watcher.headersReceived(response)).rejects.toThrow(
      "electron-host does not provide the 'statusLine' of WebRequest.onHeadersReceived",
    );
  });

  it('refuses its other events by name', () => {
    const { module } = createWebRequest(() => undefined);
    expect(() => (module as unknown as Record<string, () => void>).onBeforeSendHeaders?.()).toThrow(
      'electron-host does not provide WebRequest.onBeforeSendHeaders',
    );
  });
});
