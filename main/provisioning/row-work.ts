import type { StationActivity, StationStep } from '../../core/api-station-activity.ts';
import { type Fault, toFault } from '../../core/errors.ts';
import type { CardIdentity, JobEvent, MessageIdentity } from '../../core/provisioning/job.ts';
import { fillTemplate } from '../../core/provisioning/variables.ts';
import type { CardReader } from '../card/reader.ts';
import type { DevInfo } from '../device/bootstrapped-state.ts';
import { sha256 } from '../digest.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { WantedRow } from '../store/order-book.ts';
import { enrol } from './enrolment.ts';
import { onceReachable } from './once-reachable.ts';
import { labelOf, releasesRow, type StationContext, type StationOrder } from './station-order.ts';

/** How a row that did not fail left its station. */
export type RowResult = 'nothingLeft' | 'done' | 'awaited';

/** The row at hand at a station, whatever its mode: it is claimed, each of its steps is recorded, and it is settled. */
export class RowWork {
  identity: CardIdentity | undefined;
  /** The device whose card it is already, as far as that is known here. */
  holder: { readonly deviceId: string; readonly label: string } | undefined;
  /** Raised when the work has to end at once. */
  readonly stop: AbortSignal;
  readonly reader: CardReader;
  readonly order: StationOrder;
  readonly context: StationContext;
  /** When the work at it began, in milliseconds since 1970. */
  readonly started: number;
  readonly tell: (activity: StationActivity) => void;
  #job: JobRecord | undefined;

  constructor(
    reader: CardReader,
    order: StationOrder,
    context: StationContext,
    stop: AbortSignal,
    tell: (activity: StationActivity) => void,
  ) {
    this.reader = reader;
    this.order = order;
    this.context = context;
    this.stop = stop;
    this.tell = tell;
    this.started = context.now();
  }

  /** The row at hand, once one was claimed. */
  get job(): JobRecord | undefined {
    return this.#job;
  }

  /** So many seconds since the work at it began. */
  get seconds(): number {
    return (this.context.now() - this.started) / 1000;
  }

  /** Claims a row: from then on it is this station's. */
  async claim(wanted: WantedRow): Promise<JobRecord | undefined> {
    const { batchId, onlyJob } = this.order;
    if (onlyJob !== undefined && wanted.jobId !== undefined && wanted.jobId !== onlyJob) return undefined;
    const narrowed = onlyJob === undefined ? wanted : { ...wanted, jobId: onlyJob };
    const { books, now } = this.context;
    const at = now();
    this.#job = await this.#durably(() => books.of(batchId).claim(batchId, this.reader.name, at, narrowed));
    return this.#job;
  }

  /** Takes a row that was claimed for this station already. @returns it */
  take(job: JobRecord | undefined): JobRecord | undefined {
    this.#job = job ?? this.#job;
    return job;
  }

  /** Takes a step of the row. */
  async step(event: JobEvent): Promise<JobRecord> {
    if (this.#job === undefined) throw new Error('there is no job to take a step of');
    const { books, now } = this.context;
    const { jobId, batchId, attempts: turn } = this.#job;
    const at = now();
    this.#job = await this.#durably(() => books.of(batchId).step(jobId, event, at, { turn }));
    return this.#job;
  }

  /** Makes the row's device known to the server: its bootstrap message. */
  async prepare(job: JobRecord): Promise<MessageIdentity & { readonly message: Uint8Array }> {
    const { store, server } = this.context;
    const { profile } = this.order;
    await server.deviceCredentials.prepare(profile.server.authentication, job.deviceId);
    // Enrolled first: what is said to be prepared can be taken up by a device.
    const message = store.transaction(() => enrol({ ...this.context, profile }, job));
    const identity = { digest: sha256(message), octets: message.length };
    await this.step({ kind: 'prepare', message: identity });
    return { ...identity, message };
  }

  /** What a simulated device of the row says of itself. */
  devInfo(job: JobRecord): DevInfo {
    return fillTemplate(this.order.profile.simulatedDevice, job.variables) as DevInfo;
  }

  /** Tells what is being done with the row. */
  working(step: StationStep, progress?: { done: number; total: number }, asks = false): void {
    this.tell({
      kind: 'working',
      step,
      ...(this.#job ? { job: labelOf(this.#job) } : {}),
      ...(this.identity ? { card: this.identity } : {}),
      ...(progress ? { progress } : {}),
      ...(asks ? { asks } : {}),
    });
  }

  /** Records that the row is done, and tells it. */
  async finish(
    session: { readonly sessionId: string; readonly commandsDone: number } | undefined,
  ): Promise<void> {
    const done = await this.step(
      session ? { kind: 'finish', session: session.sessionId } : { kind: 'finish' },
    );
    if (done.state.kind !== 'done') throw new Error(`a finished job is ${done.state.kind}`);
    this.tell({
      kind: 'done',
      job: labelOf(done),
      ...(this.identity ? { card: this.identity } : {}),
      message: done.state.message,
      ...(session ? { commands: session.commandsDone } : {}),
      seconds: this.seconds,
      takeCardOut: this.identity !== undefined && this.reader.kind === 'pcsc',
    });
  }

  /** Records how a row ended that did not end well. @returns whether it failed: not where it waits again */
  async settle(fault: Fault): Promise<boolean> {
    // A row that another bench has taken over is not this one's to end.
    if (this.#job === undefined || fault.code === 'ROW_TAKEN_OVER') return false;
    // What is done stays done; a device that is awaited does not fail because its station stops.
    if (this.#job.state.kind === 'done' || this.#job.state.kind === 'awaitingDevice') return false;
    const released = releasesRow(fault.code);
    try {
      await this.step(released ? { kind: 'release' } : { kind: 'fail', fault });
    } catch (error) {
      // Stopped while the order book was away: it is settled when the bench is connected again.
      if (toFault(error).code !== 'ORDER_BOOK_UNREACHABLE') throw error;
    }
    return !released;
  }

  /** Waits for an order book that cannot be reached: nothing goes on that is not written there. */
  #durably<Result>(write: () => Promise<Result>): Promise<Result> {
    return onceReachable(write, this.stop, (fault) => this.tell({ kind: 'lost', fault }));
  }
}
