import {
  IconHourglass,
  IconListSearch,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconReport,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { BatchSummary } from '../../../core/api.ts';
import { deviceOf } from '../../../core/provisioning/batch-mode.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ScreenFrame } from '../../components/screen.tsx';
import { Tag } from '../../components/tag.tsx';
import { canResume, standingOf } from '../../stores/batch-standing.ts';
import { useBatches } from '../../stores/batches.ts';
import { useBenchHand } from '../../stores/bench-hand.ts';
import { goTo } from '../../stores/navigation.ts';
import { needsNoHand, type StationHandle } from '../../stores/station-handle.ts';
import { useStations } from '../../stores/stations.ts';
import { useBenchBatch } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';
import { CounterCard } from './counter-card.tsx';
import { EmptyBench } from './empty-bench.tsx';
import { AwaitedPanel, EndPanel, PausedPanel } from './rest-panels.tsx';
import { StationPanel } from './station-panel.tsx';
import './bench-screen.css';

const AwaitedDialog = lazy(() => import('./awaited-dialog.tsx'));
const ResumeDialog = lazy(() => import('../../components/resume-dialog.tsx'));

/** The screen that opens first: one panel a station, and what is left. */
export function BenchScreen() {
  const batch = useBenchBatch();
  return batch ? <BenchAtWork batch={batch} /> : <EmptyBench />;
}

function BenchAtWork({ batch }: { readonly batch: BatchSummary }) {
  const [asksResume, setAsksResume] = useState(false);
  const [showsAwaited, setShowsAwaited] = useState(false);
  const choice = useBatches((state) => state.choices[batch.batchId]);
  const resume = () => {
    // The stations of this window's last run are known; for any other the person says which.
    if (choice) return useBatches.getState().resume(batch.batchId, choice);
    setAsksResume(true);
    return undefined;
  };
  return (
    <ScreenFrame
      title={batch.name}
      kicker={texts.bench.batch}
      tags={
        <>
          <Tag>{texts.common.profileTag(batch.profileName, batch.profileVersion)}</Tag>
          <Tag>{texts.stations.modes[batch.mode].tag}</Tag>
        </>
      }
      actions={<BenchActions batch={batch} onResume={resume} onAwaited={() => setShowsAwaited(true)} />}
    >
      <Stations batch={batch} onResume={resume} onAwaited={() => setShowsAwaited(true)} />
      <CounterCard batch={batch} />
      {showsAwaited && (
        <Suspense>
          <AwaitedDialog batch={batch} onClose={() => setShowsAwaited(false)} />
        </Suspense>
      )}
      {asksResume && (
        <Suspense>
          <ResumeDialog batch={batch} onClose={() => setAsksResume(false)} />
        </Suspense>
      )}
    </ScreenFrame>
  );
}

interface BatchAction {
  readonly batch: BatchSummary;
  readonly onResume: () => unknown;
}

function BenchActions({ batch, onResume, onAwaited }: BatchAction & { readonly onAwaited: () => void }) {
  const { batchId } = batch;
  // The key of a failed row at a station that is shown.
  const tries = useStations(({ handles }) =>
    Object.values(handles).some(
      ({ shown }) =>
        (shown.kind === 'failed' && shown.job !== undefined) ||
        (shown.kind === 'ready' && shown.failed !== undefined),
    ),
  );
  const standing = standingOf(batch);
  return (
    <>
      <ActionButton
        hotkey="/"
        icon={<IconListSearch size="1.0625rem" />}
        onRun={() => goTo({ name: 'batch', batchId, find: '' })}
      >
        {texts.bench.find}
      </ActionButton>
      <ActionButton
        {...(tries && batch.state === 'running' ? {} : { hotkey: 'R' })}
        icon={<IconReport size="1.0625rem" />}
        onRun={() => goTo({ name: 'report', batchId })}
      >
        {texts.bench.report}
      </ActionButton>
      {batch.awaited > 0 && (
        <ActionButton hotkey="A" icon={<IconHourglass size="1.0625rem" />} onRun={onAwaited}>
          {texts.stations.awaitedShort(batch.awaited)}
        </ActionButton>
      )}
      {standing === 'running' && <PauseButton batchId={batchId} />}
      {standing === 'paused' && canResume(batch) && (
        <ActionButton
          tone="primary"
          hotkey="Space"
          icon={<IconPlayerPlay size="1.0625rem" />}
          onRun={onResume}
        >
          {texts.bench.resume}
        </ActionButton>
      )}
      {standing !== 'running' && standing !== 'paused' && (
        <ActionButton
          hotkey="N"
          icon={<IconPlus size="1.0625rem" />}
          onRun={() => goTo({ name: 'newBatch' })}
        >
          {texts.bench.newBatch}
        </ActionButton>
      )}
    </>
  );
}

function PauseButton({ batchId }: { readonly batchId: string }) {
  const [asked, setAsked] = useState(false);
  const pause = async () => {
    const fault = await useBatches.getState().pause(batchId);
    setAsked(fault === undefined);
    return fault;
  };
  return (
    <ActionButton hotkey="Space" icon={<IconPlayerPause size="1.0625rem" />} onRun={pause} disabled={asked}>
      {asked ? texts.bench.pausing : texts.bench.pause}
    </ActionButton>
  );
}

/**
 * The panels: while a batch runs, its stations; when it rests, what comes next, beside every station whose
 * last outcome still asks for a hand.
 */
function Stations({ batch, onResume, onAwaited }: BatchAction & { readonly onAwaited: () => void }) {
  const names = useStations((state) => state.names);
  const handles = useStations((state) => state.handles);
  const standing = standingOf(batch);
  const shown = names.filter((name) => {
    const handle = handles[name];
    return handle !== undefined && (standing === 'running' ? isAtWork(handle) : asksForAHand(handle));
  });
  const idle = names.filter((name) => !shown.includes(name));
  const chosen = useBenchHand((state) => state.selected);
  const notice = useBenchHand((state) => state.notice);
  const selected = chosen !== undefined && shown.includes(chosen) ? chosen : shown[0];
  const rests = standing !== 'running' && shown.every((name) => handles[name]?.heldUntil === 0);
  const panels = shown.length + (rests ? 1 : 0);
  return (
    <div className="bench">
      {standing === 'running' && notice && (
        <p className="bench__scan" role="status" data-taken={notice.isTaken || undefined}>
          {notice.words}
        </p>
      )}
      <div className="bench__panels" data-many={panels === 4 ? 'four' : panels > 4 ? 'more' : undefined}>
        {shown.map((name) => (
          <StationPanel
            key={name}
            name={name}
            withSession={deviceOf(batch.mode) === 'simulated'}
            isSelected={name === selected}
            hotkey={shown.length > 1 && shown.indexOf(name) < 9 ? String(shown.indexOf(name) + 1) : undefined}
          />
        ))}
        {rests && standing === 'paused' && <PausedPanel batch={batch} onResume={onResume} />}
        {rests && standing === 'awaiting' && <AwaitedPanel batch={batch} onShow={onAwaited} />}
        {rests && standing !== 'paused' && standing !== 'awaiting' && (
          <EndPanel batch={batch} onResume={onResume} />
        )}
        {standing === 'running' && shown.length === 0 && (
          <div className="bench__rest panel dim">{texts.bench.restTitle}</div>
        )}
      </div>
      {standing === 'running' && idle.length > 0 && (
        <ul className="bench__idle" aria-label={texts.bench.notInBatch}>
          {idle.map((name) => (
            <li key={name}>
              <Tag>
                {name} · {texts.bench.notInBatch}
              </Tag>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function isAtWork(handle: StationHandle): boolean {
  return handle.shown.kind !== 'idle';
}

function asksForAHand(handle: StationHandle): boolean {
  const { shown, heldUntil } = handle;
  if (shown.kind === 'failed' || shown.kind === 'lost' || shown.kind === 'working') return true;
  if (shown.kind === 'handedOn') return shown.takeCardOut;
  return shown.kind === 'done' && (heldUntil > 0 || !needsNoHand(shown));
}
