import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallResult } from '../../core/api.ts';
import type { CallName, CallRequest } from '../../core/api-requests.ts';
import type { Fault } from '../../core/errors.ts';
import type { TreeRow } from '../../core/inspect/row-view.ts';
import type { TreeSummary } from '../../core/inspect/tree-summary.ts';
import type { TreeFilter, TreeView } from '../../core/inspect/tree-view.ts';
import { createTurns } from './turns.ts';

export type TreeRef = CallRequest<'openTree'>['of'];

/** Asks main, as `call` of the window does. */
export type AskMain = <Name extends CallName>(
  name: Name,
  request: CallRequest<Name>,
) => Promise<CallResult<Name>>;

export interface TreeState {
  /** Missing until the tree is open. */
  readonly tree?: { readonly treeId: string; readonly summary: TreeSummary };
  /** How the lines that are there are looked at. */
  readonly view: TreeView;
  /** The lines in sight; undefined until they are known. */
  readonly total: number | undefined;
  /** With a search or a filter: how many lines it is about, and where the first of them is. */
  readonly found: { readonly matches: number; readonly first: number } | undefined;
  /** The lines that are held, by their places. */
  readonly rows: ReadonlyMap<number, TreeRow>;
  /** The line that is chosen, by its number; -1 where none is. */
  readonly chosen: number;
  /** Where it is among the lines in sight; -1 where it is not. */
  readonly active: number;
  /** How many lines have come above what is looked at. */
  readonly above: number;
  /** Changes when the chosen line is to be scrolled into sight. */
  readonly reveal: number;
  readonly fault: Fault | undefined;
}

/**
 * A tree that is looked at. Main has all of it; here are the lines around what is in sight. What is done with it
 * happens one after the other, so that keys that come quickly mean what is there by then.
 */
export interface DeviceTreeHandle {
  readonly store: StoreApi<TreeState>;
  /** Opens it; opened again, it takes in what is new, and keeps its place. */
  readonly refresh: () => Promise<void>;
  /** The same, with nothing marked as changed any more. */
  readonly forgetChanges: () => Promise<void>;
  readonly rowAt: (index: number) => TreeRow | undefined;
  /** Sees to it that these lines are there; `top` is the first in sight. */
  readonly need: (first: number, last: number, top?: number) => void;
  /** Chooses the line at a place. */
  readonly choose: (index: number) => void;
  /** Chooses the line so many further down, or up. */
  readonly move: (lines: number) => void;
  /** Opens or closes the line at a place. */
  readonly toggle: (index: number) => void;
  /** What an arrow to the right or left does (WAI-ARIA, treegrid). */
  readonly step: (direction: 'in' | 'out') => void;
  readonly openAll: () => void;
  readonly closeAll: () => void;
  readonly find: (text: string) => void;
  readonly show: (what: { readonly only?: TreeFilter; readonly described?: boolean }) => void;
  /** Goes to the next line whose name begins so. */
  readonly typeAhead: (text: string) => void;
  /** Chooses the line of the node that a ClientURI addresses, and goes there. */
  readonly chooseUri: (clientUri: string) => Promise<void>;
  /** Chooses the first line that was found, and goes there. */
  readonly firstMatch: () => Promise<void>;
  readonly close: () => void;
}

/** As many lines as are asked for at a time. */
const windowSize = 200;
/** A tree up to this size is open from the beginning, with what is only described. */
const smallTree = 400;

