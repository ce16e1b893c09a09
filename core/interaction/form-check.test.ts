import { describe, expect, it } from 'vitest';
import type { Answer, Answers, FileAnswer } from './answers.ts';
import { type AnswerFault, checkPage, type PostedFile } from './form-check.ts';
import { formSchema } from './form-schema.ts';
import { installationForm } from './test-form.ts';

const now = 1_795_600_000_000;
const options = ['x', 'y', 'z'].map((value) => ({ value, label: value.toUpperCase() }));
const picture: FileAnswer = { fileName: 'a.png', mediaType: 'image/png', octets: 9, resource: 'r/a' };

/** What one field makes of what was posted under its name: the answer, the fault, or nothing. */
function check(
  field: object,
  posted: readonly string[] | Readonly<Record<string, string>>,
  more: { readonly file?: PostedFile; readonly before?: Answer } = {},
): Answer | AnswerFault | undefined {
  const form = formSchema.parse({
    title: 'f',
    pages: [{ title: 'p', fields: [{ name: 'a', label: 'A', ...field }] }],
  });
  const texts = Array.isArray(posted)
    ? { a: posted }
    : Object.fromEntries(Object.entries(posted).map(([name, value]) => [name, [value]]));
  const { answers, faults } = checkPage(
    form,
    { answers: more.before === undefined ? {} : { a: more.before }, posted: [] },
    0,
    {
      texts: new Map(Object.entries(texts)),
      files: new Map(more.file === undefined ? [] : [['a', more.file]]),
    },
    now,
  );
  expect(faults.length + Object.keys(answers).length).toBeLessThanOrEqual(1);
  return faults[0]?.fault ?? answers.a;
}

