import { SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { BatchSummary, JobView } from '../../../core/api.ts';
import type { Decision } from '../../../core/provisioning/row-decisions.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import type { BatchPlace, JobFilter } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { CounterCard } from '../bench/counter-card.tsx';
import { jobColumns } from './job-columns.tsx';
import { JobDetail } from './job-detail.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useRowSelection } from './use-row-selection.ts';
import './batch-screen.css';

const DecideDialog = lazy(() => import('./decide-dialog.tsx'));

const filters: readonly JobFilter[] = ['all', 'waiting', 'inWork', 'done', 'failed', 'setAside'];

/** The rows of a batch, and one of them in detail. */
export function RowsPart({ batch, place }: { readonly batch: BatchSummary; readonly place: BatchPlace }) {
  const { batchId } = batch;
  const [filter, setFilter] = useState(place.filter ?? 'all');
  const [search, setSearch] = useState(place.find ?? '');
  const [code, setCode] = useState(place.code);
  const [wantsSearch] = useState(place.find === '');
  const load = useCallback(
    (offset: number, limit: number) =>
      call('jobs', { batchId, filter, search, ...(code === undefined ? {} : { code }), offset, limit }),
    [batchId, filter, search, code],
  );
  const rows = usePagedRows<JobView>(
    `${batchId} ${filter} ${code} ${search}`,
    load,
    (job) => job.jobId,
    place.row ?? (place.find ? { index: 0 } : undefined),
  );
  useTold('jobsChanged', rows.refresh, (event) => event.batchId === batchId);
  const { active } = rows;
  const selection = useRowSelection(rows, load, { filter, search, code });
  const [decision, setDecision] = useState<Decision>();
  const { has, toggle } = selection;
  const columns = useMemo(() => jobColumns(has, toggle), [has, toggle]);
  const onKeyDown = (event: KeyboardEvent) => {
    const inGrid = event.target instanceof Element && event.target.closest('[role=grid]') !== null;
    if (!inGrid || event.key.toLowerCase() !== 'a' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    selection.chooseAll();
  };
  usePlace(() => {
    const find = search === '' ? undefined : search;
    return { name: 'batch', batchId, filter, code, find, row: rows.chosen() };
  });
  const selected = active >= 0 ? rows.rowAt(active) : undefined;
  const change = (to: { filter?: JobFilter; search?: string }) => {
    rows.choose(-1);
    if (to.filter) setFilter(to.filter);
    if (to.search !== undefined) setSearch(to.search);
  };
  return (
    <>
      <CounterCard batch={batch} />
      <div className="batch-tools">
        <SegmentedControl
          aria-label={texts.batches.filterLabel}
          withItemsBorders={false}
          value={filter}
          onChange={(value) => change({ filter: value as JobFilter })}
          data={filters.map((value) => ({ value, label: texts.batches.filters[value] }))}
        />
        {code !== undefined && (
          <ActionButton
            icon={<IconX size="1.0625rem" />}
            label={`${texts.figures.withCode(code)}. ${texts.figures.anyCode}`}
            onRun={() => {
              rows.choose(-1);
              setCode(undefined);
            }}
          >
            {texts.figures.withCode(code)}
          </ActionButton>
        )}
        <SearchField
          label={texts.batches.search}
          value={search}
          onChange={(value) => change({ search: value })}
          focused={wantsSearch}
        />
      </div>
      <div className="split" data-open={selected !== undefined || undefined}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the list within has the focus; its keys come by here */}
        <div className="fill panel" onKeyDown={onKeyDown}>
          <PagedGrid
            rows={rows}
            empty={<NoRows filter={filter} search={search} />}
            label={texts.batches.reportRows}
            columns={columns}
            onExtend={(from, to) => void selection.extend(from, to)}
            onKey={(key, index) => {
              const job = key === ' ' ? rows.rowAt(index) : undefined;
              if (job) toggle(job);
              return job !== undefined;
            }}
            rowHeight={3.125}
            active={active}
          />
        </div>
        {selected && (
          <JobDetail
            batchId={batchId}
            job={selected}
            decides={selection.count === 0}
            onClose={() => rows.choose(-1)}
          />
        )}
      </div>
      <SelectionBar selection={selection} found={rows.total ?? 0} onDecide={setDecision} />
      {decision && (
        <Suspense>
          <DecideDialog
            batchId={batchId}
            decision={decision}
            choice={selection.choice}
            what={texts.rows.amount(selection.count)}
            onClose={() => setDecision(undefined)}
            onDone={selection.chooseNone}
          />
        </Suspense>
      )}
    </>
  );
}

function NoRows({ filter, search }: { readonly filter: JobFilter; readonly search: string }) {
  return filter === 'failed' && search === '' ? (
    <EmptyState title={texts.batches.noneFailed} />
  ) : (
    <EmptyState title={texts.batches.noRows} lead={texts.batches.noRowsLead} />
  );
}
