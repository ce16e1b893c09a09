import { IconCheck, IconCircle, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { UpdateView } from '../../../core/api-updates.ts';
import { hasEnded, type UpdateAttempt } from '../../../core/updates/update.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { notifyDone } from '../../components/notify.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useCall } from '../../components/use-call.ts';
import { formatOctets } from '../../format/numbers.ts';
import { formatMoment } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { followedSteps, type StepStanding, stepStandings } from './update-steps.ts';
import { lineWords, outcomeOfPhase } from './update-words.ts';

const words = texts.deviceUpdates;

interface UpdateCardProps {
  readonly update: UpdateView;
  readonly onChanged: () => Promise<void>;
}

/** One update: its steps, how much of the image was served, what the device said, and what can be done about it. */
export function UpdateCard({ update, onChanged }: UpdateCardProps) {
  const { order, attempt, phase, servedOctets, waitsForSession } = update;
  const { image, target, version } = order;
  const { course } = attempt;
  const ended = hasEnded(attempt);
  const fault = 'fault' in course ? course.fault : undefined;
  return (
    <div className="update">
      <div className="update__head">
        <h2>{words.headline(image.name, version)}</h2>
        <span className="dim">
          {words.kinds[target.kind]} {target.instance} · {words.attempt(attempt.number)}
        </span>
        <span className="status" data-outcome={outcomeOfPhase(phase)} role="status">
          {words.phases[phase]}
        </span>
      </div>
      <Steps update={update} />
      <div>
        <div className="update__progress">
          <span className="dim">{words.progress}</span>
          <span className="tabular">
            {words.served(formatOctets(servedOctets), formatOctets(image.octets))}
          </span>
        </div>
        <ProgressBar label={words.progress} total={image.octets} done={servedOctets} failed={0} inWork={0} />
      </div>
      {waitsForSession && <p className="dim">{words.waits}</p>}
      {phase === 'aborting' && <p className="dim">{words.aborting[abortingBy(course)]}</p>}
      {course.kind === 'done' && <p>{words.versionRead(course.version)}</p>}
      {fault && <FaultNotice fault={fault} />}
      <UpdateActions update={update} onChanged={onChanged} />
      <h3 className="kicker">{words.heading}</h3>
      <Lines attempt={attempt} update={update} />
      {attempt.number > 1 && <EarlierAttempts update={update} ended={ended} />}
    </div>
  );
}

/** What ends an update that is being aborted. */
function abortingBy({ kind }: UpdateAttempt['course']): keyof typeof words.aborting {
  if (kind === 'stop') return 'asked';
  return kind === 'work' || kind === 'inquire' ? 'cannotStop' : 'soon';
}

function UpdateActions({ update, onChanged }: UpdateCardProps) {
  const { order, attempt, phase } = update;
  const { updateId } = order;
  const abort = async () => {
    const result = await call('abortUpdate', { updateId });
    await onChanged();
    return result.kind === 'fault' ? result.fault : undefined;
  };
  const retry = async () => {
    const result = await call('retryUpdate', { updateId });
    if (result.kind === 'fault') return result.fault;
    if (result.answer.notification === 'unknownAddress')
      notifyDone(words.attempt(result.answer.update.attempt.number), words.unknownAddress);
    await onChanged();
    return undefined;
  };
  if (phase === 'done') return null;
  return (
    <div className="commands__actions">
      {hasEnded(attempt) ? (
        <ActionButton tone="primary" hotkey="R" needs="retryUpdate" onRun={retry}>
          {words.retry}
        </ActionButton>
      ) : (
        <ActionButton needs="abortUpdate" onRun={abort}>
          {attempt.isAborting ? words.giveUp : words.abort}
        </ActionButton>
      )}
    </div>
  );
}

const icons: Readonly<Record<StepStanding, typeof IconCheck>> = {
  open: IconCircle,
  now: IconPlayerPlay,
  done: IconCheck,
  failed: IconX,
};

function Steps({ update }: { readonly update: UpdateView }) {
  const standings = stepStandings(update.attempt, update.order);
  return (
    <ol className="update__steps">
      {followedSteps.map((step) => {
        const Icon = icons[standings[step]];
        return (
          <li
            key={step}
            data-step={standings[step]}
            aria-current={standings[step] === 'now' ? 'step' : undefined}
          >
            <Icon size="1rem" aria-hidden="true" />
            {words.steps[step]}
          </li>
        );
      })}
    </ol>
  );
}

function Lines({ attempt, update }: { readonly attempt: UpdateAttempt; readonly update: UpdateView }) {
  const { kind } = update.order.target;
  const now = Date.now();
  return (
    <ol className="update__lines">
      {attempt.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added
        <li key={index}>
          <time dateTime={new Date(line.at).toISOString()}>{formatMoment(line.at, now)}</time>
          <span>{lineWords(kind, line)}</span>
        </li>
      ))}
    </ol>
  );
}

/** What came of the attempts before; they are asked for when somebody wants to see them. */
function EarlierAttempts({ update, ended }: { readonly update: UpdateView; readonly ended: boolean }) {
  const [open, setOpen] = useState(ended);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.earlier(update.attempt.number - 1)}</summary>
      {open && <AttemptList update={update} />}
    </details>
  );
}

function AttemptList({ update }: { readonly update: UpdateView }) {
  const { state } = useCall('update', { updateId: update.order.updateId });
  if (state.kind !== 'answer') return null;
  return state.answer.earlier.toReversed().map((attempt) => (
    <div key={attempt.number}>
      <h3 className="kicker">{words.attempt(attempt.number)}</h3>
      {'fault' in attempt.course && attempt.course.fault && <p>{attempt.course.fault.message}</p>}
      <Lines attempt={attempt} update={update} />
    </div>
  ));
}
