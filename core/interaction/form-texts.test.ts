import { describe, expect, it } from 'vitest';
import { type Answer, answerText, numberText } from './answers.ts';
import type { AnswerFault } from './form-check.ts';
import { faultText, formTexts, sizeText } from './form-texts.ts';

describe('the texts of forms', () => {
  it.each<[number, string]>([
    [0, '0 octets'],
    [1, '1 octet'],
    [999, '999 octets'],
    [1000, '1 kB'],
    [123_456, '123.5 kB'],
    [5_000_000, '5 MB'],
  ])('write %d as %s', (octets, text) => {
    expect(sizeText(octets)).toBe(text);
  });

  it.each<[AnswerFault, string]>([
    [{ kind: 'tooLong', most: 1, found: 3 }, 'Write 1 character at most; these are 3.'],
    [
      { kind: 'fileType', mediaTypes: ['image/jpeg', 'image/png', 'image/tiff'] },
      'Choose a file of another kind: JPEG, PNG or image/tiff.',
    ],
    [{ kind: 'fileTooLarge', most: 200_000 }, 'Choose a smaller file: 200 kB at most.'],
    [{ kind: 'fileNotAsNamed', mediaType: 'image/png' }, 'The file is damaged, or no PNG file.'],
  ])('say what to do: %j', (fault, text) => {
    expect(faultText(fault)).toBe(text);
  });

  it('say what a file may be', () => {
    expect(formTexts.fileHelp(['application/octet-stream'], 1_500_000)).toBe('any file, 1.5 MB at most');
  });

  it.each<[number, string]>([
    [1e-7, '0.0000001'],
    [1.5e-10, '0.00000000015'],
    [-71.5, '-71.5'],
    [0, '0'],
    [9_007_199_254_740_991, '9007199254740991'],
  ])('write a number without an exponent: %d', (value, text) => {
    expect(numberText(value)).toBe(text);
    expect(Number(text)).toBe(value);
  });

  it.each<[Answer, string]>([
    ['a', 'a'],
    [1.5, '1.5'],
    [true, 'true'],
    [['a', 'b'], 'a,b'],
    [{ signedBy: 'Ada', signedAt: 1 }, 'Ada'],
    [{ fileName: 'f', mediaType: 'image/png', octets: 1, resource: 'r/f' }, 'r/f'],
  ])('write an answer as one text: %j', (answer, text) => {
    expect(answerText(answer)).toBe(text);
  });
});
