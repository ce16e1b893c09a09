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

/**
 * Where a job (one row of a device list) stands. Each state is in the store before the next step begins:
 * `waiting → claimed → prepared → writing → verified → inSession → done`, and `failed` from any of them.
 */
export type JobState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'claimed'; readonly station: string }
  | { readonly kind: 'prepared'; readonly station: string; readonly message: MessageIdentity }
  | {
      readonly kind: 'writing';
      readonly station: string;
      readonly message: MessageIdentity;
      readonly card: CardIdentity;
    }
  | {
      readonly kind: 'verified';
      readonly station: string;
      readonly message: MessageIdentity;
      readonly card: CardIdentity;
    }
  | {
      readonly kind: 'inSession';
      readonly station: string;
      readonly message: MessageIdentity;
      readonly card: CardIdentity;
    }
  | {
      readonly kind: 'done';
      readonly station: string;
      readonly message: MessageIdentity;
      readonly card: CardIdentity;
      /** The session that the device held; missing where only the card was asked for. */
      readonly session?: string;
    }
  | {
      readonly kind: 'failed';
      readonly station: string;
      readonly fault: Fault;
      readonly message?: MessageIdentity;
      readonly card?: CardIdentity;
      /** What had been reached: a failed session does not unwrite the card. */
      readonly reached: 'nothing' | 'verified';
    };

export type JobEvent =
  | { readonly kind: 'claim'; readonly station: string }
  | { readonly kind: 'prepare'; readonly message: MessageIdentity }
  | { readonly kind: 'startWriting'; readonly card: CardIdentity }
  | { readonly kind: 'verify' }
  | { readonly kind: 'openSession' }
  | { readonly kind: 'finish'; readonly session?: string }
  | { readonly kind: 'fail'; readonly fault: Fault }
  /** The process that worked on it is gone, or a person stopped it: it begins again. */
  | { readonly kind: 'release' };

/** The states in which a station is working on a job. */
export const statesInWork: readonly JobState['kind'][] = [
  'claimed',
  'prepared',
  'writing',
  'verified',
  'inSession',
];

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
      if (state.kind === 'verified') return { ...state, kind: 'inSession' };
      break;
    case 'finish':
      // A session makes a job done; without one, the card that was read back does.
      if (event.session !== undefined && state.kind === 'inSession')
        return { ...state, kind: 'done', session: event.session };
      if (event.session === undefined && state.kind === 'verified') return { ...state, kind: 'done' };
      break;
    case 'fail':
      if (state.kind !== 'waiting' && state.kind !== 'done' && state.kind !== 'failed')
        return {
          kind: 'failed',
          station: state.station,
          fault: event.fault,
          ...('message' in state ? { message: state.message } : {}),
          ...('card' in state ? { card: state.card } : {}),
          reached: state.kind === 'verified' || state.kind === 'inSession' ? 'verified' : 'nothing',
        };
      break;
    case 'release':
      if (statesInWork.includes(state.kind)) return { kind: 'waiting' };
      break;
  }
  throw codedError('JOB_TRANSITION', { state: state.kind, event: event.kind });
}
