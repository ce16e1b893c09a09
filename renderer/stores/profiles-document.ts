import { history, redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { EditorState, type Extension, Transaction, type TransactionSpec } from '@codemirror/state';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Fault } from '../../core/errors.ts';
import { narrowed, type TextEdit } from '../../core/provisioning/profile-text.ts';
import type { CheckedText } from './profiles-check.ts';
import type { Checker } from './profiles-checker.ts';

/** A profile's text while it is worked at. What is typed counts once it has rested for a moment. */
export interface DocumentState {
  readonly text: string;
  /** Counts the texts that there were. */
  readonly revision: number;
  /** The newest version's text; missing where none was saved yet. */
  readonly savedText: string | undefined;
  /** The version that the changes began with. */
  readonly base: number | undefined;
  /** What the last text that was checked came to. */
  readonly checked: CheckedText | undefined;
  /** Why it cannot be checked, or why changes cannot be kept. */
  readonly fault: Fault | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** What shows the text, as long as it is shown. */
export interface DocumentView {
  /** Carries a change out, and tells the document by `take`. */
  dispatch(transaction: Transaction): void;
  focus(): void;
}

/** A profile that is open: one text with one history, whether it is typed at or changed by controls. */
export interface ProfileDocument {
  readonly store: StoreApi<DocumentState>;
  readonly editorState: () => EditorState;
  /** Lets a view show the text and change it, until the function that comes back is called. */
  attach(view: DocumentView): () => void;
  /** A view has carried out a change. */
  take(state: EditorState, changed: boolean): void;
  /** Changes the text at several places at once; `typing` is undone together with what was typed right before. */
  edit(edits: readonly TextEdit[], typing?: boolean): void;
  /** Puts another text in place of this one. */
  replace(text: string): void;
  /** Selects a place and goes there; where no view is there yet, as soon as one is. */
  select(from: number, to?: number): void;
  undo(): void;
  redo(): void;
  /** The text as it is now, whether it has rested or not. */
  settle(): string;
  /** A version was saved of the text as it is: it is the newest one now. */
  saved(version: number, text: string): void;
  /** The changes are those of a newer version from now on. */
  rebase(version: number, text: string): void;
  /** Sees to it that what is not saved is kept. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface DocumentOptions {
  readonly text: string;
  readonly savedText: string | undefined;
  readonly base: number | undefined;
  /** What the editor is made of. */
  readonly extensions: Extension;
  readonly makeChecker: (checked: (text: CheckedText) => void, failed: (fault: Fault) => void) => Checker;
  /** Keeps changes that are not saved, or lets go of them where there are none any more. */
  readonly keep: (text: string | undefined, base: number | undefined) => Promise<Fault | undefined>;
  /** Calls back after so many milliseconds; the function that comes back calls it off. */
  readonly later: (milliseconds: number, run: () => void) => () => void;
}

/** As long as a text has to rest until it counts, the longer the longer it is; milliseconds, as below. */
const restOfText = (length: number) => 120 + length / 4000;
/** What is typed is kept after this time at the latest; a long text takes longer to be kept, and is kept less often. */
const keptAfter = (length: number) => 500 + length / 1000;

/** Opens a profile's text. */
export function createProfileDocument(options: DocumentOptions): ProfileDocument {
  const { extensions, keep, later } = options;
  let state = EditorState.create({ doc: options.text, extensions: [history(), extensions] });
  let view: DocumentView | undefined;
  let settled = state.doc;
  let kept = { text: options.text === options.savedText ? undefined : options.text, base: options.base };
  let keeping: Promise<void> = Promise.resolve();
  let wantsFocus = false;
  let callOffSettling = () => {};
  let callOffKeeping: (() => void) | undefined;
  const store = createStore<DocumentState>()(() => ({
    text: options.text,
    revision: 0,
    savedText: options.savedText,
    base: options.base,
    checked: undefined,
    fault: undefined,
    canUndo: false,
    canRedo: false,
  }));
  const checker = options.makeChecker(
    (checked) => store.setState({ checked }),
    (fault) => store.setState({ fault }),
  );
  checker.check({ revision: 0, text: options.text });

  const settle = (): string => {
    callOffSettling();
    if (state.doc === settled) return store.getState().text;
    settled = state.doc;
    const text = state.doc.toString();
    const revision = store.getState().revision + 1;
    store.setState({ text, revision });
    checker.check({ revision, text });
    return text;
  };

  const flush = (): Promise<void> => {
    callOffKeeping?.();
    callOffKeeping = undefined;
    const text = settle();
    const { savedText, base } = store.getState();
    const wanted = { text: text === savedText ? undefined : text, base };
    if (wanted.text === kept.text && (wanted.text === undefined || wanted.base === kept.base)) return keeping;
    kept = wanted;
    keeping = keeping.then(async () => store.setState({ fault: await keep(wanted.text, wanted.base) }));
    return keeping;
  };

  const touched = () => {
    store.setState({ canUndo: undoDepth(state) > 0, canRedo: redoDepth(state) > 0 });
    callOffSettling();
    callOffSettling = later(restOfText(state.doc.length), () => void settle());
    callOffKeeping ??= later(keptAfter(state.doc.length), () => void flush());
  };

  const apply = (transaction: Transaction) => {
    if (view) view.dispatch(transaction);
    else {
      state = transaction.state;
      if (transaction.docChanged) touched();
    }
  };
  const change = (spec: TransactionSpec) => apply(state.update(spec));

  return {
    store,
    settle,
    flush,
    editorState: () => state,
    attach(shown) {
      view = shown;
      if (wantsFocus) shown.focus();
      wantsFocus = false;
      return () => {
        if (view === shown) view = undefined;
      };
    },
    take(next, changed) {
      state = next;
      if (changed) touched();
    },
    edit(edits, typing = false) {
      if (edits.length === 0) return;
      const changes = edits.map(({ offset, length, content }) => ({
        from: offset,
        to: offset + length,
        insert: content,
      }));
      change({ changes, userEvent: typing ? 'input.type' : 'input.form' });
      settle();
    },
    replace(text) {
      const now = state.doc.toString();
      const { offset, length, content } = narrowed(now, { offset: 0, length: now.length, content: text });
      change({ changes: { from: offset, to: offset + length, insert: content }, userEvent: 'input.replace' });
      settle();
    },
    select(from, to = from) {
      const [anchor, head] = [from, to].map((offset) => Math.max(0, Math.min(state.doc.length, offset)));
      change({
        selection: { anchor: anchor ?? 0, head: head ?? 0 },
        scrollIntoView: true,
        userEvent: 'select',
      });
      wantsFocus = view === undefined;
      view?.focus();
    },
    undo() {
      undo({ state, dispatch: apply });
      settle();
    },
    redo() {
      redo({ state, dispatch: apply });
      settle();
    },
    saved(version, text) {
      const { text: before } = store.getState();
      // Whoever typed on meanwhile keeps what was typed: only the number that was put in is taken over.
      const { offset, length, content } = narrowed(before, {
        offset: 0,
        length: before.length,
        content: text,
      });
      if (state.doc.toString() === before && (length > 0 || content !== ''))
        change({
          changes: { from: offset, to: offset + length, insert: content },
          annotations: Transaction.addToHistory.of(false),
        });
      kept = { text: undefined, base: version };
      store.setState({ savedText: text, base: version });
      settle();
    },
    rebase(version, text) {
      store.setState({ savedText: text, base: version });
      void flush();
    },
    async close() {
      const done = flush();
      checker.close();
      await done;
    },
  };
}
