import { create } from 'zustand';
import type { AlertCounts, AlertTold } from '../../core/api-alerts.ts';
import { call, listen } from '../bench.ts';
import { playTone } from '../components/tones.ts';
import { useSettings } from './settings.ts';
import { useWorkstation } from './workstation.ts';

interface Alerts {
  /** Missing until main has told them. */
  readonly counts: AlertCounts | undefined;
  readonly load: () => Promise<void>;
}

/** How many alerts there are that somebody has to look at. */
export const useAlerts = create<Alerts>()((set) => ({
  counts: undefined,
  load: async () => {
    const result = await call('alertCounts', {});
    // Whoever may not see them is shown none.
    set({ counts: result.kind === 'answer' ? result.answer : undefined });
  },
}));

/** The critical and fatal alerts that nobody has acknowledged. */
export function useGraveAlerts(): number {
  return useAlerts(({ counts }) => counts?.grave ?? 0);
}

/** Many alerts in a row are counted now and then, and once more after the last. */
const shortestPause = 400;

/** Follows what main tells of alerts: their number, and what rules tell the person. */
export function connectAlerts(): void {
  const { load } = useAlerts.getState();
  let timer: ReturnType<typeof setTimeout> | undefined;
  listen('alertsChanged', () => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void load();
    }, shortestPause);
  });
  listen('alertTold', (told) => void tell(told));
  // Whoever has come begins with what is so now.
  useWorkstation.subscribe(({ standing }, before) => {
    if (standing.kind === 'ready' && before.standing.kind !== 'ready') void load();
  });
}

async function tell(told: AlertTold): Promise<void> {
  if (useSettings.getState().settings.sounds) playTone('alert');
  const { showAlert } = await import('../screens/alerts/alert-notification.tsx');
  showAlert(told);
}
