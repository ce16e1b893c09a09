import type { JobLabel, StationActivity } from '../../core/api.ts';
import type { CardContents } from '../../core/card/card-contents.ts';
import type { IssuerKeys } from '../../core/card/issuer-keys.ts';
import { type ErrorCode, type Fault, toFault } from '../../core/errors.ts';
import { toHex } from '../../core/octets.ts';
import type { CardIdentity, JobEvent } from '../../core/provisioning/job.ts';
import type { Profile } from '../../core/provisioning/profile.ts';
import { fillTemplate, fillText } from '../../core/provisioning/variables.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { CardReader, InsertedCard } from '../card/reader.ts';
import type { DevInfo } from '../device/bootstrapped-state.ts';
import type { SimulatedDevice } from '../device/simulated-device.ts';
import type { WebBrowser } from '../device/web-browser.ts';
import { sha256 } from '../digest.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { WantedRow } from '../store/order-book.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { claimForCard, holderOf } from './card-holder.ts';
import {
  type CardDelivery,
  carryOutOn,
  enterPin,
  identityOf,
  planMessage,
  readForWork,
} from './card-work.ts';
import { enrol, type ServerReach } from './enrolment.ts';
import { type FulfilledPlan, holdFirstSession, type SessionServer } from './first-session.ts';
import { onceReachable } from './once-reachable.ts';
import type { OrderBooks } from './order-books.ts';

export interface StationContext {
  readonly store: Store;
  /** Where rows are claimed, and what becomes of them is written. */
  readonly books: OrderBooks;
  readonly vault: Vault;
  readonly server: SessionServer & ServerReach;
  readonly audit: Audit;
  /** Keeps what a simulated device holds after its first session: it can be notified from then on. */
  readonly keepDevice: (device: SimulatedDevice) => void;
  /** What shows pages to the person at a device; left out, simulated devices have no browser. */
  readonly browser?: WebBrowser | undefined;
  readonly now: () => number;
  readonly randomOctets: (count: number) => Uint8Array;
}

/** The order that a station works at. */
export interface StationOrder {
  readonly batchId: string;
  readonly profile: Profile;
  /** Where one row alone is worked on. */
  readonly onlyJob?: string | undefined;
  readonly simulatedDevice: boolean;
  readonly overwrite: boolean;
  /** Devices, by id or label, whose cards may be written for another device. */
  readonly overwriteDevices?: ReadonlySet<string> | undefined;
  readonly issuerKeys: IssuerKeys;
  readonly pins?: IssuerKeys | undefined;
}

const releasing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CARD_PULLED',
  'CARD_MUTE',
  'READER_LOST',
  'READER_BUSY',
  'PCSC_NOT_RUNNING',
  'STOPPED',
]);

/** Whether a row goes back to those that wait: it is the card or the reader that went, not the row. */
export function releasesRow(code: ErrorCode): boolean {
  return releasing.has(code);
}

const ending: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'STORE_FULL',
  'STORE_FAILED',
  'ORDER_BOOK_FULL',
  'ORDER_BOOK_FAILED',
  'ORDER_BOOK_REFUSED',
  'ORDER_BOOK_NOT_CONNECTED',
  'ORDER_BOOK_BENCH_TWICE',
]);

/** Whether no station can go on: what cannot be recorded is not done. */
export function endsEveryStation(code: ErrorCode): boolean {
  return ending.has(code);
}

/** A row as people know it. */
export function labelOf({ jobId, line, deviceId, label }: JobRecord): JobLabel {
  return { jobId, line, deviceId, label };
}

/** One card, and the row that it is for: from the card's insertion to the row's end. */
export class RowWork {
  identity: CardIdentity | undefined;
  /** The device whose card it is already, as far as that is known here. */
  holder: { readonly deviceId: string; readonly label: string } | undefined;
  readonly #reader: CardReader;
  readonly #order: StationOrder;
  readonly #context: StationContext;
  readonly #stop: AbortSignal;
  readonly #tell: (activity: StationActivity) => void;
  readonly #delivery: CardDelivery;
  #card: InsertedCard | undefined;
  #job: JobRecord | undefined;

