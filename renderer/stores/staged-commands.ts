import { create } from 'zustand';
import type { QueuedWork } from '../../core/provisioning/queued-work.ts';

/** A command that somebody has made up for a device, and not queued yet. */
export interface StagedCommand {
  readonly key: number;
  readonly work: QueuedWork;
}

interface StagedCommands {
  /** By device; they stay while one looks at something else. */
  readonly byDevice: ReadonlyMap<string, readonly StagedCommand[]>;
  stage(deviceId: string, work: QueuedWork): void;
  remove(deviceId: string, key: number): void;
  /** Forgets those that were queued. */
  clear(deviceId: string, keys: ReadonlySet<number>): void;
}

const none: readonly StagedCommand[] = [];
let lastKey = 0;

export const useStagedCommands = create<StagedCommands>()((set, get) => {
  const put = (deviceId: string, commands: readonly StagedCommand[]) =>
    set({ byDevice: new Map([...get().byDevice, [deviceId, commands]]) });
  const of = (deviceId: string) => get().byDevice.get(deviceId) ?? none;
  return {
    byDevice: new Map(),
    stage: (deviceId, work) => put(deviceId, [...of(deviceId), { key: ++lastKey, work }]),
    remove: (deviceId, key) =>
      put(
        deviceId,
        of(deviceId).filter((each) => each.key !== key),
      ),
    clear: (deviceId, keys) =>
      put(
        deviceId,
        of(deviceId).filter((each) => !keys.has(each.key)),
      ),
  };
});

/** The staged commands of a device. */
export function useStaged(deviceId: string): readonly StagedCommand[] {
  return useStagedCommands(({ byDevice }) => byDevice.get(deviceId) ?? none);
}
