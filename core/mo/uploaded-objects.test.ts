import { describe, expect, it } from 'vitest';
import type { CodedError } from '../errors.ts';
import { parseUploadedObjects } from './uploaded-objects.ts';

const uri = 'urn:oma:mo:oma-dm-devinfo:1.0//';
const octets = (text: string) => new TextEncoder().encode(text);
const upload = (data: string) => octets(`[{"ClientURI":"${uri}","MOData":{"DevInfo":${data}}}]`);

describe('what a device puts into the repository', () => {
  it('is objects', () => {
    const [entry] = parseUploadedObjects(upload('{"DevID":"IMEI:1","__proto__":{"polluted":"yes"}}'));
    expect(entry?.clientUri.moid).toBe('urn:oma:mo:oma-dm-devinfo:1.0');
    // A node may be called so; it is a node like others.
    expect(entry?.data.node).toMatchObject({ kind: 'interior' });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each([
    [octets('{"a": secret}'), 'Unexpected character'],
    [octets(''), 'Unexpected end of JSON input'],
    [Uint8Array.of(0x22, 0xff, 0x22), 'it is not UTF-8'],
    [octets('{}'), '$: an array is expected'],
    [upload('[1]'), '$[0].MOData.DevInfo: an object or a value is expected'],
    [upload('{"a":1e999}'), '$[0].MOData.DevInfo.a: the number is too large to be kept'],
    [upload('{"a":"secret\\ud800"}'), '$[0].MOData.DevInfo.a: the text has half a character in it'],
    [upload('{"\\udfff":1}'), '$[0].MOData.DevInfo: the text has half a character in it'],
    [upload(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`), 'nodes are nested deeper than 64'],
  ])('is refused, and not repeated: %#', (came, detail) => {
    try {
      parseUploadedObjects(came);
      expect.unreachable();
    } catch (error) {
      const { fault } = error as CodedError;
      expect(fault.code).toBe('UPLOAD_NOT_OBJECTS');
      expect(fault.message).toContain(detail);
      expect(fault.message).not.toContain('secret');
    }
  });
});
