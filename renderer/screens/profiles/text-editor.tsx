import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Fault } from '../../../core/errors.ts';
import type { ProfileDocument } from '../../stores/profiles-document.ts';
import { placeIn } from './text-place.ts';

/** The whole text of a profile, with what is wrong in it marked where it stands. */
export default function TextEditor({ document }: { readonly document: ProfileDocument }) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const checked = useStore(document.store, (state) => state.checked);

  useEffect(() => {
    if (!parent.current) return;
    const view = new EditorView({
      state: document.editorState(),
      parent: parent.current,
      dispatchTransactions(transactions, shown) {
        shown.update(transactions);
        document.take(
          shown.state,
          transactions.some((transaction) => transaction.docChanged),
        );
      },
    });
    editor.current = view;
    const detach = document.attach({
      dispatch: (transaction) => view.dispatch(transaction),
      focus: () => view.focus(),
    });
    const { head } = view.state.selection.main;
    if (head > 0) view.dispatch({ effects: EditorView.scrollIntoView(head, { y: 'center' }) });
    return () => {
      detach();
      editor.current = null;
      view.destroy();
    };
  }, [document]);

  useEffect(() => {
    const view = editor.current;
    // A text that has been changed since is about to be checked too.
    if (!view || !checked || checked.revision !== document.store.getState().revision) return;
    const diagnostics = checked.faults.map((fault) => diagnosticOf(view.state.doc, fault));
    view.dispatch(setDiagnostics(view.state, diagnostics));
  }, [checked, document]);

  return <div ref={parent} className="text-editor" />;
}

function diagnosticOf(doc: Text, fault: Fault): Diagnostic {
  const { from, to } = placeIn(doc, fault);
  return { from, to, severity: 'error', message: `${fault.message}\n${fault.remedy}` };
}
