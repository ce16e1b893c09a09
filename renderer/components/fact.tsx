import type { ReactNode } from 'react';

/** A line of a list of facts (`dl.facts`): what it is, and below it what is so. */
export function Fact(props: {
  readonly name: string;
  readonly mono?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className={props.mono ? 'mono' : undefined}>{props.children}</dd>
    </div>
  );
}
