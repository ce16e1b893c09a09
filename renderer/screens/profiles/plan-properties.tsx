import { NativeSelect } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCode, IconTrash } from '@tabler/icons-react';
import { setNextPlan } from '../../../core/provisioning/plan-edits.ts';
import { mainPlan } from '../../../core/provisioning/plan-schema.ts';
import { setMember } from '../../../core/provisioning/profile-edits.ts';
import { renamePlan } from '../../../core/provisioning/profile-renames.ts';
import { IconAction } from '../../components/icon-action.tsx';
import { texts } from '../../texts.ts';
import { CommandProperties } from './command-properties.tsx';
import { NameControl } from './form-controls.tsx';
import { type ChosenPart, commandsOf, type EditedPlan, partPath } from './plan-model.ts';
import { movePart } from './plan-structure.tsx';
import { PartFaults } from './profile-part.tsx';
import { StepProperties } from './step-properties.tsx';
import type { ProfileEditor } from './use-profile-editor.ts';

const words = texts.profilePlan;

export interface PlanPropertiesProps {
  readonly editor: ProfileEditor;
  readonly plan: EditedPlan;
  readonly names: readonly string[];
  readonly chosen: ChosenPart;
  readonly onChoose: (chosen: ChosenPart) => void;
  readonly onName: (name: string) => void;
  readonly onShow: () => void;
}

/** Every property of what is chosen in a plan. */
export function PlanProperties(props: PlanPropertiesProps) {
  const { editor, plan, chosen } = props;
  return (
    <section className="form-properties panel" aria-label={headingOf(chosen)}>
      <Head {...props} />
      <div className="form-properties__controls">
        {chosen.kind === 'plan' && <ThisPlan {...props} />}
        {chosen.kind === 'step' && (
          <StepProperties editor={editor} path={partPath(plan, chosen)} raw={plan.steps[chosen.step] ?? {}} />
        )}
        {chosen.kind === 'command' && (
          <CommandProperties
            editor={editor}
            path={partPath(plan, chosen)}
            raw={commandsOf(plan.steps[chosen.step])[chosen.command] ?? {}}
          />
        )}
      </div>
    </section>
  );
}

function headingOf(chosen: ChosenPart): string {
  switch (chosen.kind) {
    case 'plan':
      return words.planSettings;
    case 'step':
      return words.stepOf(chosen.step + 1);
    case 'command':
      return words.commandOf(chosen.command + 1, chosen.step + 1);
  }
}

function Head({ editor, plan, chosen, onChoose, onShow }: PlanPropertiesProps) {
  const count =
    chosen.kind === 'plan'
      ? 0
      : chosen.kind === 'step'
        ? plan.steps.length
        : commandsOf(plan.steps[chosen.step]).length;
  const index = chosen.kind === 'plan' ? 0 : chosen.kind === 'step' ? chosen.step : chosen.command;
  const remove = () => {
    if (chosen.kind === 'step') {
      editor.remove(plan.path, chosen.step);
      onChoose({ kind: 'step', step: Math.max(0, chosen.step - 1) });
    } else if (chosen.kind === 'command') {
      editor.remove([...plan.path, chosen.step, 'commands'], chosen.command);
      onChoose(
        chosen.command > 0 ? { ...chosen, command: chosen.command - 1 } : { kind: 'step', step: chosen.step },
      );
    }
  };
  return (
    <div className="form-properties__head">
      <h2>{headingOf(chosen)}</h2>
      <span className="form-properties__actions">
        {index > 0 && (
          <IconAction label={texts.forms.moveUp} onRun={() => movePart(editor, plan, chosen, -1, onChoose)}>
            <IconArrowUp size="1.0625rem" />
          </IconAction>
        )}
        {index < count - 1 && (
          <IconAction label={texts.forms.moveDown} onRun={() => movePart(editor, plan, chosen, 1, onChoose)}>
            <IconArrowDown size="1.0625rem" />
          </IconAction>
        )}
        <IconAction label={texts.forms.showText} onRun={onShow}>
          <IconCode size="1.0625rem" />
        </IconAction>
        {chosen.kind !== 'plan' && (
          <IconAction label={texts.forms.remove} hotkey="Delete" onRun={remove}>
            <IconTrash size="1.0625rem" />
          </IconAction>
        )}
      </span>
    </div>
  );
}

function ThisPlan({ editor, plan, names, onName }: PlanPropertiesProps) {
  const { name, next } = plan;
  const own = name === mainPlan;
  const others = names.filter((each) => each !== name);
  const choices = next === '' || others.includes(next) ? others : [next, ...others];
  const path = own ? [mainPlan] : ['plans', name];
  return (
    <>
      <p className="dim">{own ? words.mainPlanLead : words.furtherPlanLead}</p>
      {!own && (
        <NameControl
          label={words.planName}
          value={name}
          pattern={/^(?!__proto__$|sessionPlan$)[\w-]+$/}
          taken={names}
          onRename={(newName) => {
            editor.change((now) => renamePlan(now, name, newName));
            onName(newName);
          }}
        />
      )}
      <NativeSelect
        label={words.next}
        description={words.nextHint}
        value={next}
        error={editor.faultAt([...path, 'next'])}
        data={[
          { value: '', label: words.nextNone },
          ...choices.map((value) => ({
            value,
            label: value === mainPlan ? texts.planWords.mainPlan : value,
          })),
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          editor.change((now) => setNextPlan(now, name, chosen === '' ? undefined : chosen));
        }}
      />
      <PartFaults
        editor={editor}
        path={path}
        shown={['next']}
        own={(at) => typeof at[path.length] !== 'number' && at[path.length] !== 'steps'}
      />
      {!own && (
        <IconAction
          label={words.removePlan}
          onRun={() => {
            editor.change((now) => setMember(now, ['plans'], name, undefined));
            onName(mainPlan);
          }}
        >
          <IconTrash size="1.0625rem" />
        </IconAction>
      )}
    </>
  );
}
