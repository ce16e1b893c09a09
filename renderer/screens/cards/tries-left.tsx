import { IconLockOpen } from '@tabler/icons-react';
import type { CardView } from '../../../core/api-cards.ts';
import type { TriesLeft } from '../../../core/card/card-keys.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { texts } from '../../texts.ts';
import { triesTone, triesWords } from './card-words.ts';
import './tries-left.css';

const cardKeys = ['adm', 'pin'] as const;

/** As many dots as are counted at a glance. */
const mostDots = 5;

interface TriesLeftListProps {
  readonly tries: CardView['tries'];
  readonly disabled: boolean;
  readonly onUnlock: () => void;
}

/** The retry counters of a card, and the way to show it a key. */
export function TriesLeftList({ tries, disabled, onUnlock }: TriesLeftListProps) {
  return (
    <div className="tries">
      <dl className="tries__list">
        {cardKeys.map((key) => (
          <div key={key}>
            <dt className="dim">{texts.cards.keys[key]}</dt>
            <dd>
              <TriesMark tries={tries[key]} />
            </dd>
          </div>
        ))}
      </dl>
      <ActionButton
        size="sm"
        hotkey="U"
        needs="unlockCard"
        icon={<IconLockOpen size="1rem" />}
        disabled={disabled}
        onRun={onUnlock}
      >
        {texts.cards.unlock}
      </ActionButton>
    </div>
  );
}

/** A retry counter: a dot for each try that is left where they are few, and the number in words. */
export function TriesMark({ tries }: { readonly tries: TriesLeft }) {
  return (
    <span className="tries-mark" data-tone={triesTone(tries)}>
      {tries.kind === 'left' && tries.tries <= mostDots && (
        <span className="tries-mark__dots" aria-hidden="true">
          {Array.from({ length: tries.tries }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the dots have no other name than their place
            <i key={index} />
          ))}
        </span>
      )}
      <span className={tries.kind === 'missing' ? 'dim' : undefined}>{triesWords(tries)}</span>
    </span>
  );
}
