import { type ReactNode, useRef } from 'react';
import { useHotkey } from '../keys/use-hotkey.ts';
import './icon-action.css';

interface IconActionProps {
  readonly label: string;
  readonly hotkey?: string;
  readonly onRun: () => void;
  readonly children: ReactNode;
}

/** A small button that has an icon only; its words are for the tooltip and the screen reader. */
export function IconAction({ label, hotkey, onRun, children }: IconActionProps) {
  const element = useRef<HTMLButtonElement>(null);
  useHotkey(hotkey, onRun, { element });
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
