/** How many digits a PIN has. */
export const pinLength = { least: 4, most: 12 } as const;

/** How many characters the code of a badge has: a shorter one is soon guessed. */
export const badgeLength = { least: 6, most: 200 } as const;

/** A name of a person has at most so many characters. */
export const longestOperatorName = 60;

/** Whether digits may be somebody's PIN: not all the same, and not one after the other. */
export function isPin(text: string): boolean {
  if (!/^\d+$/.test(text) || text.length < pinLength.least || text.length > pinLength.most) return false;
  const steps = new Set([...text].slice(1).map((digit, index) => Number(digit) - Number(text[index])));
  const [only] = steps;
  return !(steps.size === 1 && (only === 0 || only === 1 || only === -1));
}

/** Whether a text may be the code of a badge: what a scanner types, without blanks around it. */
export function isBadgeCode(text: string): boolean {
  const isFit = text.length >= badgeLength.least && text.length <= badgeLength.most;
  return isFit && text === text.trim() && !/\p{Cc}/u.test(text);
}

/** Whether a text may be the name of a person. */
export function isOperatorName(text: string): boolean {
  const length = [...text].length;
  return length >= 1 && length <= longestOperatorName && text === text.trim() && !/\p{Cc}/u.test(text);
}