/** A tree of main's, read line by line. */
export function createDeviceTree(of: TreeRef, ask: AskMain): DeviceTreeHandle {
  const store = createStore<TreeState>()(() => ({
    ...{ view: firstView, total: undefined, found: undefined, rows: new Map(), fault: undefined },
    ...{ chosen: -1, active: -1, above: 0, reveal: 0 },
  }));
  const { getState, setState } = store;
  const turns = createTurns();
  let wanted = firstView;
  let range = { first: 0, last: 60, top: 0 };
  let closed = false;

  const treeId = () => getState().tree?.treeId ?? '';
  const rowAt = (index: number) => getState().rows.get(index);
  /** A fault is shown; a tree that main does not hold any more is opened again. */
  const failed = async (fault: Fault) => {
    if (fault.code !== 'TREE_CLOSED' || closed) {
      setState({ fault });
      return;
    }
    wanted = { ...wanted, except: [] };
    await open();
  };

  /** Reads the lines around what is in sight, as they are wanted now. */
  const look = async (changes: Partial<TreeState> = {}): Promise<void> => {
    const view = wanted;
    const { chosen } = { ...getState(), ...changes };
    const tree = changes.tree ?? getState().tree;
    if (tree === undefined) return;
    const offset = Math.max(0, Math.min(range.first, range.top) - 40);
    const result = await ask('treeRows', { treeId: tree.treeId, view, offset, limit: windowSize });
    if (result.kind === 'fault') return failed(result.fault);
    const { total, rows, found } = result.answer;
    const located =
      chosen >= 0 ? await ask('locateRow', { treeId: tree.treeId, view, row: chosen }) : undefined;
    setState({
      ...changes,
      ...{ view, total, found, fault: undefined },
      rows: new Map(rows.map((row, index) => [offset + index, row])),
      active: located?.kind === 'answer' ? located.answer.index : -1,
    });
  };

  const open = async (after?: string, forget = false): Promise<void> => {
    const { chosen, rows } = getState();
    const topRow = rows.get(range.top)?.row ?? -1;
    const keep = after === undefined ? [] : [chosen, topRow, ...wanted.except].map((row) => Math.max(0, row));
    const result = await ask('openTree', { of, keep, forget, ...(after === undefined ? {} : { after }) });
    if (closed) {
      if (result.kind === 'answer') void ask('closeTree', { treeId: result.answer.treeId });
      return;
    }
    if (result.kind === 'fault') return failed(result.fault);
    const { treeId: id, summary, same, kept } = result.answer;
    if (same) return;
    const tree = { treeId: id, summary };
    if (after === undefined) {
      if (getState().tree === undefined) wanted = viewFor(summary);
      await look({ tree, chosen: -1 });
      return;
    }
    const [nowChosen = -1, nowTop = -1, ...except] = kept;
    wanted = { ...wanted, except: except.filter((row) => row >= 0) };
    await keepPlace(tree, topRow < 0 ? -1 : nowTop, chosen < 0 ? -1 : nowChosen);
  };

  /** Looks at a newer tree with the line at the top where it was. */
  const keepPlace = async (tree: NonNullable<TreeState['tree']>, top: number, chosen: number) => {
    const before = range.top;
    const located =
      top < 0 ? undefined : await ask('locateRow', { treeId: tree.treeId, view: wanted, row: top });
    const index = located?.kind === 'answer' ? located.answer.index : -1;
    const moved = index < 0 ? 0 : index - before;
    range = { first: range.first + moved, last: range.last + moved, top: range.top + moved };
    await look({ tree, chosen, above: getState().above + moved });
  };

  /** Another view. Who leaves a search finds the chosen line in its place. */
  const lookAt = async (view: TreeView): Promise<void> => {
    const wasFound = wanted.find !== '' || wanted.only !== 'all';
    const isFound = view.find !== '' || view.only !== 'all';
    wanted = view;
    const { chosen, reveal } = getState();
    if (isFound) range = { first: 0, last: 60, top: 0 };
    else if (wasFound && chosen >= 0) {
      await openAbove(chosen);
      await look({ reveal: reveal + 1 });
      return;
    }
    await look();
  };

  const openAbove = async (row: number): Promise<void> => {
    const located = await ask('locateRow', { treeId: treeId(), view: wanted, row });
    if (located.kind === 'fault' || located.answer.index >= 0) return;
    const except = new Set(wanted.except);
    // Lines two levels down are open by themselves in a view of instances.
    for (const [index, above] of located.answer.above.entries()) {
      const level = located.answer.above.length - index;
      const byItself = wanted.open === 'all' || (wanted.open === 'instances' && level <= 2);
      if (byItself) except.delete(above);
      else except.add(above);
    }
    wanted = { ...wanted, except: [...except] };
    const again = await ask('locateRow', { treeId: treeId(), view: wanted, row });
    if (again.kind === 'answer' && again.answer.index >= 0)
      range = { first: again.answer.index - 30, last: again.answer.index + 30, top: again.answer.index - 10 };
  };

  const toggleRow = async (row: TreeRow): Promise<void> => {
    // What was found is in sight by itself: it is neither opened nor closed.
    if (row.expanded === undefined || wanted.find !== '' || wanted.only !== 'all') return;
    const except = new Set(wanted.except);
    if (!except.delete(row.row)) except.add(row.row);
    await lookAt({ ...wanted, except: [...except] });
  };

  const chooseAt = (index: number, reveal = false): undefined => {
    const row = rowAt(index);
    if (row === undefined) return;
    setState({ chosen: row.row, active: index, ...(reveal ? { reveal: getState().reveal + 1 } : {}) });
  };
  /** Chooses a line that may not be there yet. */
  const goTo = async (index: number): Promise<void> => {
    if (index < 0) return;
    if (rowAt(index) === undefined) await fetchRows(index - 30, index + 30);
    chooseAt(index, true);
  };

  const fetchRows = async (first: number, last: number): Promise<void> => {
    const { total = 0 } = getState();
    const offset = Math.max(0, first);
    if (offset >= total) return;
    const [id, view] = [treeId(), getState().view];
    const limit = Math.min(500, Math.max(windowSize, last - offset + 1));
    const result = await ask('treeRows', { treeId: id, view, offset, limit });
    if (result.kind === 'fault') return failed(result.fault);
    if (id !== treeId() || view !== getState().view) return;
    const rows = new Map(getState().rows);
    for (const [index, row] of result.answer.rows.entries()) rows.set(offset + index, row);
    // What is far from sight is asked for again when it is looked at.
    for (const index of rows.keys()) if (Math.abs(index - offset) > 3 * windowSize) rows.delete(index);
    setState({ rows });
  };

  return {
    store,
    refresh: () => turns.take(() => open(getState().tree?.treeId)),
    forgetChanges: () => turns.take(() => open(getState().tree?.treeId, true)),
    rowAt,
    need(first, last, top) {
      range = { first, last, top: top ?? first };
      let [from, to] = [Math.max(0, first), last];
      while (from <= to && rowAt(from) !== undefined) from++;
      while (to >= from && rowAt(to) !== undefined) to--;
      if (from > to || getState().total === undefined) return;
      const middle = Math.floor((from + to) / 2) - windowSize / 2;
      void turns.take(() => fetchRows(Math.min(from, Math.max(0, middle)), to));
    },
    choose: (index) => void turns.take(() => (rowAt(index) ? chooseAt(index) : goTo(index))),
    move: (lines) =>
      void turns.take(() => {
        const { active, total = 0 } = getState();
        const from = active < 0 ? range.top - Math.sign(lines) : active;
        return goTo(Math.max(0, Math.min(total - 1, from + lines)));
      }),
    toggle: (index) =>
      void turns.take(() => {
        const row = rowAt(index);
        return row ? toggleRow(row) : undefined;
      }),
    step: (direction) =>
      void turns.take(() => {
        const index = getState().active;
        const row = rowAt(index);
        if (row === undefined) return undefined;
        const isSearched = wanted.find !== '' || wanted.only !== 'all';
        if (direction === 'in') {
          if (row.expanded === true) return goTo(index + 1);
          return row.expanded === false ? toggleRow(row) : undefined;
        }
        return row.expanded === true && !isSearched ? toggleRow(row) : goTo(row.parentIndex);
      }),
    openAll: () => void turns.take(() => lookAt({ ...wanted, open: 'all', except: [] })),
    closeAll: () => void turns.take(() => lookAt({ ...wanted, open: 'none', except: [] })),
    find: (find) => void turns.take(() => (find === wanted.find ? undefined : lookAt({ ...wanted, find }))),
    show: (what) => void turns.take(() => lookAt({ ...wanted, ...what })),
    typeAhead: (text) =>
      void turns.take(async () => {
        const { view, active } = getState();
        // A single letter goes on from the next line; more of them may still be the one that was found.
        const from = Math.max(0, active) + (text.length === 1 ? 1 : 0);
        const result = await ask('typeAhead', { treeId: treeId(), view, from, text });
        if (result.kind === 'answer') await goTo(result.answer.index);
      }),
    chooseUri: (clientUri) =>
      turns.take(async () => {
        const result = await ask('rowOfUri', { treeId: treeId(), clientUri });
        const row = result.kind === 'answer' ? result.answer.row : -1;
        if (row < 0) return;
        await openAbove(row);
        await look({ chosen: row, reveal: getState().reveal + 1 });
      }),
    firstMatch: () =>
      turns.take(() => {
        const { found } = getState();
        return found ? goTo(found.first) : undefined;
      }),
    close() {
      closed = true;
      if (treeId() !== '') void ask('closeTree', { treeId: treeId() });
    },
  };
}

const firstView: TreeView = { open: 'instances', except: [], find: '', only: 'all', described: true };

/** How a tree is looked at first: a small one whole, a large one with its objects and instances. */
function viewFor({ rows, described }: TreeSummary): TreeView {
  return {
    ...firstView,
    open: rows - described <= smallTree ? 'all' : 'instances',
    described: described <= smallTree,
  };
}
