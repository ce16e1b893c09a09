import type { AnswerView, InteractionView } from '../../core/api-interactions.ts';
import { type Answer, answerText, answerTo, isFileAnswer } from '../../core/interaction/answers.ts';
import type { FormField } from '../../core/interaction/form-schema.ts';
import { fieldsOf } from '../../core/provisioning/form-answers.ts';
import type { InteractionRecord } from '../store/interactions.ts';

/** A UI interaction as people look at it. */
export function interactionView({ interactionId, interaction }: InteractionRecord): InteractionView {
  const { form, state, begunAt, expiresAt, openedAt, endedAt } = interaction;
  const answers = state.kind === 'completed' ? state.answers : {};
  return {
    interactionId,
    title: form.title,
    pages: form.pages.length,
    state: state.kind,
    begunAt,
    expiresAt,
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(state.kind === 'failed' ? { fault: state.fault } : {}),
    answers: fieldsOf(form).flatMap((field): readonly AnswerView[] => {
      const answer = answerTo(answers, field.name);
      return answer === undefined ? [] : [{ label: field.label, text: wordsOf(field, answer) }];
    }),
  };
}

function wordsOf(field: FormField, answer: Answer): string {
  if (field.kind === 'choice' || field.kind === 'choices') {
    const chosen: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
    const labels = field.options.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
    return labels.join(', ');
  }
  if (isFileAnswer(answer)) return `${answer.fileName} (${answer.mediaType}, ${answer.octets} octets)`;
  if (answer === true) return '✓';
  const text = answerText(answer);
  return field.kind === 'number' && field.unit !== undefined ? `${text} ${field.unit}` : text;
}
