import type { InteractionView } from '../../../core/api-interactions.ts';
import { Fact } from '../../components/fact.tsx';
import { formatSeconds } from '../../format/numbers.ts';
import { formatExactTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';
import { stateWordsOf } from './interaction-lines.ts';

const outcomes: Readonly<Record<InteractionView['state'], string>> = {
  waiting: 'awaited',
  opened: 'awaited',
  answering: 'awaited',
  completed: 'ok',
  expired: 'failed',
  closed: 'failed',
  failed: 'failed',
};

/** A UI interaction whole: how it stands, how long it took, and what was answered. */
export function InteractionDetail({ interaction }: { readonly interaction: InteractionView }) {
  const { begunAt, openedAt, endedAt, fault, answers, state } = interaction;
  return (
    <>
      <dl className="facts">
        <Fact name={texts.session.form.form}>{interaction.title}</Fact>
        <Fact name={texts.session.form.state}>
          <span className="status" data-outcome={outcomes[state]}>
            {stateWordsOf(interaction)}
          </span>
        </Fact>
        {fault && <Fact name={texts.session.form.why}>{fault.message}</Fact>}
        <Fact name={texts.session.form.sent}>{formatExactTime(begunAt)}</Fact>
        {openedAt !== undefined && (
          <Fact name={texts.session.form.openedAfter}>{formatSeconds((openedAt - begunAt) / 1000)}</Fact>
        )}
        {endedAt !== undefined && (
          <Fact name={texts.session.form.endedAfter}>{formatSeconds((endedAt - begunAt) / 1000)}</Fact>
        )}
      </dl>
      {answers.length > 0 && (
        <>
          <h3 className="kicker">{texts.session.form.answers}</h3>
          <dl className="facts">
            {answers.map(({ label, text }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two fields may have one label
              <Fact key={index} name={label}>
                {text}
              </Fact>
            ))}
          </dl>
        </>
      )}
    </>
  );
}
