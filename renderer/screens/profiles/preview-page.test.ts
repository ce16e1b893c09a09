import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { formSchema } from '../../../core/interaction/form-schema.ts';
import { installationForm } from '../../../core/interaction/test-form.ts';
import {
  answersForPage,
  askedPages,
  decidingFields,
  previewDocument,
  type Shown,
  sampleAnswers,
} from './preview-page.ts';

const page = (index: number): Shown => ({ kind: 'page', page: index });
const documentOf = (shown: Shown, over: Partial<Parameters<typeof previewDocument>[0]> = {}) =>
  previewDocument({
    form: installationForm,
    answers: {},
    shown,
    device: 'BX04101-F',
    nonce: 'n0nce',
    ...over,
  });

interface Element {
  readonly tagName?: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Element[];
}

/** Every element of a document, as a browser would read it. */
function* elementsOf(node: Element): Generator<Element & { readonly tagName: string }> {
  if (node.tagName !== undefined) yield { ...node, tagName: node.tagName };
  for (const child of node.childNodes ?? []) yield* elementsOf(child);
}

const addresses = ['href', 'src', 'action', 'formaction', 'srcset', 'data', 'poster', 'background'];

describe('the preview of a page', () => {
  it.each([page(0), page(1), page(2), { kind: 'final' } as const])(
    '%j leads nowhere and loads nothing',
    (shown) => {
      const elements = [...elementsOf(parse(documentOf(shown, { marked: 'site' })) as Element)];
      for (const { tagName, attrs = [] } of elements) {
        expect(['script', 'link', 'img', 'iframe', 'object', 'base']).not.toContain(tagName);
        for (const { name } of attrs) expect(addresses).not.toContain(name);
      }
      const policy = elements.find(
        ({ tagName, attrs }) =>
          tagName === 'meta' && attrs?.some(({ value }) => value === 'Content-Security-Policy'),
      );
      expect(policy?.attrs?.find(({ name }) => name === 'content')?.value).toBe(
        "default-src 'none'; style-src 'nonce-n0nce'; form-action 'none'; base-uri 'none'",
      );
      expect(elements.filter(({ tagName }) => tagName === 'style')).toHaveLength(1);
    },
  );

  it('shows what people have written as text, whatever it is', () => {
    const hostile =
      '</title><script>alert(1)</script><link rel="stylesheet" href="preview:nowhere"> href="preview:nowhere/1"';
    const form = formSchema.parse({
      title: hostile,
      pages: [{ title: hostile, fields: [{ kind: 'confirmation', name: 'a', label: hostile }] }],
    });
    const elements = [...elementsOf(parse(documentOf(page(0), { form, device: hostile })) as Element)];
    expect(elements.some(({ tagName }) => tagName === 'script' || tagName === 'link')).toBe(false);
    expect(elements.filter(({ tagName }) => tagName === 'style')).toHaveLength(1);
  });

  it('marks the field that is edited', () => {
    expect(documentOf(page(0), { marked: 'site' })).toContain('[id="f-site"]');
    expect(documentOf(page(0))).not.toContain('scroll-initial-target');
  });
});

describe('the pages that are asked', () => {
  it('are those whose conditions hold with the answers', () => {
    expect(askedPages(installationForm, {})).toEqual([0, 2]);
    expect(askedPages(installationForm, { reason: 'replaced' })).toEqual([0, 1, 2]);
    expect(decidingFields(installationForm).map(({ name }) => name)).toEqual(['reason']);
  });

  it('can be answered for, also where one condition leads to another', () => {
    const yes = (name: string, when?: object) => ({
      kind: 'confirmation',
      name,
      label: name,
      ...(when ? { when } : {}),
    });
    const form = formSchema.parse({
      title: 'T',
      pages: [
        {
          title: 'One',
          fields: [
            {
              kind: 'choice',
              name: 'a',
              label: 'A',
              options: [
                { value: 'x', label: 'X' },
                { value: 'y', label: 'Y' },
              ],
            },
            { kind: 'number', name: 'n', label: 'N', required: false },
            { kind: 'choices', name: 'c', label: 'C', options: [{ value: 'p', label: 'P' }] },
          ],
        },
        { title: 'Two', when: { field: 'a', is: ['y'] }, fields: [yes('b')] },
        {
          title: 'Three',
          when: [
            { field: 'b', answered: true },
            { field: 'n', least: 5 },
          ],
          fields: [yes('d')],
        },
        { title: 'Four', when: { field: 'c', includes: 'p' }, fields: [yes('e')] },
        { title: 'Five', when: { field: 'a', isNot: 'x' }, fields: [yes('f')] },
        { title: 'Six', when: { field: 'n', answered: false }, fields: [yes('g')] },
      ],
    });
    for (const index of form.pages.keys()) {
      const before = { a: 'x', n: 1 };
      expect(askedPages(form, answersForPage(form, before, index))).toContain(index);
    }
  });

  it('have an answer of every kind to be looked at with', () => {
    for (const field of installationForm.pages.flatMap(({ fields }) => fields))
      expect(sampleAnswers(field).next().value, field.kind).toBeDefined();
  });
});
