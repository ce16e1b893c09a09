import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { type ClientUri, type InstancePart, parseClientUri, printClientUri } from './client-uri.ts';

const moid = 'urn:oma:mo:moid:1.0';
const only = { kind: 'only' } as const;
const every = { kind: 'every' } as const;
const named = (name: string) => ({ kind: 'name', name }) as const;
const placeholder = (letter: string) => ({ kind: 'placeholder', letter }) as const;

const names = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    '*',
    '(x)',
    '(y)',
    '/',
    ':',
    '%',
    '%2F',
    'a:b',
    '?',
    '#',
    '&',
    'nv=(x)/a:b',
    '.',
    '..',
    ' ',
  ),
);
const moids = fc.oneof(
  fc.constantFrom(moid, 'oma:x', 'URN:a:b'),
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: 8 })
    .filter((text) => /^[^\s/?#]+$/.test(text))
    .map((text) => `urn:${text}`),
);
const step = fc.oneof(names.map(named), names.map(named), fc.constantFrom(every, placeholder('?')));

/** Any ClientURI: each x-name gets a letter of its own, and conditions that say what it is. */
const anyUri: fc.Arbitrary<ClientUri> = fc
  .record({
    moid: moids,
    instance: fc.oneof(fc.constant(only), step),
    path: fc.array(step, { maxLength: 5 }),
    letters: fc.shuffledSubarray([...'abcxyzABCXYZ'], { minLength: 6 }),
    conditions: fc.array(
      fc.array(fc.tuple(fc.array(names, { minLength: 1, maxLength: 3 }), fc.oneof(names, fc.constant(''))), {
        minLength: 1,
        maxLength: 2,
      }),
      { minLength: 6, maxLength: 6 },
    ),
    cacheValidator: fc.option(names, { nil: undefined }),
  })
  .map(({ letters, conditions, cacheValidator, instance, path, ...rest }) => {
    const used: string[] = [];
    const lettered = <Part extends InstancePart>(part: Part): Part => {
      if (part.kind !== 'placeholder') return part;
      used.push(letters[used.length]!);
      return { ...part, letter: used.at(-1)! };
    };
    return {
      ...rest,
      instance: lettered(instance),
      path: path.map(lettered),
      conditions: used.flatMap((letter, index) =>
        conditions[index]!.map(([at, value]) => ({ letter, path: at, value })),
      ),
      ...(cacheValidator === undefined ? {} : { cacheValidator }),
    };
  });

describe('the grammar of ClientURIs', () => {
  it('gives back whatever was printed', () => {
    fc.assert(
      fc.property(anyUri, (value) => {
        expect(parseClientUri(printClientUri(value))).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it('has one form for each ClientURI, however it was written', () => {
    const piece = fc.constantFrom(
      '',
      '*',
      '(x)',
      '(y)',
      'a',
      '%2A',
      '%61',
      'a:b',
      'ä',
      '%',
      '.',
      '(x',
      '%C3%A4',
    );
    const field = fc.constantFrom(
      'nv=(x)/a:1',
      'nv=(y)/a/b/:%3A',
      'nv=(x)/%61:b:c',
      'cv=1',
      'cv=%41',
      'q',
      '',
    );
    let read = 0;
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 5 }),
        fc.array(field, { maxLength: 4 }),
        (segments, query) => {
          const text = `${moid}/${segments.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`;
          let value: ClientUri;
          try {
            value = parseClientUri(text);
          } catch (error) {
            expect(toFault(error).code).toBe('DM_CLIENT_URI_MALFORMED');
            return;
          }
          read++;
          const printed = printClientUri(value);
          expect(parseClientUri(printed)).toEqual(value);
          expect(printClientUri(parseClientUri(printed))).toBe(printed);
        },
      ),
      { numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('refuses any other text as malformed, and with nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (rest) => {
        for (const text of [rest, `${moid}/${rest}`, `${moid}/(x)/?nv=${rest}`])
          try {
            parseClientUri(text);
          } catch (error) {
            expect(toFault(error).code).toBe('DM_CLIENT_URI_MALFORMED');
          }
      }),
      { numRuns: 500 },
    );
  });
});
