import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { answerTo, firstWindow, launch } from '../e2e/fixture.ts';
import { deviceList } from '../support/device-lists.ts';

/**
 * How soon the window shows what a station did: from the moment at which main has it in the store to the first frame
 * in which the panel says so, at one station and at four. The two clocks are the same machine's, in whole milliseconds.
 * Needs a built app and a display (xvfb-run does). Run with: npm run bench -- panels
 */
const root = path.join(import.meta.dirname, '../..');
const rows = 40;
const limit = 100;
const electron = path.join(root, 'node_modules/electron');
if (!existsSync(path.join(electron, 'dist')))
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= path.join(root, 'electron-host/dist');

/** Notes in every frame which rows the panels say are done: when each was seen first. */
function watch(page: Page): Promise<void> {
  return page.evaluate(() => {
    const seen: Record<string, number> = {};
    Reflect.set(window, 'seenDone', seen);
    const look = () => {
      for (const item of document.querySelectorAll('.recent li[data-kind=done]')) {
        const label = item.textContent ?? '';
        seen[label] ??= performance.timeOrigin + performance.now();
      }
      requestAnimationFrame(look);
    };
    look();
  });
}

async function delays(stations: number): Promise<readonly number[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-panels-'));
  const data = path.join(folder, 'data');
  const app = await launch(folder);
  const page = await firstWindow(app);
  await page.getByRole('button', { name: /Try it with a virtual card/ }).waitFor();
  const all = await answerTo(page, 'saveVirtualStations', { count: stations });
  const { profile } = await answerTo(page, 'sample', {});
  await answerTo(page, 'createBatch', {
    ...{ name: 'Measured', profile, mode: 'cardThenSimulatedDevice', overwrite: false },
    list: { name: 'list.csv', text: deviceList(rows, () => '2.4.1') },
    stations: all.filter(({ kind }) => kind === 'virtual').map(({ name }) => name),
  });
  await watch(page);
  await page.waitForFunction((count) => Object.keys(Reflect.get(window, 'seenDone')).length >= count, rows, {
    timeout: 300_000,
  });
  const seen = new Map(Object.entries(await page.evaluate(() => Reflect.get(window, 'seenDone') as object)));
  await app.close();
  const store = new DatabaseSync(path.join(data, 'bench.sqlite'), { readOnly: true });
  const stored = store
    .prepare("SELECT label, e.at FROM job_event e JOIN job USING (job_id) WHERE event = 'finish'")
    .all();
  store.close();
  return stored.map(({ label, at }) => Number(seen.get(String(label))) - Number(at));
}

for (const stations of [1, 4]) {
  const found = (await delays(stations)).toSorted((left, right) => left - right);
  const at = (share: number) =>
    found[Math.min(found.length - 1, Math.floor(found.length * share))] ?? Number.NaN;
  console.log(
    `${stations} station${stations === 1 ? '' : 's'}, ${found.length} rows: on the screen after ${at(0.5).toFixed(0)} ms (median), ${at(0.95).toFixed(0)} ms (95 %), ${at(1).toFixed(0)} ms (slowest); limit ${limit} ms`,
  );
}
