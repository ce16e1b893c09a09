import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import { type Filled, fillDifferently, fillForm } from './automatic-answers.ts';
import type { GivenAnswers } from './given-answers.ts';
import { type HtmlForm, readForm } from './html-form.ts';

const page = (content: string): HtmlForm =>
  readForm(`<form method="post">${content}</form>`, 'http://bench.example/')!;
const options = (given: GivenAnswers = {}) => ({
  ...{ given, device: 'IMEI:1', clock: Date.UTC(2026, 10, 25, 14, 3) },
});
const fill = (content: string, given?: GivenAnswers) => fillForm(page(content), options(given));
/** Of each control what is put in; of files what they are called. */
const contents = (filled: readonly Filled[] | undefined) =>
  filled?.map((each) =>
    each.kind === 'texts'
      ? each.values
      : each.files.map((file) => ('path' in file ? `at ${file.path}` : file.fileName)),
  );

const boxes = ['a', 'b', 'c'].map((value) => `<input type="checkbox" name="x" value="${value}">`).join('');
const radios = ['a', 'b', 'c'].map((value) => `<input type="radio" name="x" value="${value}">`).join('');
const list = '<select name="x"><option value="">-<option>a<option>b</select>';

describe('a form that is filled in', () => {
  it.each<[string, GivenAnswers[string], readonly (readonly string[])[]]>([
    ['<input name="x" value="y">', 'a', [['a']]],
    ['<input name="x" value="y">', '', [['']]],
    ['<input name="x">', 1e-7, [['0.0000001']]],
    ['<input name="x">', true, [['true']]],
    ['<input name="x"><input name="x">', ['a', 'b'], [['a'], ['b']]],
    ['<input name="x"><input name="x">', 'a', [['a'], ['a']]],
    [list, 'b', [['b']]],
    [list, '', [['']]],
    [radios, 'c', [['c']]],
    [radios, '', [[]]],
    ['<input type="radio" name="x" value="1"><input type="radio" name="x" value="2">', 2, [['2']]],
    [boxes, ['c', 'a'], [['c', 'a']]],
    [boxes, 'b', [['b']]],
    [boxes, [], [[]]],
    [boxes, false, [[]]],
    ['<input type="checkbox" name="x" value="yes">', true, [['yes']]],
    ['<input type="checkbox" name="x" value="yes" checked>', false, [[]]],
    ['<select name="x" multiple><option>a<option>b</select>', ['a', 'b'], [['a', 'b']]],
    ['<input type="file" name="x">', 'm.png', [['at m.png']]],
    ['<input type="file" name="x" multiple>', ['m.png', 'n.png'], [['at m.png', 'at n.png']]],
    ['<input type="file" name="x" required>', '', [[]]],
  ])('takes what was given: %s, %j', (content, answer, filled) => {
    expect(contents(fill(content, { x: answer }))).toEqual(filled);
    expect(fill(content, { x: answer }).every(({ from }) => from === 'given')).toBe(true);
  });

  it.each<[string, GivenAnswers[string], string]>([
    ['<input name="x">', ['secret', 'b'], '2 texts are given, and it takes 1'],
    [list, 'secret', 'it takes "", "a", "b"'],
    [list, ['a', 'b'], 'one option can be chosen'],
    [radios, true, 'it takes "a", "b", "c"'],
    [boxes, ['a', 'secret'], 'it takes "a", "b", "c"'],
    [boxes, true, 'it takes "a", "b", "c"'],
    [`<select name="x">${'<option>o'.repeat(20)}</select>`, 'secret', '"o" and 12 more'],
    ['<input type="file" name="x">', 7, 'the path of a file is expected'],
  ])('refuses what was given and does not fit, without repeating it: %s, %j', (content, answer, detail) => {
    let fault: unknown;
    try {
      fill(content, { x: answer });
    } catch (error) {
      fault = toFault(error);
    }
    expect(fault).toMatchObject({
      code: 'INTERACTION_ANSWER_UNFIT',
      message: expect.stringContaining(detail),
    });
    expect(JSON.stringify(fault)).not.toContain('secret');
  });

  it('leaves what nobody could change as it is, whatever was given', () => {
    const content = '<input type="hidden" name="x" value="1"><input name="y" readonly required value="">';
    expect(contents(fill(content, { x: '2', y: '3' }))).toEqual([['1'], ['']]);
  });

  it.each<[string, readonly (readonly string[])[], Filled['from']]>([
    ['<input name="x" value="y" required>', [['y']], 'page'],
    ['<input name="x">', [['']], 'page'],
    ['<input name="x" required>', [['Simulated']], 'made'],
    ['<input name="x" type="range">', [['50']], 'page'],
    [list, [['']], 'page'],
    [list.replace('name', 'required name'), [['a']], 'made'],
    [radios, [[]], 'page'],
    [radios.replace('name', 'required name'), [['a']], 'made'],
    [radios.replace('value="b"', 'checked value="b"'), [['b']], 'page'],
    [boxes, [['a']], 'made'],
    [boxes.replaceAll('value', 'checked value'), [['a', 'b', 'c']], 'page'],
    ['<input type="checkbox" name="x" required>', [['on']], 'made'],
    ['<input type="checkbox" name="x">', [[]], 'page'],
    ['<input type="file" name="x" required accept=".pdf">', [['simulated.pdf']], 'made'],
    ['<input type="file" name="x">', [[]], 'made'],
  ])('else takes what the page shows, and makes up only what is needed: %s', (content, filled, from) => {
    expect(contents(fill(content))).toEqual(filled);
    expect(fill(content).map((each) => each.from)).toEqual([from]);
  });
});

