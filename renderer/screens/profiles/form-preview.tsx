import { SegmentedControl, TextInput } from '@mantine/core';
import '../../components/form-styles.ts';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import type { Answers } from '../../../core/interaction/answers.ts';
import { fillForm } from '../../../core/interaction/form-fill.ts';
import type { ReadText } from '../../../core/provisioning/profile-edits.ts';
import { valueAt } from '../../../core/provisioning/profile-text.ts';
import { sampleRow } from '../../../core/provisioning/sample-row.ts';
import { fillText, withBuiltIns } from '../../../core/provisioning/variables.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { texts } from '../../texts.ts';
import { type Chosen, fieldsOf, pagesOf, rawOf, textOf } from './form-model.ts';
import { PreviewAnswers } from './preview-answers.tsx';
import { PreviewFrame, type PreviewWidth } from './preview-frame.tsx';
import { answersForPage, askedPages, previewDocument, type Shown } from './preview-page.ts';
import type { FormEditor } from './use-form-editor.ts';
import './form-preview.css';

interface FormPreviewProps {
  readonly editor: FormEditor;
  /** The profile that the form is of. */
  readonly profile: ReadText;
  readonly chosen: Chosen;
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';

/** The pages of a form as a device's browser shows them, with the values of a row and with answers put in. */
export function FormPreview({ editor, profile, chosen }: FormPreviewProps) {
  const [width, setWidth] = useState<PreviewWidth>('narrow');
  const [answers, setAnswers] = useState<Answers>({});
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const [shown, setShown] = useState<Shown>({ kind: 'page', page: 0 });
  const [last, setLast] = useState(editor.form);
  useEffect(() => {
    if (editor.form) setLast(editor.form);
  }, [editor.form]);
  // What is chosen to be edited is what is looked at.
  const chosenPage = chosen.kind === 'form' ? 0 : chosen.page;
  useEffect(() => setShown({ kind: 'page', page: chosenPage }), [chosenPage]);

  const row = useMemo(
    () => ({ ...sampleRow(rawOf(valueAt(profile.tree, ['columns']))), ...given }),
    [profile, given],
  );
  const values = useMemo(() => withServer(row, profile), [row, profile]);
  const form = editor.form ?? last;
  const filled = useMemo(() => form && fillForm(form, values), [form, values]);
  const asked = useMemo(() => (filled ? askedPages(filled, answers) : []), [filled, answers]);
  const place = shown.kind === 'final' ? asked.length : asked.indexOf(shown.page);
  const marked = markedField(editor, chosen);
  const label = textOf(valueAt(profile.tree, ['device', 'label']));
  const text = useMemo(
    () =>
      filled && place >= 0
        ? previewDocument({ form: filled, answers, shown, device: fillText(label, values), nonce, marked })
        : undefined,
    [filled, answers, shown, place, label, values, marked],
  );
  const go = (to: number) => {
    const page = asked[to];
    setShown(page === undefined ? { kind: 'final' } : { kind: 'page', page });
  };
  return (
    <section className="form-preview panel" aria-label={texts.forms.preview}>
      <div className="form-preview__head">
        <ActionButton
          size="sm"
          hotkey=","
          disabled={place <= 0}
          label={texts.forms.back}
          onRun={() => go(place - 1)}
        >
          <IconChevronLeft size="1rem" aria-hidden="true" />
        </ActionButton>
        <span className="form-preview__place" role="status">
          {placeWords(shown, place, asked.length)}
        </span>
        <ActionButton
          size="sm"
          hotkey="."
          disabled={place < 0 || place >= asked.length}
          label={texts.forms.next}
          onRun={() => go(place + 1)}
        >
          <IconChevronRight size="1rem" aria-hidden="true" />
        </ActionButton>
        <SegmentedControl
          className="form-preview__width"
          size="xs"
          withItemsBorders={false}
          aria-label={texts.forms.width}
          value={width}
          onChange={(value) => setWidth(value as PreviewWidth)}
          data={(['narrow', 'wide'] as const).map((value) => ({ value, label: texts.forms.widths[value] }))}
        />
      </div>
      {!editor.form && (
        <p className="form-preview__note form-preview__note--fault" role="status">
          {form ? texts.forms.previewFaulty : texts.forms.previewNone}
        </p>
      )}
      {form && shown.kind === 'page' && place < 0 && (
        <NotAsked onMakeAsked={() => setAnswers(answersForPage(form, answers, shown.page))} />
      )}
      <PreviewFrame text={text} width={width} title={texts.forms.previewOf(filled?.title ?? '')} />
      <div className="form-preview__samples">
        {filled && <PreviewAnswers form={filled} answers={answers} onChange={setAnswers} />}
        {Object.keys(row).length > 0 && <Row row={row} onChange={setGiven} />}
      </div>
    </section>
  );
}

function NotAsked({ onMakeAsked }: { readonly onMakeAsked: () => void }) {
  return (
    <div className="form-preview__note">
      <p>{texts.forms.notAsked}</p>
      <ActionButton size="sm" onRun={onMakeAsked}>
        {texts.forms.makeAsked}
      </ActionButton>
    </div>
  );
}

function Row(props: {
  readonly row: Readonly<Record<string, string>>;
  readonly onChange: (row: Readonly<Record<string, string>>) => void;
}) {
  const { row, onChange } = props;
  return (
    <details className="form-preview__details">
      <summary>{texts.forms.row}</summary>
      <div className="form-preview__inputs">
        {Object.entries(row).map(([name, value]) => (
          <TextInput
            key={name}
            size="xs"
            label={name}
            value={value}
            onChange={(event) => onChange({ ...row, [name]: event.currentTarget.value })}
          />
        ))}
      </div>
    </details>
  );
}

function placeWords(shown: Shown, place: number, of: number): string {
  if (shown.kind === 'final') return texts.forms.finalPage;
  return place < 0 ? '' : texts.forms.pagePlace(place + 1, of);
}

function markedField({ raw, form }: FormEditor, chosen: Chosen): string | undefined {
  if (!form || chosen.kind !== 'field') return undefined;
  return textOf(fieldsOf(pagesOf(raw)[chosen.page] ?? {})[chosen.field]?.name);
}

/** A row's values with what a server says of itself; its addresses are only looked at. */
function withServer(row: Readonly<Record<string, string>>, { tree }: ReadText) {
  const origin = 'https://bench.example';
  return withBuiltIns(row, {
    id: textOf(valueAt(tree, ['server', 'id'])),
    dm: `${origin}/dm`,
    repository: `${origin}/repository`,
  });
}
