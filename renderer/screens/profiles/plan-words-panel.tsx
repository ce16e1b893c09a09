import { stepSchema } from '../../../core/provisioning/plan-schema.ts';
import { texts } from '../../texts.ts';
import { textOf } from './form-model.ts';
import type { ChosenPart, EditedPlan } from './plan-model.ts';
import { stepInWords } from './plan-words.ts';
import './text-part.css';

/** A plan in words, step by step; a step with a fault says so, and the others are there all the same. */
export function PlanWordsPanel({ plan, chosen }: { readonly plan: EditedPlan; readonly chosen: ChosenPart }) {
  return (
    <section
      className="plan-words panel plan-part__words"
      aria-label={texts.profilePlan.inWords}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
      tabIndex={0}
    >
      <h2 className="kicker">{texts.profilePlan.inWords}</h2>
      <ol className="plan-words__steps">
        {plan.steps.map((raw, index) => {
          const read = stepSchema.safeParse(raw);
          const step = read.success ? stepInWords(read.data) : undefined;
          const current = chosen.kind !== 'plan' && chosen.step === index;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are known by their places
            <li key={index} className="plan-words__step" aria-current={current ? 'step' : undefined}>
              <b>{textOf(raw.step)}</b>
              {step === undefined && (
                <span className="plan-words__line plan-words__line--note">{texts.profilePlan.faulty}</span>
              )}
              {step?.does.map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two lines may have the same words
                <span key={at} className="plan-words__line">
                  {line}
                </span>
              ))}
              {step?.notes.map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <span key={at} className="plan-words__line plan-words__line--note">
                  {line}
                </span>
              ))}
            </li>
          );
        })}
      </ol>
      {plan.next !== '' && <p className="dim">{texts.planWords.follows(plan.next)}</p>}
    </section>
  );
}
