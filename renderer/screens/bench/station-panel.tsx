import type { StationActivity } from '../../../core/api.ts';
import { iccidShort } from '../../format/identity.ts';
import { useStations } from '../../stores/stations.ts';
import { texts } from '../../texts.ts';
import { ActivityBody, wordsFor } from './activity-body.tsx';
import { RecentStrip } from './recent-strip.tsx';
import './station-panel.css';

const tones: Partial<Record<StationActivity['kind'], string>> = {
  done: 'ok',
  failed: 'bad',
  lost: 'warn',
};

interface StationPanelProps {
  readonly name: string;
  /** Whether a first session belongs to each row of the batch. */
  readonly withSession: boolean;
}

/** One station: what it is doing, in words that can be read from a metre away. */
export function StationPanel({ name, withSession }: StationPanelProps) {
  const handle = useStations((state) => state.handles[name]);
  if (!handle) return null;
  const { shown, view } = handle;
  const iccid = 'card' in shown ? shown.card?.iccid : undefined;
  return (
    <section className="station panel" data-tone={tones[shown.kind]} data-kind={shown.kind} aria-label={name}>
      <div className="station__head">
        <h2 className="ellipsis" title={name}>
          {name}
        </h2>
        <span className="station__card" title={iccid}>
          {iccid === undefined
            ? view.kind === 'virtual' && texts.bench.virtual
            : texts.bench.card(iccidShort(iccid))}
        </span>
      </div>
      <div className="station__body">
        {/* Another kind of activity is another picture: the key lets it come in anew. */}
        <ActivityBody
          key={`${shown.kind}${jobOf(shown)}`}
          activity={shown}
          virtual={view.kind === 'virtual'}
          withSession={withSession}
        />
      </div>
      <RecentStrip outcomes={handle.recent} />
      <p className="visually-hidden" role="status">
        {texts.bench.stationSays(name, wordsFor(shown))}
      </p>
    </section>
  );
}

function jobOf(activity: StationActivity): string {
  return activity.kind === 'done' || activity.kind === 'failed' ? (activity.job?.jobId ?? '') : '';
}
