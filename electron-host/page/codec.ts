/** Carries values between Node and the page as text. */
export interface Codec {
  /** Refuses what a structured clone refuses, with Electron's message. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/** One value of the encoded table; objects refer to others by their index, so cycles and sharing survive. */
type Entry =
  | readonly ['undefined']
  | readonly ['plain', string | number | boolean | null]
  | readonly ['number', string]
  | readonly ['bigint', string]
  | readonly ['boxed', number]
  | readonly ['date', number | null]
  | readonly ['regexp', string, string]
  | readonly ['buffer', string]
  | readonly ['view', string, number, number, number]
  | readonly ['error', string, string, string, number]
  | readonly ['map', readonly (readonly [number, number])[]]
  | readonly ['set', readonly number[]]
  | readonly ['array', number, readonly (readonly [string, number])[]]
  | readonly ['object', readonly (readonly [string, number])[]];

/**
 * The codec. Its text runs in Node and, through `toString`, in the page's isolated world: the function may use
 * nothing but its own body and what both worlds have.
 */
export function createCodec(): Codec {
  const views: Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView> =
    {
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
      Float32Array,
      Float64Array,
      BigInt64Array,
      BigUint64Array,
      DataView,
    };
  const errors: Record<string, new (message: string) => Error> = {
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };

  const toBase64 = (buffer: ArrayBuffer): string => {
    if (typeof Buffer !== 'undefined') return Buffer.from(buffer).toString('base64');
    const bytes = new Uint8Array(buffer);
    let binary = '';
    // One call for all bytes would overflow the stack.
    for (let start = 0; start < bytes.length; start += 0x8000) {
      binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(binary);
  };
  const fromBase64 = (text: string): ArrayBuffer => {
    if (typeof Buffer !== 'undefined') return new Uint8Array(Buffer.from(text, 'base64')).buffer;
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
  };

  const encode = (original: unknown): string => {
    let value: unknown;
    try {
      value = structuredClone(original);
    } catch {
      throw new Error('An object could not be cloned.');
    }
    const table: Entry[] = [];
    const known = new Map<unknown, number>();

    const put = (item: unknown): number => {
      const seen = known.get(item);
      if (seen !== undefined) return seen;
      const index = table.push(['undefined']) - 1;
      if (typeof item === 'object' && item !== null) {
        known.set(item, index);
        table[index] = entryOfObject(item);
      } else {
        table[index] = entryOfPrimitive(item);
      }
      return index;
    };
    const entryOfPrimitive = (item: unknown): Entry => {
      if (item === undefined) return ['undefined'];
      if (typeof item === 'bigint') return ['bigint', String(item)];
      if (typeof item === 'number' && !Number.isFinite(item)) return ['number', String(item)];
      if (Object.is(item, -0)) return ['number', '-0'];
      return ['plain', item as string | number | boolean | null];
    };
    const entriesOf = (item: object): [string, number][] =>
      Object.entries(item).map(([key, content]) => [key, put(content)]);
    const entryOfObject = (item: object): Entry => {
      if (Array.isArray(item)) return ['array', item.length, entriesOf(item)];
      if (item instanceof Date) return ['date', Number.isNaN(item.getTime()) ? null : item.getTime()];
      if (item instanceof RegExp) return ['regexp', item.source, item.flags];
      if (item instanceof Map)
        return ['map', [...item].map(([key, content]): [number, number] => [put(key), put(content)])];
      if (item instanceof Set) return ['set', [...item].map(put)];
      if (item instanceof ArrayBuffer) return ['buffer', toBase64(item)];
      if (ArrayBuffer.isView(item)) {
        const length = item instanceof DataView ? item.byteLength : (item as Uint8Array).length;
        return ['view', item.constructor.name, put(item.buffer), item.byteOffset, length];
      }
      if (item instanceof Error) {
        return ['error', item.name, item.message, item.stack ?? '', 'cause' in item ? put(item.cause) : -1];
      }
      if (
        item instanceof Boolean ||
        item instanceof Number ||
        item instanceof String ||
        item instanceof BigInt
      ) {
        return ['boxed', put(item.valueOf())];
      }
      // What is left and is no plain object (a Blob, a CryptoKey) clones within one process only.
      if (Object.getPrototypeOf(item) !== Object.prototype) throw new Error('An object could not be cloned.');
      return ['object', entriesOf(item)];
    };

    put(value);
    return JSON.stringify(table);
  };

  const decode = (text: string): unknown => {
    const table = JSON.parse(text) as Entry[];
    const made = new Map<number, unknown>();
    const keep = <Item>(index: number, item: Item): Item => {
      made.set(index, item);
      return item;
    };
    const fill = (target: object, entries: readonly (readonly [string, number])[]): object => {
      for (const [key, content] of entries) {
        // An assignment to `__proto__` would not make a property.
        Object.defineProperty(target, key, {
          value: take(content),
          configurable: true,
          enumerable: true,
          writable: true,
        });
      }
      return target;
    };
    const take = (index: number): unknown => {
      if (made.has(index)) return made.get(index);
      const entry = table[index];
      if (entry === undefined) throw new Error('A message that could not be read.');
      switch (entry[0]) {
        case 'undefined':
          return undefined;
        case 'plain':
          return entry[1];
        case 'number':
          return Number(entry[1]);
        case 'bigint':
          return BigInt(entry[1]);
        case 'boxed':
          return keep(index, Object(take(entry[1])));
        case 'date':
          return keep(index, new Date(entry[1] ?? Number.NaN));
        case 'regexp':
          return keep(index, new RegExp(entry[1], entry[2]));
        case 'buffer':
          return keep(index, fromBase64(entry[1]));
        case 'view': {
          const View = views[entry[1]] ?? Uint8Array;
          return keep(index, new View(take(entry[2]) as ArrayBuffer, entry[3], entry[4]));
        }
        case 'error': {
          const error = keep(index, new (errors[entry[1]] ?? Error)(entry[2]));
          Object.defineProperty(error, 'stack', { value: entry[3], configurable: true, writable: true });
          if (entry[4] >= 0) {
            Object.defineProperty(error, 'cause', {
              value: take(entry[4]),
              configurable: true,
              writable: true,
            });
          }
          return error;
        }
        case 'map': {
          const map = keep(index, new Map());
          for (const [key, content] of entry[1]) map.set(take(key), take(content));
          return map;
        }
        case 'set': {
          const set = keep(index, new Set());
          for (const content of entry[1]) set.add(take(content));
          return set;
        }
        case 'array':
          return fill(keep(index, new Array(entry[1])), entry[2]);
        case 'object':
          return fill(keep(index, {}), entry[1]);
      }
    };
    return take(0);
  };

  return { encode, decode };
}
