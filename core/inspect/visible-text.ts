/**
 * Characters that do not show, or change how what stands beside them shows: controls, marks and overrides of the
 * writing direction, blanks without width, and halves of surrogate pairs.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text of a device in one line, in which nothing is hidden: what would not show is there by its number. */
export function visibleText(text: string): string {
  return text.replaceAll(unseen, (character) => {
    if (character === '\n') return '⏎';
    if (character === '\t') return '⇥';
    return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** The same in several lines: line breaks and tabs are what they are. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, '').split('\t').map(visibleText).join('\t'))
    .join('\n');
}
