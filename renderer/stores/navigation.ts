import { create } from 'zustand';
import type { AlertFilter } from '../../core/api-alerts.ts';
import type { CallRequest } from '../../core/api-requests.ts';
import type { DeviceStanding } from '../../core/inspect/device-standing.ts';
import type { ChosenRow } from './paged-rows.ts';

export type JobFilter = CallRequest<'jobs'>['filter'];
export type SessionFilter = CallRequest<'sessions'>['filter'];

/** The parts of the Server screen. */
export type ServerPart = 'addresses' | 'repository' | 'notifications' | 'refusals' | 'audit' | 'certificates';

/** What of a list is looked at. */
interface ListPlace {
  /** What is searched for. */
  readonly find?: string | undefined;
  /** The row that is chosen. */
  readonly row?: ChosenRow | undefined;
}

/** The parts of the screen of a batch, and of the screen of all batches. */
export type BatchPart = 'rows' | 'figures';
export type BatchesPart = 'list' | 'figures';

/** A batch, and what of it is looked at. */
export interface BatchPlace extends ListPlace {
  readonly name: 'batch';
  readonly batchId: string;
  readonly part?: BatchPart;
  readonly filter?: JobFilter;
  /** Only rows that ever failed with this code. */
  readonly code?: string | undefined;
  /** An empty text puts the cursor into the search. */
  readonly find?: string | undefined;
}

/** The parts of the Devices screen: the devices, the descriptions of their objects, plans run on many, their alerts, and the rules. */
export type DevicesPart = 'list' | 'library' | 'plans' | 'alerts' | 'rules';

export interface DevicesPlace extends ListPlace {
  readonly name: 'devices';
  readonly part?: DevicesPart;
  /** States and tags that the list is about; none for all. */
  readonly standings?: readonly DeviceStanding[];
  readonly tags?: readonly string[];
  /** Which alerts are looked at. */
  readonly alerts?: Partial<Pick<AlertFilter, 'severityAtLeast' | 'type' | 'open'>>;
}

/** A device; it may be opened for a node of it. */
export interface DevicePlace {
  readonly name: 'device';
  readonly deviceId: string;
  readonly clientUri?: string;
}

export interface SessionsPlace extends ListPlace {
  readonly name: 'sessions';
  readonly filter?: SessionFilter;
}

/** A session; it belongs to the part of the window that it was opened from. */
export interface SessionPlace {
  readonly name: 'session';
  readonly sessionId: string;
  readonly section?: 'sessions' | 'devices';
}

export interface CardsPlace {
  readonly name: 'cards';
  /** The reader that is looked at. */
  readonly station?: string | undefined;
}

/** The parts of a profile's screen. */
export type ProfilePart = 'text' | 'account' | 'columns' | 'objects' | 'card' | 'plan' | 'forms' | 'versions';

export interface ProfilesPlace extends ListPlace {
  readonly name: 'profiles';
  readonly archived?: boolean;
}

export interface ProfilePlace {
  readonly name: 'profile';
  readonly profileId: string;
  readonly part?: ProfilePart;
  /** A step of one of its plans that is to be shown in the text. */
  readonly step?: { readonly plan: string; readonly index: number };
}

/** A new batch; it may begin with a version of a profile. */
export interface NewBatchPlace {
  readonly name: 'newBatch';
  readonly profile?: { readonly profileId: string; readonly version: number };
}

export interface ServerPlace extends ListPlace {
  readonly name: 'server';
  readonly part?: ServerPart;
  /** Whose acts of the audit log are looked at, and what they were about. */
  readonly who?: CallRequest<'audit'>['who'];
  readonly what?: CallRequest<'audit'>['what'];
}

/** Where the window can be. */
export type Screen =
  | { readonly name: 'bench' }
  | { readonly name: 'batches'; readonly part?: BatchesPart }
  | NewBatchPlace
  | BatchPlace
  | { readonly name: 'report'; readonly batchId: string }
  | DevicesPlace
  | { readonly name: 'schema'; readonly moid: string }
  | DevicePlace
  | SessionsPlace
  | SessionPlace
  | CardsPlace
  | ProfilesPlace
  | ProfilePlace
  | ServerPlace
  | { readonly name: 'settings' };

/** The part of the window that a screen belongs to. */
export type Section =
  | 'bench'
  | 'batches'
  | 'devices'
  | 'sessions'
  | 'cards'
  | 'profiles'
  | 'server'
  | 'settings';

const sections: Readonly<Record<Exclude<Screen['name'], 'session'>, Section>> = {
  bench: 'bench',
  batches: 'batches',
  newBatch: 'batches',
  batch: 'batches',
  report: 'batches',
  devices: 'devices',
  device: 'devices',
  schema: 'devices',
  sessions: 'sessions',
  cards: 'cards',
  profiles: 'profiles',
  profile: 'profiles',
  server: 'server',
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
  /**
   * What is looked at on the screen of a visit, so that Back leads to it. A screen that was left may still have had
   * something to say: it is not heard.
   */
  readonly note: (screen: Screen, visit: number) => void;
}

/** Where the window is, and the way back. */
export const useNavigation = create<Navigation>()((set, get) => ({
  screen: { name: 'bench' },
  before: [],
  visit: 0,
  go: (screen) =>
    set((state) => ({
      screen: placed(screen, state.screen),
      before: [...state.before, state.screen].slice(-longestWay),
      visit: state.visit + 1,
    })),
  back: () => {
    const { before, screen, visit } = get();
    const last = before.at(-1);
    const section = sectionOf(screen);
    if (last) set({ screen: last, before: before.slice(0, -1), visit: visit + 1 });
    else if (section !== screen.name) set({ screen: { name: section }, visit: visit + 1 });
  },
  note: (screen, visit) =>
    set((state) =>
      visit !== state.visit || JSON.stringify(screen) === JSON.stringify(state.screen) ? state : { screen },
    ),
}));

/** Goes to a screen from anywhere. */
export function goTo(screen: Screen): void {
  useNavigation.getState().go(screen);
}

/** The section of a screen, for the navigation at the left. */
export function sectionOf(screen: Screen): Section {
  return screen.name === 'session' ? (screen.section ?? 'sessions') : sections[screen.name];
}

/** A session is the devices' where it is opened from there, and otherwise one of all sessions. */
function placed(screen: Screen, from: Screen): Screen {
  if (screen.name !== 'session' || screen.section !== undefined) return screen;
  return { ...screen, section: sectionOf(from) === 'devices' ? 'devices' : 'sessions' };
}
