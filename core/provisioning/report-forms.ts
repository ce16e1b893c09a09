import { digestOf, type Sha256Hex } from '../audit/chain.ts';
import { type Answer, answerText, answerTo, isFileAnswer, isSignature } from '../interaction/answers.ts';
import type { FormField } from '../interaction/form-schema.ts';
import type { Interaction, InteractionState } from '../interaction/interaction.ts';
import { fieldsOf } from './form-answers.ts';

/** A form that somebody at the device was asked. */
export interface ReportForm {
  readonly title: string;
  readonly outcome: InteractionState['kind'];
  /** When it came to its end. */
  readonly endedAt?: string;
  /** What was answered; nothing where the form was not completed. */
  readonly answers: readonly ReportAnswer[];
}

/** An answer, as a text; of a file and a signature also a digest. */
export interface ReportAnswer {
  readonly field: string;
  readonly label: string;
  readonly text: string;
  /**
   * In hexadecimal. Of a signature SHA-256 over what was signed (RFC 8785); of a file the first 16 octets of SHA-256, as
   * its entity tag has them, where the Data Repository still has the file.
   */
  readonly digest?: string;
}

/** What of a form stands in a report. */
export function reportForm(
  { form, state, endedAt }: Interaction,
  digests: { readonly sha256: Sha256Hex; readonly ofFile: (resource: string) => string | undefined },
): ReportForm {
  const answers = state.kind === 'completed' ? state.answers : {};
  return {
    title: form.title,
    outcome: state.kind,
    ...(endedAt === undefined ? {} : { endedAt: new Date(endedAt).toISOString() }),
    answers: fieldsOf(form).flatMap((field): readonly ReportAnswer[] => {
      const answer = answerTo(answers, field.name);
      if (answer === undefined) return [];
      const digest = isSignature(answer)
        ? digestOf({ field: field.name, label: field.label, ...answer }, digests.sha256)
        : isFileAnswer(answer)
          ? digests.ofFile(answer.resource)
          : undefined;
      return [
        {
          field: field.name,
          label: field.label,
          text: textOf(field, answer),
          ...(digest === undefined ? {} : { digest }),
        },
      ];
    }),
  };
}

function textOf(field: FormField, answer: Answer): string {
  if (field.kind === 'choice' || field.kind === 'choices') {
    const chosen: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
    return field.options
      .filter(({ value }) => chosen.includes(value))
      .map(({ label }) => label)
      .join(', ');
  }
  if (isFileAnswer(answer)) return `${answer.fileName} (${answer.mediaType}, ${answer.octets} octets)`;
  if (isSignature(answer)) return `signed by ${answer.signedBy}, ${new Date(answer.signedAt).toISOString()}`;
  if (answer === true) return 'yes';
  const text = answerText(answer);
  return field.kind === 'number' && field.unit !== undefined ? `${text} ${field.unit}` : text;
}

/** The forms of a row in one text, for a cell of a table. */
export function formsText(forms: readonly ReportForm[]): string {
  return forms
    .map(({ title, outcome, answers }) => {
      const given = answers.map(
        ({ label, text, digest }) => `${label} = ${text}${digest === undefined ? '' : ` [${digest}]`}`,
      );
      return [`${title}: ${outcome}`, ...given].join(' / ');
    })
    .join(' | ');
}
