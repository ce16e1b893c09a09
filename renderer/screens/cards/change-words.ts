import type { CardView } from '../../../core/api-cards.ts';
import { deviceIdWords } from '../../format/identity.ts';
import type { CardTarget } from '../../stores/card-handle.ts';
import { texts } from '../../texts.ts';
import { hasRemains, notRead } from './card-words.ts';

/** What a change of a card takes away, in words, and how they are to be read. */
export interface LossWords {
  /** Whether something is lost that is not the target's own. */
  readonly loses: boolean;
  readonly words: string;
}

/** What is overwritten where a card is written for a device. */
export function overwriteWords(
  { holder, card }: Pick<CardView, 'holder' | 'card'>,
  target: CardTarget,
): LossWords {
  switch (holder.kind) {
    case 'nobody':
      if (notRead(card)) return { loses: true, words: texts.cards.writeOnUnread };
      return {
        loses: false,
        words: hasRemains(card) ? texts.cards.writeOnRemains : texts.cards.writeOnEmpty,
      };
    case 'unknown':
      return { loses: true, words: texts.cards.writeOnUnknown };
    case 'device': {
      const { deviceId, label, copy } = holder;
      if (deviceId === target.deviceId) return { loses: false, words: texts.cards.writeOnOwn(label) };
      const words = copy ? texts.cards.writeOnCopy : texts.cards.writeOnOther;
      return { loses: true, words: words(label, deviceIdWords(deviceId)) };
    }
  }
}

/** The question before a card is erased, and what that means. */
export function eraseWords(holder: CardView['holder']): { readonly title: string; readonly lead: string } {
  switch (holder.kind) {
    case 'nobody':
      return { title: texts.cards.eraseRestTitle, lead: texts.cards.eraseRestLead };
    case 'unknown':
      return { title: texts.cards.eraseUnknownTitle, lead: texts.cards.eraseUnknownLead };
    case 'device': {
      const { label, deviceId, copy } = holder;
      return {
        title: copy ? texts.cards.eraseCopyTitle(label) : texts.cards.eraseTitle(label),
        lead: texts.cards.eraseLead(deviceIdWords(deviceId)),
      };
    }
  }
}

/** What a person who was told whose card it is has said of it; any other card is refused by main. */
export function leaveFor(holder: CardView['holder']): {
  readonly overwriteDevice?: string;
  readonly overwriteUnknown: boolean;
} {
  return {
    overwriteUnknown: holder.kind === 'unknown',
    ...(holder.kind === 'device' ? { overwriteDevice: holder.deviceId } : {}),
  };
}
