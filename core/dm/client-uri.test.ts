import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import {
  addressOf,
  type ClientUri,
  clientUri,
  clientUriOf,
  type InstancePart,
  type NodeCondition,
  parseClientUri,
  parseKnownClientUri,
  printClientUri,
  type UriSegment,
} from './client-uri.ts';
import { nodeAddress } from './node-address.ts';

const moid = 'urn:oma:mo:moid:1.0';
const only = { kind: 'only' } as const;
const every = { kind: 'every' } as const;
const named = (name: string) => ({ kind: 'name', name }) as const;
const placeholder = (letter: string) => ({ kind: 'placeholder', letter }) as const;
const condition = (letter: string, path: string, value: string): NodeCondition => ({
  letter,
  path: path.split('/'),
  value,
});
const uri = (
  instance: InstancePart,
  path: readonly UriSegment[] = [],
  conditions: readonly NodeCondition[] = [],
): ClientUri => ({ moid, instance, path, conditions });

const faultOf = (text: string) => {
  try {
    parseClientUri(text);
  } catch (error) {
    return toFault(error);
  }
  throw new Error(`${text} was read`);
};

describe('a ClientURI', () => {
  const dataValue = [named('Data'), named('1'), named('Value')];
  it.each([
    [`${moid}/left/`, uri(named('left'))],
    [`${moid}//`, uri(only)],
    [`${moid}/(x)/?nv=(x)/ID:Temperature`, uri(placeholder('x'), [], [condition('x', 'ID', 'Temperature')])],
    [
      `${moid}/(x)/Data/1/Value?nv=(x)/ID:GPS`,
      uri(placeholder('x'), dataValue, [condition('x', 'ID', 'GPS')]),
    ],
    [
      `${moid}/(x)/Data/(y)/Value?nv=(x)/ID:GPS&nv=(y)/Date:12.2`,
      uri(
        placeholder('x'),
        [named('Data'), placeholder('y'), named('Value')],
        [condition('x', 'ID', 'GPS'), condition('y', 'Date', '12.2')],
      ),
    ],
    [`${moid}/*/Data/*/Value`, uri(every, [named('Data'), every, named('Value')])],
    [
      `${moid}/(x)/Data/*/Value?nv=(x)/ID:GPS&nv=(x)/Setting:0xB2`,
      uri(
        placeholder('x'),
        [named('Data'), every, named('Value')],
        [condition('x', 'ID', 'GPS'), condition('x', 'Setting', '0xB2')],
      ),
    ],
  ])('of the protocol is read: %s', (text, value) => {
    expect(parseClientUri(text)).toEqual(value);
    expect(printClientUri(value)).toBe(text);
  });

  it.each([
    ['a MOID with an empty instance', `${moid}/`, uri(only)],
    ['no trailing "/"', `${moid}/left`, uri(named('left'))],
    ['a trailing "/" after a node', `${moid}/left/Data/`, uri(named('left'), [named('Data')])],
    ['a name that is percent-encoded', `${moid}/a/x%20%2F%3f`, uri(named('a'), [named('x /?')])],
    ['an encoded "*" as a name', `${moid}/%2A/%2a`, uri(named('*'), [named('*')])],
    ['an encoded x-name as a name', `${moid}/%28x%29/(x%29`, uri(named('(x)'), [named('(x)')])],
    ['what is no x-name as a name', `${moid}/(xy)/()/(1)`, uri(named('(xy)'), [named('()'), named('(1)')])],
    [
      '"nv" split at its first ":"',
      `${moid}/(x)/?nv=(x)/a/b:c:d`,
      uri(placeholder('x'), [], [condition('x', 'a/b', 'c:d')]),
    ],
    [
      '"nv" with an encoded ":"',
      `${moid}/(x)/?nv=(x)/a%3Ab:c`,
      uri(placeholder('x'), [], [condition('x', 'a:b', 'c')]),
    ],
    [
      '"nv" with a trailing "/"',
      `${moid}/(x)/?nv=(x)/a/:c`,
      uri(placeholder('x'), [], [condition('x', 'a', 'c')]),
    ],
    [
      '"nv" with an empty value',
      `${moid}/(x)/?nv=(x)/a:`,
      uri(placeholder('x'), [], [condition('x', 'a', '')]),
    ],
    [
      'a value with "/" and "?"',
      `${moid}/(x)/?nv=(x)/a:b/c?d`,
      uri(placeholder('x'), [], [condition('x', 'a', 'b/c?d')]),
    ],
    [
      'letters of either case as two',
      `${moid}/(x)/(X)?nv=(X)/a:1&nv=(x)/b:2`,
      uri(placeholder('x'), [placeholder('X')], [condition('X', 'a', '1'), condition('x', 'b', '2')]),
    ],
    ['a cache validator', `${moid}//a?cv=9f%2F31`, { ...uri(only, [named('a')]), cacheValidator: '9f/31' }],
    ['a query without fields', `${moid}//?`, uri(only)],
    ['query fields that mean nothing', `${moid}//?x=1&y&cv=1&z`, { ...uri(only), cacheValidator: '1' }],
    ['a MOID in the oma scheme', 'OMA:mo:x:1.0/a/', { ...uri(named('a')), moid: 'OMA:mo:x:1.0' }],
  ])('is read with %s', (_what, text, value) => {
    expect(parseClientUri(text)).toEqual(value);
  });

  it.each([
    ['', 'it does not begin with a MOID'],
    ['left/', 'it does not begin with a MOID'],
    ['http://host/x', 'it does not begin with a MOID'],
    [` ${moid}//`, 'it does not begin with a MOID'],
    ['urn:/a', 'it does not begin with a MOID'],
    [moid, 'the instance is missing'],
    [`${moid}?cv=1`, 'the instance is missing'],
    [`${moid}/i/x//y`, 'a node name is empty'],
    [`${moid}///x`, 'a node name is empty'],
    [`${moid}/i/x#y`, 'a fragment is not allowed'],
    [`${moid}/i/%E0%A4%A`, 'bad percent-encoding in "%E0%A4%A"'],
    [`${moid}/%/`, 'bad percent-encoding in "%"'],
    [`${moid}/(x)/`, 'no nv field says what (x) is'],
    [`${moid}/(x)/(y)?nv=(x)/a:1`, 'no nv field says what (y) is'],
    [`${moid}/(x)/a/(x)?nv=(x)/a:1`, '(x) stands in two places'],
    [`${moid}/i/?nv=(x)/a:1`, '(x) stands in an nv field only'],
    [`${moid}/(x)/?nv=(X)/a:1`, 'no nv field says what (x) is'],
    [`${moid}/(x)/?nv=a:1`, '"nv=a:1" is not nv=(x)/path:value'],
    [`${moid}/(x)/?nv=(xy)/a:1`, '"nv=(xy)/a:1" is not nv=(x)/path:value'],
    [`${moid}/(x)/?nv=(x)/a`, '"nv=(x)/a" is not nv=(x)/path:value'],
    [`${moid}/(x)/?nv=(x)a:1`, '"nv=(x)a:1" is not nv=(x)/path:value'],
    [`${moid}/(x)/?nv=(x)/:1`, 'a node name in "nv=(x)/:1" is empty'],
    [`${moid}/(x)/?nv=(x)/a//b:1`, 'a node name in "nv=(x)/a//b:1" is empty'],
    [`${moid}/(x)/?nv=(x)/%Z:1`, 'bad percent-encoding in "%Z"'],
    [`${moid}/(x)/?nv=(x)/a:%`, 'bad percent-encoding in "%"'],
    [`${moid}/i/?cv=%f`, 'bad percent-encoding in "%f"'],
  ])('that is malformed is refused with the reason: %s', (text, detail) => {
    const { code, message } = faultOf(text);
    expect(code).toBe('DM_CLIENT_URI_MALFORMED');
    expect(message).toBe(`"${text}" is not a ClientURI: ${detail}.`);
  });

  it('that was read before is the same value, also after many others', () => {
    const text = `${moid}/(x)/?nv=(x)/ID:GPS`;
    expect(parseKnownClientUri(text)).toBe(parseKnownClientUri(text));
    for (let number = 0; number < 1200; number++)
      expect(parseKnownClientUri(`${moid}/i${number}/`)).toEqual(uri(named(`i${number}`)));
    expect(parseKnownClientUri(text)).toEqual(parseClientUri(text));
    for (let times = 0; times < 2; times++)
      expect(() => parseKnownClientUri(moid)).toThrow('the instance is missing');
  });

  it('is frozen, and what it was made from stays its maker’s', () => {
    const parsed = parseClientUri(`${moid}/(x)/a/*?nv=(x)/b/c:1`);
    const parts = [parsed, parsed.instance, parsed.path, parsed.conditions, ...parsed.path];
    for (const part of [...parts, ...parsed.conditions.flatMap((each) => [each, each.path])])
      expect(Object.isFrozen(part)).toBe(true);
    const path = [named('a')];
    const made = clientUri(uri(only, path));
    path.push(named('b'));
    expect(made.path).toEqual([named('a')]);
  });

  it.each([
    [`${moid}//`, nodeAddress(moid, '')],
    [`${moid}/i/a/b`, nodeAddress(moid, 'i', ['a', 'b'])],
    [`${moid}/%2A/%28x%29?cv=1`, nodeAddress(moid, '*', ['(x)'])],
    [`${moid}/*/`, undefined],
    [`${moid}/i/*`, undefined],
    [`${moid}/(x)/?nv=(x)/a:1`, undefined],
    [`${moid}/i/(x)?nv=(x)/a:1`, undefined],
  ])('%s is the address of one node, or of none', (text, address) => {
    expect(addressOf(parseClientUri(text))).toEqual(address);
    if (address) expect(addressOf(clientUriOf(address))).toEqual(address);
  });
});
