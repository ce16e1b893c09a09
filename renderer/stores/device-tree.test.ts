import { describe, expect, it } from 'vitest';
import type { CallResult } from '../../core/api.ts';
import type { CallName } from '../../core/api-requests.ts';
import { faultOf } from '../../core/errors.ts';
import { markChanges, sameLines } from '../../core/inspect/carry-over.ts';
import type { DeviceTree } from '../../core/inspect/device-tree.ts';
import { treeRows } from '../../core/inspect/row-view.ts';
import { reported, rowAt, treeOf } from '../../core/inspect/test-tree.ts';
import { summarizeTree } from '../../core/inspect/tree-summary.ts';
import {
  indexOfRow,
  linesAbove,
  type TreeView,
  typeAhead,
  visibleRows,
} from '../../core/inspect/tree-view.ts';
import type { MoJson } from '../../core/mo/serialization.ts';
import { type AskMain, createDeviceTree } from './device-tree.ts';
import { createTurns } from './turns.ts';

/** Main as the store sees it: trees of one device, whose report can change. */
function fakeMain(first: MoJson) {
  const trees = new Map<string, DeviceTree>();
  const asked: CallName[] = [];
  let root = first;
  let opened = 0;
  const answers: Partial<Record<CallName, (request: never) => unknown>> = {
    openTree({ after, keep, forget }: { after?: string; keep: readonly number[]; forget: boolean }) {
      const tree = treeOf([reported(root)]);
      const older = after === undefined ? undefined : trees.get(after);
      const now = new Map<number, number>();
      if (older) {
        const same = sameLines(older, tree);
        if (!forget) markChanges(older, tree, same);
        for (const [row, before] of same.entries()) if (before >= 0) now.set(before, row);
        trees.delete(after ?? '');
      }
      const treeId = `t${++opened}`;
      trees.set(treeId, tree);
      return {
        treeId,
        summary: summarizeTree(tree),
        same: false,
        kept: keep.map((row) => now.get(row) ?? -1),
      };
    },
    treeRows({
      treeId,
      view,
      offset,
      limit,
    }: {
      treeId: string;
      view: TreeView;
      offset: number;
      limit: number;
    }) {
      const tree = trees.get(treeId);
      if (tree === undefined) return faultOf('TREE_CLOSED', {});
      const visible = visibleRows(tree, view);
      const [match = -1] = visible.matches ?? [];
      return {
        total: visible.rows.length,
        rows: treeRows(tree, view, visible, offset, limit),
        ...(visible.matches
          ? { found: { matches: visible.matches.size, first: indexOfRow(visible.rows, match) } }
          : {}),
      };
    },
    locateRow({ treeId, view, row }: { treeId: string; view: TreeView; row: number }) {
      const tree = trees.get(treeId);
      if (tree === undefined) return faultOf('TREE_CLOSED', {});
      return { index: indexOfRow(visibleRows(tree, view).rows, row), above: linesAbove(tree, row) };
    },
    typeAhead({ treeId, view, from, text }: { treeId: string; view: TreeView; from: number; text: string }) {
      const tree = trees.get(treeId);
      if (tree === undefined) return faultOf('TREE_CLOSED', {});
      return { index: typeAhead(tree, visibleRows(tree, view).rows, from, text) };
    },
    closeTree: ({ treeId }: { treeId: string }) => {
      trees.delete(treeId);
      return { kind: 'closed' };
    },
  };
  const ask = (async (name: CallName, request: never) => {
    asked.push(name);
    // As through the boundary: nothing comes back at once.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const answer = answers[name]?.(request);
    const isFault = typeof answer === 'object' && answer !== null && 'remedy' in answer;
    return (isFault ? { kind: 'fault', fault: answer } : { kind: 'answer', answer }) as CallResult<CallName>;
  }) as AskMain;
  const handle = createDeviceTree({ kind: 'device', deviceId: 'IMEI:1' }, ask);
  const state = () => handle.store.getState();
  return {
    ...{ handle, asked, trees, state },
    report: (next: MoJson) => {
      root = next;
    },
    /** Everything that was begun is done. */
    settled: () => handle.firstMatch(),
    names: () => [...state().rows.values()].map(({ name }) => name),
    chosenName: () => handle.rowAt(state().active)?.name,
  };
}

const small = { A: { B: 1, C: 2 }, D: { E: 3 } };
const large = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`N${index}`, { Value: index }]));

