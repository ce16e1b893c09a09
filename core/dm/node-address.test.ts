import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { nodeAddress, parseNodeAddress, printNodeAddress } from './node-address.ts';

const codeOf = (text: string) => {
  try {
    parseNodeAddress(text);
    return 'parsed';
  } catch (error) {
    return toFault(error).code;
  }
};

describe('ClientURI', () => {
  it.each([
    ['urn:oma:mo:moid:1.0/left/', 'urn:oma:mo:moid:1.0', 'left', []],
    ['urn:oma:mo:moid:1.0//', 'urn:oma:mo:moid:1.0', '', []],
    ['urn:oma:mo:moid:1.0//DevID', 'urn:oma:mo:moid:1.0', '', ['DevID']],
    ['urn:oma:mo:moid:1.0/a1/Ext/x%20y/', 'urn:oma:mo:moid:1.0', 'a1', ['Ext', 'x y']],
    ['urn:oma:mo:moid:1.0/IMEI:1', 'urn:oma:mo:moid:1.0', 'IMEI:1', []],
  ])('reads %s', (text, moid, instance, path) => {
    expect(parseNodeAddress(text)).toEqual({ moid, instance, path });
  });

  it.each([
    ['left/', 'DM_CLIENT_URI_MALFORMED'],
    ['urn:oma:mo:moid:1.0', 'DM_CLIENT_URI_MALFORMED'],
    ['http://host/x', 'DM_CLIENT_URI_MALFORMED'],
    ['urn:a:b/i/x//y', 'DM_CLIENT_URI_MALFORMED'],
    ['urn:a:b/i/%E0%A4%A', 'DM_CLIENT_URI_MALFORMED'],
    ['urn:a:b/i/x#y', 'DM_CLIENT_URI_MALFORMED'],
    ['urn:a:b/*/x', 'DM_CLIENT_URI_NOT_PLAIN'],
    ['urn:a:b/(x)/x?nv=(x)/ID:1', 'DM_CLIENT_URI_NOT_PLAIN'],
  ])('refuses %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('prints what it parses back to the same value', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(fc.constant(''), name), fc.array(name, { maxLength: 5 }), (instance, path) => {
        const uri = nodeAddress('urn:oma:mo:example:1.0', instance, path);
        expect(parseNodeAddress(printNodeAddress(uri))).toEqual(uri);
      }),
    );
  });
});
