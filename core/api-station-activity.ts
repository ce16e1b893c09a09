import type { Fault } from './errors.ts';
import type { FailureStop } from './provisioning/failure-streak.ts';
import type { CardIdentity, MessageIdentity } from './provisioning/job.ts';

/** A row as people know it. */
export interface JobLabel {
  readonly jobId: string;
  readonly line: number;
  readonly deviceId: string;
  readonly label: string;
}

/** `prepare` is for devices without a card. */
export type StationStep = 'card' | 'prepare' | 'write' | 'verify' | 'session';

/** What a station is doing, and what the person at it does next. */
export type StationActivity =
  /** No batch runs here. */
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'waitingForCard';
      /** The row that was scanned for the next card. */
      readonly next?: JobLabel;
    }
  /** The next row begins when somebody presses the key, or scans one. */
  | {
      readonly kind: 'ready';
      /** The row before, where it failed: it may be tried again. */
      readonly failed?: JobLabel;
    }
  | {
      readonly kind: 'working';
      readonly step: StationStep;
      /** Missing while the card is being looked at. */
      readonly job?: JobLabel;
      readonly card?: CardIdentity;
      /** Blocks written and read back, of those in the plan. */
      readonly progress?: { readonly done: number; readonly total: number };
      /** The device shows a form, and waits for somebody to answer it. */
      readonly asks?: true;
    }
  | {
      readonly kind: 'done';
      readonly job: JobLabel;
      /** Missing where the device has none. */
      readonly card?: CardIdentity;
      readonly message: MessageIdentity;
      /** Commands that the device reported done in its first session; missing for cards only. */
      readonly commands?: number;
      readonly seconds: number;
      /** Whether the person has to take the card out before the next one. */
      readonly takeCardOut: boolean;
    }
  /** The device is elsewhere, and the station waits for it. */
  | ({ readonly kind: 'awaitingDevice'; readonly until: number } & AwaitedRow)
  /** The device is elsewhere, and may come at any time: the station goes on. */
  | ({ readonly kind: 'handedOn' } & AwaitedRow)
  /** Too many rows failed here in a row: it goes on when somebody presses the key. */
  | { readonly kind: 'stopped'; readonly stop: FailureStop }
  | {
      readonly kind: 'failed';
      readonly job?: JobLabel;
      readonly card?: CardIdentity;
      readonly fault: Fault;
      readonly takeCardOut: boolean;
      /** The device whose card it is already: a person may say that it is to be overwritten. */
      readonly holder?: { readonly deviceId: string; readonly label: string };
    }
  /** The reader or the smartcard service is gone; the work goes on when it is back. */
  | { readonly kind: 'lost'; readonly fault: Fault }
  /** No row waits, and other benches work at the last ones. */
  | { readonly kind: 'waitingForOthers' }
  /** No row is left for this station. */
  | { readonly kind: 'finished' };

interface AwaitedRow {
  readonly job: JobLabel;
  /** The card that the device gets; missing where it needs none. */
  readonly card?: CardIdentity;
  readonly message: MessageIdentity;
  readonly seconds: number;
  readonly takeCardOut: boolean;
}

export interface StationView {
  readonly name: string;
  /** What the smartcard service calls the reader, where people call it something else. */
  readonly systemName?: string;
  /** Whether a card is in it; missing for virtual stations, which make their own. */
  readonly card?: 'absent' | 'present' | 'mute';
  readonly kind: 'virtual' | 'pcsc';
  readonly activity: StationActivity;
}
