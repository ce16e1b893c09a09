import { IconPlus, IconTrash } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { texts } from '../../texts.ts';
import { listOf, textOf } from './form-model.ts';
import { variablesIn } from './known-names.ts';
import type { memberOf, ProfileEditor } from './use-profile-editor.ts';
import { VariableInput } from './variable-input.tsx';

const words = texts.profilePlan;

interface TargetsControlProps extends ReturnType<ReturnType<typeof memberOf>> {
  readonly editor: ProfileEditor;
  readonly label: string;
  readonly choices: readonly string[];
  /** Whether one of them stands alone, without a list. */
  readonly oneOrSeveral?: boolean;
}

/** The ClientURIs of a command; each is offered what the profile and the descriptions know. */
export function TargetsControl(props: TargetsControlProps) {
  const { editor, label, choices, value, fault, onChange, oneOrSeveral = false } = props;
  const targets = (Array.isArray(value) ? listOf(value) : [value ?? '']).map(textOf);
  const variables = variablesIn(editor);
  const change = (next: readonly string[]) => {
    const [only] = next;
    onChange(oneOrSeveral && next.length === 1 ? only : next);
  };
  return (
    <fieldset className="form-options targets">
      <legend>{label}</legend>
      {targets.map((target, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: targets are known by their places
        <div key={index} className="targets__target">
          <VariableInput
            label={words.targetNumber(index + 1)}
            hideLabel
            needed
            variables={variables}
            choices={choices}
            value={target}
            fault={index === 0 ? fault : undefined}
            onChange={(next) => change(targets.with(index, textOf(next)))}
          />
          {targets.length > 1 && (
            <IconAction
              label={`${texts.forms.remove}: ${words.targetNumber(index + 1)}`}
              onRun={() => change(targets.toSpliced(index, 1))}
            >
              <IconTrash size="1rem" />
            </IconAction>
          )}
        </div>
      ))}
      <ActionButton
        size="sm"
        icon={<IconPlus size="1rem" />}
        onRun={() => change([...targets, choices[0] ?? ''])}
      >
        {words.addTarget}
      </ActionButton>
    </fieldset>
  );
}
