/** Characters that are shown at most, of whatever length a value is. */
const longestShown = 4000;

/** What cannot be seen, or changes how what follows is read: controls, marks of direction, half characters, unassigned. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A text as it may stand on paper: in one form (NFC), with every character that would be invisible, or would turn the
 * order of the others around, as its number. What is longer than a page has room for ends in an ellipsis.
 */
export function visibleText(text: string): string {
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  return shown
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(
      unseen,
      (sign) => `‹U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
    )
    .replaceAll(/\p{Zs}/gu, ' ');
}
