import type { CardView } from '../../../core/api-cards.ts';
import type { FileDifference } from '../../../core/card/card-copy.ts';
import type { TriesLeft } from '../../../core/card/card-keys.ts';
import type { CardDescription } from '../../../core/card/describe-card.ts';
import type { ErrorCode } from '../../../core/errors.ts';
import { deviceIdWords } from '../../format/identity.ts';
import type { CardOutcome } from '../../stores/card-handle.ts';
import { texts } from '../../texts.ts';
import { offsetText } from './hex-rows.ts';

/** What something on the screen says, and how it looks from afar. */
export type CardTone = 'plain' | 'ok' | 'warn' | 'bad';

/** Whose a card is, in a few large words. */
export interface HolderWords {
  readonly tone: CardTone;
  readonly headline: string;
  readonly lead: string;
}

/** What came of work, in a few large words and what is to be known of it. */
export interface OutcomeWords {
  readonly tone: Exclude<CardTone, 'plain'>;
  readonly headline: string;
  readonly lead?: string;
  readonly lines?: readonly { readonly name: string; readonly words: string; readonly mono: boolean }[];
}

/** Whose a card is, in words. */
export function holderWords({ holder, card }: Pick<CardView, 'holder' | 'card'>): HolderWords {
  switch (holder.kind) {
    case 'nobody':
      return nobodyWords(card);
    case 'unknown':
      return { tone: 'warn', headline: texts.cards.ofUnknown, lead: texts.cards.ofUnknownLead };
    case 'device': {
      const { label, deviceId, batchName, copy } = holder;
      const [tone, headline, from] = copy
        ? (['warn', texts.cards.copyOf(label), texts.cards.batchWroteAnother(batchName)] as const)
        : (['plain', texts.cards.ofDevice(label), texts.cards.batch(batchName)] as const);
      return { tone, headline, lead: `${deviceIdWords(deviceId)} · ${from}` };
    }
  }
}

/** A card without a message is called empty only where all of it could be read and nothing is left on it. */
function nobodyWords(card: CardDescription): HolderWords {
  const unread = notRead(card);
  if (unread) return { tone: 'warn', headline: texts.cards.ofUnread, lead: unread.message };
  if (card.problems.length > 0)
    return { tone: 'warn', headline: texts.cards.ofOdd, lead: texts.cards.ofOddLead };
  if (hasRemains(card)) return { tone: 'warn', headline: texts.cards.ofOdd, lead: texts.cards.ofRemainsLead };
  return {
    tone: 'plain',
    headline: texts.cards.ofNobody,
    lead: card.application ? texts.cards.ofNobodyLead : texts.cards.notPrepared,
  };
}

/** Problems that are about what was read; every other one is about what could not be. */
const aboutContent: ReadonlySet<string> = new Set<ErrorCode>([
  'CARD_CONTENT_UNREADABLE',
  'CARD_FILE_MISSING',
]);

/** Why a part of a card could not be read, so that nobody knows what is in it. */
export function notRead({ problems }: CardDescription): CardDescription['problems'][number] | undefined {
  return problems.find(({ code }) => !aboutContent.has(code));
}

/** Whether something of a message is on a card, although a device finds none. */
export function hasRemains({ entries, files }: CardDescription): boolean {
  return (
    entries.some((entry) => entry.kind === 'bootstrap') ||
    files.some((file) => file.content === undefined && file.used > 0)
  );
}

