import { IconSettings } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { StationActivity } from '../../../core/api-station-activity.ts';
import { IconAction } from '../../components/icon-action.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { iccidShort } from '../../format/identity.ts';
import { useHotkey } from '../../keys/use-hotkey.ts';
import { useBenchHand } from '../../stores/bench-hand.ts';
import { useMay } from '../../stores/operators.ts';
import { useStations } from '../../stores/stations.ts';
import { useWorkstation } from '../../stores/workstation.ts';
import { texts } from '../../texts.ts';
import { ActivityBody, wordsFor } from './activity-body.tsx';
import { RecentStrip } from './recent-strip.tsx';
import { StationActions } from './station-actions.tsx';
import './station-panel.css';

const StationDialog = lazy(() => import('../settings/station-dialog.tsx'));

const tones: Partial<Record<StationActivity['kind'], string>> = {
  done: 'ok',
  failed: 'bad',
  lost: 'warn',
  stopped: 'bad',
};

interface StationPanelProps {
  readonly name: string;
  /** Whether a first session belongs to each row of the batch. */
  readonly withSession: boolean;
  /** Whether scans and keys are for it. */
  readonly isSelected: boolean;
  /** The key that chooses it, where there are several. */
  readonly hotkey: string | undefined;
}

/** One station: what it is doing, in words that can be read from a metre away. */
export function StationPanel({ name, withSession, isSelected, hotkey }: StationPanelProps) {
  const handle = useStations((state) => state.handles[name]);
  const place = useStations((state) => state.settings[name]?.place ?? '');
  const setting = useWorkstation((state) =>
    state.overview?.stationSettings.find((each) => each.name === name),
  );
  const mayChange = useMay('saveStation');
  const [changes, setChanges] = useState(false);
  const select = useBenchHand((state) => state.select);
  useHotkey(hotkey, () => select(name));
  if (!handle) return null;
  const { shown, view } = handle;
  const iccid = 'card' in shown ? shown.card?.iccid : undefined;
  return (
    <section
      className="station panel"
      data-tone={tones[shown.kind]}
      data-kind={shown.kind}
      data-selected={(isSelected && hotkey !== undefined) || undefined}
      aria-label={name}
    >
      <div className="station__head">
        <h2 className="ellipsis" title={name}>
          {name}
          {place !== '' && <span className="dim"> · {place}</span>}
        </h2>
        <span className="station__tools">
          <span className="station__card" title={iccid}>
            {iccid === undefined
              ? view.kind === 'virtual' && texts.bench.virtual
              : texts.bench.card(iccidShort(iccid))}
          </span>
          {setting && mayChange && (
            <IconAction label={texts.stations.settings(name)} onRun={() => setChanges(true)}>
              <IconSettings size="1.0625rem" />
            </IconAction>
          )}
          {hotkey !== undefined && (
            <button
              type="button"
              className="station__choose"
              aria-pressed={isSelected}
              aria-label={texts.stations.select(name)}
              aria-keyshortcuts={hotkey}
              title={isSelected ? texts.stations.selected : texts.stations.select(name)}
              onClick={() => select(name)}
            >
              <KeyHint name={hotkey} />
            </button>
          )}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where there is little room it scrolls, also by the keys */}
      <div className="station__body" tabIndex={0}>
        {/* Another kind of activity is another picture: the key lets it come in anew. */}
        <ActivityBody
          key={`${shown.kind}${jobOf(shown)}`}
          activity={shown}
          virtual={view.kind === 'virtual'}
          withSession={withSession}
        />
      </div>
      <div className="station__actions">
        <StationActions name={name} activity={shown} isSelected={isSelected} />
      </div>
      <RecentStrip outcomes={handle.recent} />
      {changes && setting && (
        <Suspense>
          <StationDialog station={setting} onClose={() => setChanges(false)} />
        </Suspense>
      )}
      <p className="visually-hidden" role="status">
        {texts.bench.stationSays(name, wordsFor(shown))}
      </p>
    </section>
  );
}

function jobOf(activity: StationActivity): string {
  return activity.kind === 'done' || activity.kind === 'failed' ? (activity.job?.jobId ?? '') : '';
}
