import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceIdOfUris, deviceUri } from './device-uri.ts';

describe('the URI of a device in its certificate', () => {
  it('is the DevID behind one prefix', () => {
    expect(deviceUri('IMEI:352099001761408')).toBe('urn:dm-bench:device:IMEI:352099001761408');
    expect(deviceUri('urn:x/é 1')).toBe('urn:dm-bench:device:urn:x%2F%C3%A9%201');
  });

  it('is ASCII, and gives the DevID back whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (deviceId) => {
        const uri = deviceUri(deviceId);
        expect(uri).toMatch(/^[\x21-\x7e]+$/);
        expect(deviceIdOfUris(['https://a.example/', uri])).toBe(deviceId);
      }),
    );
  });

  it.each([
    [[]],
    [['urn:other:device:A']],
    [['urn:dm-bench:device:']],
    [['urn:dm-bench:device:%']],
    // Two devices, and one that is written in two ways.
    [['urn:dm-bench:device:A', 'urn:dm-bench:device:B']],
    [['urn:dm-bench:device:A', 'urn:dm-bench:device:A']],
    [['urn:dm-bench:device:%41']],
    [['URN:dm-bench:device:A']],
  ])('%j names no device', (uris) => {
    expect(deviceIdOfUris(uris)).toBeUndefined();
  });
});
