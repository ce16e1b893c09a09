import {
  IconFileReport,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconTableImport,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { BatchSummary } from '../../../core/api.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { BatchState } from '../../components/batch-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { PartTabs } from '../../components/part-tabs.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { Tag, TagButton } from '../../components/tag.tsx';
import { useCall } from '../../components/use-call.ts';
import { usePlace } from '../../components/use-place.ts';
import { useTold } from '../../components/use-told.ts';
import { canResume } from '../../stores/batch-standing.ts';
import { useBatches } from '../../stores/batches.ts';
import { type BatchPart, type BatchPlace, goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { RowsPart } from './rows-part.tsx';

const FiguresPart = lazy(() => import('../figures/figures-part.tsx'));
const ResumeDialog = lazy(() => import('../../components/resume-dialog.tsx'));

const AddRowsDialog = lazy(() => import('./add-rows-dialog.tsx'));
const ListReadingDialog = lazy(() => import('./list-reading-dialog.tsx'));

const parts: readonly BatchPart[] = ['rows', 'figures'];

/** One batch: how it stands, its rows, and its figures. */
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
  return <BatchParts batch={live ?? state.answer} place={place} />;
}

function BatchParts({ batch, place }: { readonly batch: BatchSummary; readonly place: BatchPlace }) {
  const { batchId } = batch;
  const [part, setPart] = useState<BatchPart>(place.part ?? 'rows');
  const [showsList, setShowsList] = useState(false);
  return (
    <ScreenFrame
      title={batch.name}
      kicker={texts.bench.batch}
      tags={
        <>
          <BatchState batch={batch} />
          <Tag>{texts.common.profileTag(batch.profileName, batch.profileVersion)}</Tag>
          {batch.shared && <Tag>{texts.orderBook.sharedTag}</Tag>}
          <Tag>{texts.stations.modes[batch.mode].tag}</Tag>
          <TagButton label={texts.batches.list.title} onRun={() => setShowsList(true)}>
            <IconTableImport size="0.875rem" />
            {texts.batches.list.tag}
          </TagButton>
        </>
      }
      actions={<BatchActions batch={batch} />}
    >
      <PartTabs
        label={texts.batches.partsLabel}
        parts={parts}
        names={texts.batches.parts}
        shown={part}
        onShow={setPart}
      >
        {part === 'rows' ? (
          <RowsPart
            batch={batch}
            place={(place.part ?? 'rows') === part ? place : { name: 'batch', batchId }}
          />
        ) : (
          <Suspense fallback={<Loading />}>
            <BatchFigures batchId={batchId} />
          </Suspense>
        )}
      </PartTabs>
      {showsList && (
        <Suspense>
          <ListReadingDialog batchId={batchId} onClose={() => setShowsList(false)} />
        </Suspense>
      )}
    </ScreenFrame>
  );
}

function BatchFigures({ batchId }: { readonly batchId: string }) {
  const leaveTo = usePlace(() => ({ name: 'batch', batchId, part: 'figures' }));
  return (
    <FiguresPart
      scope={{ batchId }}
      onShowRows={(code) => leaveTo({ name: 'batch', batchId, code })}
      onShowLine={(of, label) => leaveTo({ name: 'batch', batchId: of, find: label })}
    />
  );
}

function BatchActions({ batch }: { readonly batch: BatchSummary }) {
  const { batchId } = batch;
  const [asksResume, setAsksResume] = useState(false);
  const [adds, setAdds] = useState(false);
  return (
    <>
      <ActionButton
        hotkey="A"
        needs="addRows"
        icon={<IconPlus size="1.0625rem" />}
        onRun={() => setAdds(true)}
      >
        {texts.rows.add}
      </ActionButton>
      {adds && (
        <Suspense>
          <AddRowsDialog batchId={batchId} onClose={() => setAdds(false)} />
        </Suspense>
      )}
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
