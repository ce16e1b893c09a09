import { create } from 'zustand';
import type { ScanVerdict } from '../../core/api-stations.ts';
import { call } from '../bench.ts';
import { playTone } from '../components/tones.ts';
import { texts } from '../texts.ts';
import { useSettings } from './settings.ts';

/** What was said of the last scan. */
export interface ScanNotice {
  readonly words: string;
  readonly isTaken: boolean;
}

interface BenchHand {
  /** The station that scans and keys are for; undefined where nobody has chosen one. */
  readonly selected: string | undefined;
  readonly notice: ScanNotice | undefined;
  readonly select: (station: string) => void;
  /** Takes a code that was scanned while a batch runs. */
  readonly scan: (code: string) => Promise<ScanVerdict['kind'] | 'fault'>;
}

/** Where the hand of the person at the bench is: the station that is chosen, and what the scanner read last. */
export const useBenchHand = create<BenchHand>()((set, get) => ({
  selected: undefined,
  notice: undefined,
  select: (selected) => set({ selected }),
  scan: async (code) => {
    const { selected } = get();
    const result = await call('scan', { code, ...(selected === undefined ? {} : { station: selected }) });
    if (result.kind === 'fault') {
      set({ notice: { words: `${result.fault.message} ${result.fault.remedy}`, isTaken: false } });
      return 'fault';
    }
    const verdict = result.answer;
    const isTaken = verdict.kind === 'chosen' || verdict.kind === 'station';
    if (useSettings.getState().settings.sounds) playTone(isTaken ? 'scanned' : 'refused');
    set({
      notice: { words: wordsOf(verdict, code), isTaken },
      ...(isTaken ? { selected: verdict.station } : {}),
    });
    return verdict.kind;
  },
}));

function wordsOf(verdict: ScanVerdict, code: string): string {
  const { scanned } = texts.stations;
  switch (verdict.kind) {
    case 'station':
      return scanned.station(verdict.station);
    case 'chosen':
      return scanned.chosen(verdict.job.label, verdict.station);
    case 'none':
      return scanned.none(code);
    case 'several':
      return scanned.several(verdict.rows);
    case 'noStation':
      return scanned.noStation(verdict.job.label);
    case 'refused':
      return scanned[verdict.standing](verdict.job.label);
  }
}
