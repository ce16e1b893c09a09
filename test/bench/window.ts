import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from '@playwright/test';

/**
 * From starting the built app to a window that can be used, beside what starting an empty Chromium page takes on the
 * same machine. Needs a display (xvfb-run does). Run with: npm run bench -- window
 */
const root = path.join(import.meta.dirname, '../..');
const runs = 5;
const electron = path.join(root, 'node_modules/electron');
if (!existsSync(path.join(electron, 'dist')))
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= path.join(root, 'electron-host/dist');

async function appStart(): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-window-'));
  const started = performance.now();
  const app = await _electron.launch({
    cwd: root,
    args: ['.', `--user-data-dir=${folder}`, `--data=${path.join(folder, 'data')}`],
    env: process.env as Record<string, string>,
  });
  const page = await app.firstWindow();
  await page.getByRole('button', { name: /Try it with a virtual card/ }).click({ trial: true });
  const took = performance.now() - started;
  await app.close();
  return took;
}

/** The floor: the system's Chromium, headless, with an empty page. */
function chromiumStart(): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const child = spawn(
      'chromium',
      ['--headless=new', '--dump-dom', '--no-first-run', ...asRoot, 'about:blank'],
      {
        stdio: 'ignore',
      },
    );
    child.once('error', reject);
    child.once('exit', () => resolve(performance.now() - started));
  });
}

const median = (values: number[]) =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
const [apps, floors]: [number[], number[]] = [[], []];
for (let run = 0; run < runs; run++) {
  apps.push(await appStart());
  floors.push(await chromiumStart());
}
const [app, floor] = [median(apps), median(floors)];
console.log(
  `window usable after ${(app / 1000).toFixed(2)} s (median of ${runs}; slowest ${(Math.max(...apps) / 1000).toFixed(2)} s), limit 2 s`,
);
console.log(
  `an empty Chromium starts and ends in ${(floor / 1000).toFixed(2)} s; ratio ${(app / floor).toFixed(2)}`,
);
