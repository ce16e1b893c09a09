import type { ReactNode } from 'react';
import { FaultNotice } from './fault-notice.tsx';
import { Loading } from './loading.tsx';
import type { RowsOnScreen } from './use-paged-rows.ts';
import { VirtualGrid, type VirtualGridProps } from './virtual-grid.tsx';

type FromRows = 'count' | 'rowAt' | 'active' | 'above' | 'onActive' | 'onRange';

interface PagedGridProps<Row> extends Omit<VirtualGridProps<Row>, FromRows> {
  readonly rows: RowsOnScreen<Row>;
  /** What is said where there is no row. */
  readonly empty: ReactNode;
  /** The row that is chosen, where that is not the list's own choice. */
  readonly active?: number;
}

/** A long list of main's with what comes before it: what went wrong, that it is being read, that nothing is there. */
export function PagedGrid<Row>({ rows, empty, active = rows.active, ...grid }: PagedGridProps<Row>) {
  const { fault, total } = rows;
  return (
    <>
      {fault && <FaultNotice fault={fault} />}
      {total === undefined && !fault && <Loading />}
      {total === 0 && empty}
      {total !== undefined && total > 0 && (
        <VirtualGrid
          {...grid}
          count={total}
          rowAt={rows.rowAt}
          active={active}
          above={rows.above}
          onActive={rows.choose}
          onRange={rows.need}
        />
      )}
    </>
  );
}