describe('a tree in the window', () => {
  it('opens a small one whole, and a large one with its instances', async () => {
    const one = fakeMain(small);
    await one.handle.refresh();
    expect(one.names()).toEqual(['Test', 'a', 'A', 'B', 'C', 'D', 'E']);
    const many = fakeMain(large);
    await many.handle.refresh();
    expect(many.state()).toMatchObject({ total: 1002, view: { open: 'instances' } });
    expect(many.names()).toHaveLength(200);
  });

  it('does what quick keys mean, one after the other', async () => {
    const { handle, settled, chosenName, names } = fakeMain(small);
    await handle.refresh();
    handle.closeAll();
    handle.choose(0);
    // All of these before the first is answered.
    handle.step('in');
    handle.step('in');
    handle.step('in');
    handle.step('in');
    handle.move(1);
    await settled();
    expect(chosenName()).toBe('D');
    expect(names()).toEqual(['Test', 'a', 'A', 'D']);
    handle.step('out');
    await settled();
    expect(chosenName()).toBe('a');
    handle.step('out');
    await settled();
    expect(names()).toEqual(['Test', 'a']);
  });

  it('reads lines as they come into sight, and lets go of those far away', async () => {
    const { handle, settled, state } = fakeMain(large);
    await handle.refresh();
    expect(handle.rowAt(700)).toBeUndefined();
    handle.need(690, 720);
    await settled();
    expect(handle.rowAt(700)?.name).toBe('N698');
    for (const at of [0, 300, 600, 900]) {
      handle.need(at, at + 30);
      await settled();
    }
    expect(state().rows.size).toBeLessThan(1002);
    expect(handle.rowAt(0)).toBeUndefined();
  });

  it('finds, goes to what was found, and leaves the search at its place', async () => {
    const { handle, settled, chosenName, state } = fakeMain(large);
    await handle.refresh();
    handle.find('N777/val');
    await settled();
    expect(state()).toMatchObject({ total: 4, found: { matches: 1, first: 3 } });
    expect(chosenName()).toBe('Value');
    handle.find('');
    await settled();
    expect(state().total).toBe(1003);
    expect(chosenName()).toBe('Value');
    expect(handle.rowAt(state().active - 1)).toMatchObject({ name: 'N777', expanded: true });
  });

  it('finds what stands further down than what is held', async () => {
    let deep: MoJson = { End: 'here' };
    for (let level = 0; level < 600; level++) deep = { [`n${level}`]: deep };
    const { handle, settled, chosenName } = fakeMain(deep);
    await handle.refresh();
    handle.find('here');
    await settled();
    expect(chosenName()).toBe('End');
  });

  it('follows the letters of a name', async () => {
    const { handle, settled, chosenName } = fakeMain(large);
    await handle.refresh();
    for (const text of ['n', 'n7', 'n77', 'n775']) handle.typeAhead(text);
    await settled();
    expect(chosenName()).toBe('N775');
  });

  it('keeps its place when something comes in above, and forgets marks when it is told to', async () => {
    const { handle, settled, chosenName, report, state } = fakeMain(large);
    await handle.refresh();
    handle.need(400, 430, 405);
    await settled();
    handle.choose(410);
    handle.toggle(410);
    await settled();
    expect(chosenName()).toBe('N408');
    report({ First: 1, Second: 2, ...large, N409: { Value: 'other' } });
    await handle.refresh();
    expect(state()).toMatchObject({ above: 2, active: 412 });
    expect(chosenName()).toBe('N408');
    expect(handle.rowAt(412)).toMatchObject({ expanded: true });
    expect(state().tree?.summary.changed).toBe(3);
    await handle.forgetChanges();
    expect(state().tree?.summary.changed).toBe(0);
    expect(chosenName()).toBe('N408');
  });

  it('opens again a tree that main does not hold any more', async () => {
    const { handle, settled, trees, state, names } = fakeMain(small);
    await handle.refresh();
    trees.clear();
    handle.closeAll();
    await settled();
    expect(state().fault).toBeUndefined();
    expect(names()).toEqual(['Test']);
  });

  it('is closed in main when nobody looks at it', async () => {
    const { handle, trees, asked } = fakeMain(small);
    await handle.refresh();
    handle.close();
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect([trees.size, asked.at(-1)]).toEqual([0, 'closeTree']);
    const late = fakeMain(small);
    const opening = late.handle.refresh();
    late.handle.close();
    await opening;
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(late.trees.size).toBe(0);
  });

  it('chooses no line that is gone', async () => {
    const { handle, settled, report, state } = fakeMain(small);
    await handle.refresh();
    handle.choose(rowAt(treeOf([reported(small)]), 'D/E'));
    await settled();
    report({ A: { B: 1 } });
    await handle.refresh();
    expect(state()).toMatchObject({ chosen: -1, active: -1 });
  });
});

describe('turns', () => {
  it('are taken in order, and one that fails does not end the others', async () => {
    const turns = createTurns();
    const done: string[] = [];
    const slow = turns.take(async () => {
      await Promise.resolve();
      done.push('slow');
      throw new Error('it failed');
    });
    const next = turns.take(() => {
      done.push('next');
      return undefined;
    });
    await expect(slow).rejects.toThrow('it failed');
    await next.catch(() => {});
    await turns.take(() => {
      done.push('at once');
      return undefined;
    });
    expect(done).toEqual(['slow', 'next', 'at once']);
  });
});
