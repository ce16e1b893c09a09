import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { schemaIssues } from '../provisioning/schema-issues.ts';
import { formSchema } from './form-schema.ts';
import { installationForm } from './test-form.ts';

const text = { kind: 'text', name: 'a', label: 'A' };
const number = { kind: 'number', name: 'n', label: 'N' };
const options = [
  { value: 'x', label: 'X' },
  { value: 'y', label: 'Y' },
];
const choice = { kind: 'choice', name: 'c', label: 'C', options };
const choices = { kind: 'choices', name: 'm', label: 'M', options };
const tick = { kind: 'confirmation', name: 't', label: 'T' };
const file = { kind: 'file', name: 'f', label: 'F', mediaTypes: ['image/png'] };

const formOf = (...pages: readonly object[]) => ({ title: 'Form', pages });
const pageOf = (...fields: readonly object[]) => ({ title: 'Page', fields });

/** The paths of what is wrong, with the words for it. */
function issuesOf(form: unknown): readonly string[] {
  const result = formSchema.safeParse(form);
  return result.success
    ? []
    : schemaIssues(result.error.issues).map(({ path, detail }) => `${path.join('.')}: ${detail}`);
}

const withField = (field: object) => issuesOf(formOf(pageOf(field)));
const withCondition = (when: unknown) =>
  issuesOf(
    formOf(pageOf(text, number, choice, choices, tick, file), { ...pageOf({ ...text, name: 'b' }), when }),
  );

