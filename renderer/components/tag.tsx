import type { ReactNode } from 'react';
import './tag.css';

export type Tone = 'plain' | 'ok' | 'bad' | 'warn' | 'accent';

/** A short word on something; colour only where it is a state. */
export function Tag({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`tag tag--${tone}`}>{children}</span>;
}
