import { beforeEach, describe, expect, it } from 'vitest';
import { type BrowserCookies, createBrowserCookies } from './browser-cookies.ts';

const at = (address: string) => new URL(address, 'http://bench.example:8080');

describe('the cookies of a browser', () => {
  let now: number;
  let cookies: BrowserCookies;
  beforeEach(() => {
    now = Date.UTC(2026, 10, 25);
    cookies = createBrowserCookies(() => now);
  });

  it('go to the paths that they are for, the nearest ones first', () => {
    cookies.keep(at('/a/b/c'), ['x=1; Path=/', 'y=2', 'z=3; Path=/a/b/c', 'w=4; path=/a/bc']);
    expect(cookies.headerFor(at('/a/b/c?q'))).toBe('z=3; y=2; x=1');
    expect(cookies.headerFor(at('/a/b'))).toBe('y=2; x=1');
    expect(cookies.headerFor(at('/a/bc/d'))).toBe('w=4; x=1');
    expect(cookies.headerFor(at('/'))).toBe('x=1');
  });

  it('are replaced by name and path, and end when they are told to', () => {
    cookies.keep(at('/'), ['x=1', 'y=1; Max-Age=10', 'z=1; Expires=Wed, 25 Nov 2026 00:01:00 GMT']);
    cookies.keep(at('/'), ['x=2=3; HttpOnly; SameSite=Strict']);
    expect(cookies.headerFor(at('/'))).toBe('x=2=3; y=1; z=1');
    now += 10_000;
    expect(cookies.headerFor(at('/'))).toBe('x=2=3; z=1');
    now += 50_000;
    expect(cookies.headerFor(at('/'))).toBe('x=2=3');
    cookies.keep(at('/'), ['x=; Max-Age=0']);
    expect(cookies.headerFor(at('/'))).toBeUndefined();
  });

  it('are for the host that set them, and over TLS where they say so', () => {
    cookies.keep(at('/'), ['a=1; Domain=example', 'b=1; Domain=other.example', 'c=1; Domain=.bench.example']);
    expect(cookies.headerFor(at('/'))).toBe('a=1; c=1');
    cookies.keep(at('/'), ['s=1; Secure']);
    expect(cookies.headerFor(at('/'))).toBe('a=1; c=1');
    expect(cookies.headerFor(at('https://bench.example/'))).toBe('a=1; c=1; s=1');
  });

  it('are not kept without end, nor where they are none', () => {
    cookies.keep(at('/'), ['nonsense', '=x', `long=${'x'.repeat(5000)}`]);
    expect(cookies.headerFor(at('/'))).toBeUndefined();
    cookies.keep(
      at('/'),
      Array.from({ length: 80 }, (_, index) => `c${index}=1`),
    );
    expect(cookies.headerFor(at('/'))?.split('; ')).toHaveLength(50);
  });
});