describe('the schema of forms', () => {
  it('takes a form with a field of every kind, and says what was left out', () => {
    expect(installationForm.pages.flatMap(({ fields }) => fields.map(({ kind }) => kind))).toEqual([
      ...['text', 'text', 'number', 'choice', 'choices'],
      ...['number', 'file', 'date', 'choice', 'confirmation', 'signature'],
    ]);
    expect(formSchema.parse(formOf(pageOf(text)))).toEqual({
      title: 'Form',
      language: 'en',
      pages: [
        {
          title: 'Page',
          fields: [{ ...text, required: true, lines: 'single', maxLength: 200 }],
        },
      ],
    });
  });

  it('is published as JSON Schema', () => {
    expect(z.toJSONSchema(formSchema, { io: 'input' })).toMatchObject({ $defs: { page: {}, field: {} } });
  });

  it.each<[string, object, string]>([
    ['no kind that there is', { kind: 'html', name: 'a', label: 'A' }, 'pages.0.fields.0.kind'],
    ['a member that there is not', { ...text, onclick: 'x' }, 'Unrecognized key: "onclick"'],
    ['a name with a sign', { ...text, name: 'a.b' }, 'a letter is expected, then letters'],
    ['a name of JavaScript', { ...text, name: 'constructor' }, 'this name has a meaning of its own'],
    ['no label', { ...text, label: '' }, 'pages.0.fields.0.label'],
    ['a pattern that is none', { ...text, pattern: '(' }, 'fields.0.pattern: missing closing )'],
    ['a pattern that looks ahead', { ...text, pattern: '(?=a)b' }, 'unsupported Perl syntax'],
    ['help for no pattern', { ...text, patternHelp: 'x' }, 'patternHelp: there is no pattern'],
    ['lengths that cross', { ...text, minLength: 9, maxLength: 8 }, 'minLength: it is more than maxLength'],
    [
      'a default that is too long',
      { ...text, maxLength: 1, default: 'ab' },
      'default: it is longer than maxLength',
    ],
    [
      'a default that does not fit',
      { ...text, pattern: '\\d', default: 'x' },
      'default: it does not fit the pattern',
    ],
    ['numbers that cross', { ...number, min: 2, max: 1 }, 'min: it is more than max'],
    ['a part of whole numbers', { ...number, whole: true, step: 0.5 }, 'step: a whole number is expected'],
    ['whole numbers from a part', { ...number, whole: true, min: 0.5 }, 'min: a whole number is expected'],
    ['a default outside', { ...number, max: 1, default: 2 }, 'default: it is not between min and max'],
    ['a text for a number', { ...number, default: 'two' }, 'default: a number is expected'],
    [
      'two options alike',
      { ...choice, options: [options[0], options[0]] },
      'options.1.value: "x" is the value',
    ],
    [
      'an option with a control',
      { ...choice, options: [{ value: 'a\u0000', label: 'A' }] },
      'without controls',
    ],
    [
      'an option of half a sign',
      { ...choice, options: [{ value: 'a\ud800', label: 'A' }] },
      'without controls',
    ],
    ['a default that is no option', { ...choice, default: 'z' }, 'default: there is no option "z"'],
    [
      'defaults that are no options',
      { ...choices, default: ['x', 'z'] },
      'default.1: there is no option "z"',
    ],
    ['more than there are', { ...choices, least: 3 }, 'least: there are not so many options'],
    ['choices that cross', { ...choices, least: 2, most: 1 }, 'least: it is more than most'],
    [
      'a day that is none',
      { kind: 'date', name: 'd', label: 'D', min: '2026-02-30' },
      'a date such as 2026-11-25',
    ],
    [
      'days that cross',
      { kind: 'date', name: 'd', label: 'D', min: '2026-02-02', max: '2026-02-01' },
      'later than max',
    ],
    [
      'a default that is no day',
      { kind: 'date', name: 'd', label: 'D', default: 'today' },
      'default: a date',
    ],
    ['a media type that is none', { ...file, mediaTypes: ['image/*'] }, 'a media type such as image/jpeg'],
    ['HTML as a file', { ...file, mediaTypes: ['text/html'] }, 'mediaTypes.0: text/html can hold scripts'],
    [
      'SVG as a picture',
      { ...file, mediaTypes: ['image/png', 'image/svg+xml'] },
      'mediaTypes.1: image/svg+xml can',
    ],
    ['a file larger than a post', { ...file, mostOctets: 10_000_001 }, 'mostOctets'],
    ['a tick that may be left out', { ...tick, required: false }, 'Unrecognized key: "required"'],
  ])('refuses %s', (_what, field, detail) => {
    expect(withField(field).join('\n')).toContain(detail);
  });

  it('takes defaults with variables, which are not known yet', () => {
    for (const field of [
      { ...text, pattern: '\\d', maxLength: 3, default: '{{serial}}' },
      { ...number, max: 1, default: '{{n}}' },
      { ...choice, default: '{{c}}' },
      { ...choices, default: ['{{c}}'] },
      { kind: 'date', name: 'd', label: 'D', default: '{{day}}' },
    ])
      expect(withField(field)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a text', { field: 'a', is: 'x' }],
    ['one of several numbers', { field: 'n', is: [1, 2] }],
    ['a number between two', { field: 'n', least: 1, most: 2 }],
    ['another option', { field: 'c', isNot: 'x' }],
    ['one of several choices', { field: 'm', includes: ['x', 'y'] }],
    ['a tick', { field: 't', is: true }],
    ['whether there is a file', { field: 'f', answered: true }],
    [
      'several at once',
      [
        { field: 'a', answered: false },
        { field: 'c', is: 'x' },
      ],
    ],
  ])('takes a condition on %s', (_what, when) => {
    expect(withCondition(when)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [
      'on a field that there is not',
      { field: 'z', is: 1 },
      'pages.1.when.field: there is no field "z" on an earlier',
    ],
    ['on its own page', { field: 'b', is: 'x' }, 'when.field: there is no field "b" on an earlier page'],
    ['on nothing', { field: 'a' }, 'pages.1.when: what the answer has to be is expected'],
    ['that has no shape', { field: 'a', was: 1 }, 'Unrecognized key: "was"'],
    [
      'on an option that there is not',
      { field: 'c', is: 'z' },
      '"c" is never "z": it is none of the options',
    ],
    ['on a text that is a number', { field: 'a', is: 1 }, 'when.is: "a" is never 1: a text is expected'],
    ['on a number that is a text', { field: 'n', isNot: ['1'] }, 'when.isNot: "n" is never "1": a number'],
    ['on a tick that is left out', { field: 't', is: false }, '"t" is never false'],
    ['on choices as if they were one', { field: 'm', is: 'x' }, 'it is asked for by "includes"'],
    [
      'on a choice as if it were several',
      { field: 'c', includes: 'x' },
      '"c" is no field of several choices',
    ],
    ['on choices that there are not', { field: 'm', includes: 'z' }, '"m" has no option "z"'],
    ['on a file', { field: 'f', is: 'x' }, 'whether it is answered'],
    ['on how great a text is', { field: 'a', least: 1 }, 'when.least: "a" is no field for a number'],
    [
      'the second of two',
      [
        { field: 'a', is: 'x' },
        { field: 'z', is: 1 },
      ],
      'pages.1.when.1.field: there is no',
    ],
  ])('refuses a condition %s', (_what, when, detail) => {
    expect(withCondition(when).join('\n')).toContain(detail);
  });

  it('refuses two fields of one name, and pages that ask and say nothing', () => {
    expect(issuesOf(formOf(pageOf(text), pageOf(text)))).toEqual([
      'pages.1.fields.0.name: "a" is the name of two fields',
    ]);
    expect(issuesOf(formOf(pageOf()))).toEqual(['pages.0.fields: the page asks nothing and says nothing']);
    expect(issuesOf({ ...formOf(pageOf()), introduction: 'Read this.' })).toEqual([]);
    expect(issuesOf(formOf())).toHaveLength(1);
  });

  it('refuses more than a person fills in', () => {
    const many = (count: number, from = 0) =>
      Array.from({ length: count }, (_each, index) => ({ ...text, name: `a${from + index}` }));
    expect(issuesOf(formOf(pageOf(...many(41))))).toHaveLength(1);
    expect(
      issuesOf(formOf(...Array.from({ length: 31 }, (_each, index) => pageOf(...many(1, index))))),
    ).toHaveLength(1);
    const pages = Array.from({ length: 6 }, (_each, index) => pageOf(...many(40, 40 * index)));
    expect(issuesOf(formOf(...pages))).toEqual(['pages: the form has 240 fields, and 200 are the most']);
  });
});
