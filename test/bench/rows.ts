import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { openStore } from '../../main/store/store.ts';
import { exampleFile } from '../support/bench.ts';

/**
 * A batch of 20,000 rows: what main takes for a page of them, as one types and filters; and in the window, how smoothly
 * they scroll, how soon what is searched and what a person decided is on the screen, and what it holds in memory.
 * Needs a built app and a display (xvfb-run does). Run with: npm run bench -- rows
 */
const root = path.join(import.meta.dirname, '../..');
const rows = 20_000;
const electron = path.join(root, 'node_modules/electron');
if (!existsSync(path.join(electron, 'dist')))
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= path.join(root, 'electron-host/dist');

const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-rows-'));
const data = path.join(folder, 'data');
const took = (name: string, work: () => unknown) => {
  const times = Array.from({ length: 7 }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  }).toSorted((left, right) => left - right);
  console.log(`  ${name}: ${times[3]?.toFixed(1)} ms (median of 7; slowest ${times.at(-1)?.toFixed(1)} ms)`);
};

function seed(): void {
  const store = openStore(data, () => Date.now());
  store.batches.add({
    ...{ batchId: 'b', name: 'Twenty thousand', profileText: exampleFile('gateway.profile.json').text },
    ...{ listName: 'long.csv', orderDigest: 'd', mode: 'cardsOnly', createdAt: Date.now() },
  });
  store.jobs.add(
    Array.from({ length: rows }, (_, index) => {
      const number = String(index).padStart(6, '0');
      const variables = {
        ...{ imei: `35209900${number}0`, serial: `METER-${number}`, model: 'GW-200', apn: 'm2m.example' },
        ...{ site: `Hall ${index}`, iccid: `894450000000${number}0`, fw: '2.4.1' },
      };
      return {
        ...{ jobId: `j${number}`, batchId: 'b', line: index + 2, deviceId: `IMEI:${variables.imei}` },
        ...{ label: variables.serial, variables },
      };
    }),
    Date.now(),
  );
  console.log(`main, ${rows} rows:`);
  const page = (search: string, filter: 'all' | 'waiting' | 'setAside', offset = 0) =>
    store.jobs.page({ batchId: 'b', filter, search, offset, limit: 200 });
  took('the first page', () => page('', 'all'));
  took('the last page', () => page('', 'waiting', rows - 200));
  took('a filter that shows none', () => page('', 'setAside'));
  took('a search that finds all', () => page('m', 'all'));
  took('a search that finds one', () => page('meter-012345', 'all'));
  took('a search that finds none', () => page('nothing', 'waiting'));
  took('the counts', () => store.batches.counts('b'));
  store.close();
}

/** What the page was kept by since this was asked last. */
const longTasks = (page: Page) =>
  page.evaluate(() => {
    const held: number[] = Reflect.get(window, 'longTasks') ?? [];
    Reflect.set(window, 'longTasks', []);
    return held;
  });
const tasks = (held: readonly number[]) =>
  `${held.length} tasks over 50 ms${held.length > 0 ? ` (longest ${Math.max(...held).toFixed(0)} ms)` : ''}`;

/** Scrolls for three seconds, and measures each frame. */
function scroll(page: Page): Promise<readonly number[]> {
  return page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]');
    const frames: number[] = [];
    const began = performance.now();
    for (let last = began; last - began < 3000; ) {
      const now: number = await new Promise((resolve) => requestAnimationFrame(resolve));
      frames.push(now - last);
      last = now;
      grid?.scrollBy(0, 180);
    }
    return frames.slice(2);
  });
}

/** Milliseconds from something that is done to the moment at which the page shows what it comes to. */
function shownAfter(page: Page, work: 'search' | 'filter' | 'hold'): Promise<number> {
  return page.evaluate(async (what) => {
    const until = async (isThere: () => boolean) => {
      while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now();
    };
    const count = () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount');
    const began = performance.now();
    if (what === 'hold') {
      void window.bench?.call('holdRows', {
        ...{ batchId: 'b', reason: 'measured', others: false },
        rows: { kind: 'these', rows: [{ jobId: 'j000003' }] },
      });
      return (await until(() => document.body.innerText.includes('measured'))) - began;
    }
    if (what === 'filter') {
      const label = [...document.querySelectorAll('label')].find((each) => each.innerText === 'Waiting');
      label?.click();
      return (await until(() => count() === '20000')) - began;
    }
    const field = document.querySelector<HTMLInputElement>('input[type=search]');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    if (field) set?.call(field, 'METER-012345');
    field?.dispatchEvent(new Event('input', { bubbles: true }));
    return (await until(() => count() === '2')) - began;
  }, work);
}

seed();
const app = await _electron.launch({
  cwd: root,
  args: [
    ...['.', `--user-data-dir=${folder}`, `--data=${data}`],
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
  env: process.env as Record<string, string>,
});
const page = await app.firstWindow();
await page.waitForFunction(() => window.bench !== undefined);
await page.keyboard.press('F2');
await page.getByRole('row', { name: /Twenty thousand/ }).click();
await page
  .getByRole('grid', { name: 'Rows' })
  .getByRole('row', { name: /METER-000000/ })
  .waitFor();
await page.evaluate(() => {
  const held: number[] = [];
  Reflect.set(window, 'longTasks', held);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      (Reflect.get(window, 'longTasks') as number[]).push(duration);
  }).observe({ type: 'longtask' });
});
const heap = async () => {
  const session = await app.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1024 / 1024;
};
const before = await heap();
console.log('window:');
const frames = (await scroll(page)).toSorted((left, right) => left - right);
const middle = frames[Math.floor(frames.length / 2)] ?? 0;
const late = frames.filter((frame) => frame > 34).length;
console.log(
  `  scrolling: ${(1000 / middle).toFixed(0)} frames a second, ${late} of ${frames.length} frames late, slowest ${frames.at(-1)?.toFixed(0)} ms; ${tasks(await longTasks(page))}`,
);
await page.evaluate(() => document.querySelector('[role=grid]')?.scrollTo(0, 0));
const held = await shownAfter(page, 'hold');
console.log(
  `  a row that was held back is seen after ${held.toFixed(0)} ms; ${tasks(await longTasks(page))}`,
);
const filtered = await shownAfter(page, 'filter');
console.log(`  a filter shows after ${filtered.toFixed(0)} ms; ${tasks(await longTasks(page))}`);
const searched = await shownAfter(page, 'search');
console.log(
  `  a search shows after ${searched.toFixed(0)} ms, 180 ms of them waiting for the next key; ${tasks(await longTasks(page))}`,
);
await page.evaluate(() => {
  const field = document.querySelector<HTMLInputElement>('input[type=search]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  if (field) set?.call(field, '');
  field?.dispatchEvent(new Event('input', { bubbles: true }));
});
await page.waitForFunction(
  () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === '20000',
);
for (let turn = 0; turn < 3; turn++) await scroll(page);
const after = await heap();
console.log(
  `  memory of the page: ${before.toFixed(1)} MiB, after four times scrolling ${after.toFixed(1)} MiB`,
);
await app.close();
