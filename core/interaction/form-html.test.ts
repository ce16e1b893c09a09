import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import type { Answers } from './answers.ts';
import { type FormProgress, noProgress } from './form-course.ts';
import { type PageView, renderFinalPage, renderPage, tokenName } from './form-html.ts';
import type { Form } from './form-schema.ts';
import { type NoticeKind, notices } from './form-texts.ts';
import { renderNotice } from './page-html.ts';
import { attribute, byId, byTag, elementsOf, postedBy, textOf } from './test-document.ts';
import { installationForm } from './test-form.ts';

const picture = { fileName: 'meter.png', mediaType: 'image/png', octets: 123_456, resource: 'r/photo' };

const view = (form: Form, more: Partial<PageView> = {}): PageView => ({
  ...{ form, progress: noProgress, page: 0, device: 'Gateway 7', token: 'secret' },
  ...{ interaction: '/interaction/T', stylesheet: '/interaction/style.css' },
  ...more,
});

describe('a page of a form', () => {
  it('works without scripts: labels, groups, what is wrong, and where to go', () => {
    const elements = elementsOf(parse(renderPage(view(installationForm))));
    expect(byTag(elements, 'script')).toEqual([]);
    expect(attribute(byTag(elements, 'html')[0]!, 'lang')).toBe('en');
    expect(byTag(elements, 'meta').map((meta) => attribute(meta, 'name'))).toContain('viewport');
    expect(textOf(byTag(elements, 'title')[0]!)).toBe('The place – Installation of {{serial}} – Gateway 7');
    expect(byTag(elements, 'h1').map(textOf)).toEqual(['The place']);
    expect(byTag(elements, 'p').map(textOf)).toContain('Page 1 of at most 3');
    expect(byTag(elements, 'legend').map(textOf)).toEqual([
      'Why are you here?',
      'Bands that were measured (optional)',
    ]);
    const form = byTag(elements, 'form')[0]!;
    expect(Object.fromEntries(form.attrs.map(({ name, value }) => [name, value]))).toEqual({
      method: 'post',
      action: '/interaction/T/1',
      'accept-charset': 'utf-8',
      autocomplete: 'off',
      novalidate: '',
    });
    expect(byTag(elements, 'button').map(textOf)).toEqual(['Continue']);
    expect(byTag(elements, 'a')).toEqual([]);
    // Every input has a label of its own, and what it is described by is there.
    for (const input of elements.filter(({ tagName }) => ['input', 'select', 'textarea'].includes(tagName))) {
      if (attribute(input, 'type') === 'hidden') continue;
      const id = attribute(input, 'id')!;
      expect(byTag(elements, 'label').filter((label) => attribute(label, 'for') === id)).toHaveLength(1);
      for (const part of attribute(input, 'aria-describedby')?.split(' ') ?? [])
        expect(byId(elements, part), part).toBeDefined();
    }
    const ids = elements.flatMap((element) => attribute(element, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('posts the token before anything else', () => {
    const first = byTag(elementsOf(parse(renderPage(view(installationForm)))), 'input')[0]!;
    expect([attribute(first, 'name'), attribute(first, 'value')]).toEqual([tokenName, 'secret']);
  });

  it('says at its top what is wrong, with links, and beside each field', () => {
    const typed = new Map([['site', ['AB-12']]]);
    const faults = [
      { field: 'site', fault: { kind: 'pattern', help: 'two letters, a dash and four digits' } },
      { field: 'reason', fault: { kind: 'missing' } },
    ] as const;
    const elements = elementsOf(parse(renderPage(view(installationForm, { refused: { typed, faults } }))));
    expect(textOf(byTag(elements, 'title')[0]!)).toMatch(/^Error: /);
    expect(byTag(elements, 'h2').map(textOf)).toEqual(['2 answers need another look']);
    const links = byTag(elements, 'a');
    expect(links.map(textOf)).toEqual([
      'Site – Write it like this: two letters, a dash and four digits',
      'Why are you here? – An answer is needed.',
    ]);
    for (const link of links) expect(byId(elements, attribute(link, 'href')!.slice(1))).toBeDefined();
    const site = byId(elements, 'f-site')!;
    expect(attribute(site, 'value')).toBe('AB-12');
    expect(attribute(site, 'aria-invalid')).toBe('true');
    expect(attribute(site, 'aria-describedby')).toBe('f-site.help f-site.fault');
  });

  it('shows what was answered, what was given, and the way back', () => {
    const progress: FormProgress = {
      answers: {
        site: 'AB-1234',
        signal: 1e-7,
        reason: 'replaced',
        reading: 7,
        photo: { ...picture, fileName: '<b>.png' },
      },
      posted: [0, 1],
    };
    const document = renderPage(view(installationForm, { progress, page: 1 }));
    const elements = elementsOf(parse(document));
    expect(byTag(elements, 'p').map(textOf)).toContain('Page 2 of 3');
    expect(postedBy(parse(document)).get('reading')).toEqual(['7']);
    expect(byTag(elements, 'p').map(textOf).join('\n')).toContain('Already given: <b>.png (123.5 kB).');
    expect(attribute(byTag(elements, 'form')[0]!, 'enctype')).toBe('multipart/form-data');
    const photo = byId(elements, 'f-photo')!;
    expect([attribute(photo, 'accept'), attribute(photo, 'capture')]).toEqual([
      'image/jpeg,image/png',
      'environment',
    ]);
    expect(byTag(elements, 'a').map((link) => [textOf(link), attribute(link, 'href')])).toEqual([
      ['Back', '/interaction/T/1'],
    ]);
    expect(postedBy(parse(renderPage(view(installationForm, { progress })))).get('signal')).toEqual([
      '0.0000001',
    ]);
  });

  it('shows a default where nothing was answered yet, and not where somebody took it away', () => {
    const answers: Answers = { reason: 'new' };
    const last = (posted: readonly number[]) =>
      postedBy(parse(renderPage(view(installationForm, { page: 2, progress: { answers, posted } }))));
    expect(last([0]).get('country')).toEqual(['at']);
    expect(last([0, 2]).get('country')).toEqual(['']);
  });

  it('names the last page by its button', () => {
    const progress: FormProgress = { answers: { reason: 'new' }, posted: [0] };
    const elements = elementsOf(parse(renderPage(view(installationForm, { progress, page: 2 }))));
    expect(byTag(elements, 'button').map(textOf)).toEqual(['Send']);
    expect(byTag(elements, 'p').map(textOf)).toContain('Page 2 of 2');
  });

  it('says which of its texts are in which language', () => {
    const german = { ...installationForm, language: 'de' };
    const faults = [{ field: 'site', fault: { kind: 'missing' } }] as const;
    const elements = elementsOf(parse(renderPage(view(german, { refused: { typed: new Map(), faults } }))));
    expect(attribute(byTag(elements, 'html')[0]!, 'lang')).toBe('de');
    expect(attribute(byTag(elements, 'button')[0]!, 'lang')).toBe('en');
    expect(attribute(byId(elements, 'f-site.fault')!, 'lang')).toBe('en');
    expect(attribute(byTag(elements, 'h1')[0]!, 'lang')).toBeUndefined();
  });
});

describe('a page without a form', () => {
  it.each(Object.keys(notices) as NoticeKind[])('says what there is to say: %s', (kind) => {
    const elements = elementsOf(parse(renderNotice(kind, { stylesheet: '/interaction/style.css' })));
    expect(byTag(elements, 'h1').map(textOf)).toEqual([notices[kind].title]);
    expect(byTag(elements, 'p').map(textOf)).toEqual([notices[kind].text]);
    expect(byTag(elements, 'script').length + byTag(elements, 'form').length).toBe(0);
  });

  it('leads back whoever is the right one after all', () => {
    const elements = elementsOf(
      parse(renderNotice('elsewhere', { stylesheet: '/s', goOn: '/interaction/T' })),
    );
    expect(byTag(elements, 'a').map((link) => attribute(link, 'href'))).toEqual(['/interaction/T']);
  });

  it('thanks at the end', () => {
    const document = renderFinalPage(view({ ...installationForm, thanks: 'One.\n\nTwo\nthree.' }));
    const paragraphs = byTag(elementsOf(parse(document)), 'p').map(textOf);
    expect(paragraphs).toEqual([
      'Gateway 7',
      'Installation of {{serial}}',
      'One.',
      'Twothree.',
      'Everything has arrived. You can close this window.',
    ]);
  });
});