describe('a form that came back', () => {
  /** What is put into a control the second time, after `before` the first time. */
  const again = (
    content: string,
    words: string,
    before?: Pick<Filled, 'from'> & object,
    given?: GivenAnswers,
  ) => {
    const marked = content.replace('name="x"', 'name="x" aria-invalid="true" aria-describedby="w"');
    const form = page(`${marked}<p id="w">${words}</p>`);
    const first = fillForm(form, options(given)).map((each) => ({ ...each, ...before }) as Filled);
    return contents(fillDifferently(form, first, options(given)))?.[0];
  };
  const made = (...values: readonly string[]) => ({ kind: 'texts', values, from: 'made' }) as const;

  it.each<[string, string, (Pick<Filled, 'from'> & object) | undefined, readonly string[] | undefined]>([
    ['<input name="x" required>', 'Write 12 characters at least.', undefined, ['Simulated Si']],
    ['<input name="x" required>', 'Write 4 characters at most; these are 9.', undefined, ['Simu']],
    ['<input name="x" required>', 'It does not have the expected form.', undefined, ['1']],
    ['<input name="x" value="odd">', 'No.', undefined, ['Simulated']],
    ['<input name="x" class="number" required>', 'Write 0 or less.', undefined, ['0']],
    ['<input name="x" class="number" required>', 'Write 5 or more.', undefined, ['5']],
    ['<input name="x" class="number" required>', 'Steps of 0.5, counted from −120.', undefined, ['-120']],
    ['<input name="x" class="number" value="1.5">', 'Write a whole number.', undefined, ['1']],
    [
      '<input name="x" class="number" value="odd">',
      'Write a number such as 12 or 12.5.',
      undefined,
      ['12.5'],
    ],
    ['<input name="x" type="date" required>', 'It must be 2027-01-01 or later.', undefined, ['2027-01-01']],
    ['<input name="x" type="date" value="2020-01-01">', 'Too early.', undefined, ['2026-11-25']],
    ['<input name="x" type="date" required>', 'Not on a Wednesday.', undefined, undefined],
    [radios, 'Not that one.', made('a'), ['b']],
    [list, 'Choose one.', made(''), ['a']],
    ['<input type="radio" name="x" value="a">', 'No.', made('a'), undefined],
    [boxes, 'Choose 2 at least.', made('a'), ['a', 'b']],
    [boxes, 'An answer is needed.', made(), ['a']],
    [boxes, 'Choose 1 at most.', made('b', 'c'), ['b']],
    [boxes, 'Choose 4 at least.', made('a'), undefined],
    [boxes, 'No.', made('a'), undefined],
    ['<input type="file" name="x" required accept="image/*">', 'No.', undefined, ['simulated.jpg']],
    ['<input type="file" name="x">', 'An answer is needed.', undefined, ['simulated.txt']],
    ['<input type="file" name="x" required accept="image/png">', 'No.', undefined, undefined],
    ['<input name="x" readonly value="1">', 'No.', undefined, undefined],
    ['<input type="hidden" name="x" value="1">', 'No.', undefined, undefined],
  ])('is answered differently where its words help: %s: %s', (content, words, before, filled) => {
    expect(again(content, words, before)).toEqual(filled);
  });

  it('is not answered differently where that was given', () => {
    expect(again('<input name="x">', 'Write 5 characters at least.', undefined, { x: 'a' })).toBeUndefined();
  });
});
