import { codedError, toFault } from '../../core/errors.ts';
import { type Filled, type FillOptions, fillDifferently, fillForm, isGiven } from './automatic-answers.ts';
import { type BrowserTab, type BrowserTimes, openTab, type ShownPage, usualTimes } from './browser-tab.ts';
import { formBody } from './form-body.ts';
import type { GivenAnswers } from './given-answers.ts';
import { type HtmlForm, readForm } from './html-form.ts';
import type { PageEnd, PageRequest, WebBrowser } from './web-browser.ts';

export interface AutomaticBrowserOptions {
  /** By the names of inputs; what is not among them is made up. */
  readonly given?: GivenAnswers;
  /** What paths of files among them are relative to; left out, the folder in which the program runs. */
  readonly folder?: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly times?: Partial<BrowserTimes>;
}

/** A browser that answers forms by itself. */
export interface AutomaticBrowser extends WebBrowser {
  /** Names that answers were given for and no form has asked for yet: often they are written wrongly. */
  unasked(): readonly string[];
}

/** A form has no more pages than this; what has is no form of ours. */
const mostPages = 50;
/** Names of fields in one fault, and the signs of each. */
const mostNames = 10;
const longestName = 100;

/**
 * A browser that answers forms by itself, where no person is: for benches without a screen, scripts and tests. It
 * keeps to the origin of the page that it was given, and runs nothing. A page that comes back is answered once more,
 * with what it complains of changed, unless that was given.
 */
export function createAutomaticBrowser(options: AutomaticBrowserOptions): AutomaticBrowser {
  const { given = {}, folder = '.', now, times } = options;
  const asked = new Set<string>();
  return {
    async show(request) {
      const fill: FillOptions = { given, clock: wallClock(now()), device: request.deviceId };
      let tab: BrowserTab | undefined;
      try {
        tab = openTab(request, { ...usualTimes, ...times }, now);
        return await answerForm(tab, request, { fill, folder, asked });
      } catch (error) {
        return request.signal.aborted ? { kind: 'closed' } : { kind: 'failed', fault: toFault(error) };
      } finally {
        tab?.close();
      }
    },
    unasked: () => Object.keys(given).filter((name) => !asked.has(name)),
  };
}

interface Answering {
  readonly fill: FillOptions;
  readonly folder: string;
  /** Takes the names of what was put into a form of what was given. */
  readonly asked: Set<string>;
}

/** Goes from page to page until the final one. @throws what keeps it from that */
async function answerForm(
  tab: BrowserTab,
  { deviceId: device, signal }: PageRequest,
  { fill, folder, asked }: Answering,
): Promise<PageEnd> {
  let shown = await tab.open();
  let before: Attempt | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    if (signal.aborted) return { kind: 'closed' };
    if (isTaken(shown) && shown.url.pathname.endsWith('/end')) return { kind: 'completed' };
    const form = shown.isHtml ? readForm(shown.body, shown.url.href) : undefined;
    const refused = before !== undefined && isRefusal(shown, form, before) ? before : undefined;
    if (!isTaken(shown) && refused === undefined)
      throw codedError('INTERACTION_WINDOW_REFUSED', { device, origin: tab.origin, status: shown.status });
    if (!shown.isHtml) throw codedError('INTERACTION_WINDOW_NO_PAGE', { device, origin: tab.origin });
    const action = form?.action;
    if (form === undefined || action === undefined)
      throw codedError('INTERACTION_NO_FORM', { device, detail: 'it has none, or none that posts' });
    for (const control of form.controls) if (isGiven(control, fill)) asked.add(control.name);
    const filled = refused === undefined ? fillForm(form, fill) : fillAgain(form, refused, fill);
    shown = await tab.post(action, await formBody(filled, form.encoding, folder));
    before = { filled, isSecond: refused !== undefined };
  }
  throw codedError('INTERACTION_NO_FORM', { device, detail: `it has more than ${mostPages} pages` });
}

/** What was posted of a page. */
interface Attempt {
  readonly filled: readonly Filled[];
  readonly isSecond: boolean;
}

function isTaken({ status }: ShownPage): boolean {
  return status >= 200 && status < 300;
}

/** Whether a page is the one that was posted, with what is wrong: by its status, or by what of it is marked. */
function isRefusal({ status }: ShownPage, form: HtmlForm | undefined, { filled }: Attempt): boolean {
  if (form === undefined || status === 422) return form !== undefined;
  const posted = new Set(filled.map(({ name }) => name));
  // A page that follows may mark what is not answered yet.
  const isMarked = form.controls.some(({ name, complaint }) => complaint?.marked && posted.has(name));
  return isMarked && (status === 200 || status === 400);
}

/** The second attempt at a page. @throws INTERACTION_ANSWERS_NOT_TAKEN where it was that, or would be no other one */
function fillAgain(form: HtmlForm, { filled, isSecond }: Attempt, fill: FillOptions): readonly Filled[] {
  const isAnyNamed = form.controls.some(({ complaint }) => complaint);
  const again = isSecond || !isAnyNamed ? undefined : fillDifferently(form, filled, fill);
  if (again !== undefined) return again;
  throw codedError('INTERACTION_ANSWERS_NOT_TAKEN', { device: fill.device, fields: refusedFields(form) });
}

/** The fields that a page complains of, by name; what it says of them may repeat what was answered. */
function refusedFields({ controls }: HtmlForm): string {
  const names = controls.filter(({ complaint }) => complaint).map(({ name }) => name);
  if (names.length === 0) return 'one of its fields';
  const told = names.slice(0, mostNames).map((name) => JSON.stringify(name.slice(0, longestName)));
  return `${told.join(', ')}${names.length > mostNames ? ' and others' : ''}`;
}

/** What a clock on the wall shows here, as if it were UTC: forms ask for the day that a person has. */
function wallClock(moment: number): number {
  return moment - new Date(moment).getTimezoneOffset() * 60_000;
}
