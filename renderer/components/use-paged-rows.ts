import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { Fault } from '../../core/errors.ts';
import { type ChosenRow, createPagedRows, type LoadPage } from '../stores/paged-rows.ts';

/** A long list of main's as a screen uses it. */
export interface RowsOnScreen<Row> {
  readonly total: number | undefined;
  readonly fault: Fault | undefined;
  readonly rowAt: (index: number) => Row | undefined;
  readonly need: (first: number, last: number, top?: number) => void;
  readonly refresh: () => Promise<void>;
  /** Where the chosen row is; -1 where none is. */
  readonly active: number;
  readonly choose: (index: number) => void;
  readonly chosen: () => ChosenRow | undefined;
  /** How many rows have come above what is looked at. */
  readonly above: number;
}

/** A long list of main's, page by page, anew for each `key`; `begin` is the row that is chosen in the first. */
export function usePagedRows<Row>(
  key: string,
  load: LoadPage<Row>,
  keyOf: (row: Row) => string,
  begin?: ChosenRow,
): RowsOnScreen<Row> {
  const first = useRef({ key, begin });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when it is another list
  const rows = useMemo(
    () => createPagedRows(load, keyOf, first.current.key === key ? first.current.begin : undefined),
    [key],
  );
  const state = useStore(rows.store);
  useEffect(() => {
    // Whoever comes back to the first list later finds it as a new one.
    first.current = { key: first.current.key, begin: undefined };
    void rows.refresh();
  }, [rows]);
  return {
    total: state.total,
    fault: state.fault,
    active: state.active,
    above: state.above,
    rowAt: rows.rowAt,
    need: rows.need,
    refresh: rows.refresh,
    choose: rows.choose,
    chosen: rows.chosen,
  };
}
