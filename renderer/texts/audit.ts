import type { Act, ActKind } from '../../core/audit/acts.ts';
import type { Actor } from '../../core/audit/entry.ts';
import { formatNumber, formatOctets } from '../format/numbers.ts';
import { count } from './common.ts';

type Words = { readonly [Kind in ActKind]: (act: Extract<Act, { kind: Kind }>) => string };

const cardState = {
  asBefore: 'it reads as before',
  withoutMessage: 'it reads as empty',
  complete: 'it reads as complete',
  unknown: 'what it holds is not known',
} as const;
const left = (state: keyof typeof cardState | undefined) => (state ? `; ${cardState[state]}` : '');
const key = { adm: 'the issuer key', pin: 'the PIN' } as const;
const credentials = {
  server: 'Password',
  notification: 'Proof of notifications',
  bootstrap: 'Access for HTTPS bootstrap',
  certificate: 'Client certificate',
  preSharedKey: 'Pre-shared key',
} as const;
const file = {
  report: 'Report',
  labels: 'Labels',
  audit: 'Audit log',
  auditKey: 'Public key of the audit log',
  figures: 'Figures',
  session: 'Session',
  authority: 'Certificate of the authority',
  bootstrapAccess: 'Access for HTTPS bootstrap',
  cardCopy: 'Copy of a card',
} as const;
const certificate = {
  authority: 'Certificate of the authority',
  server: 'Server certificate',
  device: 'Client certificate',
} as const;
const changes = {
  added: 'added',
  edited: 'changed',
  held: 'held back',
  cancelled: 'cancelled',
  reinstated: 'to be done again',
} as const;
const outcomes = {
  fulfilled: 'Plan fulfilled',
  suspended: 'Plan waits for an outcome',
  failed: 'Plan failed',
  abandoned: 'Session abandoned',
} as const;

