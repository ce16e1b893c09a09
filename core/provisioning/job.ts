import { codedError, type Fault } from '../errors.ts';

/** What is known of the card a job is written to. */
export interface CardIdentity {
  readonly atr: string;
  readonly iccid?: string;
}

/** The octets that a card was read back to hold. */
export interface MessageIdentity {
  /** SHA-256 of the bootstrap message, in hexadecimal. */
  readonly digest: string;
  readonly octets: number;
}

/** A job that a station works on, with the message that its device is bootstrapped by. */
interface Prepared {
  readonly station: string;
  readonly message: MessageIdentity;
}

/** The same with the card that it is written to; missing where the device is bootstrapped without one (DM-3). */
interface PreparedWithCard extends Prepared {
  readonly card?: CardIdentity;
}

/**
 * Where a job (one row of a device list) stands. Each state is in the store before the next step begins:
 * `waiting → claimed → prepared → writing → verified → inSession → done`, and `failed` from any of them. A device that
 * takes its card elsewhere is `awaitingDevice` until its plan is fulfilled. People hold rows back and cancel them.
 */
export type JobState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'held'; readonly reason: string }
  | { readonly kind: 'cancelled'; readonly reason: string }
  | { readonly kind: 'claimed'; readonly station: string }
  | ({ readonly kind: 'prepared' } & Prepared)
  | ({ readonly kind: 'writing'; readonly card: CardIdentity } & Prepared)
  | ({ readonly kind: 'verified'; readonly card: CardIdentity } & Prepared)
  | ({ readonly kind: 'inSession' } & PreparedWithCard)
  | ({ readonly kind: 'awaitingDevice' } & PreparedWithCard)
  | ({
      readonly kind: 'done';
      /** The session that the device held; missing where only the card was asked for. */
      readonly session?: string;
    } & PreparedWithCard)
  | {
      readonly kind: 'failed';
      readonly station: string;
      readonly fault: Fault;
      readonly message?: MessageIdentity;
      readonly card?: CardIdentity;
      /** What had been reached: a failed session does not unwrite the card. */
      readonly reached: 'nothing' | 'verified';
      /** It failed when nothing was left but the device's plan: a device that fulfils it after all makes it done. */
      readonly awaited?: true;
    };

export type JobEvent =
  | { readonly kind: 'claim'; readonly station: string }
  | { readonly kind: 'prepare'; readonly message: MessageIdentity }
  | { readonly kind: 'startWriting'; readonly card: CardIdentity }
  | { readonly kind: 'verify' }
  | { readonly kind: 'openSession' }
  /** The device is elsewhere, and holds its first session when somebody switches it on; or it came again. */
  | { readonly kind: 'awaitDevice' }
  | { readonly kind: 'finish'; readonly session?: string }
  | { readonly kind: 'fail'; readonly fault: Fault }
  /** The process that worked on it is gone, or a person stopped it: it begins again. */
  | { readonly kind: 'release' }
  | RowDecision;

/** What a person decides about a row that no station works on. */
export type RowDecision =
  | { readonly kind: 'hold'; readonly reason: string }
  | { readonly kind: 'cancel'; readonly reason: string }
  /** A row that was held back or cancelled waits again; a failed one is tried again. */
  | { readonly kind: 'reinstate'; readonly reason: string }
  /** Its values are others now: what it had come to does not hold for them. */
  | { readonly kind: 'change'; readonly reason: string };

/** The states in which a station is working on a job. */
export const statesAtStations: readonly JobState['kind'][] = [
  'claimed',
  'prepared',
  'writing',
  'verified',
  'inSession',
];

/** The states of jobs that were begun and have not ended. */
export const statesInWork: readonly JobState['kind'][] = [...statesAtStations, 'awaitingDevice'];

/** Whether the card of a job was read back and held what it should, whatever became of the job then. */
export function isReadBack(state: JobState): boolean {
  switch (state.kind) {
    case 'verified':
      return true;
    case 'inSession':
    case 'awaitingDevice':
    case 'done':
      return state.card !== undefined;
    case 'failed':
      return state.reached === 'verified';
    case 'waiting':
    case 'held':
    case 'cancelled':
    case 'claimed':
    case 'prepared':
    case 'writing':
      return false;
  }
}

/** One step of a job. @throws JOB_TRANSITION where the event does not fit the state. */
export function stepJob(state: JobState, event: JobEvent): JobState {
  switch (event.kind) {
    case 'claim':
      if (state.kind === 'waiting' || state.kind === 'failed')
        return { kind: 'claimed', station: event.station };
      break;
    case 'prepare':
      if (state.kind === 'claimed')
        return { kind: 'prepared', station: state.station, message: event.message };
      break;
    case 'startWriting':
      if (state.kind === 'prepared')
        return { kind: 'writing', station: state.station, message: state.message, card: event.card };
      break;
    case 'verify':
      if (state.kind === 'writing') return { ...state, kind: 'verified' };
      break;
    case 'openSession':
      if (state.kind === 'verified' || state.kind === 'prepared') return { ...state, kind: 'inSession' };
      break;
    case 'awaitDevice':
      if (state.kind === 'verified' || state.kind === 'prepared') return { ...state, kind: 'awaitingDevice' };
      if (state.kind === 'failed' && state.awaited && state.message) {
        const { station, message, card } = state;
        return { kind: 'awaitingDevice', station, message, ...(card ? { card } : {}) };
      }
      break;
    case 'finish':
      // A session makes a job done; without one, the card that was read back does.
      if (event.session !== undefined && (state.kind === 'inSession' || state.kind === 'awaitingDevice'))
        return { ...state, kind: 'done', session: event.session };
      if (event.session === undefined && state.kind === 'verified') return { ...state, kind: 'done' };
      break;
    case 'fail':
      if ('station' in state && state.kind !== 'done' && state.kind !== 'failed')
        return {
          kind: 'failed',
          station: state.station,
          fault: event.fault,
          ...('message' in state ? { message: state.message } : {}),
          ...('card' in state && state.card ? { card: state.card } : {}),
          reached: isReadBack(state) ? 'verified' : 'nothing',
          ...(state.kind === 'inSession' || state.kind === 'awaitingDevice' ? { awaited: true } : {}),
        };
      break;
    case 'release':
      if (statesInWork.includes(state.kind)) return { kind: 'waiting' };
      break;
    case 'hold':
    case 'cancel':
    case 'reinstate':
    case 'change':
      if (mayDecide(state, event.kind)) return decided(state, event);
      break;
  }
  throw codedError('JOB_TRANSITION', { state: state.kind, event: event.kind });
}

/** Whether a person may decide this about a row, as it stands. */
export function mayDecide(state: JobState, decision: RowDecision['kind']): boolean {
  switch (decision) {
    case 'hold':
      return state.kind === 'waiting' || state.kind === 'failed';
    case 'cancel':
      // A device that was never switched on may be given up; what a station works at is let finish.
      return ['waiting', 'failed', 'held', 'awaitingDevice'].includes(state.kind);
    case 'reinstate':
      return ['held', 'cancelled', 'failed', 'awaitingDevice'].includes(state.kind);
    case 'change':
      return ['waiting', 'held', 'failed'].includes(state.kind);
  }
}

function decided(state: JobState, decision: RowDecision): JobState {
  switch (decision.kind) {
    case 'hold':
      return { kind: 'held', reason: decision.reason };
    case 'cancel':
      return { kind: 'cancelled', reason: decision.reason };
    case 'reinstate':
      return { kind: 'waiting' };
    case 'change':
      return state.kind === 'held' ? state : { kind: 'waiting' };
  }
}
