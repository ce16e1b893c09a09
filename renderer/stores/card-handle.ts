import type { CardComparison, CardProgress, CardVerdict, CardView } from '../../core/api-cards.ts';
import type { Fault } from '../../core/errors.ts';

/** What is being done with a card. */
export type CardWork = 'read' | 'verify' | 'write' | 'erase' | 'unlock' | 'copy' | 'compare';

/** A device that a card is written for. */
export interface CardTarget {
  readonly deviceId: string;
  readonly label: string;
}

/** A change of a card that a person has asked for, with what was said to be lost by it. */
export type CardChange = (
  | { readonly kind: 'write'; readonly target: CardTarget }
  | { readonly kind: 'erase' }
) & { readonly overwriteDevice?: string; readonly overwriteUnknown: boolean };

/** What was in the reader when it was looked at last, or why that cannot be told. */
export type SeenCard =
  | { readonly kind: 'card'; readonly view: CardView }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** What came of the work that a person asked for; a change is told by the card as it was read back. */
export type CardOutcome =
  | { readonly kind: 'verified'; readonly verdict: CardVerdict }
  | { readonly kind: 'compared'; readonly comparison: Exclude<CardComparison, { kind: 'cancelled' }> }
  | { readonly kind: 'written'; readonly target: CardTarget; readonly view: CardView }
  | { readonly kind: 'erased'; readonly view: CardView }
  | { readonly kind: 'unlocked'; readonly key: 'adm' | 'pin'; readonly view: CardView }
  | {
      readonly kind: 'failed';
      readonly work: Exclude<CardWork, 'read' | 'unlock'>;
      readonly fault: Fault;
      /** The change that it was, so that it can be tried again with keys. */
      readonly change?: CardChange;
    };

/** What the window knows of the card in one reader. */
export interface CardHandle {
  /** What is being done; one thing at a time. */
  readonly work?: CardWork;
  readonly progress?: CardProgress;
  readonly seen?: SeenCard;
  readonly outcome?: CardOutcome;
  /** Something happened at the reader during the work: the card has to be read once more. */
  readonly stale: boolean;
}

export const noCard: CardHandle = { stale: false };

/** Whether something can be asked of the card: a reading ends by itself, and what is asked waits for it. */
export function takesWork({ work }: CardHandle): boolean {
  return work === undefined || work === 'read';
}

/** Begins work. What came of the work before is history then, unless the card is only read again. */
export function beginWork({ outcome, seen }: CardHandle, work: CardWork): CardHandle {
  return {
    work,
    stale: false,
    ...(seen ? { seen } : {}),
    ...(work === 'read' && outcome ? { outcome } : {}),
  };
}

/** Ends the reading of a card. An outcome stays only beside the card that it is about. */
export function endReading(handle: CardHandle, seen: SeenCard): CardHandle {
  const { outcome, stale } = handle;
  return { stale, seen, ...(outcome && staysBeside(outcome, handle.seen, seen) ? { outcome } : {}) };
}

/** Ends other work; nothing came of it where a person changed their mind. */
export function endWork(handle: CardHandle, outcome: CardOutcome | undefined): CardHandle {
  const seen = outcome && 'view' in outcome ? seenCard(outcome.view) : handle.seen;
  return { stale: handle.stale, ...(seen ? { seen } : {}), ...(outcome ? { outcome } : {}) };
}

/** How far the work is; what comes when it has ended is late. */
export function stepWork(handle: CardHandle, progress: CardProgress): CardHandle {
  return handle.work === 'write' || handle.work === 'erase' ? { ...handle, progress } : handle;
}

function seenCard(view: CardView): SeenCard {
  return { kind: 'card', view };
}

/** Why work failed is still to be read when the card is gone; what is true of a card goes with it. */
function staysBeside(outcome: CardOutcome, before: SeenCard | undefined, now: SeenCard): boolean {
  if (now.kind === 'fault') return outcome.kind === 'failed';
  if (before?.kind !== 'card') return outcome.kind === 'failed';
  return cardIdentity(before) === cardIdentity(now);
}

/** What tells a card from another one that is put in after it; undefined where none is in. */
export function cardIdentity(seen: SeenCard | undefined): string | undefined {
  return seen?.kind === 'card' ? (seen.view.card.iccid ?? seen.view.card.atr) : undefined;
}
