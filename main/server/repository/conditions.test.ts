import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFault } from '../../../core/errors.ts';
import { evaluateConditions, parseConditions, rangeMayBeSent } from './conditions.ts';

const changedAt = Date.UTC(1994, 10, 6, 8, 49, 37, 600);
const current = { etag: '"abc"', changedAt };
const same = 'Sun, 06 Nov 1994 08:49:37 GMT';
const before = 'Sun, 06 Nov 1994 08:49:36 GMT';

type Case = readonly [
  headers: Readonly<Record<string, string>>,
  there: 'there' | 'missing',
  kind: 'read' | 'write',
  outcome: 'hold' | 'notModified' | 'failed',
];

const cases: readonly Case[] = [
  [{}, 'there', 'read', 'hold'],
  [{}, 'missing', 'write', 'hold'],
  [{ 'if-match': '"abc"' }, 'there', 'write', 'hold'],
  [{ 'if-match': '"x", "abc"' }, 'there', 'write', 'hold'],
  [{ 'if-match': '"x,y","abc"' }, 'there', 'write', 'hold'],
  [{ 'if-match': ', "abc" ,,' }, 'there', 'write', 'hold'],
  [{ 'if-match': '"x"' }, 'there', 'write', 'failed'],
  [{ 'if-match': 'W/"abc"' }, 'there', 'write', 'failed'],
  [{ 'if-match': '' }, 'there', 'write', 'failed'],
  [{ 'if-match': '"abc"' }, 'missing', 'write', 'failed'],
  [{ 'if-match': '*' }, 'there', 'write', 'hold'],
  [{ 'if-match': '*' }, 'missing', 'write', 'failed'],
  [{ 'if-match': '"x"' }, 'there', 'read', 'failed'],
  [{ 'if-none-match': '"abc"' }, 'there', 'read', 'notModified'],
  [{ 'if-none-match': 'W/"abc"' }, 'there', 'read', 'notModified'],
  [{ 'if-none-match': '"x", W/"abc"' }, 'there', 'read', 'notModified'],
  [{ 'if-none-match': '"x"' }, 'there', 'read', 'hold'],
  [{ 'if-none-match': '*' }, 'there', 'read', 'notModified'],
  [{ 'if-none-match': '*' }, 'there', 'write', 'failed'],
  [{ 'if-none-match': '*' }, 'missing', 'write', 'hold'],
  [{ 'if-none-match': '"abc"' }, 'there', 'write', 'failed'],
  [{ 'if-match': '"abc"', 'if-none-match': '"abc"' }, 'there', 'read', 'notModified'],
  [{ 'if-match': '"x"', 'if-none-match': '"abc"' }, 'there', 'read', 'failed'],
  [{ 'if-modified-since': same }, 'there', 'read', 'notModified'],
  [{ 'if-modified-since': before }, 'there', 'read', 'hold'],
  [{ 'if-modified-since': same }, 'there', 'write', 'hold'],
  [{ 'if-modified-since': same }, 'missing', 'read', 'hold'],
  // An entity tag says more than a date.
  [{ 'if-modified-since': same, 'if-none-match': '"x"' }, 'there', 'read', 'hold'],
  [{ 'if-unmodified-since': same }, 'there', 'write', 'hold'],
  [{ 'if-unmodified-since': before }, 'there', 'write', 'failed'],
  [{ 'if-unmodified-since': same }, 'missing', 'write', 'failed'],
  [{ 'if-unmodified-since': before, 'if-match': '"abc"' }, 'there', 'write', 'hold'],
  // The forms of old, and what is no date at all.
  [{ 'if-modified-since': 'Sunday, 06-Nov-94 08:49:37 GMT' }, 'there', 'read', 'notModified'],
  [{ 'if-modified-since': 'Sun Nov  6 08:49:37 1994' }, 'there', 'read', 'notModified'],
  [{ 'if-modified-since': 'Sun Nov  6 08:49:36 1994' }, 'there', 'read', 'hold'],
  [{ 'if-modified-since': '1994-11-06T08:49:37Z' }, 'there', 'read', 'hold'],
  [{ 'if-modified-since': 'Sun, 06 Nov 1994 88:49:37 GMT' }, 'there', 'read', 'hold'],
  [{ 'if-unmodified-since': 'yesterday' }, 'there', 'write', 'hold'],
];

describe('the conditions of a request', () => {
  it.each(cases)('%j of what is %s: %s', (headers, there, kind, outcome) => {
    expect(evaluateConditions(parseConditions(headers), there === 'there' ? current : undefined, kind)).toBe(
      outcome,
    );
  });

  it.each([
    ['if-match', 'abc'],
    ['if-match', '"abc'],
    ['if-match', 'w/"abc"'],
    ['if-match', '"a" "b"'],
    ['if-match', '*, "abc"'],
    ['if-none-match', "'abc'"],
    ['if-none-match', '"a\u0001b"'],
  ])('%s: %s is refused', (header, text) => {
    expect(() => parseConditions({ [header]: text })).toThrow(/entity tag stands in quotes/);
    try {
      parseConditions({ [header]: text });
    } catch (error) {
      expect(toFault(error).code).toBe('REPOSITORY_HEADER_WRONG');
    }
  });

  it('find a tag among any others, and no tag that is not there', () => {
    const tag = fc.stringMatching(/^[!#-~]{0,6}$/).map((text) => `"${text}"`);
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 6 }), tag, (tags, etag) => {
        const conditions = parseConditions({ 'if-match': tags.join(' , ') });
        const outcome = evaluateConditions(conditions, { etag, changedAt }, 'write');
        expect(outcome).toBe(tags.includes(etag) ? 'hold' : 'failed');
      }),
    );
  });

  it('read a list of any length in a time that grows no faster', () => {
    const many = Array.from({ length: 4000 }, () => ',').join(' ');
    expect(parseConditions({ 'if-match': many }).ifMatch).toEqual([]);
  });
});

describe('If-Range', () => {
  it.each([
    [undefined, true],
    ['"abc"', true],
    ['"x"', false],
    ['W/"abc"', false],
    ['"abc", "x"', false],
    // A date is as old as a whole second.
    [same, false],
  ])('%s', (header, sent) => {
    expect(rangeMayBeSent(header, current)).toBe(sent);
  });
});
