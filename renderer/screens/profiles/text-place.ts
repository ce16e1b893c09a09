import type { Text } from '@codemirror/state';
import type { Fault } from '../../../core/errors.ts';

/** Where in a text a fault is: from its place to the end of the word, or of the text in quotes, that is there. */
export function placeIn(doc: Text, { place }: Fault): { readonly from: number; readonly to: number } {
  const line = doc.line(Math.max(1, Math.min(doc.lines, place?.line ?? 1)));
  const from = Math.min(line.to, line.from + Math.max(0, (place?.column ?? 1) - 1));
  const word = /^("(?:[^"\\]|\\.)*"?|[\w.+-]+|.)/u.exec(line.text.slice(from - line.from));
  return { from, to: from + (word?.[0].length ?? 0) };
}
