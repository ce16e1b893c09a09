import { z } from 'zod';
import { batchModes } from './batch-mode.ts';

/** The most virtual stations that a bench has. */
export const mostVirtualStations = 8;
/** The most rows in a row that a station or a batch may let fail before it stops; 0 means that it never does. */
export const mostFailuresInARow = 100;

/** How a station works: what the people at it have set. */
export const stationSettingsSchema = z.strictObject({
  /** Where it stands, in the words of the people there. */
  place: z.string().max(80),
  /** The mode that a new batch is offered with where this station is the first one chosen. */
  mode: z.enum(batchModes),
  tones: z.boolean(),
  /** How loud its tones are: 0 to 100. */
  volume: z.int().min(0).max(100),
  /** Whether the next row begins when the card is changed; otherwise a person presses a key. */
  autoAdvance: z.boolean(),
  /** Whether it waits for each device that is elsewhere before it begins the next row. */
  waitsForDevice: z.boolean(),
  /** How long it waits for one, in seconds; the device may still come after that. */
  deviceWaitSeconds: z.int().min(10).max(86_400),
  /** It stops by itself after so many rows that failed in a row; 0: never. */
  stopAfter: z.int().min(0).max(mostFailuresInARow),
  /** Who may put it to work where operators are named. */
  who: z.enum(['anyone', 'engineers']),
});

export type StationSettings = z.infer<typeof stationSettingsSchema>;

export const defaultStationSettings: StationSettings = Object.freeze({
  place: '',
  mode: 'cardThenSimulatedDevice',
  tones: true,
  volume: 80,
  autoAdvance: true,
  waitsForDevice: false,
  deviceWaitSeconds: 300,
  stopAfter: 0,
  who: 'anyone',
});

/** Settings as a file has them: what is missing, or out of bounds, has its default. */
export function stationSettingsOf(value: unknown): StationSettings {
  const given = typeof value === 'object' && value !== null ? value : {};
  const fitting = Object.entries(stationSettingsSchema.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse((given as Readonly<Record<string, unknown>>)[name]);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return stationSettingsSchema.parse({ ...defaultStationSettings, ...Object.fromEntries(fitting) });
}
