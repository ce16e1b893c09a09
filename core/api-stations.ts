import { z } from 'zod';
import type { Page, SavedFile } from './api.ts';
import type { JobLabel } from './api-station-activity.ts';
import type { Fault } from './errors.ts';
import type { ScanStanding } from './provisioning/scan.ts';
import {
  mostVirtualStations,
  type StationSettings,
  stationSettingsSchema,
} from './provisioning/station-settings.ts';

/** The part of the contract that is about stations: their settings, scans, their keys, and devices that are awaited. */

/** A station with its settings. */
export interface StationSetting {
  readonly name: string;
  readonly kind: 'virtual' | 'pcsc';
  readonly settings: StationSettings;
}

/** What a scanned code came to. Nothing is taken but where it says so. */
export type ScanVerdict =
  /** It is the name of a station: scans are for this one from now on. */
  | { readonly kind: 'station'; readonly station: string }
  /** The row is the station's now: its next card, or device, is for it. */
  | { readonly kind: 'chosen'; readonly station: string; readonly job: JobLabel }
  /** No row has this value. */
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly rows: number }
  /** One row, that no station can take as it stands. */
  | {
      readonly kind: 'refused';
      readonly job: JobLabel;
      readonly standing: Exclude<ScanStanding, 'free' | 'again'>;
    }
  /** One row, but no station waits for one. */
  | { readonly kind: 'noStation'; readonly job: JobLabel };

/** A row whose device is awaited. */
export interface AwaitedView extends JobLabel {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly station: string;
  /** Why its last session did not end its plan, where it has held one. */
  readonly fault?: Fault;
}

/** How the barcode scanner types. */
export const scannerSchema = z.strictObject({
  prefix: z.string().max(10),
  suffix: z.string().max(10),
  endsWith: z.enum(['Enter', 'Tab', 'either']),
  shortest: z.int().min(3).max(40),
});

export const stationRequests = {
  /** A code was scanned at the bench; `station` is the one that scans are for. */
  scan: z.strictObject({ code: z.string().min(1).max(200), station: z.string().optional() }),
  /** Takes back the row that was scanned for a station. */
  letGo: z.strictObject({ station: z.string() }),
  /** The key of a station that waits for one. */
  goOn: z.strictObject({ station: z.string() }),
  /** Tries a failed row again: it is the next one of the station, where that waits. */
  retryAtStation: z.strictObject({ jobId: z.string(), station: z.string() }),
  /** Rows whose devices are awaited; those that wait longest first. */
  awaited: z.strictObject({
    batchId: z.string(),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  }),
  /** What a person decides of such a row, or of one that failed when its device was awaited. */
  decideAwaited: z.strictObject({ jobId: z.string(), decision: z.enum(['giveUp', 'again', 'await']) }),
  saveStation: z.strictObject({
    station: z.string(),
    name: z.string().max(40),
    settings: stationSettingsSchema,
  }),
  /** How many virtual stations the bench has. */
  saveVirtualStations: z.strictObject({ count: z.int().min(1).max(mostVirtualStations) }),
  /** Asks the person where to, and saves the station's barcode there: scanning it chooses the station. */
  saveStationCode: z.strictObject({ station: z.string() }),
} as const;

export interface StationAnswers {
  scan: ScanVerdict;
  letGo: { readonly kind: 'none' } | { readonly kind: 'released'; readonly job: JobLabel };
  goOn: { readonly station: string };
  retryAtStation: { readonly jobId: string };
  awaited: Page<AwaitedView>;
  decideAwaited: { readonly jobId: string };
  saveStation: readonly StationSetting[];
  saveVirtualStations: readonly StationSetting[];
  saveStationCode: SavedFile;
}
