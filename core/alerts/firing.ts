import type { Fault } from '../errors.ts';
import type { Severity } from './severity.ts';

/** What came of acting for a device. `acted` says what was queued and asked for, not what the device made of it. */
export type FiringAct =
  | { readonly kind: 'acting' }
  | {
      readonly kind: 'acted';
      readonly commandIds: readonly string[];
      /** `unknownAddress`: the next session that the device opens by itself carries the commands out. */
      readonly asked: 'notAsked' | 'asked' | 'unknownAddress';
    }
  /** The rule's pause for the device was not over, or it had acted often enough in this hour. */
  | { readonly kind: 'heldBack'; readonly why: 'paused' | 'tooMany' }
  /** `commandIds` are those that were queued before. */
  | { readonly kind: 'failed'; readonly fault: Fault; readonly commandIds: readonly string[] };

/** What a rule did about an alert that it matched. */
export interface Firing {
  readonly ruleId: string;
  /** What the rule was called then. */
  readonly ruleName: string;
  readonly alertId: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly marked?: Severity;
  /** `window`: it was sent to the window; `nobody`: no window is open. */
  readonly told?: 'window' | 'nobody' | 'sameBurst';
  readonly act?: FiringAct;
}
