import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec } from './codec.ts';

const codec = createCodec();
const roundTrip = (value: unknown): unknown => codec.decode(codec.encode(value));

const primitive = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.bigInt(),
  fc.string({ unit: 'binary' }),
);
const leaf = fc.oneof(
  primitive,
  fc.date({ noInvalidDate: false }),
  fc.uint8Array(),
  fc.float64Array(),
  fc.int16Array(),
  fc.uint8Array().map((bytes) => new DataView(bytes.buffer)),
  fc.string().map((message) => new RangeError(message)),
  fc.constant(/a(b)?/giu),
);
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
    fc.array(fc.tuple(tie('value'), tie('value'))).map((entries) => new Map(entries)),
    fc.array(tie('value')).map((items) => new Set(items)),
  ),
}));

describe('codec', () => {
  it('does what a structured clone does', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(roundTrip(value)).toStrictEqual(structuredClone(value));
      }),
    );
  });

  it('keeps what is shared shared, and cycles closed', () => {
    const shared = { name: 'shared' };
    const cyclic: { left: object; right: object; self?: object; list: unknown[] } = {
      left: shared,
      right: shared,
      list: [],
    };
    cyclic.self = cyclic;
    cyclic.list.push(cyclic.list);
    const copy = roundTrip(cyclic) as typeof cyclic;
    expect(copy.left).toBe(copy.right);
    expect(copy.self).toBe(copy);
    expect(copy.list[0]).toBe(copy.list);
  });

  it('keeps two views of one buffer on one buffer', () => {
    const { buffer } = new Uint8Array([1, 2, 3, 4]);
    const [whole, part] = roundTrip([new Uint8Array(buffer), new Uint8Array(buffer, 1, 2)]) as [
      Uint8Array,
      Uint8Array,
    ];
    expect(whole.buffer).toBe(part.buffer);
    expect([...part]).toEqual([2, 3]);
  });

  it('keeps holes, a property named __proto__, boxed primitives and the cause of an error', () => {
    const sparse: unknown[] = [];
    sparse[2] = 'two';
    expect(Object.keys(roundTrip(sparse) as unknown[])).toEqual(['2']);
    const named = JSON.parse('{"__proto__": 1}') as object;
    expect(Object.entries(roundTrip(named) as object)).toEqual([['__proto__', 1]]);
    expect(roundTrip(Object(7n))).toBeInstanceOf(BigInt);
    const error = roundTrip(new TypeError('outer', { cause: new Error('inner') })) as Error;
    expect(error).toBeInstanceOf(TypeError);
    expect((error.cause as Error).message).toBe('inner');
  });

  it.each([
    ['a function', () => undefined],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve()],
    ['a weak map', { deep: [new WeakMap()] }],
    ['a Blob', new Blob(['x'])],
  ])('refuses %s in the words of Electron', (_name, value) => {
    expect(() => codec.encode(value)).toThrow('An object could not be cloned.');
  });

  it('works without anything of Node', () => {
    const source = createCodec.toString();
    const make = new Function('Buffer', `return (${source})();`) as (buffer: undefined) => typeof codec;
    const bare = make(undefined);
    const bytes = new Uint8Array(100_000).map((_byte, index) => index % 251);
    expect(bare.decode(codec.encode(bytes))).toEqual(bytes);
    expect(codec.decode(bare.encode(bytes))).toEqual(bytes);
  });
});
