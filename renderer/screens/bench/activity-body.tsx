import type { ReactNode } from 'react';
import type { JobLabel, StationActivity, StationStep } from '../../../core/api-station-activity.ts';
import type { Fault } from '../../../core/errors.ts';
import { FaultCode } from '../../components/fault-notice.tsx';
import { deviceIdWords, headlineOf } from '../../format/identity.ts';
import { texts } from '../../texts.ts';
import { CardDrawing } from './card-drawing.tsx';
import { HoldBackAction } from './hold-back-action.tsx';
import { BadMark, OkMark, WarnMark } from './marks.tsx';
import { OverwriteAction } from './overwrite-action.tsx';
import { PlanBlocks } from './plan-blocks.tsx';
import { StopCauses } from './station-actions.tsx';

type Working = Extract<StationActivity, { kind: 'working' }>;
type Done = Extract<StationActivity, { kind: 'done' }>;

const withCard: readonly StationStep[] = ['card', 'write', 'verify', 'session'];
const withoutCard: readonly StationStep[] = ['prepare', 'session'];

interface ActivityBodyProps {
  readonly activity: StationActivity;
  readonly virtual: boolean;
  readonly withSession: boolean;
}

/** What a station is doing, large: one picture and the words of what to do. */
export function ActivityBody({ activity, virtual, withSession }: ActivityBodyProps): ReactNode {
  switch (activity.kind) {
    case 'idle':
      return <Calm headline={texts.bench.idle} hint={texts.bench.idleHint} />;
    case 'waitingForOthers':
      return <Calm headline={texts.bench.waitingForOthers} hint={texts.bench.waitingForOthersHint} />;
    case 'finished':
      return <Calm headline={texts.bench.finished} hint={texts.bench.finishedHint} />;
    case 'waitingForCard':
      return (
        <Calm
          headline={texts.bench.putCardIn}
          hint={
            activity.next
              ? texts.stations.next(activity.next.label)
              : virtual
                ? texts.bench.virtualCard
                : texts.bench.putCardInHint
          }
          picture={<CardDrawing />}
        />
      );
    case 'working':
      return <WorkingBody activity={activity} withSession={withSession} />;
    case 'done':
      return <DoneBody activity={activity} />;
    case 'failed':
      return (
        <FaultBody fault={activity.fault} mark={<BadMark />} job={activity.job}>
          {activity.holder ? (
            <OverwriteAction holder={activity.holder} />
          ) : (
            activity.takeCardOut && <p className="activity__label">{texts.bench.takeOut}</p>
          )}
          {activity.job && <HoldBackAction job={activity.job} />}
        </FaultBody>
      );
    case 'ready':
      return <Calm headline={texts.stations.ready} hint={texts.stations.readyHint} />;
    case 'stopped':
      return (
        <div className="activity">
          <div className="activity__mark activity__mark--small">
            <BadMark />
          </div>
          <p className="activity__do activity__do--long">{wordsFor(activity)}</p>
          <StopCauses stop={activity.stop} />
        </div>
      );
    case 'handedOn':
    case 'awaitingDevice':
      return (
        <div className="activity">
          <p className="activity__do">{wordsFor(activity)}</p>
          <Who job={activity.job} />
          <p className="activity__words dim">
            {activity.kind === 'handedOn' ? texts.stations.handedOnHint : texts.stations.awaitingHint}
          </p>
        </div>
      );
    case 'lost':
      return <FaultBody fault={activity.fault} mark={<WarnMark />} job={undefined} />;
  }
}

/** The same in a few words, for a screen reader. */
export function wordsFor(activity: StationActivity): string {
  switch (activity.kind) {
    case 'idle':
      return texts.bench.idle;
    case 'waitingForOthers':
      return texts.bench.waitingForOthers;
    case 'finished':
      return texts.bench.finished;
    case 'waitingForCard':
      return texts.bench.putCardIn;
    case 'ready':
      return texts.stations.ready;
    case 'stopped':
      return texts.stations.stopped(activity.stop.failures);
    case 'handedOn':
    case 'awaitingDevice':
      return activity.card ? texts.stations.intoDevice : texts.stations.switchOn;
    case 'working':
      return doingWords(activity);
    case 'done':
      return `${activity.job.label} ${doneWords(activity)}`;
    case 'failed':
    case 'lost':
      return `${activity.fault.message} ${activity.fault.remedy}`;
  }
}

function Calm(props: { readonly headline: string; readonly hint: string; readonly picture?: ReactNode }) {
  return (
    <div className="activity">
      {props.picture}
      <p className="activity__do">{props.headline}</p>
      <p className="activity__words dim">{props.hint}</p>
    </div>
  );
}

function WorkingBody(props: { readonly activity: Working; readonly withSession: boolean }) {
  const { activity, withSession } = props;
  const { step, job, progress, asks } = activity;
  const isWithoutCard = activity.card === undefined && (step === 'prepare' || step === 'session');
  return (
    <div className="activity">
      <p className="activity__do">{doingWords(activity)}</p>
      <Who job={job} />
      <PlanBlocks
        key={job?.jobId}
        progress={progress && (step === 'write' || step === 'verify') ? { step, ...progress } : undefined}
      />
      <ol className="steps">
        {(isWithoutCard ? withoutCard : withCard)
          .filter((each) => withSession || each !== 'session')
          .map((each) => (
            <li key={each} aria-current={each === step ? 'step' : undefined}>
              {texts.bench.steps[each]}
            </li>
          ))}
      </ol>
      <p className="dim activity__words">
        {step === 'session'
          ? asks
            ? texts.bench.asksHint
            : texts.bench.sessionRuns
          : progress
            ? texts.bench.block(progress.done, progress.total)
            : texts.bench.leaveCard}
      </p>
    </div>
  );
}

function doingWords({ step, asks }: Working): string {
  return asks ? texts.bench.asks : texts.bench.doing[step];
}

function DoneBody({ activity }: { readonly activity: Done }) {
  return (
    <div className="activity">
      <div className="activity__mark">
        <OkMark />
      </div>
      <p className="activity__do">{doneWords(activity)}</p>
      <Who job={activity.job} />
      <p className="activity__words dim">
        {activity.card && `${texts.bench.doneCard(activity.message.octets)}, `}
        {activity.commands === undefined
          ? texts.bench.doneCardOnly
          : texts.bench.doneCommands(activity.commands)}{' '}
        · {texts.bench.seconds(activity.seconds)}
      </p>
    </div>
  );
}

function doneWords(activity: Done): string {
  return activity.takeCardOut ? `${texts.bench.done} ${texts.bench.takeOut}` : texts.bench.done;
}

function FaultBody(props: {
  readonly fault: Fault;
  readonly mark: ReactNode;
  readonly job: JobLabel | undefined;
  readonly children?: ReactNode;
}) {
  const { headline, rest } = headlineOf(props.fault.message);
  return (
    <div className="activity">
      <div className="activity__mark activity__mark--small">{props.mark}</div>
      <p className={headline.length > 48 ? 'activity__do activity__do--long' : 'activity__do'}>{headline}</p>
      <Who job={props.job} />
      <p className="activity__words">
        {rest} {props.fault.remedy}
      </p>
      {props.children}
      <FaultCode code={props.fault.code} />
    </div>
  );
}

function Who({ job }: { readonly job: JobLabel | undefined }) {
  if (!job) return null;
  return (
    <div className="activity__who">
      <span className="activity__label">{job.label}</span>
      <span className="mono">{deviceIdWords(job.deviceId)}</span>
    </div>
  );
}
