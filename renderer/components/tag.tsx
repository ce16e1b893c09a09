import type { ReactNode } from 'react';
import './tag.css';

export type Tone = 'plain' | 'ok' | 'bad' | 'warn' | 'accent';

/** A short word on something; colour only where it is a state. */
export function Tag({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`tag tag--${tone}`}>{children}</span>;
}

/** A tag that says more when it is pressed. */
export function TagButton({
  children,
  label,
  onRun,
}: {
  readonly children: ReactNode;
  readonly label: string;
  readonly onRun: () => void;
}) {
  return (
    <button type="button" className="tag tag--plain tag--button" aria-label={label} onClick={onRun}>
      {children}
    </button>
  );
}
