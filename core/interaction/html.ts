/** Markup that is fit to be sent. Only the functions of this module make it, so that no other text passes for it. */
export class Html {
  readonly #text: string;

  constructor(text: string, maker: typeof makers) {
    if (maker !== makers) throw new Error('markup is made by html and attributes');
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

const makers = Symbol('makers');

/** What may stand in a template: texts are escaped, markup is not, nothing is nothing. */
export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

/**
 * Markup from a template. Whatever is put into it is a text and stays one, between tags and in quoted attributes:
 * those are the only places for it.
 */
export function html(texts: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(
    texts.map((text, index) => text + (index < parts.length ? written(parts[index]) : '')).join(''),
    makers,
  );
}

/** Attributes, each with a space before it: texts and numbers are quoted, true is the name alone. */
export function attributes(values: Readonly<Record<string, string | number | boolean | undefined>>): Html {
  return new Html(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== false)
      .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`))
      .join(''),
    makers,
  );
}

function written(part: HtmlPart): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.toString();
  if (typeof part === 'object') return part.map(written).join('');
  return escaped(String(part));
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Controls, which no page may hold (HTML, 13.1.4), become the sign for what cannot be shown. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (sign) => references[sign] ?? '')
    .replaceAll(/(?![\t\n])\p{Cc}/gu, '\uFFFD')
    .toWellFormed();
}
