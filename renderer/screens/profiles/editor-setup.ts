import { defaultKeymap, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { texts } from '../../texts.ts';

const nonce = () => document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';

/** The window's own colours: they follow its scheme by themselves. */
const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'transparent', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  // Over the gutters, which stand over everything else.
  '&.cm-focused::after': {
    content: '""',
    position: 'absolute',
    inset: '0',
    zIndex: '300',
    border: '2px solid var(--accent)',
    borderRadius: 'var(--radius) var(--radius) 0 0',
    pointerEvents: 'none',
  },
  '.cm-scroller': { font: '0.8125rem / 1.55 var(--mono)', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)', padding: '0.5rem 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--dim)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--panel-2) 70%, transparent)',
  },
  '.cm-activeLineGutter': { color: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 28%, transparent)',
  },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--accent) 16%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-soft)', outline: '1px solid var(--warn-line)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--warn-line)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--panel-3)',
    outline: '1px solid var(--line-strong)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-soft)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--panel-2)',
    border: '1px solid var(--line)',
    color: 'var(--dim)',
    padding: '0 0.375rem',
  },
  '.cm-panels': { backgroundColor: 'var(--panel-2)', color: 'var(--text)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { font: '0.8125rem var(--font)', padding: '0.5rem 2rem 0.5rem 0.75rem' },
  '.cm-panel.cm-search label': { fontSize: '0.8125rem' },
  '.cm-textfield': {
    backgroundColor: 'var(--panel)',
    border: '1px solid var(--line-strong)',
    borderRadius: '0.3125rem',
    color: 'var(--text)',
    fontSize: '0.8125rem',
    padding: '0.25rem 0.5rem',
  },
  '.cm-button': {
    background: 'var(--panel)',
    backgroundImage: 'none',
    border: '1px solid var(--line)',
    borderRadius: '0.3125rem',
    color: 'var(--text)',
    fontSize: '0.8125rem',
    padding: '0.25rem 0.625rem',
  },
  '.cm-panel.cm-search [name=close]': { color: 'var(--text)', fontSize: '1.125rem', right: '0.5rem' },
  '.cm-tooltip': {
    backgroundColor: 'var(--panel)',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius-small)',
    boxShadow: 'var(--shadow-high)',
    color: 'var(--text)',
    maxWidth: '32rem',
  },
  '.cm-diagnostic': { font: '0.8125rem/1.45 var(--font)', padding: '0.375rem 0.625rem' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad-fill)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad-fill)',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--bad-fill)' },
  '.cm-gutter-lint': { width: '1.125rem' },
  '.cm-lint-marker-error': {
    content: '""',
    width: '0.5625rem',
    height: '0.5625rem',
    margin: '0.375rem 0.1875rem 0',
    borderRadius: '50%',
    backgroundColor: 'var(--bad-fill)',
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
  { tag: [tags.brace, tags.squareBracket, tags.separator], color: 'var(--dim)' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

/** Keys that lead through the window stay the window's. */
const takenKeys = new Set(['F3', 'F8']);

/** What every text of a profile is shown with. */
export function shownText(): Extension {
  return [
    EditorView.cspNonce.of(nonce()),
    theme,
    json(),
    syntaxHighlighting(colours),
    lineNumbers(),
    highlightSpecialChars(),
    EditorView.lineWrapping,
    search({ top: true }),
    highlightSelectionMatches(),
    keymap.of(searchKeymap.filter(({ key }) => key === undefined || !takenKeys.has(key))),
  ];
}

/** What a text that can be changed is shown with, beside that. */
export function editedText(): Extension {
  return [
    shownText(),
    indentUnit.of('  '),
    indentOnInput(),
    bracketMatching(),
    foldGutter(),
    lintGutter(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    EditorView.contentAttributes.of({ 'aria-label': texts.profiles.textLabel, tabindex: '0' }),
    keymap.of([
      ...foldKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      // Back out of the text first, and only then out of the screen.
      {
        key: 'Escape',
        run: (view) => {
          view.contentDOM.blur();
          return true;
        },
      },
    ]),
  ];
}
