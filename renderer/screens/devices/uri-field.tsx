import { Textarea, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { type KeyboardEvent, type SyntheticEvent, useEffect, useId, useRef, useState } from 'react';
import type { UriCandidate } from '../../../core/inspect/complete-uri.ts';
import { texts } from '../../texts.ts';
import { UriCandidates } from './uri-candidates.tsx';
import './uri-field.css';
import { UriMeaningWords } from './uri-meaning-words.tsx';
import { useUriCompletion } from './use-uri-completion.ts';

const words = texts.deviceCommands;

interface UriFieldProps {
  readonly deviceId: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  /** Whether only plain ClientURIs are wanted. */
  readonly plain: boolean;
  /** Several of them, one a line. */
  readonly several: boolean;
  readonly onChange: (value: string) => void;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * A field for ClientURIs that says how what is typed can go on, and what it is about. The arrows go through the
 * candidates; Tab takes the chosen one, or the first; Enter takes the chosen one; Escape closes the list and no more.
 */
export function UriField(props: UriFieldProps) {
  const { deviceId, label, value, error, plain, several, onChange } = props;
  const field = useRef<Field>(null);
  const id = useId();
  const [caret, setCaret] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const wantedCaret = useRef<number>(undefined);
  const from = several ? value.lastIndexOf('\n', caret - 1) + 1 : 0;
  const lineEnd = several ? value.indexOf('\n', caret) : -1;
  const to = lineEnd < 0 ? value.length : lineEnd;
  const line = value.slice(from, to);
  const { answer, of, fault } = useUriCompletion(deviceId, line, plain);
  // Within a text there is nothing to go on with: what follows would have to give way.
  const isAtEnd = caret >= to;
  const isAnswered = of === line;
  const candidates = answer?.candidates ?? [];
  const isShown = open && isAtEnd && candidates.length > 0;
  const chosen = active < candidates.length ? active : -1;
  useEffect(() => {
    if (wantedCaret.current === undefined) return;
    field.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = undefined;
  });
  const take = ({ text }: UriCandidate) => {
    wantedCaret.current = from + text.length;
    setCaret(from + text.length);
    setActive(-1);
    onChange(value.slice(0, from) + text + value.slice(to));
  };
  /** What was typed when Tab was pressed before the answer to it was there: it is taken then. */
  const early = useRef<string>(undefined);
  useEffect(() => {
    const [first] = candidates;
    if (early.current === undefined || !isAnswered) return;
    if (early.current === line && first) take(first);
    early.current = undefined;
  });
  const move = (step: number) => {
    setOpen(true);
    if (candidates.length === 0) return;
    setActive(
      isShown
        ? (chosen + step + candidates.length + (chosen < 0 && step < 0 ? 1 : 0)) % candidates.length
        : 0,
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !modified) {
      // In a field of several lines the arrows go from line to line while no list is open.
      if (!isShown && (several || event.key === 'ArrowUp')) return;
      done();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === ' ' && event.ctrlKey) {
      done();
      setOpen(true);
    } else if (event.key === 'Escape' && isShown) {
      done();
      setOpen(false);
      setActive(-1);
    } else if (event.key === 'Tab' && !modified && isShown) {
      done();
      const candidate = candidates[Math.max(0, chosen)];
      if (!isAnswered) early.current = line;
      else if (candidate) take(candidate);
    } else if (event.key === 'Enter' && !modified && isShown && chosen >= 0) {
      done();
      const candidate = candidates[chosen];
      if (isAnswered && candidate) take(candidate);
    }
  };
  const shared = {
    label,
    value,
    error,
    spellCheck: false,
    autoComplete: 'off',
    maxLength: 20_000,
    classNames: { input: 'mono' },
    'aria-autocomplete': 'list' as const,
    'aria-controls': isShown ? `${id}-list` : undefined,
    'aria-activedescendant': isShown && chosen >= 0 ? `${id}-${chosen}` : undefined,
    'aria-describedby': `${id}-meaning`,
    onKeyDown,
    onBlur: () => setOpen(false),
    onSelect: (event: SyntheticEvent<Field>) => setCaret(event.currentTarget.selectionEnd ?? 0),
    onChange: (event: { readonly currentTarget: Field }) => {
      setCaret(event.currentTarget.selectionEnd ?? event.currentTarget.value.length);
      setOpen(true);
      setActive(-1);
      onChange(event.currentTarget.value);
    },
  };
  return (
    <div className="uri-field">
      {several ? (
        <Textarea ref={field as React.RefObject<HTMLTextAreaElement>} rows={3} {...shared} />
      ) : (
        <TextInput
          ref={field as React.RefObject<HTMLInputElement>}
          role="combobox"
          aria-expanded={isShown}
          aria-haspopup="listbox"
          {...shared}
        />
      )}
      {isShown && (
        <UriCandidates
          id={id}
          candidates={candidates}
          total={answer?.total ?? 0}
          chosen={chosen}
          onTake={(candidate) => isAnswered && take(candidate)}
        />
      )}
      <div id={`${id}-meaning`} className="uri-meaning" role="status">
        {fault ? fault.message : answer ? <UriMeaningWords meaning={answer.meaning} /> : words.targetHint}
      </div>
    </div>
  );
}
