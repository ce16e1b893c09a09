import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { parseGivenAnswers } from './given-answers.ts';

const faultOf = (text: string) => {
  try {
    parseGivenAnswers(text, 'answers.json');
  } catch (error) {
    return toFault(error);
  }
  return undefined;
};

describe('a file with answers', () => {
  it('gives texts, numbers, ticks and lists by the names of inputs', () => {
    const text = '{ "place": "wall", "height": 12.5, "safe": true, "bands": ["b3", 8], "none": [] }';
    expect(parseGivenAnswers(text, 'answers.json')).toEqual({
      ...{ place: 'wall', height: 12.5, safe: true },
      ...{ bands: ['b3', 8], none: [] },
    });
  });

  it.each([
    ['{ "place": "wall"\n  "secret": 1 }', 2, 3, /.+/],
    ['{\n  "place": "secr', 2, 17, /.+/],
    ['', 1, 1, /.+/],
    ['["secret"]', 1, 1, /an object with names and answers is expected/],
    ['null', 1, 1, /an object with names/],
    ['{\n  "place": { "secret": 1 }\n}', 2, 12, /place: a text, a number, true, false, or a list/],
    ['{ "place": null }', 1, 12, /place: a text/],
    ['{ "bands": ["secret", ["x"]] }', 1, 12, /bands/],
    ['{ "height": 1e999 }', 1, 13, /height: a text, a number/],
    ['{ "note": "secret \\ud800" }', 1, 11, /note: it cannot be kept/],
    ['{ "place": "a",\n  "place": "secret" }', 2, 3, /place: it is given twice/],
  ])(
    'that is wrong is refused with the place, and without what it holds: %s',
    (text, line, column, detail) => {
      const fault = faultOf(text);
      expect(fault).toMatchObject({ code: 'ANSWERS_FILE_WRONG', place: { file: 'answers.json' } });
      expect(fault?.place).toEqual({ file: 'answers.json', line, column });
      expect(fault?.message).toMatch(detail);
      expect(fault?.message).not.toMatch(/secr/);
    },
  );

  it('may be nested without end, and is refused all the same', () => {
    const deep = '['.repeat(100_000);
    for (const text of [`{ "place": ${deep}`, `{ "place": ${deep}${']'.repeat(100_000)} }`])
      expect(faultOf(text)?.code).toBe('ANSWERS_FILE_WRONG');
  });
});
