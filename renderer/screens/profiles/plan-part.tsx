import { useState } from 'react';
import { putMember } from '../../../core/provisioning/configuration-edits.ts';
import { planPath } from '../../../core/provisioning/plan-edits.ts';
import { mainPlan } from '../../../core/provisioning/plan-schema.ts';
import { setMember } from '../../../core/provisioning/profile-edits.ts';
import { profileOrder } from '../../../core/provisioning/profile-order.ts';
import { nodeAt } from '../../../core/provisioning/profile-text.ts';
import { freeName } from './form-model.ts';
import { type ChosenPart, newStep, partPath, partStillThere, planIn, plansIn } from './plan-model.ts';
import { PlanProperties } from './plan-properties.tsx';
import { PlanStructure } from './plan-structure.tsx';
import { PlanWordsPanel } from './plan-words-panel.tsx';
import type { PartProps } from './profile-part.tsx';
import './forms-part.css';

/** The session plans of a profile: the steps at the left, one thing of them in the middle, all in words at the right. */
export function PlanPart({ editor, onShow }: PartProps) {
  const names = plansIn(editor);
  const [wanted, setWanted] = useState<string>(mainPlan);
  const [chosenPart, setChosen] = useState<ChosenPart>({ kind: 'step', step: 0 });
  const name = names.includes(wanted) ? wanted : mainPlan;
  const plan = planIn(editor, name);
  const chosen = partStillThere(chosenPart, plan);
  const showPlan = (next: string) => {
    setWanted(next);
    setChosen({ kind: 'plan' });
  };
  const addStep = () => {
    const index = chosen.kind === 'plan' ? plan.steps.length : chosen.step + 1;
    const step = newStep(editor);
    editor.change((now) =>
      name === mainPlan && nodeAt(now.tree, [mainPlan]) === undefined
        ? setMember(now, [], mainPlan, [step], profileOrder)
        : [],
    );
    if (nodeAt(editor.read.tree, [...plan.path]) !== undefined) editor.insert(plan.path, index, step);
    setChosen({ kind: 'step', step: index });
  };
  return (
    <div className="forms-part plan-part">
      <PlanStructure
        editor={editor}
        plan={plan}
        names={names}
        chosen={chosen}
        onName={showPlan}
        onChoose={setChosen}
        onAddStep={addStep}
        onAddPlan={() => {
          const free = freeName('plan', names);
          const step = newStep(editor);
          editor.change((now) => putMember(now, 'plans', free, [step]));
          showPlan(free);
        }}
      />
      <PlanProperties
        key={`${name} ${JSON.stringify(chosen)}`}
        editor={editor}
        plan={plan}
        names={names}
        chosen={chosen}
        onChoose={setChosen}
        onName={showPlan}
        onShow={() => {
          const tree = editor.read.tree;
          const node = nodeAt(tree, [...partPath(plan, chosen)]) ?? nodeAt(tree, [...planPath(name)]);
          if (node) onShow(node.offset);
        }}
      />
      <PlanWordsPanel plan={plan} chosen={chosen} />
    </div>
  );
}
