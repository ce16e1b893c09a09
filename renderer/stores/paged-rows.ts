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
}

/** A long list of which only the pages that are looked at are held. */
export interface PagedRows<Row> {
  readonly store: StoreApi<PagedState<Row>>;
  readonly rowAt: (index: number) => Row | undefined;
  /** Sees to it that these rows are there. */
  readonly need: (first: number, last: number) => void;
  /** Asks again for what is looked at; everything else is asked for when it is needed. */
  readonly refresh: () => Promise<void>;
}

/** A list that is read page by page from `load`. */
export function createPagedRows<Row>(load: LoadPage<Row>): PagedRows<Row> {
  const store = createStore<PagedState<Row>>()(() => ({
    total: undefined,
    pages: new Map(),
    fault: undefined,
  }));
  const underWay = new Set<number>();
  // Pages kept although the list has changed since, because nothing newer is there to show.
  const stale = new Set<number>();
  let lookedAt = { first: 0, last: 0 };
  let generation = 0;

  const loadPage = async (page: number) => {
    if (underWay.has(page)) return;
    underWay.add(page);
    const asked = generation;
    const result = await load(page * pageSize, pageSize);
    underWay.delete(page);
    if (asked !== generation) {
      stale.add(page);
      if (isLookedAt(page)) await loadPage(page);
      return;
    }
    stale.delete(page);
    if (result.kind === 'fault') store.setState({ fault: result.fault });
    else
      store.setState((state) => ({
        total: result.answer.total,
        fault: undefined,
        pages: new Map(state.pages).set(page, result.answer.rows),
      }));
  };

  const pagesLookedAt = () => {
    const pages: number[] = [];
    for (let page = pageOf(lookedAt.first); page <= pageOf(lookedAt.last); page++) pages.push(page);
    return pages;
  };
  const isLookedAt = (page: number) => pagesLookedAt().includes(page);

  return {
    store,
    rowAt: (index) => store.getState().pages.get(pageOf(index))?.[index % pageSize],
    need: (first, last) => {
      lookedAt = { first, last };
      for (const page of pagesLookedAt())
        if (!store.getState().pages.has(page) || stale.has(page)) void loadPage(page);
    },
    refresh: async () => {
      generation++;
      for (const page of store.getState().pages.keys()) stale.add(page);
      await Promise.all(pagesLookedAt().map(loadPage));
    },
  };
}

function pageOf(index: number): number {
  return Math.floor(index / pageSize);
}
