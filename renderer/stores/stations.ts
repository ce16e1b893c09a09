import { create } from 'zustand';
import type { StationView } from '../../core/api.ts';
import { playTone } from '../components/tones.ts';
import { useSettings } from './settings.ts';
import { type Outcome, type StationHandle, settleStation, stepStation } from './station-handle.ts';

interface Stations {
  readonly names: readonly string[];
  readonly handles: Readonly<Record<string, StationHandle>>;
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
  replace: (views) => {
    const now = Date.now();
    const known = get().handles;
    const handles = Object.fromEntries(
      views.map((view) => [view.name, stepStation(known[view.name], view, now)]),
    );
    set({ names: views.map((view) => view.name), handles });
    for (const view of views) settleLater(view.name);
  },
  apply: (view) => {
    const before = get().handles[view.name];
    const handle = stepStation(before, view, Date.now());
    const outcome = newOutcome(before, handle);
    if (outcome && useSettings.getState().settings.sounds) playTone(outcome.kind);
    set((state) => ({
      names: state.names.includes(view.name) ? state.names : [...state.names, view.name],
      handles: { ...state.handles, [view.name]: handle },
    }));
    settleLater(view.name);
  },
}));

/** What a station did that is new in the handle after, for the tone. */
function newOutcome(before: StationHandle | undefined, after: StationHandle): Outcome | undefined {
  const latest = after.recent[0];
  return latest && latest !== before?.recent[0] ? latest : undefined;
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
