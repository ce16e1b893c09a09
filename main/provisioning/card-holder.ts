import { parseBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import type { CardContents } from '../../core/card/card-contents.ts';
import { CodedError, codedError } from '../../core/errors.ts';
import type { CardIdentity, JobState } from '../../core/provisioning/job.ts';
import { sha256 } from '../digest.ts';
import type { DeviceRecord } from '../store/devices.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { WantedRow } from '../store/order-book.ts';
import type { Store } from '../store/store.ts';

/** What a person has allowed to be overwritten. */
export interface OverwriteLeave {
  /** Cards with a message that nobody here knows. */
  readonly unknown: boolean;
  /** Devices, by id or label, whose cards may be written for another device. */
  readonly devices: ReadonlySet<string>;
}

/** Whose a card is, by what is on it. */
export type CardHolder =
  /** It holds no message. */
  | { readonly kind: 'nobody' }
  /** It holds a message that no job here wrote. */
  | { readonly kind: 'unknown' }
  /** The job that wrote it; `copy` where that job wrote its message to another card. */
  | { readonly kind: 'job'; readonly job: JobRecord; readonly copy: boolean };

/** What was recorded here of cards and devices. */
type CardRecords = Pick<Store, 'jobs' | 'devices'>;

/**
 * Finds the job that a card is of: by the digest of its message, or else by its ICCID, or else by the credentials in
 * the message, which were issued to one device, whoever wrote them.
 */
export function holderOf(
  { message, iccid }: Pick<CardContents, 'message' | 'iccid'>,
  identity: CardIdentity,
  { jobs, devices }: CardRecords,
): CardHolder {
  if (message === undefined) return { kind: 'nobody' };
  const byMessage = jobs.byMessage(sha256(message));
  if (byMessage) return { kind: 'job', job: byMessage, copy: !mayBe(byMessage, identity) };
  const byCard = iccid === undefined ? undefined : jobs.byCard(iccid);
  if (byCard) return { kind: 'job', job: byCard, copy: false };
  const device = issuedTo(message, devices);
  if (device === undefined) return { kind: 'unknown' };
  const job = jobs.get(device.jobId);
  return { kind: 'job', job, copy: !mayBe(job, identity) };
}

/** The device that a message's credentials were issued to. */
function issuedTo(message: Uint8Array, devices: CardRecords['devices']): DeviceRecord | undefined {
  try {
    const { accounts } = parseBootstrapMessage(message);
    return accounts
      .flatMap(({ credentials }) => (credentials.kind === 'password' ? [credentials.userName] : []))
      .map((userName) => devices.byUserName(userName))
      .find((each) => each);
  } catch (error) {
    if (!(error instanceof CodedError) || !error.fault.code.startsWith('BOOTSTRAP_')) throw error;
    // What a device would not take was issued to none.
    return undefined;
  }
}

/** Whether a card may be the one that a job wrote, as far as that was recorded. */
function mayBe({ state }: JobRecord, card: CardIdentity): boolean {
  const written = 'card' in state ? state.card : undefined;
  if (written === undefined) return true;
  return written.iccid !== undefined && card.iccid !== undefined
    ? written.iccid === card.iccid
    : written.atr === card.atr;
}

/** Refuses to write a card for another device, unless a person said so by its name. @throws CARD_HOLDS_ANOTHER */
export function requireLeave(holder: CardHolder, leave: OverwriteLeave): void {
  switch (holder.kind) {
    case 'nobody':
      return;
    case 'unknown':
      if (leave.unknown) return;
      throw codedError('CARD_HOLDS_ANOTHER', { holder: 'another device' });
    case 'job': {
      const { deviceId, label } = holder.job;
      if (leave.devices.has(deviceId) || leave.devices.has(label)) return;
      throw codedError('CARD_HOLDS_ANOTHER', { holder: `${label} (${deviceId})` });
    }
  }
}

/**
 * Claims the row that a card is for: the one it was begun for, one of the device that it belongs to, or the next;
 * where rows are bound to cards, the one with its ICCID.
 * @returns undefined where any row would do and none waits: another station was faster
 * @throws CARD_HOLDS_ANOTHER, CARD_NOT_IN_LIST, CARD_ROW_NOT_FREE
 */
export async function claimForCard(
  contents: Pick<CardContents, 'message' | 'iccid'>,
  identity: CardIdentity,
  options: {
    readonly records: CardRecords;
    readonly batchId: string;
    /** Whether the profile says which card each row belongs to. */
    readonly bound: boolean;
    readonly leave: OverwriteLeave;
    readonly claim: (wanted: WantedRow) => Promise<JobRecord | undefined>;
  },
): Promise<JobRecord | undefined> {
  const { records, batchId, bound, leave, claim } = options;
  const iccid = contents.iccid ?? '';
  const ofCard = bound ? { iccid } : {};
  const holder = holderOf(contents, identity, records);
  if (holder.kind === 'job' && !holder.copy) {
    const { jobId, deviceId } = holder.job;
    const begun = holder.job.batchId === batchId ? await claim({ jobId }) : undefined;
    const own = begun ?? (await claim({ deviceId, ...ofCard }));
    if (own) return own;
  }
  requireLeave(holder, leave);
  const job = await claim(ofCard);
  if (job === undefined && bound) throw notClaimed(records, batchId, iccid);
  return job;
}

/** Why no row could be claimed for a card that is bound to one. */
function notClaimed({ jobs }: CardRecords, batchId: string, iccid: string): CodedError {
  const row = jobs.withValue(batchId, iccid, 2).find((each) => each.iccid === iccid);
  if (row === undefined) return codedError('CARD_NOT_IN_LIST', { iccid });
  return codedError('CARD_ROW_NOT_FREE', { label: row.label, standing: standingOf(row.state) });
}

function standingOf(state: JobState): string {
  switch (state.kind) {
    case 'held':
      return `is held back (${state.reason})`;
    case 'cancelled':
      return `is cancelled (${state.reason})`;
    case 'done':
      return 'is done';
    case 'awaitingDevice':
      return 'waits for its device';
    case 'failed':
      return 'has failed';
    case 'waiting':
    case 'claimed':
    case 'prepared':
    case 'writing':
    case 'verified':
    case 'inSession':
      return 'is in work elsewhere';
  }
}
