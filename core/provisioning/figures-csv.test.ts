import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { FiguresView } from '../api-figures.ts';
import { countFigures } from './figures.ts';
import { figuresCsv } from './figures-csv.ts';
import { TestRows } from './test-transitions.ts';

const morning = Date.UTC(2026, 10, 25, 8);

function viewOf(station: string): FiguresView {
  const rows = new TestRows();
  for (let line = 1; line <= 20; line++)
    rows.row(line, station, morning + line * 10_000, line % 5 === 0 ? { fails: 'CARD_NOT_PKCS15' } : {});
  const count = countFigures();
  for (const each of rows.transitions) count.take(each);
  const standing = { total: 30, left: 10, running: true };
  const at = morning + 200_000;
  return {
    ...count.view(() => 0, { ...standing, now: at }),
    ...{ at, batch: { batchId: 'b', name: 'Order', ...standing } },
  };
}

const read = (text: string): Record<string, string>[] => parse(text, { bom: true, columns: true });

describe('the CSV of figures', () => {
  it('has a number a line, each with what it is', () => {
    const lines = read(figuresCsv(viewOf('left')));
    const numberOf = (figure: string, name = '') =>
      lines.find((line) => line.figure === figure && (name === '' || line.name === name))?.value;
    expect(numberOf('rows of the batch')).toBe('30');
    expect(numberOf('done')).toBe('16');
    expect(numberOf('done after attempts', '1')).toBe('16');
    expect(numberOf('failure', 'CARD_NOT_PKCS15')).toBe('4');
    expect(numberOf('median', 'write')).toBe('1000');
    expect(numberOf('expected end')).toMatch(/^2026-11-25T08:/);
    const sum = (figure: string) =>
      lines.filter((line) => line.figure === figure).reduce((all, { value }) => all + Number(value), 0);
    expect(sum('done in an interval')).toBe(16);
    expect(sum('failed in an interval')).toBe(4);
    expect(new Set(lines.map(({ unit }) => unit))).not.toContain('');
  });

  it('cannot run a formula that a reader is named after', () => {
    const text = figuresCsv(viewOf('=cmd|calc!A1;@x'));
    expect(read(text).map(({ station }) => station)).toContain("'=cmd|calc!A1;'@x");
    expect(text).not.toMatch(/(^|[,;\n])"?[=@]/m);
  });
});
