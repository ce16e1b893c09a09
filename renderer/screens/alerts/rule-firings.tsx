import { visibleText } from '../../../core/inspect/visible-text.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useCall } from '../../components/use-call.ts';
import { useTold } from '../../components/use-told.ts';
import { formatMoment } from '../../format/times.ts';
import { useAlertRules } from '../../stores/alert-rules.ts';
import { texts } from '../../texts.ts';
import { firingWords, typeWords } from './alert-words.ts';

const words = texts.alertRules;
const shown = 20;

/** What a rule did lately, about which alert. */
export function RuleFirings({ ruleId }: { readonly ruleId: string }) {
  const { state, reload } = useCall('alertFirings', { ruleId, offset: 0, limit: shown });
  useTold('alertsChanged', reload);
  const standing = useAlertRules(({ view }) => view?.standings[ruleId]);
  const now = Date.now();
  return (
    <section className="rule-side__part" aria-label={words.did}>
      <h2 className="kicker">{words.did}</h2>
      {state.kind === 'fault' && <FaultNotice fault={state.fault} />}
      {state.kind === 'answer' && state.answer.total === 0 && <p className="dim">{words.didNothing}</p>}
      {standing && (
        <p className="dim">
          {words.matched(standing.matched)}
          {standing.lastActedAt !== undefined &&
            `; ${words.lastActed(formatMoment(standing.lastActedAt, now))}`}
        </p>
      )}
      {state.kind === 'answer' && (
        <ul className="rule-found">
          {state.answer.rows.map((firing) => (
            <li key={firing.alertId}>
              <span>
                <bdi>{visibleText(firing.label)}</bdi> · <bdi>{typeWords(firing)}</bdi>
              </span>
              <span className={firing.act?.kind === 'failed' ? 'cause' : 'dim'}>
                {formatMoment(firing.at, now)}: {firingWords(firing)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