  constructor(
    reader: CardReader,
    order: StationOrder,
    context: StationContext,
    stop: AbortSignal,
    tell: (activity: StationActivity) => void,
  ) {
    this.#reader = reader;
    this.#order = order;
    const { issuerKeys, pins } = order;
    this.#delivery = { layout: order.profile.card, issuerKeys, pins };
    this.#context = context;
    this.#stop = stop;
    this.#tell = tell;
  }

  async run(waiting: AbortSignal): Promise<void> {
    const started = this.#context.now();
    // A virtual card is made for its row; a real card is looked at before a row is claimed for it.
    if (this.#reader.kind === 'virtual') this.#job = await this.#claim({});
    if (this.#reader.kind === 'virtual' && this.#job === undefined) return;
    const card = await this.#insertedCard(waiting);
    this.#working('card');
    const contents = await readForWork(card, this.#delivery);
    this.identity = identityOf(card, contents);
    this.#job ??= await this.#claimFor(contents, this.identity);
    const job = this.#job;
    const { server } = this.#context;
    await server.deviceCredentials.prepare(this.#order.profile.server.authentication, job.deviceId);
    const message = await this.#prepare(job);
    await this.#write(card, contents, message.octets);
    await card.reset();
    if (this.#order.simulatedDevice) await enterPin(card, contents, this.#delivery);
    const session = this.#order.simulatedDevice
      ? await this.#firstSession(card, job, message.digest)
      : undefined;
    // Whoever sees that it is done may use the card at once.
    await this.close();
    const done = await this.#step(
      session ? { kind: 'finish', session: session.sessionId } : { kind: 'finish' },
    );
    if (done.state.kind !== 'done') throw new Error(`a finished job is ${done.state.kind}`);
    this.#tell({
      kind: 'done',
      job: labelOf(job),
      card: this.identity,
      message: done.state.message,
      ...(session ? { commands: session.commandsDone } : {}),
      seconds: (this.#context.now() - started) / 1000,
      takeCardOut: this.#reader.kind === 'pcsc',
    });
  }

  /** The row at hand, once one was claimed. */
  get job(): JobRecord | undefined {
    return this.#job;
  }

  /** Records how a row ended that did not end well. */
  async settle(fault: Fault): Promise<void> {
    // A row that another bench has taken over is not this one's to end.
    if (this.#job === undefined || this.#job.state.kind === 'done' || fault.code === 'ROW_TAKEN_OVER') return;
    try {
      await this.#step(releasesRow(fault.code) ? { kind: 'release' } : { kind: 'fail', fault });
    } catch (error) {
      // Stopped while the order book was away: it is settled when the bench is connected again.
      if (toFault(error).code !== 'ORDER_BOOK_UNREACHABLE') throw error;
    }
  }

  async close(): Promise<void> {
    const card = this.#card;
    this.#card = undefined;
    await card?.close();
  }

  async #insertedCard(waiting: AbortSignal): Promise<InsertedCard> {
    const { profile } = this.#order;
    const row = this.#job?.variables ?? {};
    const column = Object.keys(profile.columns).find((name) => profile.columns[name]?.type === 'iccid');
    const iccid =
      profile.card.iccid === undefined ? column && row[column] : fillText(profile.card.iccid, row);
    this.#card = await this.#reader.insertedCard(
      waiting,
      (condition) =>
        this.#tell(
          condition.kind === 'empty'
            ? { kind: 'waitingForCard' }
            : condition.kind === 'mute'
              ? { kind: 'failed', fault: condition.fault, takeCardOut: true }
              : { kind: 'lost', fault: condition.fault },
        ),
      iccid === '' ? undefined : iccid,
    );
    return this.#card;
  }

  async #claim(wanted: WantedRow): Promise<JobRecord | undefined> {
    const { batchId, onlyJob } = this.#order;
    if (onlyJob !== undefined && wanted.jobId !== undefined && wanted.jobId !== onlyJob) return undefined;
    const narrowed = onlyJob === undefined ? wanted : { ...wanted, jobId: onlyJob };
    const { books, now } = this.#context;
    const at = now();
    return await this.#durably(() => books.of(batchId).claim(batchId, this.#reader.name, at, narrowed));
  }

