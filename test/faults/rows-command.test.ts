import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../main/cli/run.ts';
import { checkOrder, keepOrder } from '../../main/provisioning/orders.ts';
import { exampleFile, startTestBench, type TestBench } from '../support/bench.ts';
import { temporaryFolder } from '../support/cli.ts';
import { commandLines } from '../support/command-lines.ts';

const profile = exampleFile('gateway.profile.json');
const list = exampleFile('devices-3.csv');
const heading = list.text.split('\n')[0] ?? '';
const added = '352099001761481,BX04199-F,GW-200,m2m.example,Hall 9,8944500000000700399,2.4.1';

let folder: string;
let batchId: string;
let running: TestBench | undefined;

/** Runs a command in this process. */
const rows = (action: string, ...args: readonly string[]) =>
  commandLines(() => runCommandLine(['rows', action, '--data', folder, '--batch', batchId, ...args]));
const states = async (...args: readonly string[]) =>
  (await rows('list', ...args)).lines.map(({ line, state, reason }) => [line, state, reason]);
const codes = (lines: readonly Record<string, unknown>[]) => lines.map(({ event, code }) => [event, code]);

beforeEach(async () => {
  folder = temporaryFolder('rows');
  running = await startTestBench({ profile, list }, folder, { known: true });
  batchId = keepOrder(
    running.bench.store,
    checkOrder(profile, list),
    { name: 'Rows', mode: 'cardsOnly' },
    { audit: running.bench.audit, now: () => Date.now(), newId: () => crypto.randomUUID() },
  );
});
afterEach(async () => {
  await running?.close();
  running = undefined;
});

