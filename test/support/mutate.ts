/** Choices that follow from a seed: the same ones on every machine. */
export interface Chance {
  /** A number of [0, 1). */
  next(): number;
  /** A whole number of [0, limit). */
  below(limit: number): number;
  /** One of the values, of which there has to be one. */
  pick<Value>(values: readonly Value[]): Value;
}

/** The choices of a seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick<Value>(values: readonly Value[]): Value {
      if (values.length === 0) throw new Error('there is nothing to pick from');
      return values[below(values.length)] as Value;
    },
  };
}

export interface MutationOptions {
  /** Words that mean something to the reader: they are put in, and in place of one another. */
  readonly dictionary?: readonly string[];
  /** What parts are taken from beside the source. */
  readonly others?: readonly string[];
  /** The longest result, in characters (UTF-16 units) or octets; four times the source, where it is left out. */
  readonly largest?: number;
}

/**
 * Makes wrong input out of right input: a text with one to eight things done to it (splice, duplicate, remove, flip
 * a bit, repeat, swap words). It is not always well-formed Unicode.
 */
export function mutateText(source: string, chance: Chance, options: MutationOptions = {}): string {
  const { dictionary = [], others = [], largest = largestOf(source) } = options;
  return mutated(source, chance, texts, { dictionary, others: [source, ...others], largest });
}

/** The same with octets; words of the dictionary stand for their octets (UTF-8). */
export function mutateOctets(source: Uint8Array, chance: Chance, options: MutationOptions = {}): Uint8Array {
  const { dictionary = [], others = [], largest = largestOf(source) } = options;
  const octetsOf = (text: string): Uint8Array => new TextEncoder().encode(text);
  return mutated(source, chance, octets, {
    dictionary: dictionary.map(octetsOf),
    others: [source, ...others.map(octetsOf)],
    largest,
  });
}

function largestOf({ length }: { readonly length: number }): number {
  return 4 * length + 1024;
}

/** What can be done with texts and with octets. */
interface Kind<Sequence extends { readonly length: number }> {
  readonly empty: Sequence;
  cut(sequence: Sequence, start: number, end: number): Sequence;
  join(parts: readonly Sequence[]): Sequence;
  indexOf(sequence: Sequence, word: Sequence, from: number): number;
  /** One unit with a bit of it turned. */
  flipped(unit: Sequence, bit: number): Sequence;
  readonly bits: number;
}

const texts: Kind<string> = {
  empty: '',
  cut: (text, start, end) => text.slice(start, end),
  join: (parts) => parts.join(''),
  indexOf: (text, word, from) => text.indexOf(word, from),
  flipped: (unit, bit) => String.fromCharCode(unit.charCodeAt(0) ^ (1 << bit)),
  bits: 16,
};

const octets: Kind<Uint8Array> = {
  empty: new Uint8Array(),
  cut: (some, start, end) => some.subarray(start, end),
  join: (parts) => new Uint8Array(Buffer.concat(parts)),
  indexOf: (some, word, from) => Buffer.from(some.buffer, some.byteOffset, some.length).indexOf(word, from),
  flipped: (unit, bit) => Uint8Array.of((unit[0] ?? 0) ^ (1 << bit)),
  bits: 8,
};

interface Ground<Sequence> {
  readonly dictionary: readonly Sequence[];
  /** Where parts come from, the source among them. */
  readonly others: readonly Sequence[];
  readonly largest: number;
}

function mutated<Sequence extends { readonly length: number }>(
  source: Sequence,
  chance: Chance,
  kind: Kind<Sequence>,
  { dictionary, others, largest }: Ground<Sequence>,
): Sequence {
  const { below, pick } = chance;
  /** A part of a sequence: mostly a short one. */
  const range = ({ length }: Sequence): readonly [number, number] => {
    const longest = chance.next() < 0.8 ? Math.min(16, length) : length;
    const start = below(length + 1);
    return [start, Math.min(length, start + below(longest + 1))];
  };
  const put = (now: Sequence, [start, end]: readonly [number, number], part: Sequence) =>
    kind.join([kind.cut(now, 0, start), part, kind.cut(now, end, now.length)]);
  const copied = (now: Sequence, timesOf: (part: Sequence) => number) => {
    const [start, end] = range(now);
    const part = kind.cut(now, start, end);
    return put(now, [end, end], kind.join(Array.from({ length: timesOf(part) }, () => part)));
  };

  const splice = (now: Sequence) => {
    const from = pick(others);
    return put(now, range(now), kind.cut(from, ...range(from)));
  };
  const duplicate = (now: Sequence) => copied(now, () => 1);
  const remove = (now: Sequence) => put(now, range(now), kind.empty);
  const flip = (now: Sequence) => {
    if (now.length === 0) return now;
    const at = below(now.length);
    return put(now, [at, at + 1], kind.flipped(kind.cut(now, at, at + 1), below(kind.bits)));
  };
  const repeat = (now: Sequence) =>
    copied(now, ({ length }) => {
      const most = Math.floor(Math.max(0, largest - now.length) / Math.max(1, length));
      return Math.min(1 << below(11), most);
    });
  const swap = (now: Sequence) => {
    if (dictionary.length === 0) return splice(now);
    const [word, other] = [pick(dictionary), pick(dictionary)];
    const from = below(now.length + 1);
    const later = kind.indexOf(now, word, from);
    const at = later === -1 ? kind.indexOf(now, word, 0) : later;
    // Where the word is nowhere, the other one is put in.
    return at === -1 ? put(now, [from, from], other) : put(now, [at, at + word.length], other);
  };

  const steps = [splice, duplicate, remove, flip, repeat, swap];
  let now = source;
  for (let count = 1 << below(4); count > 0; count--) now = pick(steps)(now);
  return kind.cut(now, 0, largest);
}
