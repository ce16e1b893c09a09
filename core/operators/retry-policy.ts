/** How often something was tried in vain, and until when nothing more is taken. */
export interface WrongTries {
  readonly tries: number;
  /** Milliseconds since 1970; 0 where nobody has to wait. */
  readonly waitUntil: number;
}

export const noWrongTries: WrongTries = { tries: 0, waitUntil: 0 };

/** A slip of the finger costs nothing. */
const freeTries = 2;
const firstWait = 5_000;
const longestWait = 15 * 60_000;

/**
 * After one more wrong try: the third makes wait for 5 seconds, and each further one twice as long, up to a quarter of
 * an hour. So a PIN of four digits stands for more than a month against somebody who tries them all.
 * @param now milliseconds since 1970
 */
export function afterWrongTry({ tries }: WrongTries, now: number): WrongTries {
  const wrong = tries + 1;
  if (wrong <= freeTries) return { tries: wrong, waitUntil: 0 };
  const wait = Math.min(firstWait * 2 ** Math.min(wrong - freeTries - 1, 30), longestWait);
  return { tries: wrong, waitUntil: now + wait };
}

/**
 * Whole seconds until the next try is taken; 0 where it is taken now. A clock that was set back makes nobody wait
 * longer than the longest wait.
 */
export function secondsToWait({ waitUntil }: WrongTries, now: number): number {
  return Math.max(0, Math.ceil(Math.min(waitUntil - now, longestWait) / 1000));
}
