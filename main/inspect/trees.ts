import type { InspectAnswers, OpenedTree, TreeNodeView } from '../../core/api-inspect.ts';
import { codedError } from '../../core/errors.ts';
import { buildTree } from '../../core/inspect/build-tree.ts';
import { markChanges, sameLines } from '../../core/inspect/carry-over.ts';
import type { DeviceTree } from '../../core/inspect/device-tree.ts';
import { nodeFacts, nodeValues } from '../../core/inspect/node-detail.ts';
import { treeRows } from '../../core/inspect/row-view.ts';
import { summarizeTree, type TreeSummary } from '../../core/inspect/tree-summary.ts';
import {
  indexOfRow,
  linesAbove,
  type TreeView,
  typeAhead,
  type VisibleRows,
  visibleRows,
} from '../../core/inspect/tree-view.ts';
import { readTypedUri } from '../../core/inspect/uri-meaning.ts';
import { placesOf } from '../../core/inspect/uri-places.ts';
import { createHeld, type Held } from './held.ts';
import type { TreeRef, TreeSourceReading } from './tree-sources.ts';
import { valueView } from './tree-values.ts';

/** The trees that are looked at. What the window shows of them it asks for line by line. */
export interface Trees {
  /**
   * Opens a tree; with `after`, a tree of the same that is open, what is new since is marked, and `kept` says where
   * the lines of that one are now; with `forget`, nothing is marked as new.
   * @throws DEVICE_UNKNOWN, SNAPSHOT_UNKNOWN, SCHEMA_UNKNOWN
   */
  open(of: TreeRef, how?: HowToOpen): OpenedTree;
  /** Lines in sight. @throws TREE_CLOSED */
  rows(
    treeId: string,
    view: TreeView,
    page: { readonly offset: number; readonly limit: number },
  ): InspectAnswers['treeRows'];
  /** @throws TREE_CLOSED, TREE_ROW_UNKNOWN */
  node(treeId: string, row: number): TreeNodeView;
  locate(
    treeId: string,
    view: TreeView,
    row: number,
  ): { readonly index: number; readonly above: readonly number[] };
  /** The line of the first node that a ClientURI addresses; -1 where there is none. @throws TREE_CLOSED */
  rowOfUri(treeId: string, clientUri: string): number;
  typeAhead(treeId: string, view: TreeView, from: number, text: string): number;
  /** A tree that is open, and what it is of. @throws TREE_CLOSED, TREE_ROW_UNKNOWN */
  at(treeId: string, row: number): { readonly tree: DeviceTree; readonly of: TreeRef };
  /** The tree of something as it is now: one that is open, where nothing is new since. @throws as `open` */
  current(of: TreeRef): DeviceTree;
  close(treeId: string): void;
}

export interface HowToOpen {
  /** The tree that is shown. */
  readonly after?: string | undefined;
  /** Lines of it whose numbers in the new one are asked for. */
  readonly keep?: readonly number[];
  readonly forget?: boolean;
}

interface OpenTree {
  readonly of: TreeRef;
  readonly tree: DeviceTree;
  readonly summary: TreeSummary;
  readonly revision: string;
  readonly isVeiled: boolean;
  /** The lines that were in sight last. */
  shown?: { readonly key: string; readonly visible: VisibleRows };
}

/** Trees and lines that are held at a time; the one that was looked at longest ago goes first. */
const mostTrees = 8;
const mostLines = 600_000;

export interface TreesOptions {
  readonly sources: Pick<TreeSourceReading, 'sources' | 'revision'>;
  readonly isLocked: () => boolean;
  readonly newId: () => string;
}

