import type { Report, ReportRow } from '../../core/provisioning/report.ts';
import type { ReportState } from '../../core/provisioning/report-states.ts';

/** The words of reports on paper. */
export const reportWords = {
  title: 'Provisioning report',
  labels: 'Labels',
  notDone: 'NOT DONE',
  program: 'DM Bench',
  unfinished: 'This order is not finished. The report says how it stood when it was made.',
  nothing: 'The list of this order has no devices.',
  totals: { rows: 'Devices', done: 'Done', failed: 'Failed', left: 'Not done yet' },
  /** The same words wherever a state is named; a new state needs its words here. */
  states: {
    done: 'done',
    failed: 'failed',
    'in work': 'in work',
    waiting: 'waiting',
    'awaiting device': 'awaiting device',
    'held back': 'held back',
    cancelled: 'cancelled',
  } as const satisfies Readonly<Record<ReportState, string>>,
  facts: {
    order: 'Order',
    batch: 'Batch',
    profile: 'Profile',
    list: 'Device list',
    created: 'Created',
    work: 'Work from – to',
    sessions: 'First sessions',
  },
  sessions: {
    'held by the simulated device': 'held by the simulated device, not by the devices themselves',
    'held by the devices themselves': 'held by the devices themselves',
    'not asked for': 'not asked for: cards only',
  },
  profile: ({ name, version }: Report['profile']) => `${name}, version ${version}`,
  none: '–',
  noWork: 'nothing was begun',
  workplaces: 'Stations and people',
  station: 'Station',
  by: 'Worked by',
  causes: 'Causes of failure',
  cause: 'Cause and what to do',
  rows: 'Devices',
  more: (count: number) => `and ${count} more, in the attached record`,
  proof: 'Proof',
  proofLead: (file: string) =>
    `Attached to this document is its record (${file}): every value in full, signed by the workstation (Ed25519) and tied to its audit log. What is proven is that record; each page names it by the digest at its foot. Proof: dm-bench report verify, with the audit log or its export.`,
  record: 'Record (SHA-256)',
  entries: 'Audit entries',
  head: 'Last entry (SHA-256)',
  key: 'Key of the workstation',
  signature: 'Signature',
  entriesOf: (first: number, last: number) =>
    last === 0 ? 'older than the audit log' : `${first} – ${last}`,
  acceptance: 'Acceptance',
  acceptanceLead: (done: number) =>
    done === 0
      ? 'No device of this order is done: there is nothing to accept.'
      : `The undersigned has examined the delivery by this report and accepts the ${done === 1 ? 'device' : `${counted(done)} devices`} that it names as done.`,
  name: 'Name, company',
  date: 'Place, date',
  signed: 'Signature',
  remarks: 'Remarks',
  devices: 'Devices',
  continued: (title: string) => `${title}, continued`,
  meaning:
    '“Done” means: the bootstrap message was read back from the card octet by octet and, where a session was asked for, the device reported every command of its plan done. Nothing is assumed.',
  columns: {
    line: 'Line',
    device: 'Device',
    result: 'Result (UTC)',
    card: 'Card, message read back',
    reported: 'Device reported',
    who: 'Worked by, at',
  },
  begun: (at: string) => `begun ${at}`,
  attempts: (attempts: number) => (attempts === 1 ? '1 attempt' : `${attempts} attempts`),
  notVerified: 'no card was read back',
  readBack: (octets: number, at: string) => `${octets} octets, read back ${at}`,
  noSession: 'no session',
  commands: (done: number) => (done === 1 ? '1 command done' : `${done} commands done`),
  objects: (count: number) => (count === 1 ? '1 object reported' : `${count} objects reported`),
  form: (count: number) => (count === 1 ? '1 form' : `${count} forms`),
  remedy: 'What to do:',
  details: 'Details',
  detail: {
    state: 'Result',
    attempts: 'Attempts',
    begun: 'Begun',
    done: 'Done',
    failed: 'Failed',
    station: 'Station',
    by: 'Worked by',
    card: 'Card (ICCID)',
    atr: 'Card (ATR)',
    message: 'Message read back',
    digest: 'SHA-256',
    session: 'Session',
    entry: 'Audit entry',
    cause: 'Cause',
    remedy: 'What to do',
    row: 'Row of the list',
    reported: 'Reported by the device',
    ended: 'ended',
  },
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  footRecord: 'Record',
  incomplete:
    'An empty box is a character that the typefaces of this document do not have; the attached record has it.',
} as const;

/** A time as people read it, to the second: `2026-11-25 19:35:02`. */
export function shownTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** A time of day where its date stands beside it. */
export function shownTimeOfDay(iso: string, beside: string | undefined): string {
  return beside?.slice(0, 10) === iso.slice(0, 10) ? iso.slice(11, 19) : shownTime(iso);
}

/** Digits in groups, so that people can compare them: eight by eight. */
export function groups(hexadecimal: string, size = 8): string {
  return hexadecimal.replaceAll(new RegExp(`(.{${size}})(?=.)`, 'g'), '$1 ');
}

/** A share in percent; only what is everything is 100, and only what is nothing is 0. */
export function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  if (part === whole) return '100 %';
  return `${Math.min(99.9, Math.max(0.1, Math.round((part / whole) * 1000) / 10))} %`;
}

/** A number with its thousands apart. */
export function counted(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}

/** The words of where a row stands. */
export function stateWords({ state }: Pick<ReportRow, 'state'>): string {
  return reportWords.states[state];
}
