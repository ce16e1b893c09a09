import '../../jitless.ts';
import { IconDeviceFloppy, IconListCheck, IconPlus } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Loading } from '../../components/loading.tsx';
import { notifyDone } from '../../components/notify.ts';
import { useTold } from '../../components/use-told.ts';
import { ruleOf } from '../../stores/alert-rule-draft.ts';
import { useAlertRules } from '../../stores/alert-rules.ts';
import { useMay } from '../../stores/operators.ts';
import { texts } from '../../texts.ts';
import { RuleEditor } from './rule-editor.tsx';
import { RuleList } from './rule-list.tsx';
import './rules.css';

const words = texts.alertRules;

/** The rules that act on alerts, in their order, and one of them in full. */
export default function RulesPart() {
  const rules = useAlertRules();
  const { view, fault, drafts, chosen, isChanged, load, forget } = rules;
  const mayChange = useMay('saveAlertRules');
  useEffect(() => {
    if (!mayChange) forget();
    void load();
  }, [load, forget, mayChange]);
  useTold('alertRulesChanged', load);
  useTold('alertsChanged', load);
  const outcomes = useMemo(() => new Map(drafts.map((draft) => [draft.ruleId, ruleOf(draft)])), [drafts]);
  const isComplete = [...outcomes.values()].every(({ kind }) => kind === 'rule');
  const draft = drafts.find(({ ruleId }) => ruleId === chosen);
  const outcome = draft && outcomes.get(draft.ruleId);
  const isNewer = view !== undefined && view.revision !== rules.revision;
  const save = async () => {
    const refused = await rules.save();
    if (refused === undefined) notifyDone(words.saved, words.savedCount(drafts.length));
    return refused;
  };
  if (fault) return <FaultNotice fault={fault} />;
  if (view === undefined) return <Loading />;
  return (
    <>
      <div className="rules-head">
        <p className={isChanged ? 'rules-head__state' : 'dim'} role="status">
          {isChanged
            ? isNewer
              ? words.changedMeanwhile
              : words.unsaved
            : mayChange
              ? words.lead
              : words.readOnly}
        </p>
        <span className="rules-head__actions">
          {isChanged && (
            <ActionButton size="sm" onRun={rules.discard}>
              {isNewer ? words.loadAgain : words.discard}
            </ActionButton>
          )}
          <ActionButton
            size="sm"
            tone="primary"
            hotkey="S"
            needs="saveAlertRules"
            icon={<IconDeviceFloppy size="1rem" />}
            disabled={!isChanged || !isComplete || isNewer}
            onRun={save}
          >
            {words.save}
          </ActionButton>
        </span>
      </div>
      {view.fault && <FaultNotice fault={view.fault} />}
      {drafts.length === 0 ? (
        <div className="fill panel">
          <EmptyState
            title={words.emptyTitle}
            lead={words.emptyLead}
            icon={<IconListCheck size="1.75rem" stroke={1.5} />}
          >
            <ActionButton
              tone="primary"
              size="lg"
              hotkey="N"
              needs="saveAlertRules"
              icon={<IconPlus size="1.0625rem" />}
              onRun={rules.add}
            >
              {words.add}
            </ActionButton>
          </EmptyState>
        </div>
      ) : (
        <div className="split">
          <RuleList outcomes={outcomes} mayChange={mayChange} />
          {draft && outcome && (
            <RuleEditor
              key={draft.ruleId}
              draft={draft}
              outcome={outcome}
              others={outcomes}
              mayChange={mayChange}
            />
          )}
        </div>
      )}
    </>
  );
}
