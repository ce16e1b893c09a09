import { describe, expect, it } from 'vitest';
import type { Answers } from './answers.ts';
import { canShow, fieldsOfPage, finalAnswers, nextPage, pageBefore, placeOf } from './form-course.ts';
import { type Condition, formSchema } from './form-schema.ts';

const text = (name: string, more: object = {}) => ({ kind: 'text', name, label: name, ...more });
const choice = (name: string, ...values: readonly string[]) => ({
  ...{ kind: 'choice', name, label: name },
  options: values.map((value) => ({ value, label: value })),
});

/** Kind of device, then what only a router or only a meter is asked, then what follows from that, then the end. */
const form = formSchema.parse({
  title: 'Course',
  pages: [
    { title: '0', fields: [choice('kind', 'router', 'meter')] },
    { title: '1', when: { field: 'kind', is: 'router' }, fields: [choice('uplink', 'fibre', 'radio')] },
    { title: '2', when: { field: 'uplink', is: 'radio' }, fields: [text('antenna')] },
    {
      title: '3',
      fields: [
        text('serial'),
        text('reading', { when: { field: 'kind', is: 'meter' } }),
        text('remark', { required: false }),
      ],
    },
    { title: '4', fields: [text('seal', { when: { field: 'kind', is: 'meter' } })] },
  ],
});

const having = (answers: Answers, ...posted: readonly number[]) => ({ answers, posted });
const meter = { kind: 'meter' };
const router = { kind: 'router' };

describe('the course through a form', () => {
  it('begins at the first page', () => {
    expect(nextPage(form, having({}))).toBe(0);
    expect(canShow(form, having({}), 0)).toBe(true);
    expect(canShow(form, having({}), 3)).toBe(false);
    expect(canShow(form, having({}), 17)).toBe(false);
    expect(pageBefore(form, having({}), 0)).toBeUndefined();
  });

  it('counts pages that may still come as such', () => {
    expect(placeOf(form, having({}), 0)).toEqual({ number: 1, of: 5, atMost: true });
    expect(placeOf(form, having(meter, 0), 3)).toEqual({ number: 2, of: 3, atMost: false });
    expect(placeOf(form, having(router, 0), 1)).toEqual({ number: 2, of: 4, atMost: true });
    expect(placeOf(form, having({ ...router, uplink: 'fibre' }, 0, 1), 3)).toEqual({
      number: 3,
      of: 3,
      atMost: false,
    });
  });

  it('leaves out pages and fields that earlier answers make needless', () => {
    expect(nextPage(form, having(meter, 0), 0)).toBe(3);
    expect(nextPage(form, having(router, 0), 0)).toBe(1);
    expect(nextPage(form, having({ ...router, uplink: 'radio' }, 0, 1), 1)).toBe(2);
    expect(nextPage(form, having({ ...router, uplink: 'fibre' }, 0, 1), 1)).toBe(3);
    const names = (answers: Answers, ...posted: readonly number[]) =>
      fieldsOfPage(form, having(answers, ...posted), 3).map(({ name }) => name);
    expect(names(meter, 0)).toEqual(['serial', 'reading', 'remark']);
    expect(names({ ...router, uplink: 'fibre' }, 0, 1)).toEqual(['serial', 'remark']);
  });

  it('leaves out a page all of whose fields are needless', () => {
    const routerDone = having({ ...router, uplink: 'fibre', serial: 's' }, 0, 1, 3);
    expect(canShow(form, routerDone, 4)).toBe(false);
    expect(nextPage(form, routerDone, 3)).toBeUndefined();
    expect(nextPage(form, having({ ...meter, serial: 's', reading: 'r' }, 0, 3), 3)).toBe(4);
  });

  it('goes page by page again when somebody went back', () => {
    const progress = having({ ...router, uplink: 'radio', antenna: 'a' }, 0, 1, 2);
    expect(nextPage(form, progress, 0)).toBe(1);
    expect(nextPage(form, progress, 1)).toBe(2);
    expect(nextPage(form, progress)).toBe(3);
    expect(pageBefore(form, progress, 3)).toBe(2);
    expect(pageBefore(form, having({ ...router, uplink: 'fibre' }, 0, 1), 3)).toBe(1);
    expect(pageBefore(form, having(meter, 0), 3)).toBe(0);
  });

  it('never goes past what a changed answer asks for', () => {
    // Everything was answered for a router; then the first page says that it is a meter.
    const changed = having({ ...meter, uplink: 'radio', antenna: 'a', serial: 's' }, 0, 1, 2, 3);
    expect(nextPage(form, changed, 0)).toBe(3);
    expect(canShow(form, changed, 4)).toBe(false);
    expect(nextPage(form, changed, 4)).toBe(3);
  });

  it('keeps the answers to what was asked, and no others', () => {
    const answers = {
      ...meter,
      uplink: 'radio',
      antenna: 'a',
      serial: 's',
      reading: 'r',
      seal: 'x',
      other: 'o',
    };
    expect(finalAnswers(form, having(answers, 0, 3, 4))).toEqual({
      ...meter,
      serial: 's',
      reading: 'r',
      seal: 'x',
    });
    expect(finalAnswers(form, having({ ...answers, ...router, uplink: 'fibre' }, 0, 1, 3))).toEqual({
      ...router,
      uplink: 'fibre',
      serial: 's',
    });
  });

  it('is not led astray by answers with names of JavaScript', () => {
    expect(finalAnswers(form, having(JSON.parse('{"__proto__":"x","toString":"y"}') as Answers, 0))).toEqual(
      {},
    );
  });
});

