import { IconKey, IconX } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { chooseKeys } from '../../components/choose-keys.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import type { CardHandle, CardOutcome } from '../../stores/card-handle.ts';
import { useCards } from '../../stores/cards.ts';
import { texts } from '../../texts.ts';
import { BadMark, OkMark, WarnMark } from '../bench/marks.tsx';
import { outcomeWords } from './card-words.ts';
import './outcome.css';

interface OutcomeProps {
  readonly station: string;
  readonly handle: CardHandle;
}

const marks = { ok: OkMark, warn: WarnMark, bad: BadMark } as const;

/** What came of the last work with a card, until it is closed or something else is done. */
export function Outcome({ station, handle }: OutcomeProps) {
  const { outcome, work } = handle;
  if (!outcome || (work !== undefined && work !== 'read')) return null;
  const dismiss = () => useCards.getState().dismiss(station);
  if (outcome.kind === 'failed')
    return <Failure station={station} failed={outcome} busy={work !== undefined} onDismiss={dismiss} />;
  const { tone, headline, lead, lines } = outcomeWords(outcome);
  const Mark = marks[tone];
  return (
    <div className="outcome" data-tone={tone} role="status">
      <span className="outcome__mark">
        <Mark />
      </span>
      <div className="outcome__words">
        <p className="outcome__headline">{headline}</p>
        {lead !== undefined && <p className="outcome__lead">{lead}</p>}
        {lines && (
          <dl className="outcome__lines">
            {lines.map(({ name, words, mono }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className={mono ? 'mono' : undefined}>{words}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <IconAction label={texts.cards.dismiss} hotkey="Escape" onRun={dismiss}>
        <IconX size="1.0625rem" />
      </IconAction>
    </div>
  );
}

function Failure(props: {
  readonly station: string;
  readonly failed: Extract<CardOutcome, { kind: 'failed' }>;
  readonly busy: boolean;
  readonly onDismiss: () => void;
}) {
  const { station, busy, onDismiss } = props;
  const { fault, change } = props.failed;
  const again = async () => {
    const chosen = await chooseKeys();
    if (chosen.kind === 'fault') return chosen.fault;
    if (chosen.kind === 'cancelled' || !change) return undefined;
    useCards.getState().chooseAdmKeys(chosen.keys);
    await useCards.getState().change(station, change);
    return undefined;
  };
  return (
    <div className="outcome outcome--failed">
      <FaultNotice fault={fault}>
        {change && fault.code === 'CARD_ADM_NEEDED' && (
          <ActionButton
            size="sm"
            tone="primary"
            hotkey="K"
            icon={<IconKey size="1rem" />}
            disabled={busy}
            onRun={again}
          >
            {texts.cards.again}
          </ActionButton>
        )}
        <ActionButton size="sm" hotkey="Escape" onRun={onDismiss}>
          {texts.cards.dismiss}
        </ActionButton>
        {fault.card !== undefined && <p>{texts.cards.cardNow[fault.card]}</p>}
      </FaultNotice>
    </div>
  );
}
