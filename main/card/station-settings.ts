import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { codedError } from '../../core/errors.ts';
import {
  defaultStationSettings,
  mostVirtualStations,
  type StationSettings,
  stationSettingsOf,
} from '../../core/provisioning/station-settings.ts';
import { writeWhole } from '../files.ts';

/**
 * How the stations of this machine work, and how many virtual ones there are. Like the names of readers they belong
 * to the machine, so they are no part of the store.
 */
export interface StationSettingsFile {
  /** By the reader's name in the system, so that it keeps them when people call it something else. */
  of(system: string): StationSettings;
  /** @throws FILE_NOT_WRITTEN */
  save(system: string, settings: StationSettings): Promise<void>;
  virtualStations(): number;
  /** @throws VIRTUAL_STATIONS_WRONG, FILE_NOT_WRITTEN */
  saveVirtualStations(count: number): Promise<void>;
}

/** Stations as they are where nobody has set anything. */
export const noStationSettings: StationSettingsFile = {
  of: () => defaultStationSettings,
  save: async () => {},
  virtualStations: () => 1,
  saveVirtualStations: async () => {},
};

const fileSchema = z.object({
  virtualStations: z.int().min(1).max(mostVirtualStations).catch(1),
  stations: z.record(z.string(), z.unknown()).catch({}),
});

/** The settings that are kept in a data folder. What cannot be read has its default: stations work without it. */
export function openStationSettings(folder: string): StationSettingsFile {
  const file = path.join(folder, 'stations.json');
  let { virtualStations, stations } = contentsOf(file);
  const keep = async (kept: z.infer<typeof fileSchema>) => {
    await writeWhole(file, `${JSON.stringify(kept, null, 2)}\n`);
    ({ virtualStations, stations } = kept);
  };
  return {
    of: (system) => stationSettingsOf(Object.hasOwn(stations, system) ? stations[system] : undefined),
    save: (system, settings) => keep({ virtualStations, stations: { ...stations, [system]: settings } }),
    virtualStations: () => virtualStations,
    async saveVirtualStations(count) {
      if (!Number.isInteger(count) || count < 1 || count > mostVirtualStations)
        throw codedError('VIRTUAL_STATIONS_WRONG', { most: mostVirtualStations });
      await keep({ virtualStations: count, stations });
    },
  };
}

function contentsOf(file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not there yet, or not ours to understand.
    return { virtualStations: 1, stations: {} };
  }
}
