/** Work that is committed together with other work: one wait for the disk serves them all. */
export interface GroupCommit {
  /**
   * Queues work for the next commit. Work that throws undoes its own changes and nobody else's; all of a group is
   * then run again, so that work must change nothing but the database. `committed` runs as soon as the commit is on
   * the disk, before any other work.
   * @returns what the work came to, once it is on the disk
   */
  queue<Result>(work: () => Result, committed?: (result: Result) => void): Promise<Result>;
  /** Commits what waits, now. */
  flush(): void;
}

/** What a group commit needs of its database. */
export interface CommitGround {
  execute(
    sql: 'BEGIN IMMEDIATE' | 'SAVEPOINT item' | 'ROLLBACK TO item' | 'RELEASE item' | 'COMMIT' | 'ROLLBACK',
  ): void;
  /** Whether a transaction is open, which an error may have ended. */
  isOpen(): boolean;
  /** Calls back soon: when what came in meanwhile has been taken in, or a little later where more is on its way. */
  later(callback: () => void, when: 'soon' | 'aLittleLater'): void;
}

/** So many in one group, and it is worth waiting a moment for more: a commit costs the same for one and for fifty. */
const manyAtOnce = 4;

interface Queued {
  run(): void;
  settle(): void;
  fail(error: unknown): void;
}

/** A group commit over a database that has one writer. */
export function createGroupCommit(ground: CommitGround): GroupCommit {
  let waiting: Queued[] = [];
  let lastGroup = 0;

  const flush = (): void => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    lastGroup = group.length;
    try {
      const done = runTogether(group) ? group : runOneByOne(group);
      for (const item of done) item.settle();
    } catch (error) {
      if (ground.isOpen()) ground.execute('ROLLBACK');
      for (const item of group) item.fail(error);
    }
  };

  /** The usual way, without a savepoint for each. @returns whether none of them threw */
  const runTogether = (group: readonly Queued[]): boolean => {
    ground.execute('BEGIN IMMEDIATE');
    for (const item of group)
      try {
        item.run();
      } catch (error) {
        // A full disk ends the whole transaction, and then nobody's work is kept.
        if (!ground.isOpen()) throw error;
        ground.execute('ROLLBACK');
        return false;
      }
    ground.execute('COMMIT');
    return true;
  };

  /** Keeps the work of those that do not throw. @returns them */
  const runOneByOne = (group: readonly Queued[]): readonly Queued[] => {
    const done: Queued[] = [];
    const failed = new Map<Queued, unknown>();
    ground.execute('BEGIN IMMEDIATE');
    for (const item of group) {
      ground.execute('SAVEPOINT item');
      try {
        item.run();
        done.push(item);
      } catch (error) {
        if (!ground.isOpen()) throw error;
        ground.execute('ROLLBACK TO item');
        failed.set(item, error);
      }
      ground.execute('RELEASE item');
    }
    ground.execute('COMMIT');
    for (const [item, error] of failed) item.fail(error);
    return done;
  };

  return {
    flush,
    queue: (work, committed) =>
      new Promise((resolve, reject) => {
        let result: { readonly value: ReturnType<typeof work> } | undefined;
        const item: Queued = {
          run() {
            result = { value: work() };
          },
          settle() {
            if (result === undefined) return;
            try {
              committed?.(result.value);
              resolve(result.value);
            } catch (error) {
              reject(error);
            }
          },
          fail: reject,
        };
        const count = waiting.push(item);
        const busy = lastGroup >= manyAtOnce;
        if (count === 1) ground.later(flush, busy ? 'aLittleLater' : 'soon');
        // As many as the last time are here already: nobody else is on the way.
        else if (busy && count === lastGroup) ground.later(flush, 'soon');
      }),
  };
}
