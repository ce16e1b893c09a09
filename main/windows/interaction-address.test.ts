import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CodedError } from '../../core/errors.ts';
import {
  interactionAddress,
  interactionTitle,
  isFinalPage,
  isPageOf,
  isRequestOf,
  originToTell,
} from './interaction-address.ts';

const origin = 'https://bench.local:8443';

describe('the address of a form', () => {
  it('is kept as it is, with its origin', () => {
    expect(interactionAddress('https://Bench.Local:443/ui/a?b=c', 'GW 1')).toEqual({
      url: 'https://bench.local/ui/a?b=c',
      origin: 'https://bench.local',
    });
    expect(interactionAddress('http://[::1]:8080/ui', 'GW 1').origin).toBe('http://[::1]:8080');
  });

  it.each([
    ['/ui/secret', 'it is not an absolute address'],
    ['', 'it is not an absolute address'],
    ['https://', 'it is not an absolute address'],
    ['app://bench/index.html', 'it is neither http nor https, but app:'],
    ['file:///etc/secret', 'it is neither http nor https, but file:'],
    ['javascript:secret()', 'it is neither http nor https, but javascript:'],
    ['data:text/html,secret', 'it is neither http nor https, but data:'],
    ['blob:https://bench.local/secret', 'it is neither http nor https, but blob:'],
    ['https://bench.local@secret.example/', 'it carries a user name or a password'],
    ['https://:secret@bench.local/', 'it carries a user name or a password'],
  ])('%s is refused, and not repeated', (page, detail) => {
    try {
      interactionAddress(page, 'GW 1');
      expect.unreachable();
    } catch (error) {
      const { fault } = error as CodedError;
      expect(fault.code).toBe('INTERACTION_WINDOW_ADDRESS');
      expect(fault.message).toContain(detail);
      expect(fault.message).not.toContain('secret');
    }
  });
});

describe('what belongs to an interaction', () => {
  it.each([
    'https://bench.local:8443/',
    'https://BENCH.local:8443/ui?x#y',
    'https://somebody@bench.local:8443/ui',
  ])('%s does', (address) => {
    expect(isPageOf(origin, address)).toBe(true);
    expect(isRequestOf(origin, address)).toBe(true);
  });

  it.each([
    'http://bench.local:8443/',
    'https://bench.local/',
    'https://bench.local:8443.evil.example/',
    'https://bench.local:8443@evil.example/',
    'https://bench.local.:8443/',
    'https://evil.example/https://bench.local:8443/end',
    'app://bench/index.html',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'about:blank',
    'mailto:a@bench.local',
    '/relative',
  ])('%s does not', (address) => {
    expect(isPageOf(origin, address)).toBe(false);
    expect(isRequestOf(origin, address)).toBe(false);
    expect(isFinalPage(origin, address)).toBe(false);
  });

  it('a request may also stay within the window, or be a web socket', () => {
    expect(isRequestOf(origin, 'data:image/png;base64,AA==')).toBe(true);
    expect(isRequestOf(origin, 'blob:https://bench.local:8443/1')).toBe(true);
    expect(isRequestOf(origin, 'wss://bench.local:8443/live')).toBe(true);
    expect(isRequestOf(origin, 'blob:https://evil.example/1')).toBe(false);
    expect(isRequestOf(origin, 'ws://bench.local:8443/live')).toBe(false);
    expect(isRequestOf(origin, 'wss://evil.example/live')).toBe(false);
    for (const address of ['data:text/html,x', 'blob:https://bench.local:8443/1', 'wss://bench.local:8443/'])
      expect(isPageOf(origin, address)).toBe(false);
  });

  it('no other origin ever does', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http', 'https'], withQueryParameters: true }), (address) => {
        expect(isPageOf(origin, address)).toBe(new URL(address).origin === origin);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isPageOf(origin, text)).toBe(false);
        expect(isFinalPage(origin, text)).toBe(false);
        expect(isRequestOf(origin, text) && !text.trim().toLowerCase().startsWith('data:')).toBe(false);
      }),
    );
  });
});

describe('the final page', () => {
  it.each([
    ['/end', true],
    ['/ui/7/end', true],
    ['/ui/7/end?thanks=1#top', true],
    ['/ui/7/end/', false],
    ['/ui/7/friend', false],
    ['/ui/7/End', false],
    ['/ui/7%2Fend', false],
    ['/ui/7?next=/end', false],
    ['/ui/7#/end', false],
  ])('%s: %s', (path, is) => {
    expect(isFinalPage(origin, `${origin}${path}`)).toBe(is);
  });
});

describe('what is told of a refused address', () => {
  it.each([
    ['https://evil.example/steal?token=secret', 'https://evil.example'],
    ['mailto:secret@evil.example', 'mailto:'],
    ['data:text/html,secret', 'data:'],
    ['about:blank', 'about:'],
    ['secret', 'an address that cannot be read'],
  ])('of %s: %s', (address, told) => {
    expect(originToTell(address)).toBe(told);
  });
});

describe('the title', () => {
  it('is the label and the origin', () => {
    expect(interactionTitle('BX04101-F', origin)).toBe('BX04101-F — https://bench.local:8443');
  });

  it('shows nothing that hides the origin', () => {
    expect(interactionTitle('  a\u202e\u0000\u200b\n\u2028b\u00a0\u200b c ', origin)).toBe(
      `a b c — ${origin}`,
    );
    expect(interactionTitle(' \u202e', origin)).toBe(origin);
    const long = interactionTitle('🙂'.repeat(500), origin);
    expect(long).toBe(`${'🙂'.repeat(59)}… — ${origin}`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        const title = interactionTitle(label, origin);
        expect(title === origin || title.endsWith(` — ${origin}`)).toBe(true);
        expect([...title].length).toBeLessThanOrEqual(60 + 3 + origin.length);
        expect(title).not.toMatch(/\p{C}/u);
      }),
    );
  });
});
