import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import type { AlertRule } from '../../../core/alerts/rule.ts';
import type { RulePreview as RulePreviewView } from '../../../core/api-alerts.ts';
import { visibleText } from '../../../core/inspect/visible-text.ts';
import { call } from '../../bench.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatMoment } from '../../format/times.ts';
import type { DraftOutcome } from '../../stores/alert-rule-draft.ts';
import { texts } from '../../texts.ts';
import { typeWords } from './alert-words.ts';
import { SeverityTag } from './severity-tag.tsx';

const words = texts.alertRules;
const shown = 20;

interface RulePreviewProps {
  readonly ruleId: string;
  readonly outcome: DraftOutcome;
  readonly others: ReadonlyMap<string, DraftOutcome>;
}

/** Which of the last alerts the rule would have matched, as it is on the screen. */
export function RulePreview({ ruleId, outcome, others }: RulePreviewProps) {
  const [found, setFound] = useState<{ readonly rules: string; readonly preview: RulePreviewView }>();
  const rules: readonly AlertRule[] = [...others.values()].flatMap((each) =>
    each.kind === 'rule' ? [each.rule] : [],
  );
  const asked = JSON.stringify(rules);
  const run = async () => {
    const result = await call('previewAlertRule', { rules: [...rules], ruleId });
    if (result.kind === 'fault') return result.fault;
    setFound({ rules: asked, preview: result.answer });
  };
  // What was found for other words than those on the screen is not shown as if it were for these.
  const preview = found?.rules === asked ? found.preview : undefined;
  return (
    <section className="rule-side__part" aria-label={words.preview}>
      <h2 className="kicker">{words.preview}</h2>
      <span>
        <ActionButton
          size="sm"
          hotkey="P"
          needs="previewAlertRule"
          icon={<IconEye size="1rem" />}
          disabled={outcome.kind === 'issues'}
          onRun={run}
        >
          {words.previewRun}
        </ActionButton>
      </span>
      {outcome.kind === 'issues' && <p className="dim">{words.previewWrong}</p>}
      {preview && <Found preview={preview} />}
    </section>
  );
}

function Found({ preview: { looked, matched, notLookedInto, rows } }: { readonly preview: RulePreviewView }) {
  const now = Date.now();
  return (
    <>
      <p role="status">{looked === 0 ? words.previewNone : words.previewResult(matched, looked)}</p>
      {notLookedInto > 0 && <p className="dim">{words.previewNotLooked(notLookedInto)}</p>}
      <ul className="rule-found">
        {rows.slice(0, shown).map((alert) => (
          <li key={alert.alertId}>
            <span className="rule-found__line">
              <SeverityTag severity={alert.severity} />
              <bdi className="ellipsis" title={visibleText(alert.alertType)}>
                {typeWords(alert)}
              </bdi>
            </span>
            <span className="dim">
              <bdi>{visibleText(alert.label)}</bdi> · {formatMoment(alert.at, now)}
            </span>
          </li>
        ))}
      </ul>
      {matched > shown && <p className="dim">{words.previewMore(matched - Math.min(shown, rows.length))}</p>}
    </>
  );
}
