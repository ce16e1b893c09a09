import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { hasCheckDigit } from '../../core/provisioning/column-values.ts';
import { newId } from '../../main/ids.ts';
import { createListDesk } from '../../main/provisioning/list-desk.ts';
import { textRow, workbookOf } from '../../main/provisioning/test-workbook.ts';
import { openStore } from '../../main/store/store.ts';
import { exampleFile } from '../support/bench.ts';

// How long a list of 20,000 rows takes from its octets to its check, and how long the event loop is held up meanwhile.

const rows = 20_000;

function withCheckDigit(digits: string): string {
  for (let digit = 0; digit <= 9; digit++) if (hasCheckDigit(`${digits}${digit}`)) return `${digits}${digit}`;
  throw new Error('no digit fits');
}

/** The longest that this thread worked between two turns of its loop: a machine that is busy otherwise does not count. */
function watchThread(): () => number {
  let most = 0;
  const used = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let last = used();
  const timer = setInterval(() => {
    const now = used();
    most = Math.max(most, now - last);
    last = now;
  }, 1);
  return () => {
    clearInterval(timer);
    return most;
  };
}

const profile = exampleFile('gateway.profile.json');
const cells = [
  ['imei', 'serial', 'model', 'apn', 'site', 'iccid', 'fw'],
  ...Array.from({ length: rows }, (_, index) => {
    const number = String(index).padStart(6, '0');
    const [imei, iccid] = [withCheckDigit(`35209900${number}`), withCheckDigit(`894450000000${number}`)];
    return [imei, `METER-${number}`, 'GW-200', 'm2m.example', `Hall ${index}`, iccid, '2.4.1'];
  }),
];
const csv = new TextEncoder().encode(cells.map((row) => row.join(',')).join('\n'));
const xlsx = workbookOf(cells.map((row) => textRow(row)).join(''));
// Half of the rows are wrong: a hundred thousand problems are paged through.
const bad = new TextEncoder().encode(
  cells.map((row, index) => (index === 0 ? row : row.map((value) => ` ${value}!`)).join(',')).join('\n'),
);

const store = openStore(mkdtempSync(path.join(os.tmpdir(), 'dm-bench-orders-')), () => Date.now());
const lists = createListDesk({ records: store.orders, newId, tell: () => {} });
for (const [name, octets] of Object.entries({ 'list.csv': csv, 'list.xlsx': xlsx, 'bad.csv': bad })) {
  for (const _run of [1, 2, 3]) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const busy = watchThread();
    const [begun, worked] = [performance.now(), process.cpuUsage()];
    const listId = lists.open({ name, octets });
    const check = await lists.check(profile, { listId }, {});
    const took = performance.now() - begun;
    const paged = performance.now();
    const query = { severity: 'all' as const, unfolded: check.problems.map(({ fault }) => fault.code) };
    const page = await lists.reader(listId).call('problems', { query, offset: 50_000, limit: 200 });
    const pageTook = performance.now() - paged;
    delay.disable();
    const held = busy();
    const { user, system } = process.cpuUsage(worked);
    const problems = check.errors + check.warnings;
    console.log(
      `${name}: ${(octets.length / 1e6).toFixed(1)} MB, ${check.rows} rows, ${problems} problems in ${took.toFixed(0)} ms ` +
        `(${((user + system) / 1e3).toFixed(0)} ms of the processor, with all threads); event loop late by ` +
        `${(delay.max / 1e6).toFixed(1)} ms at most, of which it worked ${held.toFixed(1)} ms; ` +
        `a page of ${page.total} lines of problems ${pageTook.toFixed(0)} ms`,
    );
    await lists.close(listId);
  }
}
store.close();
