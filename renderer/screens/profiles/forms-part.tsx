import { IconForms, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { type ReadText, setMember } from '../../../core/provisioning/profile-edits.ts';
import { renameForm } from '../../../core/provisioning/profile-renames.ts';
import { nodeAt } from '../../../core/provisioning/profile-text.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import type { ProfileDocument } from '../../stores/profiles-document.ts';
import { texts } from '../../texts.ts';
import { type Chosen, freeName, memberOrder, newForm, pathOf, readForms, stillThere } from './form-model.ts';
import { FormPreview } from './form-preview.tsx';
import { FormProperties } from './form-properties.tsx';
import { FormStructure } from './form-structure.tsx';
import { useFormEditor, useForms } from './use-form-editor.ts';
import './forms-part.css';

interface FormsPartProps {
  readonly document: ProfileDocument;
  /** Shows a place of the text, in the text. */
  readonly onShow: (from: number, to?: number) => void;
}

/** The forms of a profile: what is in them at the left, one thing of it in the middle, and how it looks at the right. */
export function FormsPart({ document, onShow }: FormsPartProps) {
  const forms = useForms(document);
  const [wanted, setWanted] = useState<string>();
  if (forms === undefined)
    return (
      <div className="fill panel">
        <EmptyState title={texts.forms.notJson} icon={<IconForms size="1.75rem" stroke={1.5} />}>
          <ActionButton tone="primary" hotkey="Enter" onRun={() => onShow(firstFault(document))}>
            {texts.forms.toText}
          </ActionButton>
        </EmptyState>
      </div>
    );
  const { read, names } = forms;
  const name = wanted !== undefined && names.includes(wanted) ? wanted : names[0];
  const add = () => {
    const now = readForms(document.settle());
    if (now === undefined) return;
    const free = freeName('form', names);
    const edits =
      nodeAt(now.tree, ['forms']) === undefined
        ? setMember(now, [], 'forms', { [free]: newForm() }, memberOrder.profile)
        : setMember(now, ['forms'], free, newForm());
    document.edit(edits);
    setWanted(free);
  };
  if (name === undefined)
    return (
      <div className="fill panel">
        <EmptyState
          title={texts.forms.emptyTitle}
          lead={texts.forms.emptyLead}
          icon={<IconForms size="1.75rem" stroke={1.5} />}
        >
          <ActionButton tone="primary" size="lg" hotkey="A" icon={<IconPlus size="1.25rem" />} onRun={add}>
            {texts.forms.addForm}
          </ActionButton>
        </EmptyState>
      </div>
    );
  return (
    <OneForm
      key={name}
      document={document}
      read={read}
      names={names}
      name={name}
      onName={setWanted}
      onAdd={add}
      onShow={onShow}
    />
  );
}

interface OneFormProps extends FormsPartProps {
  readonly read: ReadText;
  readonly names: readonly string[];
  readonly name: string;
  readonly onName: (name: string | undefined) => void;
  readonly onAdd: () => void;
}

function OneForm({ document, read, names, name, onName, onAdd, onShow }: OneFormProps) {
  const editor = useFormEditor(document, read, name);
  const [wanted, setWanted] = useState<Chosen>({ kind: 'form' });
  const chosen = stillThere(wanted, editor.raw);
  const rename = (newName: string) => {
    editor.change((now) => renameForm(now, name, newName));
    onName(newName);
  };
  const remove = () => {
    editor.change((now) => setMember(now, ['forms'], name, undefined));
    onName(undefined);
  };
  const show = () => {
    const node = nodeAt(read.tree, ['forms', name, ...pathOf(chosen)]);
    if (node) onShow(node.offset);
  };
  return (
    <div className="forms-part">
      <FormStructure
        document={document}
        editor={editor}
        names={names}
        chosen={chosen}
        onName={onName}
        onAdd={onAdd}
        onChoose={setWanted}
      />
      <FormProperties
        key={pathOf(chosen).join('.')}
        editor={editor}
        names={names}
        chosen={chosen}
        onChoose={setWanted}
        onRename={rename}
        onRemoveForm={remove}
        onShow={show}
      />
      <FormPreview editor={editor} profile={read} chosen={chosen} />
    </div>
  );
}

function firstFault(document: ProfileDocument): number {
  const { checked } = document.store.getState();
  const [fault] = checked?.faults ?? [];
  const { doc } = document.editorState();
  const { line = 1, column = 1 } = fault?.place ?? {};
  return doc.line(Math.max(1, Math.min(doc.lines, line))).from + column - 1;
}
