import fc from 'fast-check';
import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { checkPage, type PostedFile, type PostedPage } from './form-check.ts';
import { type FormProgress, noProgress } from './form-course.ts';
import { type PageView, renderFinalPage, renderPage } from './form-html.ts';
import { type Form, type FormField, formSchema } from './form-schema.ts';
import { attribute, byId, byTag, elementsOf, postedBy, textOf } from './test-document.ts';

const now = 1_795_600_000_000;
const picture = { fileName: 'meter.png', mediaType: 'image/png', octets: 123_456, resource: 'r/photo' };

const view = (form: Form, more: Partial<PageView> = {}): PageView => ({
  ...{ form, progress: noProgress, page: 0, device: 'Gateway 7', token: 'secret' },
  ...{ interaction: '/interaction/T', stylesheet: '/interaction/style.css' },
  ...more,
});

/** Texts that try to be something else. */
const hostile = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    '</textarea><script>alert(1)</script>',
    '</title><script>alert(1)</script>',
    '</option></select><svg onload=alert(1)>',
    '<!--',
    ']]>',
    '&lt;b&gt;&#x3c;&amp',
    'javascript:alert(1)',
    '\u202Etxt.exe',
    '<\u0000script>',
    '{{serial}}',
    '`',
    '\n\n<p>',
    '\uD800',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
);
const hostileLine = hostile.map((text) => (text === '' ? '<' : text));

/** What a browser can send back. */
const postable = hostile.map((text) => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ''));

const kinds = [
  'text',
  'lines',
  'number',
  'date',
  'choice',
  'list',
  'choices',
  'file',
  'signature',
  'confirmation',
] as const;

/** A form of one page with a field of every kind in a random order, all its texts taken from `text`. */
const formWith = (text: fc.Arbitrary<string>) =>
  fc
    .record({
      order: fc.shuffledSubarray([...kinds], { minLength: 1 }),
      required: fc.boolean(),
      words: fc.array(text, { minLength: 24, maxLength: 24 }),
      values: fc.array(postable, { minLength: 9, maxLength: 9 }),
    })
    .map(({ order, required, words, values }): Form => {
      let used = 0;
      const word = () => words[used++ % words.length]!.slice(0, 200);
      const options = (count: number) =>
        values
          .slice(0, count)
          .map((value, index) => ({ value: index + [...value].slice(0, 40).join(''), label: word() }));
      const field = (kind: (typeof kinds)[number]) => {
        const common = { name: kind, label: word(), help: word(), required };
        switch (kind) {
          case 'text':
            return { ...common, kind: 'text', default: word() };
          case 'lines':
            return { ...common, kind: 'text', lines: 'multiple' };
          case 'number':
            return { ...common, kind, unit: word().slice(0, 20) };
          case 'date':
            return { ...common, kind, min: '2000-01-01' };
          case 'choice':
            return { ...common, kind, options: options(3) };
          case 'list':
            return { ...common, kind: 'choice', options: options(9) };
          case 'choices':
            return { ...common, kind, options: options(4), least: 2 };
          case 'file':
            return { ...common, kind, mediaTypes: ['image/png'] };
          case 'signature':
            return { ...common, kind, statement: word() };
          case 'confirmation':
            return { kind, name: kind, label: word(), help: word() };
        }
      };
      return formSchema.parse({
        title: word(),
        introduction: word(),
        thanks: word(),
        pages: [{ title: word(), fields: order.map(field) }],
      });
    });

const oneOf = (...values: readonly string[]) =>
  fc.array(fc.oneof(fc.constantFrom(...values), hostile), { maxLength: 1 });
const number = fc.oneof(
  fc.double({ noNaN: true }).map(String),
  fc.integer().map(String),
  fc.stringMatching(/^-?\d{1,16}[.,]\d{1,15}$/),
);
const day = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
  .map((date) => date.toISOString().slice(0, 10));

/** Anything for the inputs of a field, near to what is asked. */
function inputsOf(field: FormField): Readonly<Record<string, fc.Arbitrary<readonly string[]>>> {
  const { name } = field;
  switch (field.kind) {
    case 'text':
      return { [name]: oneOf('abc') };
    case 'number':
      return { [name]: number.map((text) => [text]) };
    case 'date':
      return { [name]: day.map((text) => [text]) };
    case 'choice':
      return { [name]: oneOf('', ...field.options.map(({ value }) => value)) };
    case 'choices':
      return { [name]: fc.subarray(field.options.map(({ value }) => value)) };
    case 'signature':
      return { [`${name}.name`]: oneOf('Ada'), [`${name}.sign`]: oneOf('yes') };
    case 'confirmation':
      return { [name]: oneOf('yes') };
    case 'file':
      return {};
  }
}

