import { describe, expect, it } from 'vitest';
import { formsOf, helpOf, helpOfAll } from './help.ts';

const usage =
  'rows list --data DIR [--filter all|done] | rows add --data DIR (--file FILE | --set A=B …) [--others]';

describe('help', () => {
  it('has each form of a command in lines of its own; what stands in brackets divides none', () => {
    expect(formsOf(usage, 100)).toBe(
      [
        '  dm-bench rows list --data DIR [--filter all|done]',
        '  dm-bench rows add --data DIR (--file FILE | --set A=B …) [--others]',
      ].join('\n'),
    );
  });

  it('breaks no bracket that fits into a line', () => {
    expect(formsOf(usage, 50).split('\n')).toEqual([
      '  dm-bench rows list --data DIR',
      '      [--filter all|done]',
      '  dm-bench rows add --data DIR',
      '      (--file FILE | --set A=B …) [--others]',
    ]);
    for (const line of formsOf(usage, 30).split('\n')) expect(line.length).toBeLessThanOrEqual(31);
  });

  it('says what each command is for', () => {
    const rows = { purpose: 'Lists and adds the rows of a batch.', usage };
    expect(helpOf(rows, 80)).toMatch(/^Lists and adds the rows of a batch\.\n\n {2}dm-bench rows list/);
    const run = async () => 0 as const;
    const all = { rows: { ...rows, options: {}, run }, audit: { ...rows, options: {}, run } };
    expect(helpOfAll(all, 80).split('\n').slice(2, 4)).toEqual([
      '  rows   Lists and adds the rows of a batch.',
      '  audit  Lists and adds the rows of a batch.',
    ]);
  });
});
