import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../../core/errors.ts';
import { checkedName, ownerOfPath, parseResourceName, resourcePath } from './resource-name.ts';

const device = (deviceId: string) => ({ kind: 'device', deviceId });
const shared = { kind: 'shared' };
const faultOf = (work: () => unknown) => {
  try {
    return { code: 'done', message: JSON.stringify(work()) };
  } catch (error) {
    return toFault(error);
  }
};

describe('an address of the Data Repository', () => {
  it.each([
    ['/repository/IMEI%3A1/apn', { kind: 'resource', owner: device('IMEI:1'), name: 'apn' }],
    ['/repository/IMEI:1/logs/a/b', { kind: 'resource', owner: device('IMEI:1'), name: 'logs/a/b' }],
    ['/repository/shared/fw%202.bin', { kind: 'resource', owner: shared, name: 'fw 2.bin' }],
    // Once, and no more.
    ['/repository/a/%252e%252e', { kind: 'resource', owner: device('a'), name: '%2e%2e' }],
    ['/repository/a/%3Cscript%3E', { kind: 'resource', owner: device('a'), name: '<script>' }],
    ['/repository/a/...', { kind: 'resource', owner: device('a'), name: '...' }],
    ['/repository/a/..b', { kind: 'resource', owner: device('a'), name: '..b' }],
    ['/repository/a%2Fb/c', { kind: 'resource', owner: device('a/b'), name: 'c' }],
    ['/repository/%73hared/x', { kind: 'resource', owner: shared, name: 'x' }],
    ['/repository/a', { kind: 'folder', owner: device('a'), folder: '' }],
    ['/repository/a/', { kind: 'folder', owner: device('a'), folder: '' }],
    ['/repository/a/logs/', { kind: 'folder', owner: device('a'), folder: 'logs/' }],
    ['/repository/shared/', { kind: 'folder', owner: shared, folder: '' }],
  ])('%s', (path, named) => {
    expect(parseResourceName(path)).toEqual(named);
    expect(Object.isFrozen(parseResourceName(path))).toBe(true);
    expect(ownerOfPath(path)).toEqual(named.owner);
  });

  it.each([
    ['/repository/a/..', '".."'],
    ['/repository/a/.', '"."'],
    ['/repository/a/%2e%2e', '".."'],
    ['/repository/a/x/%2E./y', '".."'],
    ['/repository/a/../b/x', '".."'],
    ['/repository/a/..%2f..%2fetc%2fpasswd', 'encoded "/"'],
    ['/repository/a/x%2Fy', 'encoded "/"'],
    ['/repository/a/..%5c..%5cx', 'U+005C'],
    ['/repository/a/x\\y', 'U+005C'],
    ['/repository/a/%00', 'U+0000'],
    ['/repository/a/x%00.bin', 'U+0000'],
    ['/repository/a/x%0d%0aSet-Cookie:%20y', 'U+000D'],
    ['/repository/a/%7f', 'U+007F'],
    ['/repository/a/%C2%85', 'U+0085'],
    ['/repository/a/%E2%80%AEgnp.exe', 'U+202E'],
    ['/repository/a//x', 'a part is empty'],
    ['/repository/a/x//', 'a part is empty'],
    ['/repository/a//', 'a part is empty'],
    ['/repository/a/%ff', 'percent-encoding is broken'],
    ['/repository/a/%zz', 'percent-encoding is broken'],
    ['/repository/a/%c0%ae%c0%ae', 'percent-encoding is broken'],
    [`/repository/a/${'x'.repeat(256)}`, '256 octets'],
    [`/repository/a/${'%E2%82%AC'.repeat(100)}`, '300 octets'],
    ['/repository//x', 'a device and a name'],
    ['/repository/', 'a device and a name'],
    ['/repository/%ff/x', 'a device and a name'],
  ])('%s is none', (path, detail) => {
    const { code, message } = faultOf(() => parseResourceName(path));
    expect(code).toBe('REPOSITORY_NAME_WRONG');
    expect(message).toContain(detail);
    // What a name must not hold is not told on either.
    expect(message).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(message.length).toBeLessThan(400);
  });

  it('is read back from what is written, for every device and every name', () => {
    const name = fc
      .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'))
      .filter((text) => faultOf(() => checkedName(text)).code === 'done');
    const owner = fc.oneof(
      fc.constant({ kind: 'shared' } as const),
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
        .filter((id) => id !== 'shared')
        .map((deviceId) => ({ kind: 'device', deviceId }) as const),
    );
    fc.assert(
      fc.property(owner, name, (whose, called) => {
        const path = resourcePath(whose, called);
        expect(path).toMatch(/^[\x21-\x7e]+$/);
        expect(parseResourceName(path)).toEqual({ kind: 'resource', owner: whose, name: called });
      }),
    );
  });

  it('never leads out of the space of its owner, whatever it is made of', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '%2e',
      '%2F',
      '%5c',
      '\\',
      '%00',
      'a',
      'shared',
      '%',
      '?',
      ';',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = `/repository/a/${pieces.join('')}`;
        if (faultOf(() => parseResourceName(path)).code !== 'done') return;
        const named = parseResourceName(path);
        expect(named.owner).toEqual(device('a'));
        const name = named.kind === 'resource' ? named.name : named.folder;
        expect(name.split('/')).not.toContain('..');
        expect(name).not.toMatch(/^\/|[\\\0]/);
      }),
    );
  });

  it('takes no half characters of names that people give', () => {
    expect(faultOf(() => checkedName('a\ud800')).message).toContain('half a character');
    expect(faultOf(() => checkedName('')).message).toContain('a part is empty');
    expect(checkedName('logs/Zürich 1.txt')).toBe('logs/Zürich 1.txt');
  });
});