/** An act in words, one line. */
const acts: Words = {
  auditBegun: () => 'Audit log begun',
  auditVerified: ({ upTo, findings }) =>
    findings === 0
      ? `Audit log verified up to entry ${formatNumber(upTo)}`
      : `Audit log does not hold: ${count(findings, 'finding', 'findings')}`,
  auditDamageFound: ({ findings }) =>
    `At the start, the audit log was not as it had been left: ${count(findings.length, 'finding', 'findings')}`,
  orderBookConnected: ({ address, bench }) => `Connected to the order book at ${address} as “${bench}”`,
  orderBookLeft: ({ address }) => `Left the order book at ${address}`,
  benchStarted: () => 'Workstation started',
  benchStopped: () => 'Workstation closed',
  cardWriteBegun: ({ station }) => `Began to write a card at ${station}`,
  cardWritten: ({ station, message }) =>
    `Card written and read back at ${station}: ${formatNumber(message.octets)} octets`,
  cardWriteFailed: ({ station, code, cardState: state }) =>
    `Card not written at ${station}: ${code}${left(state)}`,
  cardEraseBegun: ({ station }) => `Began to erase a card at ${station}`,
  cardErased: ({ station }) => `Card erased and read back at ${station}`,
  cardEraseFailed: ({ station, code, cardState: state }) =>
    `Card not erased at ${station}: ${code}${left(state)}`,
  cardCompared: ({ station, verdict }) =>
    ({
      same: `Card compared at ${station}: as it was written`,
      differs: `Card compared at ${station}: it holds something else`,
      noMessage: `Card compared at ${station}: it holds no message`,
      unknown: `Card compared at ${station}: nobody here knows its message`,
    })[verdict],
  cardUnlockBegun: ({ station, key: kind, evenTheLastTry }) =>
    `Shows a card ${key[kind]} at ${station}${evenTheLastTry ? ', even as the last try' : ''}`,
  cardUnlocked: ({ station, key: kind }) => `Card took ${key[kind]} at ${station}`,
  cardUnlockFailed: ({ station, key: kind, code }) => `Card did not take ${key[kind]} at ${station}: ${code}`,
  overwriteAllowed: () => 'Card of this device may be written for another one',
  batchCreated: ({ name, rows, profile }) =>
    `Batch “${name}” made: ${count(rows, 'row', 'rows')}, ${profile.name} v${profile.version}`,
  batchStarted: ({ stations, left: rows }) =>
    `Batch started at ${stations.join(', ')}: ${count(rows, 'row', 'rows')} to do`,
  batchResumed: ({ stations, left: rows }) =>
    `Batch resumed at ${stations.join(', ')}: ${count(rows, 'row', 'rows')} to do`,
  batchPaused: () => 'Batch paused',
  batchStoppedItself: ({ failures }) =>
    `Batch stopped by itself: ${formatNumber(failures)} rows failed in a row`,
  awaitedDecided: ({ decision, line }) =>
    ({
      giveUp: `Row ${formatNumber(line)}: its device was given up`,
      again: `Row ${formatNumber(line)}: begins again, its device did not come`,
      await: `Row ${formatNumber(line)}: its device is awaited again`,
    })[decision],
  batchEnded: ({ done, failed, left: rows, code }) =>
    `Stations stopped: ${formatNumber(done)} done, ${formatNumber(failed)} failed, ${formatNumber(rows)} left${code === undefined ? '' : ` (${code})`}`,
  rowsChanged: ({ change, lines, reason }) =>
    `${count(lines.length, 'row', 'rows')} ${changes[change]}${reason === undefined ? '' : `: ${reason}`}`,
  rowDone: ({ line, attempts, session, verifiedAt }) =>
    `Row ${line} done: ${verifiedAt === undefined ? 'its device was heard of' : 'card read back'}${session ? `, ${count(session.commandsDone, 'command', 'commands')} done in its session` : ''}${tries(attempts)}`,
  rowFailed: ({ line, code, reached, attempts }) =>
    `Row ${line} failed: ${code}${reached === 'verified' ? '; its card was read back' : ''}${tries(attempts)}`,
  rowReleased: ({ line }) => `Row ${line} waits again: it was interrupted`,
  deviceEnrolled: () => 'Device made known; its credentials were issued',
  deviceFollows: () => 'Device follows this batch from now on',
  credentialsIssued: ({ use }) => `${credentials[use]} issued`,
  credentialsRotated: ({ use }) => `${credentials[use]} replaced`,
  credentialsRevoked: ({ use, reason }) =>
    `${credentials[use]} taken back${reason === undefined ? '' : `: ${reason}`}`,
  certificateIssued: ({ use }) => `${certificate[use]} made`,
  certificatesChangeBegun: (act) => `${certificatesChange(act)}: begun`,
  certificatesChanged: (act) => certificatesChange(act),
  certificatesChangeFailed: ({ code, ...act }) => `${certificatesChange(act)}: failed, ${code}`,
  certificateRevoked: ({ reason }) => `Certificate revoked${reason === undefined ? '' : `: ${reason}`}`,
  notificationSent: ({ address }) => `Notification sent to ${address}`,
  notificationShown: () => 'Notification shown as hexadecimal digits',
  notificationCancelled: () => 'Notification cancelled',
  sessionEnded: ({ outcome, commandsDone, code }) =>
    `${outcomes[outcome]}: ${code ?? `${count(commandsDone, 'command', 'commands')} done`}`,
  commandsQueued: ({ commands }) =>
    `${count(commands.length, 'command', 'commands')} queued: ${commands.join(', ')}`,
  updateStarted: ({ of, image, version }) => `Update of the ${of} to ${version} started: ${image}`,
  updateAborted: ({ attempt }) => `Update aborted, in attempt ${attempt}`,
  updateRetried: ({ attempt }) => `Update tried again: attempt ${attempt}`,
  commandCancelled: ({ command }) => `Queued ${command} cancelled`,
  planQueued: ({ name, steps }) => `Plan queued (${count(steps, 'step', 'steps')}): ${name}`,
  profileSaved: ({ name, version }) => `${name} saved as version ${version}`,
  profileArchived: ({ name, archived }) =>
    `${name} ${archived ? 'archived' : 'brought back from the archive'}`,
  planCancelled: ({ name }) => `Plan cancelled: ${name}`,
  planStepAdded: ({ profile, plan, step }) => `Step "${step}" added to ${plan} of ${profile}, not saved yet`,
  alertsAcknowledged: ({ count: alerts, first, last }) =>
    `${count(alerts, 'alert', 'alerts')} acknowledged: ${first === last ? `no. ${first}` : `no. ${first} to ${last}`}`,
  alertRulesChanged: ({ rules, added, removed, changed, moved }) => {
    const what = [
      ...added.map((name) => `“${name}” added`),
      ...removed.map((name) => `“${name}” removed`),
      ...changed.map((name) => `“${name}” changed`),
      ...(moved ? ['order changed'] : []),
    ];
    return `Alert rules saved, ${count(rules, 'rule', 'rules')}: ${what.length === 0 ? 'nothing changed' : what.join(', ')}`;
  },
  alertRuleActed: ({ name, alert }) => `Rule “${name}” acts because of alert no. ${alert}`,
  deviceCalledIn: () => 'Simulated device asked to call in',
  resourcePut: ({ name, octets }) => `${name} put into the Data Repository: ${formatOctets(octets)}`,
  resourceDeleted: ({ name }) => `${name} deleted from the Data Repository`,
  operatorAdded: ({ name, role }) => `Operator ${name} added (${role})`,
  operatorChanged: ({ name, change }) => `Operator ${name} changed: ${change}`,
  operatorRemoved: ({ name }) => `Operator ${name} removed`,
  signedIn: () => 'Signed in',
  signInFailed: ({ name, code }) => `Sign-in of ${name} refused: ${code}`,
  signedOut: () => 'Signed out',
  securitySettingChanged: ({ setting, value }) => `${setting}: ${value}`,
  fileHandedOut: ({ what }) => `${file[what]} handed out as a file`,
  secretsShown: ({ what }) => `${file[what]} handed out, with secrets in it`,
  fileNotWritten: ({ what, code }) => `${file[what]} not written: ${code}`,
};

