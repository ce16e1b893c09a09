import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { texts } from '../../texts.ts';
import { shownText } from './editor-setup.ts';

/** Longer texts are compared less closely rather than for long; milliseconds. */
const longest = { scanLimit: 2000, timeout: 300 };

/** Two texts in one, with what was taken away and what was put in; what is the same is folded away. */
export function TextDifference({ before, after }: { readonly before: string; readonly after: string }) {
  const parent = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!parent.current) return;
    const view = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          shownText(),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': texts.profiles.textDifference, tabindex: '0' }),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            collapseUnchanged: { margin: 2, minSize: 4 },
            diffConfig: longest,
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [before, after]);
  return <div ref={parent} className="text-difference" />;
}
