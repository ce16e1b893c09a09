import type { Fault } from '../errors.ts';
import type { Answers } from './answers.ts';
import { type FormProgress, finalAnswers, nextPage, noProgress } from './form-course.ts';
import type { Form } from './form-schema.ts';

/** Where a UI interaction (B.3, steps 5 to 9) stands, on the server's side. */
export type InteractionState =
  /** No browser has come yet. */
  | { readonly kind: 'waiting' }
  /** A browser has the form; nothing has been posted. */
  | { readonly kind: 'opened' }
  /** Pages were posted; `page` is where somebody is now (the first is 0). */
  | { readonly kind: 'answering'; readonly page: number }
  | { readonly kind: 'completed'; readonly answers: Answers }
  | { readonly kind: 'expired' }
  /** It was ended from outside: the person closed the window, the session is over, somebody at the bench stopped it. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly fault: Fault };

/** A UI interaction: a form, and how far somebody has come with it. Times are milliseconds since 1970. */
export interface Interaction {
  /** With a row's values in it. */
  readonly form: Form;
  readonly state: InteractionState;
  readonly progress: FormProgress;
  readonly begunAt: number;
  readonly expiresAt: number;
  readonly openedAt?: number;
  /** When it came to its end, however it ended. */
  readonly endedAt?: number;
}

/** What happens to an interaction. */
export type InteractionStep = { readonly at: number } & (
  | { readonly kind: 'open' }
  /** A page that was posted whole and found right. */
  | { readonly kind: 'takePage'; readonly page: number; readonly answers: Answers }
  /** Answers of a page that was not found right, kept all the same: a browser does not post a file again. */
  | { readonly kind: 'hold'; readonly answers: Answers }
  | { readonly kind: 'expire' }
  | { readonly kind: 'close' }
  | { readonly kind: 'fail'; readonly fault: Fault }
);

/** An interaction that nobody has come to yet. */
export function newInteraction(form: Form, begunAt: number, expiresAt: number): Interaction {
  return { form, state: { kind: 'waiting' }, progress: noProgress, begunAt, expiresAt };
}

/** Whether an interaction can still go on. */
export function isOpen({ state }: Pick<Interaction, 'state'>): boolean {
  return state.kind === 'waiting' || state.kind === 'opened' || state.kind === 'answering';
}

/** Whether the time of an interaction that goes on is over. */
export function isOverdue(interaction: Interaction, now: number): boolean {
  return isOpen(interaction) && now >= interaction.expiresAt;
}

/** The page at which somebody is who opens the address again. */
export function currentPage({ form, state, progress }: Interaction): number {
  if (state.kind === 'answering') return state.page;
  return nextPage(form, progress) ?? 0;
}

/**
 * An interaction after something happened; one that has come to its end stays as it is. A page that is posted again
 * takes the place of itself.
 */
export function stepInteraction(interaction: Interaction, step: InteractionStep): Interaction {
  if (!isOpen(interaction)) return interaction;
  const ended = (state: InteractionState): Interaction => ({ ...interaction, state, endedAt: step.at });
  switch (step.kind) {
    case 'open':
      return interaction.state.kind === 'waiting'
        ? { ...interaction, state: { kind: 'opened' }, openedAt: step.at }
        : interaction;
    case 'takePage': {
      const { form } = interaction;
      const progress = withPage(interaction, step.page, step.answers);
      const next = nextPage(form, progress, step.page);
      if (next !== undefined) return { ...interaction, progress, state: { kind: 'answering', page: next } };
      return { ...ended({ kind: 'completed', answers: finalAnswers(form, progress) }), progress };
    }
    case 'hold': {
      const { progress } = interaction;
      return {
        ...interaction,
        progress: { ...progress, answers: { ...progress.answers, ...step.answers } },
      };
    }
    case 'expire':
      return ended({ kind: 'expired' });
    case 'close':
      return ended({ kind: 'closed' });
    case 'fail':
      return ended({ kind: 'failed', fault: step.fault });
  }
}

/** The answers of a page in place of those that it had: what was left empty now has none any more. */
function withPage({ form, progress }: Interaction, page: number, answers: Answers): FormProgress {
  const names = new Set(form.pages[page]?.fields.map(({ name }) => name));
  const others = Object.entries(progress.answers).filter(([name]) => !names.has(name));
  return {
    answers: { ...Object.fromEntries(others), ...answers },
    posted: [...new Set([...progress.posted, page])],
  };
}
