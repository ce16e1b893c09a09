import type { QueuedCommandView } from '../../../core/api-queue.ts';
import { isSuccessCode } from '../../../core/dm/alerts.ts';
import type { QueuedWork } from '../../../core/provisioning/queued-work.ts';
import { texts } from '../../texts.ts';

const words = texts.deviceCommands;

/** The name of a command as the protocol has it. */
export function commandName({ kind }: QueuedWork): string {
  return kind === 'place' ? 'HGET' : kind;
}

/** What a command is about, in one text. */
export function commandSubject(work: QueuedWork): string {
  switch (work.kind) {
    case 'GET':
    case 'HPUT':
    case 'HPOST':
      return work.targets.join(', ');
    case 'place':
      return `${work.target} ← ${JSON.stringify(work.data)}`;
    case 'DELETE':
    case 'EXEC':
    case 'SUB':
    case 'UNSUB':
      return work.target;
    case 'DEFAULT':
      return `${work.moid} ← ${JSON.stringify(work.data)}`;
    case 'SHOW':
      return work.form;
  }
}

/** What became of a command, and how it is to be looked at. */
export function outcomeOf({ state }: Pick<QueuedCommandView, 'state'>): {
  readonly words: string;
  readonly outcome: 'ok' | 'failed' | 'pending' | 'awaited' | 'none';
} {
  switch (state.kind) {
    case 'waiting':
      return { words: words.states.waiting, outcome: 'awaited' };
    case 'sent':
      return { words: words.states.sent, outcome: 'awaited' };
    case 'reported': {
      if (state.status === 202)
        return state.resultCode === undefined
          ? { words: words.states.begun, outcome: 'pending' }
          : {
              words: words.outcome(state.resultCode),
              outcome: isSuccessCode(state.resultCode) ? 'ok' : 'failed',
            };
      const done = state.status === 200 || state.status === 304;
      return { words: texts.session.status(state.status), outcome: done ? 'ok' : 'failed' };
    }
    case 'unreported':
      return { words: words.states.unreported, outcome: 'failed' };
    case 'failed':
      return { words: state.fault.message, outcome: 'failed' };
    case 'cancelled':
      return { words: words.states.cancelled, outcome: 'none' };
  }
}
