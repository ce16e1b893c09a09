/** Things that are held for as long as somebody looks at them, and not too many of them. */
export interface Held<Thing> {
  /** Counts as a look at it. */
  get(key: string): Thing | undefined;
  /** One that is like this; counts as a look at it. */
  find(isLike: (thing: Thing) => boolean): Thing | undefined;
  put(key: string, thing: Thing): void;
  drop(key: string): void;
}

export interface HeldOptions<Thing> {
  readonly most: number;
  readonly mostWeight: number;
  readonly weightOf: (thing: Thing) => number;
}

/** Holds things by their keys; of too many, or of too much, those that were looked at longest ago go first. */
export function createHeld<Thing>({ most, mostWeight, weightOf }: HeldOptions<Thing>): Held<Thing> {
  const things = new Map<string, Thing>();
  const weight = () => [...things.values()].reduce((sum, thing) => sum + weightOf(thing), 0);
  const get = (key: string): Thing | undefined => {
    const found = things.get(key);
    if (found === undefined) return undefined;
    things.delete(key);
    things.set(key, found);
    return found;
  };
  return {
    get,
    find(isLike) {
      for (const [key, thing] of things) if (isLike(thing)) return get(key);
      return undefined;
    },
    put(key, thing) {
      things.set(key, thing);
      // The newest stays, however much it is.
      while (things.size > 1 && (things.size > most || weight() > mostWeight)) {
        const [oldest] = things.keys();
        if (oldest === undefined) return;
        things.delete(oldest);
      }
    },
    drop: (key) => void things.delete(key),
  };
}
