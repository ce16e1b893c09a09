import { NativeSelect, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { renameMember, type Writable } from '../../../core/provisioning/profile-edits.ts';
import type { JsonPath } from '../../../core/provisioning/profile-references.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { texts } from '../../texts.ts';
import { NameControl } from './form-controls.tsx';
import { rawOf, textOf } from './form-model.ts';
import { variablesIn } from './known-names.ts';
import type { ProfileEditor } from './use-profile-editor.ts';
import { VariableInput } from './variable-input.tsx';

const words = texts.profilePlan;
const anyName = /^(?!__proto__$).+$/s;

interface PairsControlProps {
  readonly editor: ProfileEditor;
  /** Of the object whose members are edited. */
  readonly path: JsonPath;
  readonly label: string;
  readonly hint?: string;
  readonly nameLabel: string;
  /** The last one was taken away. */
  readonly onEmpty?: () => void;
  /** The first one is added where the object is not there yet. */
  readonly onFirst?: (name: string) => void;
}

/** Names with a value each: a text, a number, or true or false. */
export function PairsControl(props: PairsControlProps) {
  const { editor, path, label, hint, nameLabel, onEmpty, onFirst } = props;
  const [name, setName] = useState('');
  const pairs = Object.entries(rawOf(editor.value(path)));
  const names = pairs.map(([each]) => each);
  const variables = variablesIn(editor);
  const mayAdd = anyName.test(name) && !names.includes(name);
  const add = () => {
    if (!mayAdd) return;
    if (pairs.length === 0 && onFirst) onFirst(name);
    else editor.set(path, name, '');
    setName('');
  };
  return (
    <fieldset className="form-options pairs">
      <legend>{label}</legend>
      {hint !== undefined && <p className="dim form-properties__hint">{hint}</p>}
      {pairs.map(([each, value]) => (
        <div key={each} className="pairs__pair">
          <NameControl
            label={nameLabel}
            value={each}
            pattern={anyName}
            taken={names}
            onRename={(newName) => editor.change((now) => renameMember(now, path, each, newName))}
          />
          <KindChoice value={value} of={each} onChange={(next) => editor.set(path, each, next)} />
          <PairValue
            label={words.valueOf(each)}
            value={value}
            variables={variables}
            fault={editor.faultAt([...path, each])}
            onChange={(next) => editor.set(path, each, next)}
          />
          <IconAction
            label={texts.profileParts.removeMember(each)}
            onRun={() => (pairs.length === 1 && onEmpty ? onEmpty() : editor.set(path, each, undefined))}
          >
            <IconTrash size="1rem" />
          </IconAction>
        </div>
      ))}
      <div className="pairs__add">
        <TextInput
          label={words.another(nameLabel)}
          classNames={{ input: 'mono-input' }}
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <ActionButton size="sm" icon={<IconPlus size="1rem" />} disabled={!mayAdd} onRun={add}>
          {texts.profileParts.addMember}
        </ActionButton>
      </div>
    </fieldset>
  );
}

function KindChoice(props: {
  readonly value: unknown;
  readonly of: string;
  readonly onChange: (value: Writable) => void;
}) {
  const { value, of, onChange } = props;
  const kind = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'bool' : 'text';
  return (
    <NativeSelect
      label={words.valueKind}
      aria-label={words.kindOf(of)}
      value={kind}
      data={Object.entries(words.valueKinds).map(([each, shown]) => ({ value: each, label: shown }))}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const text = textOf(value);
        onChange(next === 'number' ? Number(text) || 0 : next === 'bool' ? text === 'true' : text);
      }}
    />
  );
}

function PairValue(props: {
  readonly label: string;
  readonly value: unknown;
  readonly variables: readonly string[];
  readonly fault: string | undefined;
  readonly onChange: (value: Writable) => void;
}) {
  const { label, value, variables, fault, onChange } = props;
  const [typed, setTyped] = useState<string>();
  if (typeof value === 'boolean')
    return (
      <NativeSelect
        label={words.value}
        aria-label={label}
        value={String(value)}
        data={['true', 'false']}
        onChange={(event) => onChange(event.currentTarget.value === 'true')}
      />
    );
  if (typeof value === 'number')
    return (
      <TextInput
        label={words.value}
        aria-label={label}
        inputMode="decimal"
        value={typed ?? String(value)}
        error={typed === undefined ? fault : texts.forms.numberWrong}
        onChange={(event) => {
          const text = event.currentTarget.value;
          const number = Number(text);
          const right = text.trim() !== '' && Number.isFinite(number);
          setTyped(right && String(number) === text ? undefined : text);
          if (right) onChange(number);
        }}
        onBlur={() => setTyped(undefined)}
      />
    );
  return (
    <VariableInput
      label={words.value}
      ariaLabel={label}
      value={value}
      variables={variables}
      fault={fault}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
