import { create } from 'zustand';
import type { CardProgress } from '../../core/api-cards.ts';
import type { Fault } from '../../core/errors.ts';
import { call } from '../bench.ts';
import type { ChosenKeys } from '../components/choose-keys.ts';
import {
  beginWork,
  type CardChange,
  type CardHandle,
  type CardOutcome,
  type CardWork,
  cardIdentity,
  endReading,
  endWork,
  noCard,
  stepWork,
} from './card-handle.ts';

interface Cards {
  readonly handles: Readonly<Record<string, CardHandle>>;
  /** The key file that was chosen last: a delivery has many cards. */
  readonly admKeys: ChosenKeys | undefined;
  readonly chooseAdmKeys: (keys: ChosenKeys | undefined) => void;
  /** Reads the card in a reader, now or as soon as the work with it is done. */
  readonly read: (station: string) => Promise<void>;
  readonly verify: (station: string) => Promise<void>;
  readonly change: (station: string, change: CardChange) => Promise<void>;
  /** Answers the fault, which is shown where the key was asked for. */
  readonly unlock: (
    station: string,
    request: { key: 'adm' | 'pin'; keys: string; evenTheLastTry: boolean },
  ) => Promise<Fault | undefined>;
  /** Answers the file that was saved, if any. */
  readonly copy: (station: string) => Promise<string | undefined>;
  readonly compare: (station: string) => Promise<void>;
  readonly take: (progress: CardProgress) => void;
  /** Puts away what came of the last work. */
  readonly dismiss: (station: string) => void;
}

/** The card in each reader, and what is done with it; one handle a reader. */
export const useCards = create<Cards>()((set, get) => {
  const update = (station: string, step: (handle: CardHandle) => CardHandle) =>
    set(({ handles }) => ({ handles: { ...handles, [station]: step(handleOf(handles, station)) } }));
  const handle = (station: string) => handleOf(get().handles, station);
  const isBusy = (station: string) => handle(station).work !== undefined;
  const readings = new Map<string, Promise<void>>();

  const readOn = async (station: string) => {
    do {
      update(station, (before) => beginWork(before, 'read'));
      const result = await call('card', { station });
      const seen = result.kind === 'answer' ? ({ kind: 'card', view: result.answer } as const) : result;
      update(station, (before) => endReading(before, seen));
    } while (handle(station).stale);
  };

  /**
   * Does one thing with a card, after a reading that is under way; not with another card that was put in meanwhile.
   * Whatever fails, the card is then read anew: what it holds is not assumed.
   */
  const run = async <Answer>(
    station: string,
    work: Exclude<CardWork, 'read'>,
    ask: () => Promise<
      { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'fault'; readonly fault: Fault }
    >,
    outcomeOf: (answer: Answer) => CardOutcome | undefined,
    change?: CardChange,
  ): Promise<Fault | undefined> => {
    const meant = cardIdentity(handle(station).seen);
    await readings.get(station);
    if (isBusy(station) || cardIdentity(handle(station).seen) !== meant) return undefined;
    update(station, (before) => beginWork(before, work));
    const result = await ask();
    const failed = result.kind === 'fault';
    const outcome = failed ? failureOf(work, result.fault, change) : outcomeOf(result.answer);
    update(station, (before) => endWork(before, outcome));
    if (failed || handle(station).stale) await get().read(station);
    return failed ? result.fault : undefined;
  };

  return {
    handles: {},
    admKeys: undefined,
    chooseAdmKeys: (admKeys) => set({ admKeys }),
    read: async (station) => {
      if (isBusy(station)) {
        update(station, (before) => ({ ...before, stale: true }));
        return;
      }
      const reading = readOn(station);
      readings.set(station, reading);
      await reading;
    },
    verify: async (station) => {
      await run(
        station,
        'verify',
        () => call('verifyCard', { station }),
        (verdict) => ({ kind: 'verified', verdict }),
      );
    },
    change: async (station, change) => {
      const { kind, overwriteDevice, overwriteUnknown } = change;
      const token = get().admKeys?.token;
      const leave = {
        overwriteUnknown,
        ...(overwriteDevice === undefined ? {} : { overwriteDevice }),
        ...(token === undefined ? {} : { admKeys: token }),
      };
      await run(
        station,
        kind,
        () =>
          change.kind === 'write'
            ? call('writeCard', { station, deviceId: change.target.deviceId, ...leave })
            : call('eraseCard', { station, ...leave }),
        (view) =>
          change.kind === 'write'
            ? { kind: 'written', target: change.target, view }
            : { kind: 'erased', view },
        change,
      );
    },
    unlock: (station, request) =>
      run(
        station,
        'unlock',
        () => call('unlockCard', { station, ...request }),
        (view) => ({ kind: 'unlocked', key: request.key, view }),
      ),
    copy: async (station) => {
      let file: string | undefined;
      await run(
        station,
        'copy',
        () => call('copyCard', { station }),
        (saved) => {
          if (saved.kind === 'saved') file = saved.file;
          return undefined;
        },
      );
      return file;
    },
    compare: async (station) => {
      await run(
        station,
        'compare',
        () => call('compareCard', { station }),
        (comparison) => (comparison.kind === 'cancelled' ? undefined : { kind: 'compared', comparison }),
      );
    },
    take: (progress) => update(progress.station, (before) => stepWork(before, progress)),
    dismiss: (station) => update(station, ({ outcome: _, ...rest }) => rest),
  };
});

/** Why a key was not taken is said where it was asked for. */
function failureOf(
  work: Exclude<CardWork, 'read'>,
  fault: Fault,
  change: CardChange | undefined,
): CardOutcome | undefined {
  return work === 'unlock' ? undefined : { kind: 'failed', work, fault, ...(change ? { change } : {}) };
}

/** What is known of the card in a reader. */
export function useCard(station: string): CardHandle {
  return useCards((state) => handleOf(state.handles, station));
}

function handleOf(handles: Readonly<Record<string, CardHandle>>, station: string): CardHandle {
  return handles[station] ?? noCard;
}
