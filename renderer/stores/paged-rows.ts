import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Page } from '../../core/api.ts';
import type { Fault } from '../../core/errors.ts';

/** As many rows as one call asks for. */
export const pageSize = 200;

export type LoadPage<Row> = (
  offset: number,
  limit: number,
) => Promise<
  { readonly kind: 'answer'; readonly answer: Page<Row> } | { readonly kind: 'fault'; readonly fault: Fault }
>;

interface PagedState<Row> {
  /** Missing until the first page is there. */
  readonly total: number | undefined;
  readonly pages: ReadonlyMap<number, readonly Row[]>;
  readonly fault: Fault | undefined;
  /** Where the chosen row is now; -1 where none is chosen, or where it is not in the list any more. */
  readonly active: number;
  /** How many rows have come above what is looked at (less those that went) since the list was opened. */
  readonly above: number;
}

/** The row that was chosen when a list was left, so that Back finds it again. */
export interface ChosenRow {
  readonly index: number;
  /** Missing where only the place is known. */
  readonly key?: string | undefined;
  /** The length of the list at that time. */
  readonly total?: number | undefined;
}

/**
 * A long list of which only the pages that are looked at are held. Rows may come and go while it is looked at: the
 * chosen row is known by its key, so that it stays chosen wherever it goes, and no other takes its place.
 */
export interface PagedRows<Row> {
  readonly store: StoreApi<PagedState<Row>>;
  readonly rowAt: (index: number) => Row | undefined;
  /** Sees to it that these rows are there; `top` is the first that is in sight. */
  readonly need: (first: number, last: number, top?: number) => void;
  /** Asks again for what is looked at; everything else is asked for when it is needed. */
  readonly refresh: () => Promise<void>;
  /** Chooses a row; -1 chooses none. */
  readonly choose: (index: number) => void;
  /** What `begin` needs to find the chosen row again. */
  readonly chosen: () => ChosenRow | undefined;
}

/**
 * A list that is read page by page from `load`.
 * @param keyOf what a row is known by, for as long as it is in the list
 * @param begin the row that is chosen from the beginning
 */
