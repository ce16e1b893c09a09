import { IconFileReport, IconListCheck, IconPlayerPlay, IconSitemap } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { BatchSummary, JobView } from '../../../core/api.ts';
import { deviceOf } from '../../../core/provisioning/batch-mode.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useCall } from '../../components/use-call.ts';
import { deviceIdWords } from '../../format/identity.ts';
import { canResume, standingOf } from '../../stores/batch-standing.ts';
import { goTo } from '../../stores/navigation.ts';
import { texts } from '../../texts.ts';
import { BadMark, OkMark } from './marks.tsx';
import { StopCauses } from './station-actions.tsx';
import './rest-panels.css';

interface RestPanelProps {
  readonly batch: BatchSummary;
  readonly onResume: () => unknown;
}

const namedRows = 6;

/** A batch that rests although rows are left. */
export function PausedPanel({ batch, onResume }: RestPanelProps) {
  if (!canResume(batch) && batch.held > 0) return <HeldPanel batch={batch} />;
  return (
    <section className="rest panel" aria-label={texts.bench.pausedTitle}>
      <h2 className="rest__title">{texts.bench.pausedTitle}</h2>
      {batch.stop && <p className="rest__lead">{texts.stations.stopped(batch.stop.failures)}</p>}
      {batch.stop && <StopCauses stop={batch.stop} />}
      <p className="dim rest__lead">{texts.bench.pausedLead(batch.waiting + batch.inWork)}</p>
      <div className="rest__actions">
        <ActionButton
          tone="primary"
          size="lg"
          hotkey="Enter"
          icon={<IconPlayerPlay size="1.25rem" />}
          onRun={onResume}
        >
          {batch.stop ? texts.stations.goOn : texts.bench.resume}
        </ActionButton>
      </div>
    </section>
  );
}

/** A batch of which only devices elsewhere are left. */
export function AwaitedPanel({
  batch,
  onShow,
}: {
  readonly batch: BatchSummary;
  readonly onShow: () => void;
}) {
  const title = texts.stations.awaitedTitle(batch.awaited);
  return (
    <section className="rest panel" aria-label={title}>
      <h2 className="rest__title">{title}</h2>
      <p className="dim rest__lead">{texts.stations.awaitedLead}</p>
      <div className="rest__actions">
        <ActionButton tone="primary" size="lg" hotkey="Enter" onRun={onShow}>
          {texts.stations.showAwaited}
        </ActionButton>
      </div>
    </section>
  );
}

/** A batch of which only rows are left that a person held back. */
function HeldPanel({ batch: { batchId, held } }: { readonly batch: BatchSummary }) {
  return (
    <section className="rest panel" aria-label={texts.bench.pausedTitle}>
      <h2 className="rest__title">{texts.bench.pausedTitle}</h2>
      <p className="dim rest__lead">{texts.bench.heldLead(held)}</p>
      <div className="rest__actions">
        <ActionButton
          tone="primary"
          size="lg"
          hotkey="Enter"
          icon={<IconListCheck size="1.25rem" />}
          onRun={() => goTo({ name: 'batch', batchId, filter: 'setAside' })}
        >
          {texts.bench.seeHeld}
        </ActionButton>
      </div>
    </section>
  );
}

/** A batch that went through: what became of its rows, as main has them, and what one does next. */
export function EndPanel({ batch, onResume }: RestPanelProps) {
  const { batchId, failed, done } = batch;
  const hasDevice = deviceOf(batch.mode) !== 'nothing';
  const { state, reload } = useCall('jobs', {
    batchId,
    filter: 'all',
    search: '',
    offset: 0,
    limit: namedRows,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other counts are other rows
  useEffect(() => void reload(), [done, failed, reload]);
  const allDone = standingOf(batch) === 'allDone';
  const rows = state.kind === 'answer' ? state.answer.rows : [];
  const device = rows.find((row) => row.state.kind === 'done');
  return (
    <section className="rest panel" data-tone={allDone ? 'ok' : undefined} aria-label={texts.bench.outcome}>
      {allDone && (
        <div className="rest__big">
          <OkMark />
        </div>
      )}
      <div className="rest__words" role="status">
        <h2 className="rest__title">
          {allDone ? texts.bench.endAllDone(done) : texts.bench.endSome(done, failed)}
        </h2>
        <p className="dim rest__lead">
          {allDone
            ? hasDevice
              ? texts.bench.endAllDoneLead
              : texts.bench.endAllDoneLeadCards
            : texts.bench.endSomeLead}
          {batch.cancelled > 0 && ` ${texts.bench.endCancelled(batch.cancelled)}`}
        </p>
      </div>
      <ul className="rest__rows">
        {rows.map((row) => (
          <RestRow key={row.jobId} row={row} />
        ))}
      </ul>
      {batch.total > rows.length && rows.length > 0 && (
        <p className="dim">{texts.bench.andMore(batch.total - rows.length)}</p>
      )}
      <div className="rest__actions">
        {!allDone && (
          <>
            <ActionButton
              tone="primary"
              size="lg"
              hotkey="Enter"
              icon={<IconListCheck size="1.25rem" />}
              onRun={() => goTo({ name: 'batch', batchId, filter: 'failed' })}
            >
              {texts.bench.seeWhy}
            </ActionButton>
            <ActionButton size="lg" hotkey="Space" icon={<IconPlayerPlay size="1.25rem" />} onRun={onResume}>
              {texts.bench.tryFailedAgain}
            </ActionButton>
          </>
        )}
        {allDone && (
          <ActionButton
            tone="primary"
            size="lg"
            hotkey="Enter"
            icon={<IconFileReport size="1.25rem" />}
            onRun={() => goTo({ name: 'report', batchId })}
          >
            {texts.bench.openReport}
          </ActionButton>
        )}
        {allDone && device && hasDevice && (
          <ActionButton
            size="lg"
            hotkey="D"
            icon={<IconSitemap size="1.25rem" />}
            onRun={() => goTo({ name: 'device', deviceId: device.deviceId })}
          >
            {texts.bench.seeTree}
          </ActionButton>
        )}
      </div>
    </section>
  );
}

function RestRow({ row }: { readonly row: JobView }) {
  const { kind } = row.state;
  return (
    <li className="rest__row" data-kind={kind}>
      <span className="rest__mark">
        {kind === 'done' && <OkMark />}
        {kind === 'failed' && <BadMark />}
      </span>
      <b className="ellipsis">{row.label}</b>
      <span className="mono dim ellipsis">{deviceIdWords(row.deviceId)}</span>
      <span className="rest__state">{texts.batches.jobStates[kind]}</span>
    </li>
  );
}
