import { create } from 'zustand';
import type { Settings } from '../../core/api.ts';
import type { Fault } from '../../core/errors.ts';
import { answerOf, call } from '../bench.ts';
import { usualScanner } from '../keys/scanner.ts';

interface SettingsStore {
  readonly settings: Settings;
  readonly take: (settings: Settings) => void;
  /** Keeps a change in main; until main has it, the window shows it already. Answers the fault, if any. */
  readonly change: (change: Partial<Settings>) => Promise<Fault | undefined>;
}

/** How this workstation looks and sounds. */
export const useSettings = create<SettingsStore>()((set, get) => ({
  settings: { theme: 'system', sounds: true, scanner: usualScanner },
  take: (settings) => set({ settings }),
  change: async (change) => {
    const before = get().settings;
    const wanted = { ...before, ...change };
    set({ settings: wanted });
    let fault: Fault | undefined;
    const kept = answerOf(await call('saveSettings', wanted), (found) => {
      fault = found;
    });
    set({ settings: kept ?? before });
    return fault;
  },
}));
