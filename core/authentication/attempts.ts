/** How wrong credentials of one origin are met: with patience first, then slower and slower. Times in milliseconds. */
export interface AttemptRule {
  /** So many in a row are answered at once: somebody mistyped, or a device has an old card. */
  readonly free: number;
  /** How long the answer to the next one is held; to each after it twice as long, */
  readonly firstDelay: number;
  /** but never longer than this. */
  readonly longestDelay: number;
  /** When none came for so long, they begin anew. */
  readonly forgottenAfter: number;
}

/** Wrong credentials that came in a row from one origin. */
export interface Attempts {
  readonly count: number;
  /** When the last one came; milliseconds since 1970. */
  readonly lastAt: number;
}

/** What one more of them comes to. */
export interface Verdict {
  readonly attempts: Attempts;
  /** For how long the answer is to be held. */
  readonly delay: number;
  /** Whether this is the one with which the slowing begins: it is told of once in a row. */
  readonly begins: boolean;
}

/** For the credentials of one device: a person who types them wrong gets ten tries. */
export const deviceRule: AttemptRule = {
  free: 10,
  firstDelay: 250,
  longestDelay: 4_000,
  forgottenAfter: 600_000,
};

/** For one client address, behind which there may be many devices. */
export const addressRule: AttemptRule = { ...deviceRule, free: 50 };

/**
 * Counts one more attempt with wrong credentials. Right ones never come here: a device that shows them is let in at
 * once, whatever others have tried in its name, and they don't begin the count anew, so that nobody does that with
 * a device of their own.
 * @param now milliseconds since 1970; one that goes back counts as no time at all
 */
export function afterFailure(rule: AttemptRule, before: Attempts | undefined, now: number): Verdict {
  const goesOn = before !== undefined && now - before.lastAt < rule.forgottenAfter;
  const count = goesOn ? before.count + 1 : 1;
  const beyond = count - rule.free;
  // Twice as often as there are bits in a number is no number any more.
  const delay =
    beyond <= 0 ? 0 : Math.min(rule.longestDelay, rule.firstDelay * 2 ** Math.min(beyond - 1, 30));
  return { attempts: { count, lastAt: now }, delay, begins: beyond === 1 };
}
