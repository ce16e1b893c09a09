import { IconCheck, IconChecks } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { texts } from '../../texts.ts';

const words = texts.alerts;

interface AlertBarProps {
  readonly found: number;
  readonly selected: number;
  readonly onSelectNone: () => void;
  readonly onAcknowledge: () => Promise<unknown>;
  readonly onAcknowledgeAll: () => void;
}

/** How many alerts the list shows, and what can be said of many at once. */
export function AlertBar({ found, selected, onSelectNone, onAcknowledge, onAcknowledgeAll }: AlertBarProps) {
  return (
    <section className="alert-bar" aria-label={words.found(found)}>
      <span className="dim" role="status">
        {words.found(found)}
      </span>
      {selected > 0 && (
        <>
          <b role="status">{words.selected(selected)}</b>
          <ActionButton size="sm" tone="subtle" onRun={onSelectNone}>
            {words.selectNone}
          </ActionButton>
        </>
      )}
      <span className="alert-bar__end">
        {selected > 0 && (
          <ActionButton
            size="sm"
            tone="primary"
            needs="acknowledgeAlerts"
            icon={<IconCheck size="1rem" />}
            onRun={onAcknowledge}
          >
            {words.acknowledge}
          </ActionButton>
        )}
        <ActionButton
          size="sm"
          needs="acknowledgeAlerts"
          icon={<IconChecks size="1rem" />}
          onRun={onAcknowledgeAll}
        >
          {words.acknowledgeAll}
        </ActionButton>
      </span>
    </section>
  );
}
