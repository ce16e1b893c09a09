import { IconCheck, IconX } from '@tabler/icons-react';
import type { Outcome } from '../../stores/station-handle.ts';
import { texts } from '../../texts.ts';

/** The last rows of a station: a virtual card goes by fast, and a person looks up only now and then. */
export function RecentStrip({ outcomes }: { readonly outcomes: readonly Outcome[] }) {
  if (outcomes.length === 0) return null;
  return (
    <ul className="recent" aria-label={texts.bench.recent}>
      {outcomes.map((outcome) => (
        <li
          key={outcome.number}
          data-kind={outcome.kind}
          title={
            outcome.kind === 'done'
              ? texts.bench.recentDone(outcome.label)
              : texts.bench.recentFailed(outcome.label)
          }
        >
          {outcome.kind === 'done' ? (
            <IconCheck size="0.875rem" stroke={3} aria-label={texts.bench.countDone} />
          ) : (
            <IconX size="0.875rem" stroke={3} aria-label={texts.bench.countFailed} />
          )}
          {outcome.label}
        </li>
      ))}
    </ul>
  );
}
