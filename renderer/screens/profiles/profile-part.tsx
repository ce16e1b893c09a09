import { IconArrowBackUp, IconArrowForwardUp, IconFileCode } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { JsonPath } from '../../../core/provisioning/profile-references.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { IconAction } from '../../components/icon-action.tsx';
import type { ProfileDocument } from '../../stores/profiles-document.ts';
import { texts } from '../../texts.ts';
import { placeIn } from './text-place.ts';
import { type ProfileEditor, useProfileEditor } from './use-profile-editor.ts';
import './profile-part.css';

/** What every part of a profile that is edited by controls is given. */
export interface PartProps {
  readonly editor: ProfileEditor;
  /** Shows a place of the text, in the text. */
  readonly onShow: (from: number, to?: number) => void;
}

interface ProfilePartProps {
  readonly document: ProfileDocument;
  readonly onShow: PartProps['onShow'];
  readonly children: (props: PartProps) => ReactNode;
}

/** A part that is edited by controls; while the text is not JSON there is nothing that they could show. */
export function ProfilePartFrame({ document, onShow, children }: ProfilePartProps) {
  const editor = useProfileEditor(document);
  if (editor) return children({ editor, onShow });
  const toText = () => {
    const [fault] = document.store.getState().checked?.faults ?? [];
    onShow(fault ? placeIn(document.editorState().doc, fault).from : 0);
  };
  return (
    <div className="fill panel">
      <EmptyState title={texts.profileParts.notJson} icon={<IconFileCode size="1.75rem" stroke={1.5} />}>
        <ActionButton tone="primary" hotkey="Enter" onRun={toText}>
          {texts.forms.toText}
        </ActionButton>
      </EmptyState>
    </div>
  );
}

/** Undo and redo of the text's one history. */
export function HistoryActions({ document }: { readonly document: ProfileDocument }) {
  const canUndo = useStore(document.store, (state) => state.canUndo);
  const canRedo = useStore(document.store, (state) => state.canRedo);
  return (
    <span className="form-structure__history">
      {canUndo && (
        <IconAction label={texts.forms.undo} hotkey="Z" onRun={() => document.undo()}>
          <IconArrowBackUp size="1.0625rem" />
        </IconAction>
      )}
      {canRedo && (
        <IconAction label={texts.forms.redo} hotkey="Y" onRun={() => document.redo()}>
          <IconArrowForwardUp size="1.0625rem" />
        </IconAction>
      )}
    </span>
  );
}

/** Members that have no control here: they are kept as the text has them. */
export function OnlyInText({
  editor,
  path,
  known,
}: {
  readonly editor: ProfileEditor;
  readonly path: JsonPath;
  readonly known: readonly string[];
}) {
  const others = editor.names(path).filter((name) => !known.includes(name));
  if (others.length === 0) return null;
  return (
    <p className="profile-part__others dim">
      {texts.profileParts.onlyInText} <span className="mono">{others.join(', ')}</span>
    </p>
  );
}

/** What is wrong with a part and is said at none of its controls. */
export function PartFaults({
  editor,
  path,
  shown,
  own = () => true,
}: {
  readonly editor: ProfileEditor;
  readonly path: JsonPath;
  /** Members whose own controls say what is wrong with them. */
  readonly shown: readonly string[];
  /** Whether what is at a path belongs to this part. */
  readonly own?: (path: JsonPath) => boolean;
}) {
  const found = editor.faultsIn(path).filter(({ path: at }) => {
    const member = at[path.length];
    return (
      own(at) && !(at.length === path.length + 1 && typeof member === 'string' && shown.includes(member))
    );
  });
  if (found.length === 0) return null;
  return (
    <ul className="form-properties__faults" aria-label={texts.forms.otherFaults}>
      {found.map(({ fault, path: at }) => (
        <li key={`${at.join('.')} ${fault.message}`}>{fault.message}</li>
      ))}
    </ul>
  );
}
