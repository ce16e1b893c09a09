import { type ReactNode, useRef } from 'react';
import type { CallName } from '../../core/api-requests.ts';
import { useHotkey } from '../keys/use-hotkey.ts';
import { useMay } from '../stores/operators.ts';
import './icon-action.css';

interface IconActionProps {
  readonly label: string;
  readonly hotkey?: string;
  readonly onRun: () => void;
  readonly children: ReactNode;
  /** The call that it ends in; see ActionButton. */
  readonly needs?: CallName;
}

/** A small button that has an icon only; its words are for the tooltip and the screen reader. */
export function IconAction({ label, hotkey, onRun, children, needs }: IconActionProps) {
  const element = useRef<HTMLButtonElement>(null);
  const offered = useMay(needs);
  useHotkey(hotkey, onRun, { element, disabled: !offered });
  if (!offered) return null;
  return (
    <button
      ref={element}
      type="button"
      className="icon-action"
      aria-label={label}
      aria-keyshortcuts={hotkey}
      title={label}
      onClick={onRun}
    >
      {children}
    </button>
  );
}
