import type { SessionSummary } from '../../../core/api.ts';
import { Tag, type Tone } from '../../components/tag.tsx';
import { texts } from '../../texts.ts';

const tones: Readonly<Record<SessionSummary['state'], Tone>> = {
  open: 'accent',
  fulfilled: 'ok',
  suspended: 'warn',
  failed: 'bad',
  abandoned: 'warn',
};

/** How a session ended, as main says it. */
export function SessionState({ state }: { readonly state: SessionSummary['state'] }) {
  return (
    <span title={texts.session.stateHints[state]}>
      <Tag tone={tones[state]}>{texts.session.states[state]}</Tag>
    </span>
  );
}
