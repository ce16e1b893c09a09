import type { BatchSummary } from '../../core/api.ts';
import { standingOf } from '../stores/batch-standing.ts';
import { texts } from '../texts.ts';
import { Tag, type Tone } from './tag.tsx';

const tones: Readonly<Record<ReturnType<typeof standingOf>, Tone>> = {
  running: 'accent',
  paused: 'warn',
  awaiting: 'accent',
  allDone: 'ok',
  throughWithFailures: 'bad',
};

/** Where a batch stands, as a tag. */
export function BatchState({ batch }: { readonly batch: BatchSummary }) {
  const standing = standingOf(batch);
  return <Tag tone={tones[standing]}>{texts.batches.standings[standing]}</Tag>;
}
