import { type Answer, type Answers, answerTo } from './answers.ts';
import { conditionsOf, holds } from './conditions.ts';
import type { Form, FormField, FormPage } from './form-schema.ts';

/** How far somebody has come with a form. */
export interface FormProgress {
  readonly answers: Answers;
  /** The pages that were posted and taken, in no order; the first page is 0. */
  readonly posted: readonly number[];
}

export const noProgress: FormProgress = { answers: {}, posted: [] };

/** Whether something is asked: `open` where answers that are still to come decide. */
type Standing = 'yes' | 'no' | 'open';

/** Where a page stands among those that this person meets. */
export interface PagePlace {
  /** Its number as people count; the first is 1. */
  readonly number: number;
  /** How many there are, or at most where answers that are still to come decide. */
  readonly of: number;
  readonly atMost: boolean;
}

/** Fields whose answers are settled; one that was left empty, or is not asked, is undefined. */
type Settled = Map<string, Answer | undefined>;

interface CourseStep {
  readonly index: number;
  readonly page: FormPage;
  readonly standing: Standing;
  /** The fields that are asked on it, as far as that is settled. */
  readonly fields: readonly FormField[];
  /** Whether it was posted, and nothing that it asks is missing. */
  readonly done: boolean;
}

/**
 * The pages of a form in order, each as the answers of the pages before `upTo` decide.
 * @param upTo the answers of this page and of those after it count as still to come
 */
function courseOf(form: Form, { answers, posted }: FormProgress, upTo: number): readonly CourseStep[] {
  const settled: Settled = new Map();
  return form.pages.map((page, index) => {
    const standings = page.fields.map((field) => standingOf(field, settled));
    const asksNothing = page.fields.length > 0 && standings.every((standing) => standing === 'no');
    const standing = asksNothing ? 'no' : standingOf(page, settled);
    const fields = page.fields.filter((_field, at) => standings[at] === 'yes');
    const answered = standing === 'yes' && posted.includes(index);
    for (const [at, { name }] of page.fields.entries()) {
      if (standing === 'no' || standings[at] === 'no') settled.set(name, undefined);
      else if (answered && index < upTo && standings[at] === 'yes')
        settled.set(name, answerTo(answers, name));
    }
    const done =
      answered && fields.every((field) => !isRequired(field) || answerTo(answers, field.name) !== undefined);
    return { index, page, standing, fields, done };
  });
}

/** Whether a field has to be answered where it is asked. */
export function isRequired(field: FormField): boolean {
  return field.kind === 'confirmation' || field.required;
}

/** The fields that a page asks, by the answers of the pages before it. */
export function fieldsOfPage(form: Form, progress: FormProgress, page: number): readonly FormField[] {
  const step = courseOf(form, progress, page)[page];
  return step?.standing === 'yes' ? step.fields : [];
}

/** Whether a page can be shown: it is asked, and everything before it is answered. */
export function canShow(form: Form, progress: FormProgress, page: number): boolean {
  const course = courseOf(form, progress, page);
  return course[page]?.standing === 'yes' && course.slice(0, page).every(isBehind);
}

/** The page that is next: after `page` where that was posted just now, but never past one that is not answered. */
export function nextPage(form: Form, progress: FormProgress, page?: number): number | undefined {
  const open = courseOf(form, progress, form.pages.length).filter((step) => !isBehind(step));
  const [first] = open;
  if (page === undefined || (first !== undefined && first.index <= page)) return first?.index;
  // Further pages that were posted before are shown again: somebody went back, and may want to change them too.
  const after = courseOf(form, progress, page + 1).find(
    ({ index, standing }) => index > page && standing !== 'no',
  );
  return after?.index ?? first?.index;
}

/** The page before one, as somebody goes back; undefined where it is the first. */
export function pageBefore(form: Form, progress: FormProgress, page: number): number | undefined {
  return courseOf(form, progress, page)
    .slice(0, page)
    .findLast(({ standing }) => standing === 'yes')?.index;
}

/** Where a page stands among those that this person meets. */
export function placeOf(form: Form, progress: FormProgress, page: number): PagePlace {
  const met = courseOf(form, progress, page).filter(({ standing }) => standing !== 'no');
  return {
    number: met.filter(({ index }) => index <= page).length,
    of: met.length,
    atMost: met.some(({ standing }) => standing === 'open'),
  };
}

/** The answers to what was asked, without those that other answers made needless. */
export function finalAnswers(form: Form, progress: FormProgress): Answers {
  const asked = courseOf(form, progress, form.pages.length).flatMap(({ standing, fields }) =>
    standing === 'yes' ? fields : [],
  );
  return Object.fromEntries(
    asked.flatMap(({ name }) => {
      const answer = answerTo(progress.answers, name);
      return answer === undefined ? [] : [[name, answer]];
    }),
  );
}

/** Whether nothing is left to do on a page. */
function isBehind({ standing, done }: CourseStep): boolean {
  return standing === 'no' || done;
}

/** Of several conditions, all have to hold. */
function standingOf(owner: FormPage | FormField, settled: Settled): Standing {
  const standings = conditionsOf(owner).map((condition) =>
    !settled.has(condition.field) ? 'open' : holds(condition, settled.get(condition.field)) ? 'yes' : 'no',
  );
  if (standings.includes('no')) return 'no';
  return standings.includes('open') ? 'open' : 'yes';
}
