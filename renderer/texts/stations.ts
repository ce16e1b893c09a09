import type { BatchMode } from '../../core/provisioning/batch-mode.ts';
import { formatNumber } from '../format/numbers.ts';
import { count } from './common.ts';

const modes: Readonly<
  Record<BatchMode, { readonly name: string; readonly tag: string; readonly hint: string }>
> = {
  cardsOnly: {
    name: 'Cards only',
    tag: 'cards only',
    hint: 'A row is done when its card was written and read back.',
  },
  cardThenSimulatedDevice: {
    name: 'Card, then simulated device',
    tag: 'simulated device',
    hint: 'After each card, a simulated device holds the first DM session with what the card says.',
  },
  cardThenDevice: {
    name: 'Card, then the device it is for',
    tag: 'real device',
    hint: 'A row is done when the device has fulfilled its plan, minutes or days later.',
  },
  deviceOnly: {
    name: 'Device only',
    tag: 'device only',
    hint: 'No card: the device fetches its bootstrap (DM-3), or has had it already.',
  },
  simulatedDeviceOnly: {
    name: 'Simulated device only',
    tag: 'simulated device only',
    hint: 'No card: a simulated device fetches its bootstrap over HTTPS, so that you can try it.',
  },
};

export const stations = {
  group: 'Stations',
  modes,
  select: (station: string) => `Choose ${station}: scans and keys are for it`,
  selected: 'Scans and keys are for this station',
  settings: (station: string) => `Settings of ${station}`,
  tryAgain: 'Try again',
  takeBack: 'Take the scan back',
  next: (label: string) => `next: ${label}, scanned`,
  ready: 'Ready for the next row',
  readyHint: 'Press the key, or scan the row that is next.',
  nextRow: 'Next row',
  stopped: (failures: number) => `Stopped: ${count(failures, 'row', 'rows')} failed in a row`,
  goOn: 'Go on',
  cause: (labels: readonly string[]) =>
    labels.length > 4
      ? `${labels.slice(0, 4).join(', ')} and ${formatNumber(labels.length - 4)} more`
      : labels.join(', '),
  intoDevice: 'Put the card into the device and switch it on.',
  switchOn: 'Switch the device on.',
  handedOnHint: 'It is awaited: its row is done when it has reported everything.',
  awaitingHint: 'This station waits for it.',
  withoutIt: 'Go on without it',
  saveAccess: 'Save its bootstrap access',
  awaited: 'awaited',
  awaitedShort: (devices: number) => `${formatNumber(devices)} awaited`,
  awaitedTitle: (devices: number) => `${count(devices, 'device', 'devices')} awaited`,
  awaitedLead: 'They are done as soon as they have reported everything, also after a restart.',
  awaitedSince: (words: string, station: string) => `${words}, from ${station}`,
  giveUp: 'Give up',
  again: 'Begin again',
  showAwaited: 'Awaited devices',
  scanned: {
    station: (station: string) => `Scans are for ${station} now.`,
    chosen: (label: string, station: string) => `${label} is next at ${station}.`,
    none: (code: string) => `No row has the value “${code}”. Nothing was taken.`,
    several: (rows: number) =>
      `${formatNumber(rows)} rows have this value. Scan one that only one row has; nothing was taken.`,
    noStation: (label: string) => `No station waits for a row: ${label} was not taken.`,
    done: (label: string) => `${label} is done already. Nothing was taken.`,
    inWork: (label: string) => `${label} is in work at a station. Nothing was taken.`,
    awaited: (label: string) => `${label} has its card, and its device is awaited. Nothing was taken.`,
    held: (label: string) => `${label} is held back. Nothing was taken.`,
    cancelled: (label: string) => `${label} was cancelled. Nothing was taken.`,
  },
  tag: (virtual: boolean, place: string) =>
    [virtual ? 'virtual' : 'smartcard reader', place].filter((word) => word !== '').join(' · '),
  change: 'Change',
  name: 'Name',
  place: 'Place',
  placeHint: 'Where it stands.',
  mode: 'Mode of new batches',
  tones: 'Tones',
  volume: 'Volume',
  autoAdvance: 'The next row begins when the card is changed',
  autoAdvanceHint: 'Off, it begins when you press a key or scan a row.',
  waitsForDevice: 'Wait for each device that takes its card elsewhere',
  deviceWait: 'Longest wait for a device',
  deviceWaitHint: 'In seconds.',
  stopAfter: 'Stop after failures in a row',
  stopAfterHint: '0: never.',
  engineersOnly: 'Only engineers put it to work',
  saveCode: 'Save its barcode',
  save: 'Save',
  virtualStations: 'Virtual stations',
  virtualStationsHint: 'They make their own cards, to try things without hardware.',
  scanner: 'Barcode scanner',
  scannerHint: 'What it types around each code, and the shortest code it reads.',
  prefix: 'Before',
  suffix: 'After',
  shortest: 'Shortest',
  endsWith: 'Ends with',
};
