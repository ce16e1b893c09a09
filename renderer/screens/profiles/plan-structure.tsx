import { NativeSelect } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconFilePlus, IconPlus } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { mainPlan } from '../../../core/provisioning/plan-schema.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { goAlong } from '../../components/go-along.ts';
import { IconAction } from '../../components/icon-action.tsx';
import { texts } from '../../texts.ts';
import { textOf } from './form-model.ts';
import { type ChosenPart, commandsOf, type EditedPlan, newCommand, partPath } from './plan-model.ts';
import { HistoryActions } from './profile-part.tsx';
import { StructureLine } from './structure-line.tsx';
import type { ProfileEditor } from './use-profile-editor.ts';

const words = texts.profilePlan;

interface PlanStructureProps {
  readonly editor: ProfileEditor;
  readonly plan: EditedPlan;
  readonly names: readonly string[];
  readonly chosen: ChosenPart;
  readonly onName: (name: string) => void;
  readonly onChoose: (chosen: ChosenPart) => void;
  readonly onAddStep: () => void;
  readonly onAddPlan: () => void;
}

/** The steps of a plan and their commands, in the order in which they are sent. */
export function PlanStructure(props: PlanStructureProps) {
  const { editor, plan, names, chosen, onName, onChoose, onAddStep, onAddPlan } = props;
  const addCommand = () => {
    if (chosen.kind === 'plan') return;
    const { step } = chosen;
    const index = chosen.kind === 'command' ? chosen.command + 1 : commandsOf(plan.steps[step]).length;
    editor.insert([...plan.path, step, 'commands'], index, newCommand(editor, 'GET'));
    onChoose({ kind: 'command', step, command: index });
  };
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || by === undefined) return goAlong(event);
    event.preventDefault();
    movePart(editor, plan, chosen, by, onChoose);
  };
  return (
    <section className="form-structure panel" aria-label={words.structure}>
      <div className="form-structure__head">
        <NativeSelect
          className="form-structure__form"
          aria-label={words.plan}
          value={plan.name}
          data={names.map((value) => ({
            value,
            label: value === mainPlan ? texts.planWords.mainPlan : value,
          }))}
          onChange={(event) => onName(event.currentTarget.value)}
        />
        <IconAction label={words.addPlan} onRun={onAddPlan}>
          <IconFilePlus size="1.0625rem" />
        </IconAction>
      </div>
      <nav className="form-structure__parts" aria-label={words.structure} onKeyDown={move}>
        <ol>
          <Line editor={editor} plan={plan} chosen={chosen} is={{ kind: 'plan' }} onChoose={onChoose}>
            {words.planSettings}
          </Line>
          {plan.steps.map((step, index) => (
            <StepLines
              // biome-ignore lint/suspicious/noArrayIndexKey: steps are known by their places
              key={index}
              {...{ editor, plan, chosen, onChoose }}
              index={index}
              title={textOf(step.step)}
              conditional={step.when !== undefined}
            />
          ))}
        </ol>
      </nav>
      <div className="form-structure__foot">
        <ActionButton size="sm" hotkey="A" icon={<IconPlus size="1rem" />} onRun={onAddStep}>
          {words.addStep}
        </ActionButton>
        <ActionButton
          size="sm"
          hotkey="C"
          icon={<IconPlus size="1rem" />}
          disabled={chosen.kind === 'plan'}
          onRun={addCommand}
        >
          {words.addCommand}
        </ActionButton>
        <HistoryActions document={editor.document} />
      </div>
    </section>
  );
}

interface LineContext {
  readonly editor: ProfileEditor;
  readonly plan: EditedPlan;
  readonly chosen: ChosenPart;
  readonly onChoose: (chosen: ChosenPart) => void;
}

function StepLines(
  props: LineContext & { readonly index: number; readonly title: string; readonly conditional: boolean },
) {
  const { index, title, conditional, ...context } = props;
  return (
    <>
      <Line {...context} is={{ kind: 'step', step: index }} conditional={conditional}>
        {index + 1}. {title}
      </Line>
      {commandsOf(context.plan.steps[index]).map((command, at) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: commands are known by their places
          key={at}
          {...context}
          is={{ kind: 'command', step: index, command: at }}
        >
          <span className="mono">{textOf(command.command)}</span>{' '}
          <span className="dim">
            {textOf(command.configuration ?? command.form ?? command.target ?? command.resource)}
          </span>
        </Line>
      ))}
    </>
  );
}

function Line(
  props: LineContext & {
    readonly is: ChosenPart;
    readonly conditional?: boolean;
    readonly children: ReactNode;
  },
) {
  const { editor, plan, chosen, is, conditional = false, onChoose, children } = props;
  const path = partPath(plan, is);
  const current = JSON.stringify(is) === JSON.stringify(chosen);
  const faults =
    is.kind === 'plan' ? 0 : editor.faultsIn(path).filter(({ path: at }) => ownFault(at, path)).length;
  return (
    <StructureLine
      depth={is.kind === 'command' ? 'field' : 'page'}
      current={current}
      faults={faults}
      conditional={conditional}
      onChoose={() => onChoose(is)}
    >
      {children}
    </StructureLine>
  );
}

/** Whether a fault is of the line itself: those of a step's commands are said at the commands. */
function ownFault(at: readonly (string | number)[], path: readonly (string | number)[]): boolean {
  return !(at[path.length] === 'commands' && at.length > path.length + 1);
}

/** Lets what is chosen change places with its neighbour, and keeps it chosen. */
export function movePart(
  editor: ProfileEditor,
  plan: EditedPlan,
  chosen: ChosenPart,
  by: number,
  onChoose: (chosen: ChosenPart) => void,
): void {
  if (chosen.kind === 'plan') return;
  const isStep = chosen.kind === 'step';
  const index = isStep ? chosen.step : chosen.command;
  const count = isStep ? plan.steps.length : commandsOf(plan.steps[chosen.step]).length;
  const to = index + by;
  if (to < 0 || to >= count) return;
  editor.swap(isStep ? plan.path : [...plan.path, chosen.step, 'commands'], index, to);
  onChoose(isStep ? { kind: 'step', step: to } : { ...chosen, command: to });
}
