import type { NodeValueView } from '../../core/api-inspect.ts';
import { nodeValues } from '../../core/inspect/node-detail.ts';
import { presentValue, type ShownValue, type ValueKind } from '../../core/inspect/present-value.ts';
import type { LeafValue } from '../../core/mo/node.ts';
import { certificateIn } from './read-certificate.ts';
import type { Trees } from './trees.ts';

/** The path of values on the window's own origin: `/tree-values/<tree>/<line>/<which>`. */
export const treeValuesPath = '/tree-values/';

/** Longer values are not sent with a node: the window fetches them. */
const longestSent = 4096;

/** A value as the window gets it with its node. */
export function valueView(value: LeafValue, kind: ValueKind, place: string): NodeValueView {
  const { length } = value === null ? '' : String(value);
  return length <= longestSent
    ? { kind: 'shown', value: shownValue(value, kind) }
    : { kind: 'byUrl', url: `${treeValuesPath}${place}`, characters: length };
}

/** A value as a person reads it; certificates are decoded, whatever their format says. */
export function shownValue(value: LeafValue, kind: ValueKind): ShownValue {
  if (typeof value === 'string') {
    const certificate = certificateIn(value);
    if (certificate) return { kind: 'certificate', certificate, text: value };
  }
  return presentValue(value, kind);
}

/**
 * Answers a request of the window's page for a value.
 * @param admit throws where nobody is there who may see it
 * @returns undefined where the path is another one
 */
export function answerTreeValue(
  trees: Pick<Trees, 'at'>,
  pathname: string,
  admit: () => void,
): Response | undefined {
  if (!pathname.startsWith(treeValuesPath)) return undefined;
  const [treeId = '', line = '', which = ''] = pathname.slice(treeValuesPath.length).split('/');
  const value = /^\d+$/.test(line) ? valueAt(trees, treeId, Number(line), which, admit) : undefined;
  if (value === undefined) return new Response('Not found', { status: 404 });
  return Response.json(value, {
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  });
}

function valueAt(
  trees: Pick<Trees, 'at'>,
  treeId: string,
  row: number,
  which: string,
  admit: () => void,
): ShownValue | undefined {
  try {
    admit();
    const { tree } = trees.at(treeId, row);
    const { reported, assumed } = nodeValues(tree, row);
    const value = which === 'assumed' ? assumed?.value : reported;
    const schema = tree.schemas[row];
    return value === undefined
      ? undefined
      : shownValue(value, { format: schema?.format, mime: schema?.mime });
  } catch {
    // A tree that is closed has no values, and whoever may not see it is shown none: its next call says why.
    return undefined;
  }
}