describe('an answer', () => {
  const missing = { kind: 'missing' };
  const optional = { required: false };

  it.each<[object, string, unknown]>([
    [{}, 'abc', 'abc'],
    [{}, '  abc\t', 'abc'],
    [{}, '   ', missing],
    [optional, '', undefined],
    [{ maxLength: 3 }, 'abcd', { kind: 'tooLong', most: 3, found: 4 }],
    // Counted as people count: one sign of two units, whatever its octets.
    [{ maxLength: 1 }, '🛰', '🛰'],
    [{ minLength: 3 }, 'ab', { kind: 'tooShort', least: 3 }],
    [{}, 'a\u0000b', { kind: 'unusable' }],
    [{}, 'a\r\nb', { kind: 'unusable' }],
    [{}, 'a\u009bb', { kind: 'unusable' }],
    [{}, 'a\ud800', { kind: 'unusable' }],
    [{ lines: 'multiple' }, 'a\r\nb\rc\n', 'a\nb\nc'],
    [{ lines: 'multiple' }, 'a\u0007', { kind: 'unusable' }],
    [{ pattern: '[A-Z]{2}\\d' }, 'AB1', 'AB1'],
    [{ pattern: '[A-Z]{2}\\d' }, 'AB12', { kind: 'pattern' }],
    [{ pattern: 'a|ab', patternHelp: 'a or ab' }, 'ab', 'ab'],
    [{ pattern: 'a|ab', patternHelp: 'a or ab' }, 'b', { kind: 'pattern', help: 'a or ab' }],
    // Found in exponential time by whoever tries every way to match it.
    [{ pattern: '(a+)+b', maxLength: 10_000 }, 'a'.repeat(10_000), { kind: 'pattern' }],
    [{}, '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('to a text %j: %j', (field, posted, expected) => {
    expect(check({ kind: 'text', ...field }, [posted])).toEqual(expected);
  });

  it.each<[object, string, unknown]>([
    [{}, '12', 12],
    [{}, ' -0.5 ', -0.5],
    [{}, '+7', 7],
    [{}, '-0', 0],
    [{}, '0,25', 0.25],
    [{}, '1,5', 1.5],
    [{}, '1,2345', 1.2345],
    // May be a thousand and more.
    [{}, '1,234', { kind: 'notNumber' }],
    [{}, '1 234', { kind: 'notNumber' }],
    [{}, '1e3', { kind: 'notNumber' }],
    [{}, '0x10', { kind: 'notNumber' }],
    [{}, 'Infinity', { kind: 'notNumber' }],
    [{}, '.5', { kind: 'notNumber' }],
    [{}, '9'.repeat(400), { kind: 'notNumber' }],
    [{}, '9999999999999999', { kind: 'tooGreat', max: Number.MAX_SAFE_INTEGER }],
    [{}, '', missing],
    [optional, '', undefined],
    [{ whole: true }, '1.5', { kind: 'notWhole' }],
    [{ whole: true }, '2.0', 2],
    [{ min: 1 }, '0', { kind: 'tooSmall', min: 1 }],
    [{ max: 1 }, '1.01', { kind: 'tooGreat', max: 1 }],
    [{ step: 0.1 }, '0.3', 0.3],
    [{ min: 1, step: 2 }, '5', 5],
    [{ min: 1, step: 2 }, '4', { kind: 'offStep', step: 2, from: 1 }],
  ])('to a number %j: %j', (field, posted, expected) => {
    expect(check({ kind: 'number', ...field }, [posted])).toEqual(expected);
  });

  it.each<[object, string, unknown]>([
    [{}, '2026-11-25', '2026-11-25'],
    [{}, '2024-02-29', '2024-02-29'],
    [{}, '2026-02-29', { kind: 'notDate' }],
    [{}, '25.11.2026', { kind: 'notDate' }],
    [{}, '2026-11-25T00:00', { kind: 'notDate' }],
    [{}, '', missing],
    [optional, '', undefined],
    [{ min: '2026-01-01' }, '2025-12-31', { kind: 'tooEarly', min: '2026-01-01' }],
    [{ max: '2026-01-01' }, '2026-01-02', { kind: 'tooLate', max: '2026-01-01' }],
    [{ min: '2026-01-01', max: '2026-01-01' }, '2026-01-01', '2026-01-01'],
  ])('to a date %j: %j', (field, posted, expected) => {
    expect(check({ kind: 'date', ...field }, [posted])).toEqual(expected);
  });

  it.each<[object, readonly string[], unknown]>([
    [{}, ['y'], 'y'],
    [{}, ['w'], { kind: 'noOption' }],
    [{}, [''], missing],
    [{}, [], missing],
    [optional, [''], undefined],
    // A browser posts one; what else comes is not looked at.
    [{}, ['x', 'y'], 'x'],
  ])('to a choice %j: %j', (field, posted, expected) => {
    expect(check({ kind: 'choice', options, ...field }, posted)).toEqual(expected);
  });

  it.each<[object, readonly string[], unknown]>([
    [{}, ['z', 'x'], ['x', 'z']],
    [{}, ['x', 'x'], ['x']],
    [{}, ['x', 'w'], { kind: 'noOption' }],
    [{}, [], missing],
    [optional, [], undefined],
    [{ least: 2 }, [], { kind: 'tooFew', least: 2 }],
    [{ least: 2 }, ['x'], { kind: 'tooFew', least: 2 }],
    [{ least: 2, ...optional }, [], undefined],
    [{ least: 2, ...optional }, ['x'], { kind: 'tooFew', least: 2 }],
    [{ most: 1 }, ['x', 'y'], { kind: 'tooMany', most: 1 }],
  ])('to several choices %j: %j', (field, posted, expected) => {
    expect(check({ kind: 'choices', options, ...field }, posted)).toEqual(expected);
  });

  it('by a file', () => {
    const field = { kind: 'file', mediaTypes: ['image/png'] };
    const fault = { kind: 'fileEmpty' } as const;
    expect(check(field, [], { file: { kind: 'kept', answer: picture } })).toEqual(picture);
    expect(check(field, [], { file: { kind: 'refused', fault } })).toEqual(fault);
    expect(check(field, [], { file: { kind: 'refused', fault }, before: picture })).toEqual(fault);
    expect(check(field, [])).toEqual(missing);
    expect(check({ ...field, ...optional }, [])).toBeUndefined();
    // A browser does not post a file again; a text of that name is none.
    expect(check(field, [], { before: picture })).toEqual(picture);
    expect(check(field, ['/etc/passwd'])).toEqual(missing);
  });

  it('by a signature: a name and the tick, together', () => {
    const field = { kind: 'signature' };
    const signed = { signedBy: 'Ada Lovelace', signedAt: now };
    expect(check(field, { 'a.name': ' Ada Lovelace ', 'a.sign': 'yes' })).toEqual(signed);
    expect(check(field, { 'a.name': 'Ada Lovelace' })).toEqual({ kind: 'notSigned' });
    expect(check(field, { 'a.sign': 'yes' })).toEqual({ kind: 'notSigned' });
    expect(check(field, {})).toEqual({ kind: 'notSigned' });
    expect(check({ ...field, ...optional }, {})).toBeUndefined();
    expect(check({ ...field, ...optional }, { 'a.sign': 'yes' })).toEqual({ kind: 'notSigned' });
    expect(check(field, { 'a.name': 'A\nB', 'a.sign': 'yes' })).toEqual({ kind: 'unusable' });
    expect(check(field, { 'a.name': 'A'.repeat(201), 'a.sign': 'yes' })).toMatchObject({ kind: 'tooLong' });
    // Posted twice, signed once; another name is another signature.
    const before = { signedBy: 'Ada Lovelace', signedAt: 1 };
    expect(check(field, { 'a.name': 'Ada Lovelace', 'a.sign': 'yes' }, { before })).toEqual(before);
    expect(check(field, { 'a.name': 'Ada', 'a.sign': 'yes' }, { before })).toEqual({
      signedBy: 'Ada',
      signedAt: now,
    });
  });

  it('by a confirmation: the tick and nothing else', () => {
    expect(check({ kind: 'confirmation' }, ['yes'])).toBe(true);
    expect(check({ kind: 'confirmation' }, ['no'])).toEqual({ kind: 'notConfirmed' });
    expect(check({ kind: 'confirmation' }, [])).toEqual({ kind: 'notConfirmed' });
  });
});

describe('a posted page', () => {
  const post = (texts: Readonly<Record<string, string>>, answers: Answers = {}, page = 0) =>
    checkPage(
      installationForm,
      { answers, posted: Object.keys(answers).length > 0 ? [0] : [] },
      page,
      { texts: new Map(Object.entries(texts).map(([name, text]) => [name, [text]])), files: new Map() },
      now,
    );

  it('becomes answers, and says what is wrong with the others', () => {
    expect(post({ site: 'AB-1234', signal: '-71.5', reason: 'new', notes: '' })).toEqual({
      answers: { site: 'AB-1234', signal: -71.5, reason: 'new' },
      faults: [],
    });
    expect(post({ site: 'AB-12', signal: '-71.3' })).toEqual({
      answers: {},
      faults: [
        { field: 'site', fault: { kind: 'pattern', help: 'two letters, a dash and four digits' } },
        { field: 'signal', fault: { kind: 'offStep', step: 0.5, from: -120 } },
        { field: 'reason', fault: { kind: 'missing' } },
      ],
    });
  });

  it('is looked at for its own fields only', () => {
    const own = { site: 'AB-1234', signal: '0', reason: 'new' };
    const foreign = { reading: '7', _token: 'x', __proto__x: '1', constructor: 'y', day: '2026-11-25' };
    expect(post({ ...own, ...foreign })).toEqual(post(own));
  });

  it('has no fields where it is not asked, or is none', () => {
    expect(post({ reading: '7' }, { reason: 'new' }, 1)).toEqual({ answers: {}, faults: [] });
    expect(post({ reading: '7' }, {}, 9)).toEqual({ answers: {}, faults: [] });
  });
});
