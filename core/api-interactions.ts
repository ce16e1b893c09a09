import type { Fault } from './errors.ts';

/** The part of the contract that is about UI interactions (SHOW). */

/** What somebody answered to one field. */
export interface AnswerView {
  /** What was asked, as the person read it. */
  readonly label: string;
  /** Options by what they are called; a file by its name. */
  readonly text: string;
}

/** A UI interaction of a session. Times are milliseconds since 1970. */
export interface InteractionView {
  readonly interactionId: string;
  readonly title: string;
  readonly pages: number;
  readonly state: 'waiting' | 'opened' | 'answering' | 'completed' | 'expired' | 'closed' | 'failed';
  readonly begunAt: number;
  readonly expiresAt: number;
  readonly openedAt?: number;
  readonly endedAt?: number;
  readonly fault?: Fault;
  /** In the order in which they were asked; only of one that was completed. */
  readonly answers: readonly AnswerView[];
}
