import { IconBan, IconHandStop, IconPlayerTrackNext, IconRefresh } from '@tabler/icons-react';
import { decisionCalls } from '../../../core/api-rows.ts';
import type { Decision } from '../../../core/provisioning/row-decisions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { texts } from '../../texts.ts';
import type { RowSelection } from './use-row-selection.ts';
import './rows.css';

const words = texts.rows;

const keys: Readonly<Record<Decision, string>> = { hold: 'H', cancel: 'X', reinstate: 'E', retry: 'T' };
const icons = {
  hold: <IconHandStop size="1rem" />,
  cancel: <IconBan size="1rem" />,
  reinstate: <IconPlayerTrackNext size="1rem" />,
  retry: <IconRefresh size="1rem" />,
} as const;
const decisions: readonly Decision[] = ['hold', 'cancel', 'reinstate', 'retry'];

interface DecisionButtonsProps {
  readonly offers: (decision: Decision) => boolean;
  readonly onDecide: (decision: Decision) => void;
  /** Whether it is about one row. */
  readonly one?: boolean;
}

/** What can be decided, each with its key. */
export function DecisionButtons({ offers, onDecide, one = false }: DecisionButtonsProps) {
  return decisions.filter(offers).map((decision) => (
    <ActionButton
      key={decision}
      size="sm"
      hotkey={keys[decision]}
      icon={icons[decision]}
      needs={decisionCalls[decision]}
      onRun={() => onDecide(decision)}
    >
      {one && decision === 'cancel' ? words.cancelOne : words.actions[decision]}
    </ActionButton>
  ));
}

interface SelectionBarProps {
  readonly selection: RowSelection;
  readonly found: number;
  readonly onDecide: (decision: Decision) => void;
}

/** What is chosen, and what can be done with it. */
export function SelectionBar({ selection, found, onDecide }: SelectionBarProps) {
  const { count } = selection;
  if (count === 0) return null;
  return (
    <section className="rows-bar panel" aria-label={words.chosen(count)}>
      <b role="status">{words.chosen(count)}</b>
      {count < found && (
        <ActionButton size="sm" tone="subtle" onRun={selection.chooseAll}>
          {words.chooseAll(found)}
        </ActionButton>
      )}
      <ActionButton size="sm" tone="subtle" onRun={selection.chooseNone}>
        {words.chooseNone}
      </ActionButton>
      <span className="rows-bar__end">
        <DecisionButtons offers={selection.offers} onDecide={onDecide} />
      </span>
    </section>
  );
}
