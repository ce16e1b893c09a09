import { SegmentedControl } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconFileReport, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import type { BatchSummary, JobView } from '../../../core/api.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { BatchState } from '../../components/batch-state.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PagedGrid } from '../../components/paged-grid.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Tag } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { usePagedRows } from '../../components/use-paged-rows.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import { canResume } from '../../stores/batch-standing.ts';
import { useBatches } from '../../stores/batches.ts';
import { type BatchPlace, goTo, type JobFilter } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { CounterCard } from '../bench/counter-card.tsx';
import { jobColumns } from './job-columns.tsx';
import { JobDetail } from './job-detail.tsx';
import './batch-screen.css';

const ResumeDialog = lazy(() => import('../../components/resume-dialog.tsx'));

const filters: readonly JobFilter[] = ['all', 'waiting', 'inWork', 'done', 'failed', 'setAside'];

/** One batch: how it stands, its rows, and one of them in detail. */
export default function BatchScreen({ place }: { readonly place: BatchPlace }) {
  const { batchId } = place;
  const { state, reload } = useCall('batch', { batchId });
  const live = useBatches((store) => store.byId[batchId]);
  useTold('jobsChanged', reload, (event) => event.batchId === batchId && live === undefined);
  if (state.kind === 'loading') return <Loading />;
  if (state.kind === 'fault')
    return (
      <ScreenFrame title={texts.bench.batch}>
        <FaultNotice fault={state.fault} />
      </ScreenFrame>
    );
  return <BatchRows batch={live ?? state.answer} place={place} />;
}

function BatchRows({ batch, place }: { readonly batch: BatchSummary; readonly place: BatchPlace }) {
  const { batchId } = batch;
  const [filter, setFilter] = useState(place.filter ?? 'all');
  const [search, setSearch] = useState(place.find ?? '');
  const [wantsSearch] = useState(place.find === '');
  const load = useCallback(
    (offset: number, limit: number) => call('jobs', { batchId, filter, search, offset, limit }),
    [batchId, filter, search],
  );
  const rows = usePagedRows<JobView>(
    `${batchId} ${filter} ${search}`,
    load,
    (job) => job.jobId,
    place.row ?? (place.find ? { index: 0 } : undefined),
  );
  useTold('jobsChanged', rows.refresh, (event) => event.batchId === batchId);
  const { active } = rows;
  usePlace(() => {
    const find = search === '' ? undefined : search;
    return { name: 'batch', batchId, filter, find, row: rows.chosen() };
  });
  const selected = active >= 0 ? rows.rowAt(active) : undefined;
  const change = (to: { filter?: JobFilter; search?: string }) => {
    rows.choose(-1);
    if (to.filter) setFilter(to.filter);
    if (to.search !== undefined) setSearch(to.search);
  };
  return (
    <ScreenFrame
      title={batch.name}
      kicker={texts.bench.batch}
      tags={
        <>
          <BatchState batch={batch} />
          <Tag>{texts.common.profileTag(batch.profileName, batch.profileVersion)}</Tag>
          <Tag>{texts.stations.modes[batch.mode].name}</Tag>
        </>
      }
      actions={<BatchActions batch={batch} />}
    >
      <CounterCard batch={batch} />
      <div className="batch-tools">
        <SegmentedControl
          aria-label={texts.batches.filterLabel}
          withItemsBorders={false}
          value={filter}
          onChange={(value) => change({ filter: value as JobFilter })}
          data={filters.map((value) => ({ value, label: texts.batches.filters[value] }))}
        />
        <SearchField
          label={texts.batches.search}
          value={search}
          onChange={(value) => change({ search: value })}
          focused={wantsSearch}
        />
      </div>
      <div className="split" data-open={selected !== undefined || undefined}>
        <div className="fill panel">
          <PagedGrid
            rows={rows}
            empty={<NoRows filter={filter} search={search} />}
            label={texts.batches.reportRows}
            columns={jobColumns}
            rowHeight={3.125}
            active={active}
          />
        </div>
        {selected && <JobDetail job={selected} onClose={() => rows.choose(-1)} />}
      </div>
    </ScreenFrame>
  );
}

function BatchActions({ batch }: { readonly batch: BatchSummary }) {
  const { batchId } = batch;
  const [asksResume, setAsksResume] = useState(false);
  return (
    <>
      <ActionButton
        hotkey="R"
        icon={<IconFileReport size="1.0625rem" />}
        onRun={() => goTo({ name: 'report', batchId })}
      >
        {texts.batches.report}
      </ActionButton>
      {batch.state === 'running' && (
        <ActionButton
          hotkey="Space"
          icon={<IconPlayerPause size="1.0625rem" />}
          onRun={() => useBatches.getState().pause(batchId)}
        >
          {texts.bench.pause}
        </ActionButton>
      )}
      {canResume(batch) && (
        <ActionButton
          tone="primary"
          hotkey="Space"
          icon={<IconPlayerPlay size="1.0625rem" />}
          onRun={() => setAsksResume(true)}
        >
          {texts.bench.resume}
        </ActionButton>
      )}
      {asksResume && (
        <Suspense>
          <ResumeDialog batch={batch} onClose={() => setAsksResume(false)} />
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
