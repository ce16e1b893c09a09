import { TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { longestReason } from '../../../core/provisioning/row-decisions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useCall } from '../../components/use-call.ts';
import { texts } from '../../texts.ts';

const words = texts.rows;

interface ReasonFieldProps {
  readonly value: string;
  readonly onChange: (reason: string) => void;
  /** Enter in the field. */
  readonly onEnter: () => void;
}

/** Why something is decided: typed, or one of those that were given last. */
export function ReasonField({ value, onChange, onEnter }: ReasonFieldProps) {
  const { state } = useCall('rowReasons', {});
  const known = state.kind === 'answer' ? state.answer.slice(0, 5) : [];
  return (
    <>
      <TextInput
        label={words.reason}
        description={words.reasonHint}
        value={value}
        required
        maxLength={longestReason}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && value.trim() !== '') onEnter();
        }}
      />
      {known.length > 0 && (
        <fieldset className="known-reasons">
          <legend>{words.reasonsKnown}</legend>
          {known.map((each) => (
            <ActionButton key={each} size="sm" onRun={() => onChange(each)}>
              <bdi className="ellipsis">{each}</bdi>
            </ActionButton>
          ))}
        </fieldset>
      )}
    </>
  );
}
