import type { JobLabel, StationActivity } from '../../../core/api-station-activity.ts';
import type { FailureStop } from '../../../core/provisioning/failure-streak.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';

interface StationActionsProps {
  readonly name: string;
  readonly activity: StationActivity;
  /** Whether keys are for this station. */
  readonly isSelected: boolean;
}

/** What the person at a station can do now, one key each. */
export function StationActions({ name, activity, isSelected }: StationActionsProps) {
  const batch = useWorkstation((state) => state.overview?.batch);
  const key = (hotkey: string) => (isSelected ? { hotkey } : {});
  const retryOf = ({ jobId }: JobLabel) => {
    if (batch?.state !== 'running') return null;
    const retry = async () => faultOf(await call('retryAtStation', { jobId, station: name }));
    return (
      <ActionButton {...key('R')} onRun={retry}>
        {texts.stations.tryAgain}
      </ActionButton>
    );
  };
  const goOn = async () => faultOf(await call('goOn', { station: name }));
  switch (activity.kind) {
    case 'failed': {
      const { job } = activity;
      return job === undefined || activity.holder ? null : retryOf(job);
    }
    case 'waitingForCard': {
      if (activity.next === undefined) return null;
      const letGo = async () => faultOf(await call('letGo', { station: name }));
      return (
        <ActionButton {...key('Escape')} onRun={letGo}>
          {texts.stations.takeBack}
        </ActionButton>
      );
    }
    case 'ready':
      return (
        <>
          {activity.failed && retryOf(activity.failed)}
          <ActionButton tone="primary" {...key('Enter')} onRun={goOn}>
            {texts.stations.nextRow}
          </ActionButton>
        </>
      );
    case 'stopped':
      return (
        <ActionButton tone="primary" {...key('Enter')} onRun={goOn}>
          {texts.stations.goOn}
        </ActionButton>
      );
    case 'awaitingDevice':
    case 'handedOn': {
      const { deviceId } = activity.job;
      const saveAccess = async () => faultOf(await call('saveBootstrapAccess', { deviceId }));
      return (
        <>
          {activity.card === undefined && (
            <ActionButton needs="saveBootstrapAccess" onRun={saveAccess}>
              {texts.stations.saveAccess}
            </ActionButton>
          )}
          {activity.kind === 'awaitingDevice' && (
            <ActionButton {...key('Enter')} onRun={goOn}>
              {texts.stations.withoutIt}
            </ActionButton>
          )}
        </>
      );
    }
    case 'idle':
    case 'working':
    case 'done':
    case 'lost':
    case 'waitingForOthers':
    case 'finished':
      return null;
  }
}

/** Why something stopped by itself: its causes, the most frequent first. */
export function StopCauses({ stop }: { readonly stop: FailureStop }) {
  return (
    <ul className="stop-causes">
      {stop.causes.slice(0, 3).map(({ fault, labels }) => (
        <li key={fault.code}>
          <b>{fault.message}</b> <span className="dim">{texts.stations.cause(labels)}</span>
        </li>
      ))}
    </ul>
  );
}

function faultOf(result: { readonly kind: string }) {
  return 'fault' in result ? result.fault : undefined;
}
