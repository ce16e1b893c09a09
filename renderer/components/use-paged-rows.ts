import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Fault } from '../../core/errors.ts';
import { createPagedRows, type LoadPage } from '../stores/paged-rows.ts';

/** A long list of main's, page by page, anew for each `key`. */
export function usePagedRows<Row>(
  key: string,
  load: LoadPage<Row>,
): {
  readonly total: number | undefined;
  readonly fault: Fault | undefined;
  readonly rowAt: (index: number) => Row | undefined;
  readonly need: (first: number, last: number) => void;
  readonly refresh: () => Promise<void>;
} {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when it is another list
  const rows = useMemo(() => createPagedRows(load), [key]);
  const state = useStore(rows.store);
  useEffect(() => rows.need(0, 0), [rows]);
  return {
    total: state.total,
    fault: state.fault,
    rowAt: rows.rowAt,
    need: rows.need,
    refresh: rows.refresh,
  };
}
