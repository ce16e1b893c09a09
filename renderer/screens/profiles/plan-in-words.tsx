import { useEffect, useMemo, useState } from 'react';
import type { CheckedText } from '../../stores/profiles-check.ts';
import { texts } from '../../texts.ts';
import { type PlanInWordsView, plansInWords } from './plan-words.ts';

/** The session plans of a profile in words; while it has a fault, as they were before. */
export function PlanInWords({ checked }: { readonly checked: CheckedText | undefined }) {
  const [last, setLast] = useState(checked?.profile);
  const profile = checked?.profile ?? last;
  useEffect(() => {
    if (checked?.profile) setLast(checked.profile);
  }, [checked]);
  const plans = useMemo(() => (profile ? plansInWords(profile) : []), [profile]);
  if (!profile) return <p className="text-side__none dim">{texts.planWords.none}</p>;
  const outdated = checked?.profile === undefined;
  return (
    <section
      className="plan-words"
      aria-label={texts.profiles.sides.plan}
      data-outdated={outdated || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keys
      tabIndex={0}
    >
      {outdated && <p className="dim">{texts.planWords.outdated}</p>}
      {plans.map((plan) => (
        <Plan key={plan.name ?? ''} plan={plan} />
      ))}
    </section>
  );
}

function Plan({ plan }: { readonly plan: PlanInWordsView }) {
  return (
    <div>
      <h2 className="kicker">{plan.name ?? texts.planWords.mainPlan}</h2>
      <ol className="plan-words__steps">
        {plan.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two steps may have the same words
          <li key={index} className="plan-words__step">
            <b>{step.title}</b>
            {step.does.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <span key={at} className="plan-words__line">
                {line}
              </span>
            ))}
            {step.notes.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <span key={at} className="plan-words__line plan-words__line--note">
                {line}
              </span>
            ))}
          </li>
        ))}
      </ol>
      {plan.next !== undefined && <p className="dim">{texts.planWords.follows(plan.next)}</p>}
    </div>
  );
}