/** What came of work that was carried out. A change is called a success only where the card that was read back shows it. */
export function outcomeWords(outcome: Exclude<CardOutcome, { kind: 'failed' }>): OutcomeWords {
  switch (outcome.kind) {
    case 'verified':
      return verdictWords(outcome);
    case 'compared':
      return comparisonWords(outcome);
    case 'written': {
      const { target, view } = outcome;
      const { holder, message } = view;
      const isOfTarget = holder.kind === 'device' && holder.deviceId === target.deviceId;
      return message && !message.fault && isOfTarget
        ? {
            tone: 'ok',
            headline: texts.cards.written(target.label),
            lead: texts.cards.writtenLead(texts.batches.octets(message.octets), message.sha256),
          }
        : {
            tone: 'bad',
            headline: texts.cards.notWritten(target.label),
            lead: message?.fault?.message ?? holderWords(view).headline,
          };
    }
    case 'erased': {
      const { view } = outcome;
      const unread = notRead(view.card);
      if (unread) return { tone: 'bad', headline: texts.cards.notReadBack, lead: unread.message };
      return view.holder.kind === 'nobody' && view.message === undefined
        ? { tone: 'ok', headline: texts.cards.erased, lead: texts.cards.erasedLead }
        : { tone: 'bad', headline: texts.cards.notErased, lead: holderWords(view).headline };
    }
    case 'unlocked':
      return {
        tone: 'ok',
        headline: texts.cards.unlocked[outcome.key],
        lead: `${texts.cards.keys[outcome.key]}: ${triesWords(outcome.view.tries[outcome.key])}`,
      };
  }
}

function verdictWords({ verdict }: Extract<CardOutcome, { kind: 'verified' }>): OutcomeWords {
  const onCard = { name: texts.cards.onCard, words: verdict.sha256, mono: true };
  switch (verdict.kind) {
    case 'same':
      return verdict.asLaidOut
        ? { tone: 'ok', headline: texts.cards.same, lead: texts.cards.sameLead }
        : { tone: 'ok', headline: texts.cards.sameOtherwise, lead: texts.cards.sameOtherwiseLead };
    case 'differs':
      return {
        tone: 'bad',
        headline: texts.cards.differs,
        lines: [onCard, { name: texts.cards.asWritten, words: verdict.expected, mono: true }],
      };
    case 'unknown':
      return {
        tone: 'warn',
        headline: texts.cards.unknown,
        lead: texts.cards.unknownLead,
        lines: [onCard],
      };
  }
}

function comparisonWords({ comparison }: Extract<CardOutcome, { kind: 'compared' }>): OutcomeWords {
  if (comparison.kind === 'same')
    return { tone: 'ok', headline: texts.cards.comparedSame, lead: texts.cards.comparedSameLead };
  const { differences } = comparison;
  return {
    tone: 'bad',
    headline: texts.cards.comparedDiffers(differences.length),
    lines: differences.map((each) => ({ name: each.name, words: differenceWords(each), mono: false })),
  };
}

function differenceWords({ difference }: FileDifference): string {
  switch (difference.kind) {
    case 'onlyHere':
      return texts.cards.onlyHere;
    case 'onlyThere':
      return texts.cards.onlyThere;
    case 'size':
      return texts.cards.sizes(difference.here, difference.there);
    case 'content':
      return texts.cards.octetsDiffer(difference.octets, offsetText(difference.offset));
  }
}

/** A retry counter in words. */
export function triesWords(tries: TriesLeft): string {
  return tries.kind === 'left' ? texts.cards.triesLeft(tries.tries) : texts.cards.tries[tries.kind];
}

/** How a retry counter looks: the last try warns. */
export function triesTone(tries: TriesLeft): CardTone {
  if (tries.kind === 'blocked') return 'bad';
  return tries.kind === 'left' && tries.tries <= 1 ? 'warn' : 'plain';
}

/** What stands between a person and showing a key to a card. */
export type UnlockStanding =
  /** It can be shown without fear. */
  | 'free'
  /** It may be the last try: only a person who was warned spends it. */
  | 'lastTry'
  | 'untold'
  /** Nothing can be or has to be shown. */
  | 'blocked'
  | 'missing'
  | 'shown';

/** Whether a key may be shown, by what the card tells of its counter. */
export function unlockStanding(tries: TriesLeft): UnlockStanding {
  if (tries.kind !== 'left') return tries.kind;
  return tries.tries <= 1 ? 'lastTry' : 'free';
}
