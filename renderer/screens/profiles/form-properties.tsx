import { IconArrowDown, IconArrowUp, IconCode, IconTrash } from '@tabler/icons-react';
import { IconAction } from '../../components/icon-action.tsx';
import { texts } from '../../texts.ts';
import { ConditionsControl } from './conditions-control.tsx';
import { FieldProperties } from './field-properties.tsx';
import { NameControl, TextControl } from './form-controls.tsx';
import { type Chosen, chosenAt, fieldsBefore, fieldsOf, memberOrder, pagesOf, pathOf } from './form-model.ts';
import { moveChosen } from './form-structure.tsx';
import { type FormEditor, issueAt } from './use-form-editor.ts';

export interface FormPropertiesProps {
  readonly editor: FormEditor;
  readonly names: readonly string[];
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onRename: (name: string) => void;
  readonly onRemoveForm: () => void;
  /** Shows it in the text. */
  readonly onShow: () => void;
}

/** Every property of what is chosen, each with a control of its own. */
export function FormProperties(props: FormPropertiesProps) {
  const { editor, chosen } = props;
  return (
    <section className="form-properties panel" aria-label={headingOf(chosen)}>
      <Head {...props} />
      <div className="form-properties__controls">
        <Faults editor={editor} chosen={chosen} />
        {chosen.kind === 'form' && <ThisForm {...props} />}
        {chosen.kind === 'page' && <ThisPage editor={editor} page={chosen.page} />}
        {chosen.kind === 'field' && <FieldProperties editor={editor} chosen={chosen} />}
      </div>
    </section>
  );
}

function headingOf(chosen: Chosen): string {
  switch (chosen.kind) {
    case 'form':
      return texts.forms.formSettings;
    case 'page':
      return texts.forms.pageOf(chosen.page + 1);
    case 'field':
      return texts.forms.fieldOf(chosen.field + 1, chosen.page + 1);
  }
}

function Head({ editor, chosen, onChoose, onRemoveForm, onShow }: FormPropertiesProps) {
  const pages = pagesOf(editor.raw);
  const remove = () => {
    switch (chosen.kind) {
      case 'form':
        onRemoveForm();
        break;
      case 'page':
        editor.remove(['pages'], chosen.page);
        onChoose(chosen.page > 0 ? { kind: 'page', page: chosen.page - 1 } : { kind: 'form' });
        break;
      case 'field':
        editor.remove(['pages', chosen.page, 'fields'], chosen.field);
        onChoose(
          chosen.field > 0 ? { ...chosen, field: chosen.field - 1 } : { kind: 'page', page: chosen.page },
        );
        break;
    }
  };
  const index = chosen.kind === 'form' ? 0 : chosen.kind === 'page' ? chosen.page : chosen.field;
  const count =
    chosen.kind === 'form'
      ? 1
      : chosen.kind === 'page'
        ? pages.length
        : fieldsOf(pages[chosen.page] ?? {}).length;
  return (
    <div className="form-properties__head">
      <h2>{headingOf(chosen)}</h2>
      <span className="form-properties__actions">
        {index > 0 && (
          <IconAction label={texts.forms.moveUp} onRun={() => moveChosen(editor, chosen, -1, onChoose)}>
            <IconArrowUp size="1.0625rem" />
          </IconAction>
        )}
        {index < count - 1 && (
          <IconAction label={texts.forms.moveDown} onRun={() => moveChosen(editor, chosen, 1, onChoose)}>
            <IconArrowDown size="1.0625rem" />
          </IconAction>
        )}
        <IconAction label={texts.forms.showText} onRun={onShow}>
          <IconCode size="1.0625rem" />
        </IconAction>
        <IconAction
          label={chosen.kind === 'form' ? texts.forms.removeForm : texts.forms.remove}
          hotkey="Delete"
          onRun={remove}
        >
          <IconTrash size="1.0625rem" />
        </IconAction>
      </span>
    </div>
  );
}

/** Members that have no control of their own, or one that cannot say what is wrong. */
const withoutControl: ReadonlySet<string | number | undefined> = new Set([
  undefined,
  'pages',
  'fields',
  'when',
]);

/** What is wrong with what is chosen and is said at none of its controls. */
function Faults({ editor, chosen }: Pick<FormPropertiesProps, 'editor' | 'chosen'>) {
  const depth = pathOf(chosen).length;
  const at = pathOf(chosen).join('.');
  const found = editor.issues.filter(
    ({ path }) => pathOf(chosenAt(path)).join('.') === at && withoutControl.has(path[depth]),
  );
  if (found.length === 0) return null;
  return (
    <ul className="form-properties__faults" aria-label={texts.forms.otherFaults}>
      {found.map(({ path, detail }) => (
        <li key={`${path.join('.')} ${detail}`}>
          <span className="mono">{path.slice(depth).join('.')}</span> {detail}
        </li>
      ))}
    </ul>
  );
}

function ThisForm({ editor, names, onRename }: FormPropertiesProps) {
  const { raw } = editor;
  const member = (name: string) => ({
    value: raw[name],
    fault: issueAt(editor, [name]),
    onChange: (value: Parameters<FormEditor['set']>[2]) => editor.set([], name, value, memberOrder.form),
  });
  return (
    <>
      <NameControl
        label={texts.forms.name}
        hint={texts.forms.formNameHint}
        value={editor.name}
        pattern={/^[A-Za-z][\w-]*$/}
        taken={names}
        onRename={onRename}
      />
      <TextControl label={texts.forms.title} needed {...member('title')} />
      <TextControl
        label={texts.forms.introduction}
        hint={texts.forms.introductionHint}
        several
        {...member('introduction')}
      />
      <TextControl label={texts.forms.thanks} hint={texts.forms.thanksHint} several {...member('thanks')} />
      <TextControl label={texts.forms.language} hint={texts.forms.languageHint} {...member('language')} />
    </>
  );
}

function ThisPage({ editor, page }: { readonly editor: FormEditor; readonly page: number }) {
  const path = ['pages', page];
  const raw = pagesOf(editor.raw)[page] ?? {};
  const member = (name: string) => ({
    value: raw[name],
    fault: issueAt(editor, [...path, name]),
    onChange: (value: Parameters<FormEditor['set']>[2]) => editor.set(path, name, value, memberOrder.page),
  });
  return (
    <>
      <TextControl label={texts.forms.title} needed {...member('title')} />
      <TextControl
        label={texts.forms.introduction}
        hint={texts.forms.introductionHint}
        several
        {...member('introduction')}
      />
      <ConditionsControl
        value={raw.when}
        fields={fieldsBefore(editor.raw, page)}
        onChange={member('when').onChange}
      />
    </>
  );
}