describe.each(['with a bench that runs over the folder', 'without one'])('rows, %s', (how) => {
  beforeEach(async () => {
    if (how !== 'without one') return;
    await running?.close();
    running = undefined;
  });

  it('are held back, cancelled and reinstated with a reason', async () => {
    const held = await rows('hold', '--line', '2', '--device', 'BX04101-F', '--reason', 'wrong delivery');
    expect(held).toMatchObject({ code: 0, lines: [{ event: 'decided', decision: 'hold', rows: 2 }] });
    expect(held.lines[0]?.lines).toEqual([2, 3]);
    expect(await states('--filter', 'setAside')).toEqual(
      [2, 3].map((line) => [line, 'held', 'wrong delivery']),
    );
    expect((await rows('cancel', '--line', '2', '--reason', 'not ours')).code).toBe(0);
    expect(await states('--search', 'IMEI:')).toContainEqual([2, 'cancelled', 'not ours']);
    expect((await rows('reinstate', '--filter', 'setAside', '--reason', 'found')).lines).toMatchObject([
      { rows: 2 },
    ]);
    expect(await states('--filter', 'setAside')).toEqual([]);
  });

  it('that cannot be are told one by one, and nothing is changed unless the others are asked for', async () => {
    await rows('cancel', '--line', '3', '--reason', 'not ours');
    const refused = await rows('hold', '--filter', 'all', '--reason', 'later');
    expect(refused.code).toBe(1);
    expect(codes(refused.lines)).toEqual([
      ['refused', 'ROW_STATE'],
      ['error', 'ROW_STATE'],
    ]);
    expect((await states()).map(([, state]) => state)).toEqual(['waiting', 'cancelled', 'waiting']);
    const others = await rows('hold', '--filter', 'all', '--reason', 'later', '--others');
    expect(others).toMatchObject({ code: 0 });
    expect(others.lines.at(-1)).toMatchObject({ event: 'decided', rows: 2, lines: [2, 4], refused: 1 });
  });

  it('are changed with the checks of the list, and added after the last line', async () => {
    const wrong = await rows(
      'change',
      '--line',
      '2',
      '--set',
      'imei=352099001761409',
      '--reason',
      'typing error',
    );
    expect(wrong.code).toBe(1);
    expect(codes(wrong.lines)).toEqual([
      ['problem', 'LIST_IMEI_CHECK_DIGIT'],
      ['error', 'ROW_VALUES_WRONG'],
    ]);
    expect(wrong.lines[0]?.place).toEqual({ columnName: 'imei' });
    expect((await rows('change', '--line', '2', '--set', 'site=Hall 7', '--reason', 'moved')).code).toBe(0);
    expect(
      codes((await rows('change', '--line', '2', '--set', 'colour=red', '--reason', 'x')).lines),
    ).toEqual([['error', 'ROW_COLUMN_UNKNOWN']]);
    expect(
      codes((await rows('change', '--line', '2', '--set', 'site=Hall 7', '--reason', 'x')).lines),
    ).toEqual([['error', 'ROW_VALUES_SAME']]);
    const file = path.join(folder, 'more.csv');
    writeFileSync(file, `${heading}\n${list.text.split('\n')[2]}\n${added}\n`);
    const twice = await rows('add', '--file', file, '--reason', 'second delivery');
    expect(codes(twice.lines).slice(0, -1)).toContainEqual(['problem', 'ROW_VALUE_TAKEN']);
    expect(twice.lines[0]).toMatchObject({
      place: { file: 'more.csv', line: 2 },
      message: expect.stringContaining('line 3'),
    });
    expect(await states()).toHaveLength(3);
    writeFileSync(file, `${heading}\n${added}\n`);
    const more = await rows('add', '--file', file, '--reason', 'second delivery');
    expect(more).toMatchObject({ code: 0, lines: [{ event: 'added', rows: 1, first: 5, last: 5 }] });
    const typed = await rows('add', '--set', 'imei=1', '--reason', 'one more');
    expect(typed.code).toBe(1);
    expect(codes(typed.lines)).toContainEqual(['problem', 'LIST_VALUE_REQUIRED']);
  });

  it('are in the report with their reasons, and the report is proven', async () => {
    await rows('cancel', '--line', '3', '--reason', 'broken in transport');
    await rows('change', '--line', '2', '--set', 'site=Hall 7', '--reason', 'moved');
    const file = path.join(folder, 'more.csv');
    writeFileSync(file, `${heading}\n${added}\n`);
    await rows('add', '--file', file, '--reason', 'second delivery');
    const report = path.join(folder, 'report.json');
    await commandLines(() => runCommandLine(['report', report, '--data', folder, '--batch', batchId]));
    const written = JSON.parse(readFileSync(report, 'utf8'));
    expect(written.totals).toEqual({ rows: 4, done: 0, failed: 0, cancelled: 1, left: 3 });
    expect(written.rows[1]).toMatchObject({ state: 'cancelled', reason: 'broken in transport' });
    expect(written.rows[0].row.site).toBe('Hall 7');
    await running?.close();
    running = undefined;
    const verify = () => commandLines(() => runCommandLine(['report', 'verify', report, '--data', folder]));
    expect(await verify()).toMatchObject({ code: 0 });
    const csv = path.join(folder, 'report.csv');
    await commandLines(() => runCommandLine(['report', csv, '--data', folder, '--batch', batchId]));
    expect(
      await commandLines(() => runCommandLine(['report', 'verify', csv, '--data', folder])),
    ).toMatchObject({ code: 0 });
  });

  it.each([
    ['no rows', ['hold', '--reason', 'x'], 2],
    ['rows twice', ['hold', '--line', '2', '--filter', 'all', '--reason', 'x'], 2],
    ['no reason', ['hold', '--line', '2'], 2],
    ['no number', ['hold', '--line', 'two', '--reason', 'x'], 2],
    ['an unknown filter', ['list', '--filter', 'some'], 2],
    ['no value', ['change', '--line', '2', '--set', 'site', '--reason', 'x'], 2],
    ['a line that there is not', ['hold', '--line', '99', '--reason', 'x'], 1],
    ['an empty reason', ['hold', '--line', '2', '--reason', ' '], 1],
    ['a search that finds nothing', ['hold', '--search', 'zzz', '--reason', 'x'], 1],
    ['a file that there is not', ['add', '--file', '/nowhere.csv', '--reason', 'x'], 1],
  ] as const)('say what is wrong with %s, and change nothing', async (_what, [action, ...args], code) => {
    expect((await rows(action, ...args)).code).toBe(code);
    expect((await states()).map(([, state]) => state)).toEqual(['waiting', 'waiting', 'waiting']);
  });
});
