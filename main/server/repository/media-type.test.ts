import { describe, expect, it } from 'vitest';
import { checkedMediaType } from './media-type.ts';

describe('a media type', () => {
  it.each([
    'application/octet-stream',
    'application/vnd.oma.dm.dmmo+json',
    'text/plain; charset=utf-8',
    'text/plain;charset="utf-8"; x=y',
    'text/plain; x="a\\"b;c"',
  ])('%s', (text) => {
    expect(checkedMediaType(text)).toBe(text);
  });

  it.each([
    '',
    'text',
    'text/',
    '/plain',
    'text/plain;',
    'text/plain; x',
    'text/plain\r\nx: y',
    'a b/c',
    `a/${'b'.repeat(254)}`,
  ])('%s is none', (text) => {
    expect(() => checkedMediaType(text)).toThrow(/Content-Type/);
  });
});
