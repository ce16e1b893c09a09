import { Checkbox } from '@mantine/core';
import './form-styles.ts';
import { useStations } from '../stores/stations.ts';
import { texts } from '../texts.ts';
import type { ChosenKeys } from './choose-keys.ts';
import { KeyFileChoice } from './key-file-choice.tsx';
import './station-choice.css';

/** How a batch is to be run, as a person fills it in. */
export interface RunForm {
  readonly stations: readonly string[];
  readonly overwrite: boolean;
  readonly keys: ChosenKeys | undefined;
}

interface StationChoiceProps {
  readonly form: RunForm;
  readonly onChange: (form: RunForm) => void;
}

/** Which stations work on a batch, what they may overwrite, and the card keys they need. */
export function StationChoice({ form, onChange }: StationChoiceProps) {
  const names = useStations((state) => state.names);
  const handles = useStations((state) => state.handles);
  const toggle = (name: string, on: boolean) =>
    onChange({
      ...form,
      stations: names.filter((each) => (each === name ? on : form.stations.includes(each))),
    });
  return (
    <div className="station-choice">
      <fieldset>
        <legend>{texts.newBatch.stations}</legend>
        {names.map((name) => (
          <Checkbox
            key={name}
            label={name}
            description={
              handles[name]?.view.kind === 'virtual' ? texts.newBatch.virtual : texts.newBatch.pcsc
            }
            checked={form.stations.includes(name)}
            onChange={(event) => toggle(name, event.currentTarget.checked)}
          />
        ))}
        {form.stations.length === 0 && (
          <p className="station-choice__missing" role="alert">
            {texts.newBatch.noStations}
          </p>
        )}
      </fieldset>
      <KeyFileChoice keys={form.keys} onChange={(keys) => onChange({ ...form, keys })} />
      <Checkbox
        label={texts.newBatch.overwrite}
        description={form.overwrite ? texts.newBatch.overwriteWarning : texts.newBatch.overwriteHint}
        checked={form.overwrite}
        color="var(--bad-fill)"
        onChange={(event) => onChange({ ...form, overwrite: event.currentTarget.checked })}
      />
    </div>
  );
}

/** The part of a request that says how a batch is run. */
export function runChoiceOf(form: RunForm) {
  return {
    stations: [...form.stations],
    overwrite: form.overwrite,
    ...(form.keys === undefined ? {} : { admKeys: form.keys.token }),
  };
}
