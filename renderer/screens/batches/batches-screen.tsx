import { IconPlus, IconStack2 } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { BatchSummary } from '../../../core/api.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { BatchState } from '../../components/batch-state.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PartTabs } from '../../components/part-tabs.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { useCall } from '../../components/use-call.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import { type GridColumn, VirtualGrid } from '../../components/virtual-grid.tsx';
import { formatDateTime } from '../../format/times.ts';
import { useBatches } from '../../stores/batches.ts';
import { type BatchesPart, goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import './batches-screen.css';

const FiguresPart = lazy(() => import('../figures/figures-part.tsx'));

const parts: readonly BatchesPart[] = ['list', 'figures'];

const columns: readonly GridColumn<BatchSummary>[] = [
  {
    key: 'name',
    header: texts.batches.name,
    width: 'minmax(10rem, 1.4fr)',
    cell: (batch) => (
      <>
        <b className="batch-name ellipsis">{batch.name}</b>
        <span className="dim">{texts.stations.modes[batch.mode].name}</span>
      </>
    ),
  },
  {
    key: 'progress',
    header: texts.batches.progress,
    width: 'minmax(9rem, 1.2fr)',
    cell: (batch) => (
      <>
        <ProgressBar
          label={texts.bench.barLabel(batch.done, batch.failed, batch.total)}
          total={batch.total}
          done={batch.done}
          failed={batch.failed}
          inWork={batch.inWork}
        />
        <span className="batch-counts dim">
          {texts.batches.ofTotal(batch.done, batch.total)}
          {batch.failed > 0 && ` · ${texts.batches.failedCount(batch.failed)}`}
        </span>
      </>
    ),
  },
  {
    key: 'state',
    header: texts.batches.state,
    width: '7.5rem',
    cell: (batch) => <BatchState batch={batch} />,
  },
  {
    key: 'profile',
    header: texts.batches.profile,
    width: 'minmax(6rem, 10rem)',
    cell: (batch) => texts.common.profileTag(batch.profileName, batch.profileVersion),
  },
  {
    key: 'created',
    header: texts.batches.created,
    width: '11rem',
    wideOnly: true,
    cell: (batch) => <span className="dim">{formatDateTime(batch.createdAt)}</span>,
  },
];

/** All batches of this workstation, the newest first, and the figures of all. */
export default function BatchesScreen({ place }: { readonly place: { readonly part?: BatchesPart } }) {
  const [part, setPart] = useState<BatchesPart>(place.part ?? 'list');
  const leaveTo = usePlace(() => ({ name: 'batches', part }));
  const { state, reload } = useCall('batches', {});
  const live = useBatches((store) => store.byId);
  const [active, setActive] = useState(-1);
  useTold('overview', reload);
  useTold('batch', reload, (batch) => state.kind === 'answer' && !state.answer.some(sameAs(batch)));
  const batches = useMemo(
    () => (state.kind === 'answer' ? state.answer.map((batch) => live[batch.batchId] ?? batch) : []),
    [state, live],
  );
  return (
    <ScreenFrame
      title={texts.batches.title}
      actions={
        (state.kind !== 'answer' || batches.length > 0) && (
          <ActionButton
            tone="primary"
            hotkey="N"
            icon={<IconPlus size="1.0625rem" />}
            onRun={() => goTo({ name: 'newBatch' })}
          >
            {texts.batches.newBatch}
          </ActionButton>
        )
      }
    >
      <PartTabs
        label={texts.batches.listPartsLabel}
        parts={parts}
        names={texts.batches.listParts}
        shown={part}
        onShow={setPart}
      >
        {part === 'figures' ? (
          <Suspense fallback={<Loading />}>
            <BenchFigures onShowLine={(batchId, label) => leaveTo({ name: 'batch', batchId, find: label })} />
          </Suspense>
        ) : (
          <div className="fill panel">
            {state.kind === 'loading' && <Loading />}
            {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
            {state.kind === 'answer' && batches.length === 0 && <NoBatch />}
            {batches.length > 0 && (
              <VirtualGrid
                label={texts.batches.title}
                columns={columns}
                count={batches.length}
                rowAt={(index) => batches[index]}
                rowHeight={3.75}
                active={active}
                onActive={setActive}
                onOpen={(index) => {
                  const batch = batches[index];
                  if (batch) goTo({ name: 'batch', batchId: batch.batchId });
                }}
              />
            )}
          </div>
        )}
      </PartTabs>
    </ScreenFrame>
  );
}

/** The figures of the last thirty days, from a midnight on: what was counted once serves the whole day. */
function BenchFigures({ onShowLine }: { readonly onShowLine: (batchId: string, label: string) => void }) {
  const [since] = useState(() => {
    const day = new Date();
    day.setDate(day.getDate() - 30);
    return day.setHours(0, 0, 0, 0);
  });
  return <FiguresPart scope={{ since }} onShowLine={onShowLine} />;
}

function NoBatch() {
  return (
    <EmptyState
      title={texts.batches.emptyTitle}
      lead={texts.batches.emptyLead}
      icon={<IconStack2 size="1.75rem" stroke={1.5} />}
    >
      <ActionButton
        tone="primary"
        size="lg"
        hotkey="Enter"
        icon={<IconPlus size="1.25rem" />}
        onRun={() => goTo({ name: 'newBatch' })}
      >
        {texts.batches.newBatch}
      </ActionButton>
    </EmptyState>
  );
}

function sameAs(batch: BatchSummary) {
  return (other: BatchSummary) => other.batchId === batch.batchId;
}
