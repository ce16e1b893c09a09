import { formatNumber } from '../format/numbers.ts';

/** A number with its noun: `count(1, 'row', 'rows')`. */
export function count(amount: number, one: string, many: string): string {
  return `${formatNumber(amount)} ${amount === 1 ? one : many}`;
}

export const common = {
  appName: 'DM Bench',
  loading: 'Loading…',
  back: 'Back',
  retry: 'Try again',
  close: 'Close',
  cancel: 'Cancel',
  copied: 'Copied',
  notCopied: 'The clipboard refused it',
  none: '—',
  profileTag: (name: string, version: number) => `${name} v${version}`,
  noWorkstation: 'this page is not connected to the workstation',
  callFailed: (detail: string) => `The workstation did not answer: ${detail}.`,
  callFailedRemedy:
    'Try again. If it happens again, close DM Bench and start it anew; nothing recorded is lost.',
  place: (line: number | undefined, column: number | undefined) =>
    [line === undefined ? '' : `line ${line}`, column === undefined ? '' : `column ${column}`]
      .filter(Boolean)
      .join(', '),
};

export const shell = {
  nav: 'Screens',
  bench: 'Bench',
  batches: 'Batches',
  devices: 'Devices',
  sessions: 'Sessions',
  cards: 'Cards',
  profiles: 'Profiles',
  server: 'Server',
  settings: 'Settings',
  openCount: (open: number) => `${formatNumber(open)} open`,
  skip: 'Skip to the content',
  serverListening: 'DM server',
  serverFailed: 'DM server failed',
  sessionCount: (open: number) => count(open, 'session', 'sessions'),
  readers: (readers: number) => (readers === 0 ? 'No reader' : count(readers, 'reader', 'readers')),
  readersHint: 'The virtual station needs no reader',
  readersUnavailable: 'No smartcard service',
  starting: 'Starting the workstation…',
  screenFailed: 'This screen cannot be shown',
  screenFailedRemedy: 'Go to another screen and come back. What the workstation recorded is not touched.',
};

export const settings = {
  title: 'Settings',
  subtitle: 'They are kept in the data folder of this workstation.',
  look: 'Look',
  theme: 'Theme',
  themeHint: 'System follows the light or dark setting of this computer.',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  bench: 'At the bench',
  sounds: 'Sounds',
  soundsHint: 'A rising tone when a device is done, a falling one when it failed.',
  tryDone: 'Hear done',
  tryFailed: 'Hear failed',
  data: 'Data',
  dataFolder: 'Data folder',
  dataHint: 'Batches, devices, sessions and sealed secrets are kept here. Back up the folder as a whole.',
  open: 'Open folder',
  about: 'About',
  version: 'Version',
  server: 'DM server',
  repository: 'Data Repository',
  keys: 'Keys',
  keyList: [
    ['F1 … F8', 'Go to a screen'],
    ['/', 'Find a row, a device, a session or a resource'],
    [
      '1 … 9',
      'Go to a part of a batch, of the server or of a profile, or to a card reader; choose a station',
    ],
    ['R', 'Try the failed row of the chosen station again; else the report'],
    ['A', 'Devices that are awaited'],
    ['S, Ctrl S', 'Save a profile; in its text only Ctrl S'],
    ['V, W, X', 'Compare, write or erase the card in a reader'],
    ['F9', 'Lock the window, where operators are named'],
    ['Space', 'Pause or resume the batch on the bench'],
    ['N', 'Begin a new batch; notify a device'],
    ['↑ ↓', 'Move in a list or a tree'],
    ['← →', 'Close or open a node of a tree'],
    ['A … Z', 'In a tree: the next node whose name begins so'],
    ['Ctrl C', "In a tree: copy the node's ClientURI"],
    ['Enter', 'Open what is selected; the obvious next thing'],
    ['Esc', 'Back'],
  ] as const,
};
