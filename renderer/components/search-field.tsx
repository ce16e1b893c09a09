import { TextInput } from '@mantine/core';
import './form-styles.ts';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useHotkey } from '../keys/use-hotkey.ts';
import { KeyHint } from './key-hint.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether the search has the focus at once. */
  readonly focused?: boolean;
}

const restAfterKey = 180;

/** A search: `/` goes there, Escape empties it and then leaves it. It asks after the last key, not at each. */
export function SearchField({ label, value, onChange, focused = false }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useHotkey('/', () => field.current?.select(), { element: field });
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => latest.current(typed), restAfterKey);
    return () => clearTimeout(timer);
  }, [typed, value]);
  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);
  return (
    <TextInput
      ref={field}
      type="search"
      className="search-field"
      aria-label={label}
      placeholder={label}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(typed);
        if (event.key !== 'Escape') return;
        event.preventDefault();
        if (typed === '') field.current?.blur();
        else {
          setTyped('');
          onChange('');
        }
      }}
      leftSection={<IconSearch size="1rem" aria-hidden="true" />}
      rightSection={<KeyHint name="/" />}
    />
  );
}
