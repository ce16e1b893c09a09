/** Something to do; a promise where it takes its time. */
export type Work = () => Promise<void> | undefined;

/** Things that happen one after the other, each with what the one before left. */
export interface Turns {
  /** Does something when everything before it is done: at once where nothing is under way. */
  take(work: Work): Promise<void>;
}

export function createTurns(): Turns {
  let last: Promise<void> | undefined;
  const follow = (under: Promise<void>): Promise<void> => {
    const mine = under.finally(() => {
      if (last === mine) last = undefined;
    });
    last = mine;
    return mine;
  };
  return {
    take(work) {
      // What failed before is told to whoever asked for it.
      if (last !== undefined) return follow(last.catch(() => {}).then(work));
      const begun = work();
      return begun === undefined ? Promise.resolve() : follow(begun);
    },
  };
}
