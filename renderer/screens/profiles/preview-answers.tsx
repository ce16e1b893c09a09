import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import type { Answer, Answers } from '../../../core/interaction/answers.ts';
import { answerText, answerTo } from '../../../core/interaction/answers.ts';
import type { Form, FormField } from '../../../core/interaction/form-schema.ts';
import { texts } from '../../texts.ts';
import { decidingFields, sampleAnswers } from './preview-page.ts';

/** In a lower window the page itself needs the room; pixels. */
const roomForAnswers = 700;

interface PreviewAnswersProps {
  readonly form: Form;
  readonly answers: Answers;
  readonly onChange: (answers: Answers) => void;
}

/** What is answered in the preview: only where it decides what else is asked. */
export function PreviewAnswers({ form, answers, onChange }: PreviewAnswersProps) {
  const fields = decidingFields(form);
  if (fields.length === 0) return null;
  const set = (name: string) => (answer: Answer | undefined) => {
    const { [name]: _, ...others } = answers;
    onChange(answer === undefined ? others : { ...others, [name]: answer });
  };
  return (
    <details className="form-preview__details" open={window.innerHeight >= roomForAnswers}>
      <summary>{texts.forms.answers}</summary>
      <div className="form-preview__inputs">
        {fields.map((field) => (
          <AnswerControl
            key={field.name}
            field={field}
            answer={answerTo(answers, field.name)}
            onChange={set(field.name)}
          />
        ))}
      </div>
    </details>
  );
}

function AnswerControl(props: {
  readonly field: FormField;
  readonly answer: Answer | undefined;
  readonly onChange: (answer: Answer | undefined) => void;
}) {
  const { field, answer, onChange } = props;
  switch (field.kind) {
    case 'choice':
      return (
        <NativeSelect
          size="xs"
          label={field.label}
          value={typeof answer === 'string' ? answer : ''}
          data={[{ value: '', label: texts.forms.nothingAnswered }, ...field.options]}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        />
      );
    case 'choices': {
      const chosen = Array.isArray(answer) ? (answer as readonly string[]) : [];
      return (
        <fieldset className="form-ticks">
          <legend>{field.label}</legend>
          {field.options.map(({ value, label }) => (
            <Checkbox
              key={value}
              size="xs"
              label={label}
              checked={chosen.includes(value)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                const next = field.options
                  .map((option) => option.value)
                  .filter((each) => (each === value ? on : chosen.includes(each)));
                onChange(next.length === 0 ? undefined : next);
              }}
            />
          ))}
        </fieldset>
      );
    }
    case 'text':
    case 'date':
    case 'number':
      return (
        <TextInput
          size="xs"
          label={field.label}
          value={answer === undefined ? '' : answerText(answer)}
          onChange={(event) => {
            const text = event.currentTarget.value;
            const number = Number(text);
            const isNumber = field.kind === 'number' && text.trim() !== '' && Number.isFinite(number);
            if (field.kind === 'number') onChange(isNumber ? number : undefined);
            else onChange(text === '' ? undefined : text);
          }}
        />
      );
    case 'file':
    case 'signature':
    case 'confirmation':
      return (
        <Checkbox
          size="xs"
          label={`${field.label}: ${texts.forms.isAnswered}`}
          checked={answer !== undefined}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? sampleAnswers(field).next().value : undefined)
          }
        />
      );
  }
}