export function createPagedRows<Row>(
  load: LoadPage<Row>,
  keyOf: (row: Row) => string,
  begin?: ChosenRow,
): PagedRows<Row> {
  const store = createStore<PagedState<Row>>()(() => ({
    total: undefined,
    pages: new Map(),
    fault: undefined,
    active: begin?.index ?? -1,
    above: 0,
  }));
  const underWay = new Set<number>();
  // Pages kept although the list has changed since, because nothing newer is there to show.
  const stale = new Set<number>();
  const start = Math.max(0, begin?.index ?? 0);
  let lookedAt = { first: start, last: start, top: start };
  let chosenKey = begin?.key;
  let knownTotal = begin?.total;
  let generation = 0;
  let refreshing: Promise<void> | undefined;

  const rowAt = (index: number) => store.getState().pages.get(pageOf(index))?.[index % pageSize];
  const ask = (page: number) => load(page * pageSize, pageSize);
  const pagesFrom = ({ first, last }: { first: number; last: number }) => {
    const pages: number[] = [];
    for (let page = pageOf(Math.max(0, first)); page <= pageOf(Math.max(0, last)); page++) pages.push(page);
    return pages;
  };

  /** A row that was chosen before it was there gets its key with it. */
  const nameChosen = () => {
    const { active } = store.getState();
    const row = active >= 0 && chosenKey === undefined ? rowAt(active) : undefined;
    if (row !== undefined) chosenKey = keyOf(row);
  };

  const loadPage = async (page: number): Promise<void> => {
    if (underWay.has(page)) return;
    underWay.add(page);
    const asked = generation;
    const result = await ask(page);
    underWay.delete(page);
    if (asked !== generation) {
      // The list has changed since; what a refresh has brought in the meantime is newer.
      const missing = !store.getState().pages.has(page) || stale.has(page);
      if (missing && !refreshing && pagesFrom(lookedAt).includes(page)) await loadPage(page);
      return;
    }
    stale.delete(page);
    if (result.kind === 'fault') store.setState({ fault: result.fault });
    else {
      knownTotal = result.answer.total;
      store.setState((state) => ({
        total: result.answer.total,
        fault: undefined,
        pages: new Map(state.pages).set(page, result.answer.rows),
      }));
      nameChosen();
    }
  };

  const needLookedAt = () => {
    for (const page of pagesFrom(lookedAt))
      if (!store.getState().pages.has(page) || stale.has(page)) void loadPage(page);
  };

  const refreshOnce = async (): Promise<void> => {
    const before = store.getState();
    const fresh = new Map<number, readonly Row[]>();
    let total = knownTotal ?? 0;
    let fault: Fault | undefined;
    const fetchAll = (pages: readonly number[]) =>
      Promise.all(
        pages.map(async (page) => {
          const result = await ask(page);
          if (result.kind === 'fault') fault = result.fault;
          else {
            total = result.answer.total;
            fresh.set(page, result.answer.rows);
          }
        }),
      );
    const { first, last } = lookedAt;
    await fetchAll(pagesFrom(lookedAt));
    // Rows that came above may have moved what is looked at to other pages.
    const grown = total - (knownTotal ?? total);
    const moved = pagesFrom({ first: first + grown, last: last + grown });
    if (!fault && grown !== 0) await fetchAll(moved.filter((page) => !fresh.has(page)));
    if (fault) {
      store.setState({ fault });
      return;
    }
    knownTotal = total;
    const places = placesOf(fresh, keyOf);
    const { active } = store.getState();
    const shift = shiftOf(anchors(before.pages, active), places);
    const kept = shift === 0 ? store.getState().pages : new Map<number, readonly Row[]>();
    for (const page of fresh.keys()) stale.delete(page);
    store.setState({
      total,
      fault: undefined,
      pages: new Map([...kept, ...fresh]),
      active: activeAfter(active, shift, places, fresh),
      above: before.above + shift,
    });
    nameChosen();
    needLookedAt();
  };

  /** Once more where the list changed while it was asked for. */
  const refreshAll = async () => {
    let asked: number;
    do {
      asked = generation;
      await refreshOnce();
    } while (asked !== generation);
  };

  /** Rows whose place tells whether the list has moved: the chosen one, then those in sight from the top. */
  const anchors = (pages: ReadonlyMap<number, readonly Row[]>, active: number) => {
    const { first, last, top } = lookedAt;
    const inSight = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
    const order = [
      ...(active >= first && active <= last ? [active] : []),
      ...inSight.filter((index) => index >= top),
      ...inSight.filter((index) => index < top).toReversed(),
    ];
    return order.flatMap((index) => {
      const row = pages.get(pageOf(index))?.[index % pageSize];
      return row === undefined ? [] : [{ index, key: keyOf(row) }];
    });
  };

  const activeAfter = (
    active: number,
    shift: number,
    places: ReadonlyMap<string, number>,
    fresh: ReadonlyMap<number, readonly Row[]>,
  ): number => {
    if (active < 0) return -1;
    if (chosenKey === undefined) return active;
    const place = places.get(chosenKey);
    if (place !== undefined) return place;
    const expected = active + shift;
    if (!fresh.has(pageOf(expected))) return expected;
    // It is in the list no more: better no row chosen than another one.
    chosenKey = undefined;
    return -1;
  };

  return {
    store,
    rowAt,
    need: (first, last, top = first) => {
      lookedAt = { first, last, top };
      needLookedAt();
    },
    refresh: () => {
      generation++;
      for (const page of store.getState().pages.keys()) stale.add(page);
      refreshing ??= refreshAll().finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
    choose: (index) => {
      const row = index >= 0 ? rowAt(index) : undefined;
      chosenKey = row === undefined ? undefined : keyOf(row);
      store.setState({ active: index });
    },
    chosen: () => {
      const { active, total } = store.getState();
      return active < 0 ? undefined : { index: active, key: chosenKey, total };
    },
  };
}

function pageOf(index: number): number {
  return Math.floor(index / pageSize);
}

function placesOf<Row>(
  pages: ReadonlyMap<number, readonly Row[]>,
  keyOf: (row: Row) => string,
): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [page, rows] of pages)
    for (const [at, row] of rows.entries()) places.set(keyOf(row), page * pageSize + at);
  return places;
}

/** By how many rows the list has moved: as far as the first anchor that is still there. */
function shiftOf(
  anchors: readonly { readonly index: number; readonly key: string }[],
  places: ReadonlyMap<string, number>,
): number {
  for (const { index, key } of anchors) {
    const place = places.get(key);
    if (place !== undefined) return place - index;
  }
  return 0;
}
