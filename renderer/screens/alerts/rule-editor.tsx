import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import type { ReactNode } from 'react';
import { type Severity, severities } from '../../../core/alerts/severity.ts';
import { ActionButton } from '../../components/action-button.tsx';
import {
  type DraftIssues,
  type DraftOutcome,
  exampleWorks,
  type RuleDraft,
  withExample,
} from '../../stores/alert-rule-draft.ts';
import { useAlertRules } from '../../stores/alert-rules.ts';
import { texts } from '../../texts.ts';
import { RuleFirings } from './rule-firings.tsx';
import { RulePreview } from './rule-preview.tsx';

const words = texts.alertRules;

interface RuleEditorProps {
  readonly draft: RuleDraft;
  readonly outcome: DraftOutcome;
  /** All rules as they are on the screen. */
  readonly others: ReadonlyMap<string, DraftOutcome>;
  readonly mayChange: boolean;
}

/** What every part of the form has. */
interface PartProps {
  readonly draft: RuleDraft;
  readonly issues: DraftIssues;
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

/** One rule: when it matches, what it does, how often; beside it, what it would have matched, and what it did. */
export function RuleEditor({ draft, outcome, others, mayChange }: RuleEditorProps) {
  const change = useAlertRules(({ change: own }) => own);
  const issues = outcome.kind === 'issues' ? outcome.issues : {};
  const part: PartProps = { draft, issues, onChange: (changed) => change(draft.ruleId, changed) };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
    <section className="rule-editor panel" aria-label={words.editor} tabIndex={0}>
      <div className="rule-editor__parts">
        <fieldset className="rule-form" disabled={!mayChange}>
          <NamePart {...part} />
          <ConditionPart {...part} />
          <ActionPart {...part} />
          <LimitPart {...part} />
          {issues.rule !== undefined && <p className="cause">{issues.rule}</p>}
        </fieldset>
        <div className="rule-side">
          <RulePreview ruleId={draft.ruleId} outcome={outcome} others={others} />
          <RuleFirings ruleId={draft.ruleId} />
        </div>
      </div>
    </section>
  );
}

function NamePart({ draft, issues, onChange }: PartProps) {
  return (
    <div className="rule-form__part">
      <TextInput
        label={words.name}
        value={draft.name}
        maxLength={80}
        error={issues.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <div className="rule-form__ticks">
        <Checkbox
          label={words.enabled}
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        <Checkbox
          label={words.last}
          checked={draft.last}
          onChange={(event) => onChange({ last: event.currentTarget.checked })}
        />
      </div>
    </div>
  );
}

function ConditionPart({ draft, issues, onChange }: PartProps) {
  const { type, severityAtLeast, label, deviceId, tag, moid, member } = draft;
  const namesNothing = [type, severityAtLeast, label, deviceId, tag, moid, member].every(
    (text) => text === '',
  );
  const text = (
    field: 'type' | 'label' | 'deviceId' | 'tag' | 'moid' | 'member' | 'equals',
    hint?: string,
    mono = false,
  ) => (
    <TextInput
      label={words[field]}
      description={hint}
      value={draft[field]}
      maxLength={300}
      error={issues[field]}
      spellCheck={false}
      {...(mono ? { classNames: { input: 'rule-mono' } } : {})}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <Part title={words.when}>
      {namesNothing && <p className="rule-always">{words.always}</p>}
      <div className="rule-form__pair">
        {text('type', words.typeHint, true)}
        <SeveritySelect
          label={words.severity}
          none={texts.alerts.atLeast('indeterminate')}
          value={severityAtLeast}
          shown={(severity) => texts.alerts.atLeast(severity)}
          onChange={(severity) => onChange({ severityAtLeast: severity })}
        />
      </div>
      <div className="rule-form__three">
        {text('label', words.patternHint)}
        {text('deviceId', words.patternHint, true)}
        {text('tag', words.patternHint)}
      </div>
      {text('moid', words.moidHint, true)}
      <div className="rule-form__pair">
        {text('member', words.memberHint, true)}
        {text('equals', undefined, true)}
      </div>
    </Part>
  );
}

function ActionPart({ draft, issues, onChange }: PartProps) {
  return (
    <Part title={words.actions}>
      {issues.actions !== undefined && <p className="cause">{issues.actions}</p>}
      <SeveritySelect
        label={words.mark}
        none={words.markNone}
        value={draft.mark}
        shown={(severity) => texts.alerts.severities[severity]}
        onChange={(mark) => onChange({ mark })}
      />
      <Checkbox
        label={words.tell}
        checked={draft.tell}
        onChange={(event) => onChange({ tell: event.currentTarget.checked })}
      />
      <Checkbox
        label={words.queue}
        checked={draft.queue}
        onChange={(event) => onChange({ queue: event.currentTarget.checked })}
      />
      {draft.queue && (
        <div className="rule-works">
          <Textarea
            label={words.works}
            description={words.worksHint}
            rows={7}
            value={draft.works}
            error={issues.works}
            spellCheck={false}
            classNames={{ input: 'rule-mono' }}
            onChange={(event) => onChange({ works: event.currentTarget.value })}
          />
          <div className="rule-works__examples">
            {(Object.keys(exampleWorks) as (keyof typeof exampleWorks)[]).map((kind) => (
              <ActionButton
                key={kind}
                size="sm"
                onRun={() => onChange({ works: withExample(draft.works, kind) })}
              >
                {words.example(kind)}
              </ActionButton>
            ))}
          </div>
        </div>
      )}
      <Checkbox
        label={words.ask}
        checked={draft.ask}
        onChange={(event) => onChange({ ask: event.currentTarget.checked })}
      />
    </Part>
  );
}

/** Marks and words are not bounded: what acts for devices is. */
function LimitPart({ draft, issues, onChange }: PartProps) {
  if (!draft.queue && !draft.ask) return null;
  return (
    <Part title={words.limits}>
      <div className="rule-form__pair">
        <TextInput
          label={words.pause}
          description={words.pauseHint}
          inputMode="decimal"
          value={draft.pause}
          error={issues.pause}
          onChange={(event) => onChange({ pause: event.currentTarget.value })}
        />
        <TextInput
          label={words.mostPerHour}
          inputMode="numeric"
          value={draft.mostPerHour}
          error={issues.mostPerHour}
          onChange={(event) => onChange({ mostPerHour: event.currentTarget.value })}
        />
      </div>
    </Part>
  );
}

function SeveritySelect(props: {
  readonly label: string;
  readonly none: string;
  readonly value: Severity | '';
  readonly shown: (severity: Severity) => string;
  readonly onChange: (severity: Severity | '') => void;
}) {
  return (
    <NativeSelect
      label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value as Severity | '')}
      data={[
        { value: '', label: props.none },
        ...severities.map((value) => ({ value, label: props.shown(value) })),
      ]}
    />
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="rule-form__part" aria-label={title}>
      <h2 className="kicker">{title}</h2>
      {children}
    </section>
  );
}
