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

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a long list', () => {
  it('asks only for the pages that are looked at, each once', async () => {
    const load = listOf(2000);
    const rows = createPagedRows(load);
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
    const rows = createPagedRows<string>((offset, limit) => listOf(2000, mark)(offset, limit));
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
    const rows = createPagedRows(load);
    rows.need(0, 0);
    await settled();
    expect(rows.store.getState().fault).toBe(fault);
    await rows.refresh();
    expect(rows.store.getState()).toMatchObject({ fault: undefined, total: 0 });
  });
});
