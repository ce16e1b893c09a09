import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { useState } from 'react';
import type { Writable } from '../../../core/provisioning/profile-edits.ts';
import { texts } from '../../texts.ts';
import { listOf, textOf } from './form-model.ts';

/** What every control of a member has. */
interface ControlProps {
  readonly label: string;
  readonly hint?: string;
  /** As it stands in the text. */
  readonly value: unknown;
  readonly fault?: string | undefined;
  /** Undefined takes the member away. */
  readonly onChange: (value: Writable | undefined) => void;
}

/** A text; one that is emptied is taken away, unless it has to be there. */
export function TextControl(
  props: ControlProps & { readonly several?: boolean; readonly needed?: boolean; readonly mono?: boolean },
) {
  const { label, hint, value, fault, onChange, several = false, needed = false } = props;
  const shared = {
    label,
    description: hint,
    value: textOf(value),
    error: needed && value === '' ? texts.forms.needed : fault,
    spellCheck: !props.mono,
    ...(props.mono ? { classNames: { input: 'mono-input' } } : {}),
  };
  const take = (text: string) => onChange(text === '' && !needed ? undefined : text);
  return several ? (
    <Textarea {...shared} rows={3} onChange={(event) => take(event.currentTarget.value)} />
  ) : (
    <TextInput {...shared} onChange={(event) => take(event.currentTarget.value)} />
  );
}

/** A name that others use: it changes when it is left or confirmed, not at each key. */
export function NameControl(
  props: Omit<ControlProps, 'onChange'> & {
    readonly pattern: RegExp;
    readonly taken: readonly string[];
    readonly onRename: (name: string) => void;
  },
) {
  const before = textOf(props.value);
  const [typed, setTyped] = useState(before);
  const [known, setKnown] = useState(before);
  if (known !== before) {
    setKnown(before);
    setTyped(before);
  }
  const wrong = !props.pattern.test(typed)
    ? texts.forms.nameWrong
    : typed !== before && props.taken.includes(typed)
      ? texts.forms.nameTaken
      : undefined;
  const commit = () => {
    if (wrong === undefined && typed !== before) props.onRename(typed);
  };
  return (
    <TextInput
      label={props.label}
      description={props.hint}
      classNames={{ input: 'mono-input' }}
      spellCheck={false}
      value={typed}
      error={typed === before ? props.fault : wrong}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key !== 'Escape' || typed === before) return;
        event.preventDefault();
        setTyped(before);
      }}
    />
  );
}

/** A number; where it may be one, also a text with a variable. */
export function NumberControl(props: ControlProps & { readonly orVariable?: boolean }) {
  const { label, hint, value, fault, onChange, orVariable = false } = props;
  const before = textOf(value);
  const [typed, setTyped] = useState(before);
  const [known, setKnown] = useState(before);
  if (known !== before) {
    setKnown(before);
    // What is typed may be the same number in another form: 5 and 5.
    if (numberOf(typed, orVariable) !== value) setTyped(before);
  }
  const number = numberOf(typed, orVariable);
  return (
    <TextInput
      label={label}
      description={hint}
      inputMode={orVariable ? 'text' : 'decimal'}
      value={typed}
      error={number === 'wrong' ? texts.forms.numberWrong : fault}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const next = numberOf(text, orVariable);
        if (next !== 'wrong') onChange(next);
      }}
    />
  );
}

function numberOf(typed: string, orVariable: boolean): number | string | undefined | 'wrong' {
  const text = typed.trim();
  if (text === '') return undefined;
  if (orVariable && text.includes('{{')) return text;
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : 'wrong';
}

/** A tick; what it is by itself is not written. */
export function TickControl(props: ControlProps & { readonly usual: boolean }) {
  const { label, hint, value, fault, onChange, usual } = props;
  return (
    <Checkbox
      label={label}
      description={hint}
      error={fault}
      checked={typeof value === 'boolean' ? value : usual}
      onChange={(event) => {
        const { checked } = event.currentTarget;
        onChange(checked === usual ? undefined : checked);
      }}
    />
  );
}

/** One of several words; the usual one is not written. */
export function WordControl(
  props: ControlProps & { readonly words: Readonly<Record<string, string>>; readonly usual?: string },
) {
  const { label, hint, value, fault, onChange, words, usual } = props;
  return (
    <NativeSelect
      label={label}
      description={hint}
      error={fault}
      value={typeof value === 'string' ? value : (usual ?? '')}
      data={Object.entries(words).map(([word, shown]) => ({ value: word, label: shown }))}
      onChange={(event) => {
        const word = event.currentTarget.value;
        onChange(word === usual ? undefined : word);
      }}
    />
  );
}

/** Several values, one a line. */
export function LinesControl(
  props: Omit<ControlProps, 'onChange'> & {
    readonly needed?: boolean;
    /** What a line stands for; undefined is not taken. */
    readonly read?: (line: string) => Writable | undefined;
    readonly onChange: (values: readonly Writable[] | undefined) => void;
  },
) {
  const { label, hint, value, fault, needed = false, read = (line) => line, onChange } = props;
  const before = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(textOf).join('\n');
  const [typed, setTyped] = useState(before);
  const valuesOf = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => read(line.trim()))
      .filter((each) => each !== undefined);
  const [known, setKnown] = useState(before);
  if (known !== before) {
    setKnown(before);
    if (valuesOf(typed).map(textOf).join('\n') !== before) setTyped(before);
  }
  return (
    <Textarea
      label={label}
      description={hint}
      error={fault}
      rows={Math.max(2, Math.min(5, listOf(value).length + 1))}
      classNames={{ input: 'mono-input' }}
      spellCheck={false}
      value={typed}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const values = valuesOf(text);
        onChange(values.length === 0 && !needed ? undefined : values);
      }}
    />
  );
}
