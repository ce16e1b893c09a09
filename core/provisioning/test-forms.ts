import type { Answers } from '../interaction/answers.ts';
import type { InteractionState } from '../interaction/interaction.ts';
import type { FormAnswers } from './form-answers.ts';
import type { PlanInteractions } from './planner.ts';
import type { PlannedForm } from './session-plan.ts';

// What the tests of plans with forms share.

/** A form that asks where a device is mounted, and how many of its inputs are in use. */
export const placeForm = {
  title: 'Where is {{site}} mounted?',
  pages: [
    {
      title: 'Place',
      fields: [
        {
          kind: 'choice',
          name: 'where',
          label: 'Where',
          options: [
            { value: 'indoors', label: 'Indoors' },
            { value: 'mast', label: 'On a mast' },
          ],
        },
        { kind: 'number', name: 'inputs', label: 'Inputs in use', whole: true, required: false },
      ],
    },
  ],
};

/** Interactions in memory, that a test answers. */
export interface TestInteractions extends PlanInteractions {
  readonly begun: readonly { readonly interactionId: string; readonly form: PlannedForm }[];
  /** What was told of answers. */
  readonly told: readonly FormAnswers[];
  set(interactionId: string, state: InteractionState): void;
  complete(interactionId: string, answers: Answers): void;
}

export function testInteractions(showsForDevices = false): TestInteractions {
  const begun: { interactionId: string; form: PlannedForm }[] = [];
  const told: FormAnswers[] = [];
  const states = new Map<string, InteractionState>();
  return {
    begun,
    told,
    showsForDevices,
    begin(form) {
      const interactionId = `i${begun.length + 1}`;
      begun.push({ interactionId, form });
      states.set(interactionId, { kind: 'waiting' });
      return { interactionId, address: `https://bench.example:8444/interaction/${interactionId}` };
    },
    stateOf: (interactionId) => states.get(interactionId),
    answered: (answers) => void told.push(answers),
    set: (interactionId, state) => void states.set(interactionId, state),
    complete: (interactionId, answers) => void states.set(interactionId, { kind: 'completed', answers }),
  };
}
