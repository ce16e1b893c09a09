import { IconArrowsDiff, IconPencilBolt, IconTrash } from '@tabler/icons-react';
import type { CardView } from '../../../core/api-cards.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { takesWork } from '../../stores/card-handle.ts';
import { useCard, useCards } from '../../stores/cards.ts';
import { texts } from '../../texts.ts';
import { hasRemains } from './card-words.ts';
import type { CardDialog } from './cards-screen.tsx';

interface CardActionsProps {
  readonly station: string;
  /** The card that is in; missing where there is none. */
  readonly view: CardView | undefined;
  readonly onAsk: (dialog: CardDialog) => void;
}

/** What a person at the bench does with a card, one key each. Nothing can be pressed while the card is changed. */
export function CardActions({ station, view, onAsk }: CardActionsProps) {
  const free = takesWork(useCard(station)) && view !== undefined;
  const hasMessage = view?.message !== undefined;
  const hasAny = view !== undefined && (hasMessage || hasRemains(view.card));
  return (
    <>
      <ActionButton
        hotkey="V"
        icon={<IconArrowsDiff size="1.0625rem" />}
        disabled={!free || !hasMessage}
        onRun={() => useCards.getState().verify(station)}
      >
        {texts.cards.verify}
      </ActionButton>
      <ActionButton
        hotkey="X"
        needs="eraseCard"
        icon={<IconTrash size="1.0625rem" />}
        disabled={!free || !hasAny}
        onRun={() => onAsk('erase')}
      >
        {texts.cards.erase}
      </ActionButton>
      <ActionButton
        tone="primary"
        hotkey="W"
        icon={<IconPencilBolt size="1.0625rem" />}
        disabled={!free}
        onRun={() => onAsk('write')}
      >
        {texts.cards.write}
      </ActionButton>
    </>
  );
}
