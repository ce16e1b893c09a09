import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconPlus } from '@tabler/icons-react';
import type { Writable } from '../../../core/provisioning/profile-edits.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { texts } from '../../texts.ts';
import { beginning, ConditionControl } from './conditions-control.tsx';
import { fieldsBefore, type Raw, rawOf, textOf } from './form-model.ts';
import type { ProfileEditor } from './use-profile-editor.ts';

interface StepConditionsProps {
  readonly editor: ProfileEditor;
  readonly value: unknown;
  readonly onChange: (when: Writable | undefined) => void;
}

/** When a step is taken: conditions on what was answered to forms before it, which all have to hold. */
export function StepConditions({ editor, value, onChange }: StepConditionsProps) {
  const forms = rawOf(editor.value(['forms']));
  const names = Object.keys(forms);
  const conditions = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(rawOf);
  const fieldsIn = (form: string) => fieldsBefore(rawOf(forms[form]), Number.POSITIVE_INFINITY);
  const change = (next: readonly Raw[]) => {
    const [only] = next;
    onChange((next.length > 1 ? next : only) as Writable | undefined);
  };
  const first = (form: string): Raw => {
    const [field] = fieldsIn(form);
    return { form, ...(field ? beginning(field) : { field: '' }) };
  };
  return (
    <fieldset className="form-conditions">
      <legend>{texts.profilePlan.when}</legend>
      {conditions.length === 0 && <p className="dim">{texts.profilePlan.whenNone}</p>}
      {conditions.map((condition, index) => {
        const form = textOf(condition.form);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions are known by their places
          <div key={index} className="form-conditions">
            <NativeSelect
              label={texts.profilePlan.conditionForm(index + 1)}
              value={form}
              data={names.includes(form) ? names : [form, ...names]}
              onChange={(event) => change(conditions.with(index, first(event.currentTarget.value)))}
            />
            <ConditionControl
              number={index + 1}
              condition={condition}
              fields={fieldsIn(form)}
              onChange={(next) => change(conditions.with(index, { ...next, form }))}
              onRemove={() => change(conditions.toSpliced(index, 1))}
            />
          </div>
        );
      })}
      {names[0] === undefined ? (
        <p className="dim">{texts.profilePlan.whenNoForm}</p>
      ) : (
        <ActionButton
          size="sm"
          icon={<IconPlus size="1rem" />}
          onRun={() => change([...conditions, first(names[0] ?? '')])}
        >
          {texts.forms.addCondition}
        </ActionButton>
      )}
    </fieldset>
  );
}
