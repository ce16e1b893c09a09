import type { JobView } from '../../../core/api.ts';
import { isReadBack, statesInWork } from '../../../core/provisioning/job.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';

/** The state of a row as a tag; green only where main says that it is done. */
export function JobState({ job }: { readonly job: JobView }) {
  const { kind } = job.state;
  const tone: Tone =
    kind === 'done' ? 'ok' : kind === 'failed' ? 'bad' : statesInWork.includes(kind) ? 'accent' : 'plain';
  return <Tag tone={tone}>{texts.batches.jobStates[kind]}</Tag>;
}

/** The ICCID of the card that a row was given, where it is known. */
export function iccidOf(job: JobView): string | undefined {
  return 'card' in job.state ? job.state.card?.iccid : undefined;
}

/** Whether main recorded that the card was read back. */
export function isVerified(job: JobView): boolean {
  return isReadBack(job.state);
}
