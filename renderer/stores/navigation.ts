import { create } from 'zustand';
import type { CallRequest } from '../../core/api.ts';

export type JobFilter = CallRequest<'jobs'>['filter'];

/** A batch, and what of it is looked at. */
export interface BatchPlace {
  readonly name: 'batch';
  readonly batchId: string;
  readonly filter?: JobFilter;
  /** What is searched for; an empty text puts the cursor into the search. */
  readonly find?: string;
  /** The row that is open, by its place in what is shown. */
  readonly row?: number;
}

/** Where the window can be. */
export type Screen =
  | { readonly name: 'bench' }
  | { readonly name: 'batches' }
  | { readonly name: 'newBatch' }
  | BatchPlace
  | { readonly name: 'report'; readonly batchId: string }
  | { readonly name: 'devices' }
  | { readonly name: 'device'; readonly deviceId: string }
  | { readonly name: 'session'; readonly sessionId: string }
  | { readonly name: 'settings' };

/** The part of the window that a screen belongs to. */
export type Section = 'bench' | 'batches' | 'devices' | 'settings';

const sections: Readonly<Record<Screen['name'], Section>> = {
  bench: 'bench',
  batches: 'batches',
  newBatch: 'batches',
  batch: 'batches',
  report: 'batches',
  devices: 'devices',
  device: 'devices',
  session: 'devices',
  settings: 'settings',
};

const longestWay = 50;

interface Navigation {
  readonly screen: Screen;
  readonly before: readonly Screen[];
  /** Counts the ways between screens: another visit is another screen, even of the same batch. */
  readonly visit: number;
  readonly go: (screen: Screen) => void;
  /** To where the person came from, or to the section's first screen. */
  readonly back: () => void;
  /** What is looked at on this screen now, so that Back leads to it. */
  readonly note: (screen: Screen) => void;
}

/** Where the window is, and the way back. */
export const useNavigation = create<Navigation>()((set, get) => ({
  screen: { name: 'bench' },
  before: [],
  visit: 0,
  go: (screen) =>
    set((state) => ({
      screen,
      before: [...state.before, state.screen].slice(-longestWay),
      visit: state.visit + 1,
    })),
  back: () => {
    const { before, screen, visit } = get();
    const last = before.at(-1);
    if (last) set({ screen: last, before: before.slice(0, -1), visit: visit + 1 });
    else if (sections[screen.name] !== screen.name)
      set({ screen: { name: sections[screen.name] }, visit: visit + 1 });
  },
  note: (screen) => set({ screen }),
}));

/** Goes to a screen from anywhere. */
export function goTo(screen: Screen): void {
  useNavigation.getState().go(screen);
}

/** The section of a screen, for the navigation at the left. */
export function sectionOf(screen: Screen): Section {
  return sections[screen.name];
}