describe('a condition', () => {
  const holdsFor = (when: Condition | Condition[], answers: Answers) => {
    const asked = formSchema.parse({
      title: 'f',
      pages: [
        {
          title: '0',
          fields: [
            text('t', { required: false }),
            { kind: 'number', name: 'n', label: 'n', required: false },
            { ...choice('m', 'x', 'y', 'z'), kind: 'choices', required: false },
          ],
        },
        { title: '1', when, fields: [text('more')] },
      ],
    });
    return canShow(asked, having(answers, 0), 1);
  };

  it.each<[Condition | Condition[], Answers, boolean]>([
    [{ field: 't', is: 'a' }, { t: 'a' }, true],
    [{ field: 't', is: 'a' }, { t: 'b' }, false],
    [{ field: 't', is: 'a' }, {}, false],
    [{ field: 't', is: ['a', 'b'] }, { t: 'b' }, true],
    [{ field: 't', isNot: 'a' }, { t: 'a' }, false],
    [{ field: 't', isNot: ['a', 'b'] }, { t: 'c' }, true],
    [{ field: 't', isNot: 'a' }, {}, true],
    [{ field: 'n', is: 0 }, { n: 0 }, true],
    [{ field: 'n', is: 0 }, {}, false],
    [{ field: 'n', least: 2 }, { n: 2 }, true],
    [{ field: 'n', least: 2 }, { n: 1.5 }, false],
    [{ field: 'n', least: 2 }, {}, false],
    [{ field: 'n', least: 2, most: 3 }, { n: 3.5 }, false],
    [{ field: 'm', includes: 'y' }, { m: ['x', 'y'] }, true],
    [{ field: 'm', includes: ['y', 'z'] }, { m: ['x'] }, false],
    [{ field: 'm', includes: 'y' }, {}, false],
    [{ field: 'm', answered: true }, { m: ['x'] }, true],
    [{ field: 'm', answered: true }, {}, false],
    [{ field: 'm', answered: false }, {}, true],
    [
      [
        { field: 't', is: 'a' },
        { field: 'n', is: 1 },
      ],
      { t: 'a', n: 1 },
      true,
    ],
    [
      [
        { field: 't', is: 'a' },
        { field: 'n', is: 1 },
      ],
      { t: 'a', n: 2 },
      false,
    ],
  ])('%j with %j: %s', (when, answers, expected) => {
    expect(holdsFor(when, answers)).toBe(expected);
  });
});
