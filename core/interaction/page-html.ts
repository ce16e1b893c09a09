import { goOnHere, type NoticeKind, notices, textLanguage } from './form-texts.ts';
import { attributes, type Html, html } from './html.ts';

/** A document as every page of an interaction is one. */
export interface DocumentParts {
  readonly language: string;
  readonly title: string;
  /** What people call the device; left out where the page must not tell. */
  readonly device?: string | undefined;
  /** The address of the stylesheet. */
  readonly stylesheet: string;
  readonly content: Html;
}

export function documentOf({ language, title, device, stylesheet, content }: DocumentParts): string {
  // A name that is written from right to left, or says to be, must not turn what stands around it.
  const header =
    device === undefined ? undefined : html`<header><p class="device"><bdi>${device}</bdi></p></header>\n`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${device === undefined ? title : `${title} – ${device}`}</title>
<link rel="stylesheet" href="${stylesheet}">
</head>
<body>
${header}<main>
${content}</main>
</body>
</html>
`.toString();
}

/** A text in paragraphs: an empty line begins a new one, a line end stays one. */
export function paragraphs(text: string): Html {
  return html`${text
    .split(/\n\s*\n/)
    .map(
      (paragraph) =>
        html`<p>${paragraph.split('\n').map((line, index) => (index === 0 ? line : html`<br>${line}`))}</p>\n`,
    )}`;
}

/**
 * A page that says why there is no form. It tells nothing of the interaction but what is given.
 * @param goOn the address at which a browser that is the right one after all goes on
 */
export function renderNotice(
  kind: NoticeKind,
  {
    device,
    stylesheet,
    goOn,
  }: { readonly device?: string; readonly stylesheet: string; readonly goOn?: string },
): string {
  const { title, text } = notices[kind];
  const link =
    goOn === undefined ? undefined : html`<p><a${attributes({ href: goOn })}>${goOnHere}</a></p>\n`;
  const content = html`<h1>${title}</h1>
<p>${text}</p>
${link}`;
  return documentOf({ language: textLanguage, title, device, stylesheet, content });
}
