import { describe, expect, it, vi } from 'vitest';
import { faultOf } from '../../core/errors.ts';
import { createPagedRows, type LoadPage, pageSize } from './paged-rows.ts';

function listOf(total: number, mark = '') {
  return vi.fn<LoadPage<string>>(async (offset, limit) => ({
    kind: 'answer',
    answer: {
      total,
      rows: Array.from({ length: Math.min(limit, total - offset) }, (_, index) => `${offset + index}${mark}`),
    },
  }));
}

/** A list that a test changes: the newest row first. */
function changingList(begin: readonly string[]) {
  let all = begin;
  return {
    load: vi.fn<LoadPage<string>>(async (offset, limit) => ({
      kind: 'answer',
      answer: { total: all.length, rows: all.slice(offset, offset + limit) },
    })),
    add: (...rows: readonly string[]) => {
      all = [...rows, ...all];
    },
    remove: (row: string) => {
      all = all.filter((each) => each !== row);
    },
  };
}

const numbered = (total: number) => Array.from({ length: total }, (_, index) => `row ${index}`);
/** A row of `listOf` without its mark. */
const keyOf = (row: string) => row.replace(/\D+$/, '');
const itself = (row: string) => row;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a long list', () => {
  it('asks only for the pages that are looked at, each once', async () => {
    const load = listOf(2000);
    const rows = createPagedRows(load, keyOf);
    rows.need(0, 20);
    rows.need(0, 30);
    await settled();
    rows.need(190, 210);
    await settled();
    expect(load.mock.calls).toEqual([
      [0, pageSize],
      [pageSize, pageSize],
    ]);
    expect(rows.store.getState().total).toBe(2000);
    expect([rows.rowAt(0), rows.rowAt(200), rows.rowAt(1000)]).toEqual(['0', '200', undefined]);
  });

  it('keeps what it shows while it asks again, and drops what was out of date', async () => {
    let mark = 'old';
    const rows = createPagedRows<string>((offset, limit) => listOf(2000, mark)(offset, limit), keyOf);
    rows.need(0, 250);
    await settled();
    mark = 'new';
    rows.need(0, 20);
    const refreshed = rows.refresh();
    expect(rows.rowAt(3)).toBe('3old');
    await refreshed;
    expect(rows.rowAt(3)).toBe('3new');
    expect(rows.rowAt(240)).toBe('240old');
    rows.need(200, 240);
    await settled();
    expect(rows.rowAt(240)).toBe('240new');
  });

  it('asks once more where the list changed while it was asking', async () => {
    const answers: ((mark: string) => void)[] = [];
    const rows = createPagedRows<string>(
      () =>
        new Promise((resolve) =>
          answers.push((mark) => resolve({ kind: 'answer', answer: { total: 1, rows: [mark] } })),
        ),
      itself,
    );
    rows.need(0, 0);
    void rows.refresh();
    answers[0]?.('old');
    await settled();
    expect(rows.rowAt(0)).toBeUndefined();
    answers[1]?.('new');
    await settled();
    expect(rows.rowAt(0)).toBe('new');
  });

  it('shows a fault, and is well again after the next answer', async () => {
    const fault = faultOf('STORE_FAILED', { detail: 'x' });
    const load = vi.fn<LoadPage<string>>().mockResolvedValueOnce({ kind: 'fault', fault });
    load.mockResolvedValue({ kind: 'answer', answer: { total: 0, rows: [] } });
    const rows = createPagedRows(load, itself);
    rows.need(0, 0);
    await settled();
    expect(rows.store.getState().fault).toBe(fault);
    await rows.refresh();
    expect(rows.store.getState()).toMatchObject({ fault: undefined, total: 0 });
  });
});

describe('a long list that changes while it is looked at', () => {
  it('says by how much it has moved, and keeps the chosen row chosen', async () => {
    const list = changingList(numbered(1000));
    const rows = createPagedRows(list.load, itself);
    await rows.refresh();
    rows.need(150, 190, 160);
    rows.choose(170);
    list.add('new 2', 'new 1', 'new 0');
    await rows.refresh();
    expect(rows.store.getState()).toMatchObject({ total: 1003, above: 3, active: 173 });
    expect(rows.rowAt(173)).toBe('row 170');
    list.remove('row 10');
    await rows.refresh();
    expect(rows.store.getState()).toMatchObject({ total: 1002, above: 2, active: 172 });
    expect(rows.rowAt(172)).toBe('row 170');
  });

  it('follows the chosen row onto another page', async () => {
    const list = changingList(numbered(1000));
    const rows = createPagedRows(list.load, itself);
    await rows.refresh();
    rows.need(180, 199);
    rows.choose(199);
    list.add(...numbered(250).map((row) => `new ${row}`));
    await rows.refresh();
    expect(rows.store.getState()).toMatchObject({ above: 250, active: 449 });
    expect(rows.rowAt(449)).toBe('row 199');
    // Whatever else was held is not where it was any more: it is asked for anew.
    rows.need(600, 620);
    await settled();
    expect(rows.rowAt(610)).toBe('row 360');
  });

  it('keeps a chosen row that is out of sight where it must be by now', async () => {
    const list = changingList(numbered(1000));
    const rows = createPagedRows(list.load, itself);
    await rows.refresh();
    rows.need(500, 520);
    await settled();
    rows.choose(510);
    rows.need(0, 20);
    list.add('new');
    await rows.refresh();
    expect(rows.store.getState()).toMatchObject({ above: 1, active: 511 });
    rows.need(500, 520);
    await settled();
    expect(rows.rowAt(511)).toBe('row 510');
  });

  it('chooses no other row in the place of one that is gone', async () => {
    const list = changingList(numbered(10));
    const rows = createPagedRows(list.load, itself);
    await rows.refresh();
    rows.need(0, 9);
    rows.choose(4);
    list.remove('row 4');
    await rows.refresh();
    expect(rows.store.getState()).toMatchObject({ total: 9, active: -1 });
    expect(rows.chosen()).toBeUndefined();
  });

  it('chooses a row that is not there yet, and knows it once it is', async () => {
    const list = changingList(numbered(1000));
    const rows = createPagedRows(list.load, itself);
    await rows.refresh();
    rows.choose(999);
    rows.need(980, 999);
    await settled();
    list.add('new');
    await rows.refresh();
    expect(rows.store.getState().active).toBe(1000);
    expect(rows.chosen()).toEqual({ index: 1000, key: 'row 999', total: 1001 });
  });

  it('finds the row again that was chosen when the list was left', async () => {
    const list = changingList(numbered(1000));
    const left = { index: 195, key: 'row 195', total: 1000 };
    list.add(...numbered(30).map((row) => `new ${row}`));
    const rows = createPagedRows(list.load, itself, left);
    await rows.refresh();
    expect(rows.store.getState()).toMatchObject({ total: 1030, active: 225 });
    expect(rows.rowAt(225)).toBe('row 195');
    list.remove('row 195');
    const gone = createPagedRows(list.load, itself, left);
    await gone.refresh();
    expect(gone.store.getState().active).toBe(-1);
  });

  it('shows what it has learnt even while changes come faster than answers', async () => {
    const list = changingList(['row']);
    const rows = createPagedRows(list.load, itself);
    const shown: (number | undefined)[] = [];
    rows.store.subscribe((state) => shown.push(state.total));
    const first = rows.refresh();
    list.add('new 0');
    void rows.refresh();
    list.add('new 1');
    await rows.refresh();
    await first;
    expect(shown.at(-1)).toBe(3);
    expect(list.load.mock.calls.length).toBeLessThanOrEqual(3);
  });
});
