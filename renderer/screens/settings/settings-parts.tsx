import type { ReactNode } from 'react';

/** Settings that belong together. */
export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="settings__group panel" aria-label={title}>
      <h2 className="kicker">{title}</h2>
      {children}
    </section>
  );
}

/** One setting: what it is, what it means, and what changes it. */
export function Row(props: {
  readonly name: string;
  readonly hint: string;
  readonly value?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="settings__row">
      <div className="settings__words">
        <b>{props.name}</b>
        {props.value}
        <span className="dim">{props.hint}</span>
      </div>
      <div className="settings__control">{props.children}</div>
    </div>
  );
}