/** A post of such things. */
const postOf = (form: Form): fc.Arbitrary<PostedPage> => {
  const inputs = Object.assign({}, ...form.pages[0]!.fields.map(inputsOf)) as ReturnType<typeof inputsOf>;
  const file = hostile.map((fileName): PostedFile => ({ kind: 'kept', answer: { ...picture, fileName } }));
  return fc.tuple(fc.record(inputs), fc.option(file, { nil: undefined })).map(([texts, given]) => ({
    texts: new Map(Object.entries(texts)),
    files: new Map(given === undefined ? [] : [['file', given]]),
  }));
};

const formAndPost = formWith(hostileLine).chain((form) => postOf(form).map((post) => ({ form, post })));

/** What a document is made of, whatever it says. */
function shapeOf(document: string): readonly string[] {
  return elementsOf(parse(document)).map(({ tagName, attrs }) =>
    [tagName, ...attrs.map(({ name }) => name)].join(' '),
  );
}

/** The same form with plain words for its texts, in as many paragraphs and lines. */
function harmless(form: Form): Form {
  const plain = (text: string): string => text.replaceAll(/\S/gu, 'x').replaceAll(/[^x\n]/gu, 'x');
  const simple = (value: unknown, name = ''): unknown => {
    if (Array.isArray(value)) return value.map((each) => simple(each));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, simple(each, key)]));
    const readable = ['title', 'introduction', 'thanks', 'label', 'help', 'statement', 'unit'].includes(name);
    return readable && typeof value === 'string' ? value.split('\n').map(plain).join('\n') : value;
  };
  return simple(form) as Form;
}

describe('any page of any form', () => {
  it('is made of the same elements whatever its texts hold', () => {
    fc.assert(
      fc.property(formAndPost, hostile, ({ form, post }, device) => {
        const check = checkPage(form, noProgress, 0, post, now);
        const shown = (of: Form, name: string) => {
          const fresh = renderPage(view(of, { device: name }));
          const again = renderPage(
            view(of, { device: name, progress: { answers: check.answers, posted: [0] } }),
          );
          const refused = renderPage(
            view(of, { device: name, refused: { typed: post.texts, faults: check.faults } }),
          );
          return [fresh, again, refused, renderFinalPage(view(of, { device: name }))].map(shapeOf);
        };
        expect(shown(form, device)).toEqual(shown(harmless(form), 'x'));
      }),
      { numRuns: 300 },
    );
  });

  it('says texts as they are', () => {
    fc.assert(
      fc.property(hostileLine, hostile, (label, device) => {
        const form = formSchema.parse({
          title: label,
          pages: [{ title: label, fields: [{ kind: 'text', name: 'a', label, default: label }] }],
        });
        const elements = elementsOf(parse(renderPage(view(form, { device }))));
        const readable = (text: string) => text.replaceAll(/(?![\t\n])\p{Cc}/gu, '\uFFFD').toWellFormed();
        expect(textOf(byTag(elements, 'h1')[0]!)).toBe(readable(label));
        expect(textOf(byTag(elements, 'label')[0]!)).toBe(readable(label));
        expect(attribute(byId(elements, 'f-a')!, 'value')).toBe(readable(label));
        expect(textOf(byTag(elements, 'bdi')[0]!)).toBe(readable(device));
      }),
      { numRuns: 300 },
    );
  });

  it('posts back the answers that it shows', () => {
    fc.assert(
      fc.property(formAndPost, ({ form, post }) => {
        const { answers } = checkPage(form, noProgress, 0, post, now);
        // What could not be taken is left out, so that the page shows nothing in its place.
        const progress: FormProgress = { answers, posted: [0] };
        const again = checkPage(
          form,
          progress,
          0,
          { texts: postedBy(parse(renderPage(view(form, { progress })))), files: new Map() },
          now + 1,
        );
        expect(again.answers).toEqual(answers);
        expect(
          again.faults
            .map(({ fault }) => fault.kind)
            .filter((kind) => !['missing', 'notSigned', 'notConfirmed', 'tooFew'].includes(kind)),
        ).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('posts back what was refused, for the same reasons', () => {
    const printable = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(printable, printable, (text, lines) => {
        const form = formSchema.parse({
          title: 'f',
          pages: [
            {
              title: 'p',
              fields: [
                { kind: 'text', name: 'a', label: 'a', maxLength: 5, minLength: 3 },
                { kind: 'text', name: 'b', label: 'b', lines: 'multiple', maxLength: 5 },
                { kind: 'number', name: 'c', label: 'c', max: 1 },
                { kind: 'date', name: 'd', label: 'd' },
              ],
            },
          ],
        });
        const texts = new Map(Object.entries({ a: [text], b: [`\n${lines}\n`], c: [text], d: [lines] }));
        const first = checkPage(form, noProgress, 0, { texts, files: new Map() }, now);
        const page = renderPage(view(form, { refused: { typed: texts, faults: first.faults } }));
        expect(
          checkPage(form, noProgress, 0, { texts: postedBy(parse(page)), files: new Map() }, now),
        ).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });
});
