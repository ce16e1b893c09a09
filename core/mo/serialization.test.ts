import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeAddress } from '../dm/node-address.ts';
import { interior, leaf, leavesOf, type MoNode, nodeAt, sameNode, withNodeAt } from './node.ts';
import { parseSerializedMos, printSerializedMos, SerializationError } from './serialization.ts';

const name = fc.string({ minLength: 1, maxLength: 8 });
const { node } = fc.letrec<{ node: MoNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc
      .oneof(
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      )
      .map(leaf),
    fc.array(fc.tuple(name, tie('node')), { maxLength: 4 }).map((children) => interior(children)),
  ),
}));

describe('serialized MOs', () => {
  it('come back from JSON text as they went, whatever the names', () => {
    fc.assert(
      fc.property(name, node, (rootName, root) => {
        const entry = {
          clientUri: nodeAddress('urn:oma:mo:example:1.0', 'a1'),
          data: { name: rootName, node: root },
        };
        const text = JSON.stringify(printSerializedMos([entry]));
        const [back] = parseSerializedMos(JSON.parse(text));
        expect(back?.data.name).toBe(rootName);
        expect(back !== undefined && sameNode(back.data.node, root)).toBe(true);
      }),
    );
  });

  it.each([
    [{}, '$'],
    [[], '$'],
    [[1], '$[0]'],
    [[{ MOData: { a: 1 } }], '$[0].ClientURI'],
    [[{ ClientURI: 'nonsense', MOData: { a: 1 } }], '$[0].ClientURI'],
    [[{ ClientURI: 'urn:a:b/i/', MOData: { a: 1, b: 2 } }], '$[0].MOData'],
    [[{ ClientURI: 'urn:a:b/i/', MOData: { a: { b: [1] } } }], '$[0].MOData.a.b'],
  ])('refuses %j and names %s', (json, path) => {
    expect(() => parseSerializedMos(json)).toThrow(SerializationError);
    try {
      parseSerializedMos(json);
    } catch (error) {
      expect((error as SerializationError).path).toBe(path);
    }
  });

  it('refuses what is nested too deep instead of overflowing', () => {
    let json: unknown = 1;
    for (let depth = 0; depth < 5000; depth++) json = { a: json };
    expect(() => parseSerializedMos([{ ClientURI: 'urn:a:b/i/', MOData: { r: json } }])).toThrow(/deeper/);
  });

  it('reads, replaces and lists nodes by path', () => {
    const root = interior([['APN', interior([['Name', leaf('m2m.example')]])]]);
    expect(nodeAt(root, ['APN', 'Name'])).toEqual(leaf('m2m.example'));
    expect(nodeAt(root, ['APN', 'Name', 'x'])).toBeUndefined();
    const next = withNodeAt(root, ['APN', 'Name'], leaf('iot.example'));
    expect(next && nodeAt(next, ['APN', 'Name'])).toEqual(leaf('iot.example'));
    expect(nodeAt(root, ['APN', 'Name'])).toEqual(leaf('m2m.example'));
    expect(withNodeAt(root, ['Other', 'Name'], leaf(1))).toBeUndefined();
    expect([...leavesOf(root)]).toEqual([{ path: ['APN', 'Name'], value: 'm2m.example' }]);
  });
});
