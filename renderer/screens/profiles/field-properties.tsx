import { renameField } from '../../../core/provisioning/profile-renames.ts';
import { texts } from '../../texts.ts';
import { ConditionsControl } from './conditions-control.tsx';
import {
  LinesControl,
  NameControl,
  NumberControl,
  TextControl,
  TickControl,
  WordControl,
} from './form-controls.tsx';
import {
  asKind,
  type Chosen,
  type FieldKind,
  fieldNames,
  fieldsBefore,
  fieldsOf,
  kindOf,
  memberOrder,
  pagesOf,
  pathOf,
  type Raw,
  textOf,
} from './form-model.ts';
import { OptionsControl } from './options-control.tsx';
import { type FormEditor, issueAt } from './use-form-editor.ts';

interface FieldPropertiesProps {
  readonly editor: FormEditor;
  readonly chosen: Extract<Chosen, { kind: 'field' }>;
}

/** A member of the field: what stands there, what is wrong with it, and how it is changed. */
type Member = (name: string) => {
  readonly value: unknown;
  readonly fault: string | undefined;
  readonly onChange: (value: Parameters<FormEditor['set']>[2]) => void;
};

/** Every property of a field: those of all kinds, then those of its own. */
export function FieldProperties({ editor, chosen }: FieldPropertiesProps) {
  const path = pathOf(chosen);
  const raw = fieldsOf(pagesOf(editor.raw)[chosen.page] ?? {})[chosen.field] ?? {};
  const kind = kindOf(raw);
  const member: Member = (name) => ({
    value: raw[name],
    fault: issueAt(editor, [...path, name]),
    onChange: (value) => editor.set(path, name, value, memberOrder.field),
  });
  const name = textOf(raw.name);
  return (
    <>
      <div className="form-properties__pair">
        <WordControl
          label={texts.forms.kind}
          words={texts.forms.kinds}
          value={kind}
          fault={issueAt(editor, [...path, 'kind'])}
          onChange={(value) => editor.replace(path, asKind(raw, value as FieldKind))}
        />
        <NameControl
          label={texts.forms.name}
          value={raw.name}
          fault={issueAt(editor, [...path, 'name'])}
          pattern={/^[A-Za-z][A-Za-z0-9_-]{0,63}$/}
          taken={fieldNames(editor.raw)}
          onRename={(newName) =>
            editor.change((read, at) => renameField(read, editor.name, [...at, ...path], newName))
          }
        />
      </div>
      <p className="form-properties__hint dim">{texts.forms.nameHint(editor.name, name)}</p>
      <TextControl label={texts.forms.label} needed {...member('label')} />
      <TextControl label={texts.forms.help} several {...member('help')} />
      {kind !== 'confirmation' && <TickControl label={texts.forms.required} usual {...member('required')} />}
      <OwnProperties kind={kind} raw={raw} member={member} editor={editor} path={path} />
      <ConditionsControl
        value={raw.when}
        fields={fieldsBefore(editor.raw, chosen.page)}
        onChange={member('when').onChange}
      />
    </>
  );
}

interface OwnPropertiesProps {
  readonly kind: FieldKind;
  readonly raw: Raw;
  readonly member: Member;
  readonly editor: FormEditor;
  readonly path: readonly (string | number)[];
}

function OwnProperties({ kind, raw, member, editor, path }: OwnPropertiesProps) {
  const words = texts.forms;
  switch (kind) {
    case 'text':
      return (
        <>
          <WordControl label={words.lines} words={words.lineKinds} usual="single" {...member('lines')} />
          <div className="form-properties__pair">
            <NumberControl label={words.minLength} {...member('minLength')} />
            <NumberControl label={words.maxLength} {...member('maxLength')} />
          </div>
          <TextControl label={words.pattern} hint={words.patternHint} mono {...member('pattern')} />
          <TextControl label={words.patternHelp} hint={words.patternHelpHint} {...member('patternHelp')} />
          <TextControl
            label={words.defaultText}
            hint={words.defaultHint}
            several={raw.lines === 'multiple'}
            {...member('default')}
          />
        </>
      );
    case 'number':
      return (
        <>
          <div className="form-properties__pair">
            <NumberControl label={words.min} {...member('min')} />
            <NumberControl label={words.max} {...member('max')} />
          </div>
          <div className="form-properties__pair">
            <NumberControl label={words.step} {...member('step')} />
            <TextControl label={words.unit} {...member('unit')} />
          </div>
          <TickControl label={words.whole} usual={false} {...member('whole')} />
          <NumberControl
            label={words.defaultText}
            hint={words.defaultHint}
            orVariable
            {...member('default')}
          />
        </>
      );
    case 'choice':
      return (
        <>
          <OptionsControl editor={editor} path={path} raw={raw} />
          <TextControl label={words.defaultText} hint={words.defaultHint} mono {...member('default')} />
        </>
      );
    case 'choices':
      return (
        <>
          <OptionsControl editor={editor} path={path} raw={raw} />
          <div className="form-properties__pair">
            <NumberControl label={words.least} {...member('least')} />
            <NumberControl label={words.most} {...member('most')} />
          </div>
          <LinesControl label={words.defaultLines} hint={words.defaultLinesHint} {...member('default')} />
        </>
      );
    case 'date':
      return (
        <>
          <div className="form-properties__pair">
            <TextControl label={words.earliest} hint={words.dateHint} mono {...member('min')} />
            <TextControl label={words.latest} hint={words.dateHint} mono {...member('max')} />
          </div>
          <TextControl label={words.defaultText} hint={words.defaultHint} mono {...member('default')} />
        </>
      );
    case 'file':
      return (
        <>
          <LinesControl
            label={words.mediaTypes}
            hint={words.mediaTypesHint}
            needed
            {...member('mediaTypes')}
          />
          <NumberControl label={words.mostOctets} {...member('mostOctets')} />
          <TickControl label={words.photo} usual={false} {...member('photo')} />
        </>
      );
    case 'signature':
      return (
        <TextControl label={words.statement} hint={words.statementHint} several {...member('statement')} />
      );
    case 'confirmation':
      return null;
  }
}
