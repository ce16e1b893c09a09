import type { ErrorEntry } from './entry.ts';

/** Stations, the rows that are scanned for them, and devices that take their cards elsewhere. */
export const stationErrors = {
  STATION_UNKNOWN: {
    cause: 'There is no station {station}.',
    remedy: 'Choose one of the list: dm-bench stations list --data DIR.',
  },
  STATION_SETTING_WRONG: {
    cause: '"{value}" is no value for {setting} of a station.',
    remedy: 'See the usage of dm-bench stations for what it takes.',
  },
  STATION_NOT_PERMITTED: {
    cause: '{station} is for engineers; a technician is signed in.',
    remedy: 'Leave this station out, or ask an engineer to begin the batch.',
  },
  VIRTUAL_STATIONS_WRONG: {
    cause: 'A bench has 1 to {most} virtual stations.',
    remedy: 'Give a number between them.',
  },
  SCAN_OTHER_CARD: {
    cause: 'The card {iccid} is not the one that the row of {label} belongs to.',
    remedy: 'Put in the card of that row, or press Escape to take the scan back.',
  },
  DEVICE_GIVEN_UP: {
    cause: 'The device did not come, and a person gave it up.',
    remedy:
      'Try the row again, or look for the device. If it comes after all and fulfils its plan, the row is done.',
  },
  AWAITED_ROW_NOT: {
    cause: 'The row of {label} is not one whose device is awaited.',
    remedy: 'Look at the row: it has changed meanwhile.',
  },
  BATCH_DEVICES_AWAITED: {
    cause: '{awaited} devices have not fulfilled their plan yet.',
    remedy:
      'Switch them on while a bench runs over this data folder (provision --resume --wait-devices SECONDS, serve, or the window).',
  },
  BATCH_OTHER_MODE: {
    cause: 'This batch was begun in the mode {mode}.',
    remedy: 'Leave --mode out to go on with it as it was begun.',
  },
  BATCH_STOPPED_ITSELF: {
    cause: '{failures} rows failed in a row; the batch stopped by itself.',
    remedy: 'Mend the cause, then go on with --resume.',
  },
} as const satisfies Record<string, ErrorEntry>;
