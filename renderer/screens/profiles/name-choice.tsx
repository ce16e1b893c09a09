import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { texts } from '../../texts.ts';
import type { memberOf } from './use-profile-editor.ts';

const words = texts.profilePlan;

/** One of the profile's own things, by name; a name that is none is shown too. */
export function NameChoice(
  props: ReturnType<ReturnType<typeof memberOf>> & {
    readonly label: string;
    readonly names: readonly string[];
    /** What it is called to choose none; without it, one has to be chosen. */
    readonly none?: string;
  },
) {
  const { label, names, none, value, fault, onChange } = props;
  const name = typeof value === 'string' ? value : '';
  const known = names.map((each) => ({ value: each, label: each }));
  const missing =
    name !== '' && !names.includes(name) ? [{ value: name, label: words.unknownName(name) }] : [];
  const empty = none !== undefined || name === '' ? [{ value: '', label: none ?? words.choose }] : [];
  return (
    <NativeSelect
      label={label}
      value={name}
      error={fault}
      data={[...empty, ...missing, ...known]}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  );
}
