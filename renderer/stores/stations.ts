import { create } from 'zustand';
import type { StationView } from '../../core/api-station-activity.ts';
import type { StationSetting } from '../../core/api-stations.ts';
import type { StationSettings } from '../../core/provisioning/station-settings.ts';
import { playTone } from '../components/tones.ts';
import { useSettings } from './settings.ts';
import { type StationHandle, settleStation, stepStation } from './station-handle.ts';

interface Stations {
  readonly names: readonly string[];
  readonly handles: Readonly<Record<string, StationHandle>>;
  /** How each station works. */
  readonly settings: Readonly<Record<string, StationSettings>>;
  readonly takeSettings: (all: readonly StationSetting[]) => void;
  /** All stations anew, as main lists them. */
  readonly replace: (views: readonly StationView[]) => void;
  /** One station did something. */
  readonly apply: (view: StationView) => void;
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** What each station is doing; one handle a station, so that none overwrites another's. */
export const useStations = create<Stations>()((set, get) => ({
  names: [],
  handles: {},
  settings: {},
  takeSettings: (all) =>
    set({ settings: Object.fromEntries(all.map(({ name, settings }) => [name, settings])) }),
  replace: (views) => {
    const now = Date.now();
    const known = get().handles;
    const handles = Object.fromEntries(
      views.map((view) => [view.name, stepStation(known[view.name], view, now)]),
    );
    // A station that is seen for the first time did what it did before this window was there.
    for (const view of views) if (known[view.name]) soundOutcome(known[view.name], handles[view.name]);
    set({ names: views.map((view) => view.name), handles });
    for (const view of views) settleLater(view.name);
  },
  apply: (view) => {
    const before = get().handles[view.name];
    const handle = stepStation(before, view, Date.now());
    soundOutcome(before, handle);
    set((state) => ({
      names: state.names.includes(view.name) ? state.names : [...state.names, view.name],
      handles: { ...state.handles, [view.name]: handle },
    }));
    settleLater(view.name);
  },
}));

/** The tone of an outcome that is new in the handle after. */
function soundOutcome(before: StationHandle | undefined, after: StationHandle | undefined): void {
  const latest = after?.recent[0];
  if (!latest || latest === before?.recent[0] || !useSettings.getState().settings.sounds) return;
  const settings = useStations.getState().settings[after.view.name];
  if (settings?.tones !== false) playTone(latest.kind, settings?.volume);
}

/** Shows what main said last once an outcome was on the panel long enough to be seen. */
function settleLater(name: string): void {
  const handle = useStations.getState().handles[name];
  clearTimeout(timers.get(name));
  timers.delete(name);
  if (!handle || handle.heldUntil === 0) return;
  timers.set(
    name,
    setTimeout(
      () => {
        timers.delete(name);
        useStations.setState((state) => {
          const current = state.handles[name];
          return current ? { handles: { ...state.handles, [name]: settleStation(current, Date.now()) } } : {};
        });
        settleLater(name);
      },
      Math.max(0, handle.heldUntil - Date.now()),
    ),
  );
}