const changedCertificates = {
  server: 'Certificate of the server',
  authority: 'Authority that devices trust',
  clientAuthority: 'Authority of client certificates',
} as const;

function certificatesChange({
  change,
  of,
}: {
  readonly change: 'imported' | 'ownAgain';
  readonly of: keyof typeof changedCertificates;
}): string {
  return `${changedCertificates[of]} ${change === 'imported' ? 'imported' : 'taken back for the own one'}`;
}

function tries(attempts: number): string {
  return attempts > 1 ? `, at attempt ${formatNumber(attempts)}` : '';
}

/** The audit log: who did what to which card and device. */
export const audit = {
  title: 'Audit log',
  act: (act: Act | { readonly kind: 'newer'; readonly name: string }): string => {
    if (act.kind === 'newer') return `${act.name} (recorded by a newer version)`;
    // The words of the same kind take it; TypeScript cannot follow the pair.
    return (acts[act.kind] as (act: Act) => string)(act);
  },
  actor: (actor: Actor): string => {
    switch (actor.kind) {
      case 'operator':
        return actor.name;
      case 'bench':
        return 'the workstation';
      case 'commandLine':
        return `${actor.user}, command line`;
    }
  },
  unreadable: 'This entry was changed: it cannot be read.',
  time: 'Time',
  who: 'Who',
  what: 'What',
  number: 'Entry',
  batch: 'Batch',
  device: 'Device',
  card: 'Card',
  atr: 'ATR',
  message: 'Message (SHA-256)',
  digest: 'Digest',
  copyDigest: 'Copy the digest',
  detail: 'Audit entry',
  technical: 'As it is recorded',
  openDevice: 'Device',
  openBatch: 'Batch',
  exportBatch: 'Export of its batch…',
  whoLabel: 'Who did it',
  whos: {
    everybody: 'Everybody',
    operator: 'Operators',
    bench: 'Workstation',
    commandLine: 'Command line',
  } as const,
  whatLabel: 'What it was about',
  whats: {
    everything: 'Everything',
    cards: 'Cards',
    batches: 'Batches',
    devices: 'Devices',
    repository: 'Data Repository',
    access: 'Access and files',
    audit: 'Audit log',
  } as const,
  search: 'Find a device, card, batch or person',
  newEntries: (rows: number) => count(rows, 'new entry', 'new entries'),
  noMatch: 'No entry matches',
  noMatchLead: 'Search for something else, or show everything.',
  showAll: 'Show everything',

  notVerified: 'Not verified yet',
  notVerifiedHint: (entries: number) =>
    `${count(entries, 'entry', 'entries')}. Whether one was changed since is known once they are verified.`,
  verifiedUpTo: (upTo: number) => `Verified up to entry ${formatNumber(upTo)}`,
  verifiedHint: (at: string, since: number) =>
    since === 0 ? `${at}; all of it holds.` : `${at}; ${count(since, 'entry', 'entries')} since.`,
  broken: (findings: number) => `Does not hold: ${count(findings, 'finding', 'findings')}`,
  brokenHint: (at: string) => `Verified at ${at}.`,
  verifying: (done: number, total: number) =>
    `Verifying: ${formatNumber(done)} of ${count(total, 'entry', 'entries')}`,
  progressLabel: 'Entries verified',
  verify: 'Verify',
  stop: 'Stop',
  export: 'Export…',
  exported: 'Audit log saved',
  saveKey: 'Save public key…',
  keySaved: 'Public key saved',
  findings: 'What does not hold',
  damage: 'What was found at the start',
  more: (findings: number) => `and ${formatNumber(findings)} more`,
};
