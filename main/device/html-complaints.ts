import { attribute, type HtmlDocument, type HtmlElement, textIn } from './html-document.ts';

/** What a page says against what was posted to one of its controls. */
export interface Complaint {
  /** The control itself is marked; else something on the page leads to it. */
  readonly marked: boolean;
  /** What is wrong, as the page says it; may be empty. */
  readonly words: string;
}

/** Finds what a page says against a control; `group` is the fieldset that it stands in. */
export type FindComplaint = (element: HtmlElement, group: HtmlElement | undefined) => Complaint | undefined;

/**
 * How pages say what is wrong: by marking an input or its group (`aria-invalid`), with words that it is described by,
 * and by links at their top that lead to it.
 */
export function complaintsIn({ elements, byId }: HtmlDocument): FindComplaint {
  const links = new Map<string, HtmlElement>();
  for (const { element } of elements) {
    const target = element.tagName === 'a' ? attribute(element, 'href') : undefined;
    if (target?.startsWith('#')) links.set(target.slice(1), element);
  }
  const wordsAt = (element: HtmlElement | undefined) =>
    element && textIn(element).replaceAll(/\s+/g, ' ').trim();
  const named = (element: HtmlElement | undefined, name: string) =>
    wordsAt(byId.get((element && attribute(element, name)?.trim().split(/\s+/).at(-1)) ?? ''));
  const isMarked = (element: HtmlElement | undefined) =>
    element !== undefined &&
    ['true', 'grammar', 'spelling'].includes(attribute(element, 'aria-invalid') ?? '');

  return (element, group) => {
    const link = links.get(attribute(element, 'id') ?? '');
    const marked = isMarked(element) || isMarked(group);
    if (!marked && link === undefined) return undefined;
    // Help stands before what is wrong; a link repeats what the control is called.
    const words = [element, group].flatMap((each) => [
      named(each, 'aria-errormessage'),
      named(each, 'aria-describedby'),
    ]);
    return { marked, words: words.find((each) => each) ?? wordsAt(link) ?? '' };
  };
}
