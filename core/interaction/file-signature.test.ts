import { describe, expect, it } from 'vitest';
import { beginsAs, signatureLength } from './file-signature.ts';

const octets = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const ascii = (text: string) => new TextEncoder().encode(text);

describe('the beginning of a file', () => {
  it.each<[string, Uint8Array]>([
    ['image/jpeg', octets('ffd8ffe000104a4649460001')],
    ['image/png', octets('89504e470d0a1a0a0000000d')],
    ['image/gif', ascii('GIF89a')],
    ['image/webp', ascii('RIFFxxxxWEBP')],
    ['image/heic', octets('00000018667479706865696300')],
    ['application/pdf', ascii('%PDF-1.7\n')],
    ['application/zip', octets('504b0304')],
    ['text/csv', ascii('a;b')],
    ['application/octet-stream', octets('')],
  ])('is right for %s', (mediaType, head) => {
    expect(beginsAs(mediaType, head.subarray(0, signatureLength))).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    ['image/jpeg', ascii('<svg onload=')],
    ['image/png', octets('89504e470d0a1a')],
    ['image/webp', ascii('RIFFxxxxWAVE')],
    ['application/pdf', ascii('<html>')],
    ['image/gif', octets('')],
  ])('is wrong for %s', (mediaType, head) => {
    expect(beginsAs(mediaType, head)).toBe(false);
  });

  it('knows no types by names of JavaScript', () => {
    expect(beginsAs('constructor', ascii('x'))).toBe(true);
  });
});
