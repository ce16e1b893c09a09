import { Checkbox, NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Writable } from '../../../core/provisioning/profile-edits.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { texts } from '../../texts.ts';
import { LinesControl, NumberControl } from './form-controls.tsx';
import { type DecidingField, listOf, type Raw, rawOf, textOf } from './form-model.ts';

interface ConditionsControlProps {
  readonly value: unknown;
  /** The fields of earlier pages: nothing else can decide. */
  readonly fields: readonly DecidingField[];
  readonly onChange: (when: Writable | undefined) => void;
}

/** When something is asked: conditions on what was answered before, which all have to hold. */
export function ConditionsControl({ value, fields, onChange }: ConditionsControlProps) {
  const conditions = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(rawOf);
  const change = (next: readonly Raw[]) => {
    const [only] = next;
    onChange((next.length > 1 ? next : only) as Writable | undefined);
  };
  const add = () => {
    const [first] = fields;
    if (first) change([...conditions, beginning(first)]);
  };
  return (
    <fieldset className="form-conditions">
      <legend>{texts.forms.when}</legend>
      {conditions.length === 0 && <p className="dim">{texts.forms.whenNone}</p>}
      {conditions.map((condition, index) => (
        <ConditionControl
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions are known by their places
          key={index}
          number={index + 1}
          condition={condition}
          fields={fields}
          onChange={(next) => change(conditions.with(index, next))}
          onRemove={() => change(conditions.toSpliced(index, 1))}
        />
      ))}
      {fields.length === 0 ? (
        <p className="dim">{texts.forms.whenNothingEarlier}</p>
      ) : (
        <ActionButton size="sm" icon={<IconPlus size="1rem" />} onRun={add}>
          {texts.forms.addCondition}
        </ActionButton>
      )}
    </fieldset>
  );
}

/** What a condition on a field begins with. */
export function beginning({ name, kind, options }: DecidingField): Raw {
  const [first] = options;
  if (kind === 'choice' && first) return { field: name, is: first.value };
  if (kind === 'choices' && first) return { field: name, includes: first.value };
  return { field: name, answered: true };
}

/** One condition: the question, and what its answer has to be. */
export function ConditionControl(props: {
  readonly number: number;
  readonly condition: Raw;
  readonly fields: readonly DecidingField[];
  readonly onChange: (condition: Raw) => void;
  readonly onRemove: () => void;
}) {
  const { number, condition, fields, onChange, onRemove } = props;
  const name = textOf(condition.field);
  const field = fields.find((each) => each.name === name);
  const set = (member: string) => (value: Writable | undefined) => {
    const { [member]: _, ...others } = condition;
    onChange(value === undefined ? others : { ...condition, [member]: value });
  };
  const known = fields.map((each) => ({ value: each.name, label: `${each.label} (${each.name})` }));
  const choices = field ? known : [{ value: name, label: texts.forms.conditionUnknown(name) }, ...known];
  return (
    <fieldset className="form-condition" aria-label={texts.forms.condition(number)}>
      <div className="form-condition__head">
        <NativeSelect
          className="form-condition__field"
          label={texts.forms.conditionField}
          value={name}
          data={choices}
          onChange={(event) => {
            const next = fields.find((each) => each.name === event.currentTarget.value);
            if (next) onChange(beginning(next));
          }}
        />
        <IconAction label={`${texts.forms.remove}: ${texts.forms.condition(number)}`} onRun={onRemove}>
          <IconTrash size="1rem" />
        </IconAction>
      </div>
      {field && <Tests field={field} condition={condition} set={set} />}
    </fieldset>
  );
}

/** What the answer has to be: as much of it as answers of this kind can be asked for. */
function Tests(props: {
  readonly field: DecidingField;
  readonly condition: Raw;
  readonly set: (member: string) => (value: Writable | undefined) => void;
}) {
  const { field, condition, set } = props;
  const { kind } = field;
  const compared = kind === 'text' || kind === 'date' || kind === 'number';
  return (
    <>
      {kind === 'choice' &&
        (['is', 'isNot'] as const).map((member) => (
          <OptionTicks
            key={member}
            label={texts.forms[member]}
            field={field}
            value={condition[member]}
            onChange={set(member)}
          />
        ))}
      {kind === 'choices' && (
        <OptionTicks
          label={texts.forms.includes}
          field={field}
          value={condition.includes}
          onChange={set('includes')}
        />
      )}
      {compared && (
        <div className="form-properties__pair">
          {(['is', 'isNot'] as const).map((member) => (
            <LinesControl
              key={member}
              label={texts.forms[member]}
              hint={texts.forms.onePerLine}
              value={condition[member]}
              read={kind === 'number' ? readNumber : (line) => line}
              onChange={(values) => set(member)(oneOrSeveral(values ?? []))}
            />
          ))}
        </div>
      )}
      {kind === 'number' && (
        <div className="form-properties__pair">
          <NumberControl label={texts.forms.leastOf} value={condition.least} onChange={set('least')} />
          <NumberControl label={texts.forms.mostOf} value={condition.most} onChange={set('most')} />
        </div>
      )}
      <NativeSelect
        label={texts.forms.answered}
        value={condition.answered === true ? 'yes' : condition.answered === false ? 'no' : 'any'}
        data={Object.entries(texts.forms.answeredChoices).map(([value, label]) => ({ value, label }))}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          set('answered')(chosen === 'any' ? undefined : chosen === 'yes');
        }}
      />
    </>
  );
}

function OptionTicks(props: {
  readonly label: string;
  readonly field: DecidingField;
  readonly value: unknown;
  readonly onChange: (value: Writable | undefined) => void;
}) {
  const { label, field, value, onChange } = props;
  const chosen = (Array.isArray(value) ? listOf(value) : value === undefined ? [] : [value]).map(textOf);
  return (
    <fieldset className="form-ticks">
      <legend>{label}</legend>
      {field.options.map((option) => (
        <Checkbox
          key={option.value}
          size="xs"
          label={option.label}
          checked={chosen.includes(option.value)}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            const next = field.options
              .map((each) => each.value)
              .filter((each) => (each === option.value ? on : chosen.includes(each)));
            onChange(oneOrSeveral(next));
          }}
        />
      ))}
    </fieldset>
  );
}

function oneOrSeveral(values: readonly Writable[]): Writable | undefined {
  return values.length > 1 ? values : values[0];
}

function readNumber(line: string): number | undefined {
  const number = Number(line);
  return Number.isFinite(number) ? number : undefined;
}
