import { Textarea, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { type KeyboardEvent, type Ref, useId, useMemo } from 'react';
import type { Writable } from '../../../core/provisioning/profile-edits.ts';
import { texts } from '../../texts.ts';
import { textOf } from './form-model.ts';

interface VariableInputProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: unknown;
  readonly fault?: string | undefined;
  readonly onChange: (value: Writable | undefined) => void;
  /** What can be put between braces. */
  readonly variables?: readonly string[];
  /** Whole texts that are offered. */
  readonly choices?: readonly string[];
  readonly needed?: boolean;
  readonly several?: boolean;
  readonly hideLabel?: boolean;
  /** What a screen reader says, where the label alone does not say which one it is. */
  readonly ariaLabel?: string;
  readonly inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
}

const mostOffered = 200;

/** A text that may hold `{{variables}}`: once braces are opened, what exists is offered. */
export function VariableInput(props: VariableInputProps) {
  const { label, hint, value, fault, onChange, variables = [], choices = [], needed = false } = props;
  const id = useId();
  const text = textOf(value);
  const offered = useMemo(() => completions(text, variables, choices), [text, variables, choices]);
  const take = (next: string) => onChange(next === '' && !needed ? undefined : next);
  const shared = {
    ...(props.hideLabel ? { 'aria-label': label } : { label }),
    ...(props.ariaLabel === undefined ? {} : { 'aria-label': props.ariaLabel }),
    description: hint,
    error: needed && text === '' && fault === undefined ? texts.forms.needed : fault,
    value: text,
    classNames: { input: 'mono-input' },
    spellCheck: false,
    autoComplete: 'off',
    onKeyDown: props.onKeyDown,
  };
  if (props.several)
    return (
      <Textarea
        {...shared}
        ref={props.inputRef ?? null}
        rows={5}
        onChange={(event) => take(event.currentTarget.value)}
      />
    );
  return (
    <>
      <TextInput
        {...shared}
        ref={props.inputRef ?? null}
        list={offered.length > 0 ? id : undefined}
        onChange={(event) => take(event.currentTarget.value)}
      />
      {offered.length > 0 && (
        <datalist id={id}>
          {offered.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** What a text may become: with the variable that was begun at its end, or one of the whole texts. */
export function completions(
  text: string,
  variables: readonly string[],
  choices: readonly string[],
): readonly string[] {
  const opened = /^(.*)\{\{\s*([\w.-]*)$/s.exec(text);
  if (opened) {
    const [, before = '', begun = ''] = opened;
    return variables.filter((name) => name.startsWith(begun)).map((name) => `${before}{{${name}}}`);
  }
  const wanted = text.toLowerCase();
  return choices
    .filter((choice) => choice !== text && choice.toLowerCase().includes(wanted))
    .slice(0, mostOffered);
}
