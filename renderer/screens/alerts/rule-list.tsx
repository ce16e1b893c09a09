import { IconArrowDown, IconArrowUp, IconCopy, IconPlus, IconTrash } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import { Tag } from '../../components/tag.tsx';
import { formatNumber } from '../../format/numbers.ts';
import type { DraftOutcome } from '../../stores/alert-rule-draft.ts';
import { useAlertRules } from '../../stores/alert-rules.ts';
import { texts } from '../../texts.ts';

const words = texts.alertRules;

interface RuleListProps {
  readonly outcomes: ReadonlyMap<string, DraftOutcome>;
  readonly mayChange: boolean;
}

/** The rules in the order in which they are asked. */
export function RuleList({ outcomes, mayChange }: RuleListProps) {
  const { drafts, view, chosen, choose, add, copy, move, remove } = useAlertRules();
  const at = drafts.findIndex(({ ruleId }) => ruleId === chosen);
  return (
    <section className="rule-list panel" aria-label={words.list}>
      {mayChange && (
        <div className="rule-list__head">
          <ActionButton size="sm" hotkey="N" icon={<IconPlus size="1rem" />} onRun={add}>
            {words.add}
          </ActionButton>
          {chosen !== undefined && at >= 0 && (
            <span className="rule-list__tools">
              {at > 0 && (
                <IconAction label={words.up} onRun={() => move(chosen, -1)}>
                  <IconArrowUp size="1.0625rem" />
                </IconAction>
              )}
              {at < drafts.length - 1 && (
                <IconAction label={words.down} onRun={() => move(chosen, 1)}>
                  <IconArrowDown size="1.0625rem" />
                </IconAction>
              )}
              <IconAction label={words.copy} onRun={() => copy(chosen)}>
                <IconCopy size="1.0625rem" />
              </IconAction>
              <IconAction label={words.remove} onRun={() => remove(chosen)}>
                <IconTrash size="1.0625rem" />
              </IconAction>
            </span>
          )}
        </div>
      )}
      <ol className="rule-list__rules">
        {drafts.map(({ ruleId, name, enabled }, index) => (
          <li key={ruleId}>
            <button
              type="button"
              className="rule-line"
              aria-current={ruleId === chosen || undefined}
              onClick={() => choose(ruleId)}
            >
              <span className="rule-line__number dim">{index + 1}</span>
              <bdi className="rule-line__name ellipsis">{name}</bdi>
              {outcomes.get(ruleId)?.kind === 'issues' ? (
                <Tag tone="warn">{words.wrong}</Tag>
              ) : enabled ? (
                <Matched times={view?.standings[ruleId]?.matched} />
              ) : (
                <Tag>{words.off}</Tag>
              )}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How many alerts a rule has matched; before the first, nothing. */
function Matched({ times }: { readonly times: number | undefined }) {
  if (times === undefined) return null;
  return (
    <span className="dim" title={words.matched(times)}>
      {formatNumber(times)}
    </span>
  );
}