export function createTrees({ sources, isLocked, newId }: TreesOptions): Trees {
  const held: Held<OpenTree> = createHeld({
    most: mostTrees,
    mostWeight: mostLines,
    weightOf: ({ tree }) => tree.count,
  });
  const openTree = (treeId: string): OpenTree => {
    const found = held.get(treeId);
    // A tree with secrets in it is none to look at once production data is locked.
    if (found === undefined || (isLocked() && !found.isVeiled)) throw codedError('TREE_CLOSED', {});
    return found;
  };
  const visibleOf = (open: OpenTree, view: TreeView): VisibleRows => {
    const key = JSON.stringify(view);
    if (open.shown?.key !== key) open.shown = { key, visible: visibleRows(open.tree, view) };
    return open.shown.visible;
  };
  const checkRow = ({ tree }: OpenTree, row: number) => {
    if (row >= tree.count) throw codedError('TREE_ROW_UNKNOWN', { row });
  };

  const trees: Trees = {
    open(of, { after, keep = [], forget = false } = {}) {
      const revision = sources.revision(of);
      const older = after === undefined ? undefined : held.get(after);
      const isSame = older !== undefined && JSON.stringify(older.of) === JSON.stringify(of);
      if (after !== undefined && isSame && !forget && older.revision === revision)
        return { treeId: after, summary: older.summary, same: true, kept: keep };
      const tree = buildTree(sources.sources(of));
      const kept = isSame ? carriedOver(older.tree, tree, keep, forget) : keep.map(() => -1);
      const open: OpenTree = {
        ...{ of, tree, revision, isVeiled: isLocked() },
        summary: summarizeTree(tree),
      };
      const treeId = newId();
      held.put(treeId, open);
      if (after !== undefined && isSame) held.drop(after);
      return { treeId, summary: open.summary, same: false, kept };
    },
    rows(treeId, view, { offset, limit }) {
      const open = openTree(treeId);
      const visible = visibleOf(open, view);
      return {
        total: visible.rows.length,
        rows: treeRows(open.tree, view, visible, offset, limit),
        ...(visible.matches ? { found: foundIn(visible.rows, visible.matches) } : {}),
      };
    },
    node(treeId, row) {
      const open = openTree(treeId);
      checkRow(open, row);
      const { tree } = open;
      const schema = tree.schemas[row];
      const kind = { format: schema?.format, mime: schema?.mime };
      const { reported, assumed } = nodeValues(tree, row);
      return {
        ...nodeFacts(tree, row),
        ...(reported === undefined ? {} : { value: valueView(reported, kind, `${treeId}/${row}/reported`) }),
        ...(assumed === undefined
          ? {}
          : {
              assumed: {
                configuration: assumed.configuration,
                value: valueView(assumed.value, kind, `${treeId}/${row}/assumed`),
              },
            }),
      };
    },
    locate(treeId, view, row) {
      const open = openTree(treeId);
      checkRow(open, row);
      return { index: indexOfRow(visibleOf(open, view).rows, row), above: linesAbove(open.tree, row) };
    },
    rowOfUri(treeId, clientUri) {
      const { tree } = openTree(treeId);
      const uri = readTypedUri(clientUri);
      const places = uri ? placesOf({ tree, further: [] }, uri, uri.conditions) : [];
      const [place] = places === 'ambiguous' ? [] : places;
      return place?.kind === 'row' ? place.row : -1;
    },
    typeAhead(treeId, view, from, text) {
      const open = openTree(treeId);
      return typeAhead(open.tree, visibleOf(open, view).rows, from, text);
    },
    at(treeId, row) {
      const open = openTree(treeId);
      checkRow(open, row);
      return open;
    },
    current(of) {
      const [wanted, revision] = [JSON.stringify(of), sources.revision(of)];
      const open = held.find((each) => each.revision === revision && JSON.stringify(each.of) === wanted);
      return open?.tree ?? openTree(trees.open(of).treeId).tree;
    },
    close: (treeId) => held.drop(treeId),
  };
  return trees;
}

function foundIn(rows: Int32Array, matches: ReadonlySet<number>) {
  const [first] = matches;
  return { matches: matches.size, first: first === undefined ? -1 : indexOfRow(rows, first) };
}

function carriedOver(
  older: DeviceTree,
  newer: DeviceTree,
  keep: readonly number[],
  forget: boolean,
): readonly number[] {
  const same = sameLines(older, newer);
  if (!forget) markChanges(older, newer, same);
  const now = new Map<number, number>();
  for (const [row, before] of same.entries()) if (before >= 0) now.set(before, row);
  return keep.map((row) => now.get(row) ?? -1);
}