  /** The row of a card: the one it was begun for, the one it belongs to, or the next. */
  async #claimFor(contents: CardContents, identity: CardIdentity): Promise<JobRecord> {
    const { batchId, profile, overwrite, overwriteDevices = new Set<string>() } = this.#order;
    const holder = holderOf(contents, identity, this.#context.store);
    if (holder.kind === 'job') this.holder = { deviceId: holder.job.deviceId, label: holder.job.label };
    return await claimForCard(contents, identity, {
      records: this.#context.store,
      batchId,
      bound: profile.card.iccid !== undefined,
      leave: { unknown: overwrite, devices: overwriteDevices },
      claim: (wanted) => this.#claim(wanted),
    });
  }

  async #prepare(job: JobRecord): Promise<{ readonly octets: Uint8Array; readonly digest: string }> {
    const { store } = this.#context;
    // Enrolled first: what is said to be prepared can be taken up by a device.
    const octets = store.transaction(() => enrol({ ...this.#context, profile: this.#order.profile }, job));
    const digest = sha256(octets);
    await this.#step({ kind: 'prepare', message: { digest, octets: octets.length } });
    return { octets, digest };
  }

  async #write(card: InsertedCard, contents: CardContents, message: Uint8Array): Promise<void> {
    const plan = planMessage(contents, message, this.#delivery);
    await this.#step({ kind: 'startWriting', card: this.identity ?? { atr: toHex(card.atr) } });
    // A card that holds the message already was read whole: there is nothing to write.
    if (plan.steps.length === 0) this.#working('verify');
    await carryOutOn(card, contents, plan, this.#delivery, (done, total, doing) =>
      this.#working(doing, { done, total }),
    );
    await this.#step({ kind: 'verify' });
  }

  async #firstSession(card: InsertedCard, job: JobRecord, digest: string): Promise<FulfilledPlan> {
    await this.#step({ kind: 'openSession' });
    this.#working('session');
    const { keepDevice } = this.#context;
    const devInfo = fillTemplate(this.#order.profile.simulatedDevice, job.variables) as DevInfo;
    const { deviceId, jobId } = job;
    const device = { deviceId, jobId, digest, devInfo };
    const asks = (open: boolean) => this.#working('session', undefined, open);
    const held = await holdFirstSession(card, device, { ...this.#context, asks }, this.#stop);
    keepDevice(held.device);
    return held;
  }

  async #step(event: JobEvent): Promise<JobRecord> {
    if (this.#job === undefined) throw new Error('there is no job to take a step of');
    const { books, now } = this.#context;
    const { jobId, batchId } = this.#job;
    const at = now();
    this.#job = await this.#durably(() => books.of(batchId).step(jobId, event, at));
    return this.#job;
  }

  /** Waits for an order book that cannot be reached: nothing goes on that is not written there. */
  #durably<Result>(write: () => Promise<Result>): Promise<Result> {
    return onceReachable(write, this.#stop, (fault) => this.#tell({ kind: 'lost', fault }));
  }

  #working(
    step: 'card' | 'write' | 'verify' | 'session',
    progress?: { done: number; total: number },
    asks = false,
  ): void {
    this.#tell({
      kind: 'working',
      step,
      ...(this.#job ? { job: labelOf(this.#job) } : {}),
      ...(this.identity ? { card: this.identity } : {}),
      ...(progress ? { progress } : {}),
      ...(asks ? { asks } : {}),
    });
  }
}
