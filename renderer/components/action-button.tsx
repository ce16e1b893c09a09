import { Button } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import type { CallName } from '../../core/api-requests.ts';
import type { Fault } from '../../core/errors.ts';
import { useHotkey } from '../keys/use-hotkey.ts';
import { useMay } from '../stores/operators.ts';
import { KeyHint } from './key-hint.tsx';
import { notifyFault } from './notify.ts';
import './action-button.css';

interface ActionButtonProps {
  readonly children: ReactNode;
  /** What the button does; a fault that it answers is shown. */
  readonly onRun: () => unknown;
  /** The key that does the same. */
  readonly hotkey?: string;
  /** `danger` is for what destroys something. */
  readonly tone?: 'primary' | 'quiet' | 'subtle' | 'danger';
  readonly size?: 'sm' | 'md' | 'lg';
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
  /** Where there is little room it is its icon and its key; its words are still said. */
  readonly compact?: boolean;
  /** What a screen reader says where the words alone are not enough. */
  readonly label?: string;
  /** The call that it ends in: where whoever is at the bench may not make it, the button is not offered. */
  readonly needs?: CallName;
}

const variants = { primary: 'filled', danger: 'filled', quiet: 'default', subtle: 'subtle' } as const;
const heights = { sm: 'sm', md: 'sm', lg: 'lg' } as const;

/** A button that does one thing: it shows that it is under way, its key, and what went wrong. */
export function ActionButton({
  children,
  onRun,
  hotkey,
  tone = 'quiet',
  size = 'md',
  icon,
  disabled = false,
  compact = false,
  label,
  needs,
}: ActionButtonProps) {
  const offered = useMay(needs);
  const [busy, setBusy] = useState(false);
  const element = useRef<HTMLButtonElement>(null);
  const run = async () => {
    if (busy || disabled) return;
    const outcome = onRun();
    if (!(outcome instanceof Promise)) return;
    setBusy(true);
    try {
      const fault: unknown = await outcome;
      if (isFault(fault)) notifyFault(fault);
    } finally {
      setBusy(false);
    }
  };
  useHotkey(hotkey, () => void run(), { disabled: disabled || !offered, element });
  if (!offered) return null;
  return (
    <Button
      ref={element}
      variant={variants[tone]}
      data-tone={tone}
      data-compact={compact || undefined}
      size={heights[size]}
      className={`action-button action-button--${size}`}
      onClick={() => void run()}
      // A click leaves the focus where it is: Enter then still does the obvious thing, not this one again.
      onMouseDown={(event) => event.preventDefault()}
      loading={busy}
      disabled={disabled}
      leftSection={icon}
      rightSection={hotkey === undefined ? undefined : <KeyHint name={hotkey} />}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(hotkey === undefined ? {} : { 'aria-keyshortcuts': hotkey })}
    >
      {children}
    </Button>
  );
}

function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'code' in value && 'remedy' in value;
}
