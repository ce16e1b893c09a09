import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type Page } from '@playwright/test';

/**
 * From a key typed into a control of a long profile to its being on the screen, in each part. Needs a display
 * (xvfb-run does) and a build. Run with: npm run bench -- profile-typing
 */
const root = path.join(import.meta.dirname, '../..');
process.env.ELECTRON_OVERRIDE_DIST_PATH ??= path.join(root, 'electron-host/dist');
const characters = 940_000;

function longProfile(): string {
  const profile = JSON.parse(readFileSync(path.join(root, 'examples/gateway.profile.json'), 'utf8'));
  const nodes = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`Node${index}`, `value {{apn}} ${index}`]),
  );
  const size = JSON.stringify({ c: { target: '', data: { Gateway: nodes } } }, undefined, 2).length;
  for (let index = 0; index * size * 1.55 < characters * 1.3; index++)
    profile.configurations[`c${index}`] = {
      target: `urn:oma:mo:example-gateway:1.0/g${index}/`,
      data: { Gateway: nodes },
    };
  return JSON.stringify(profile, undefined, 2);
}

/** Types into what has the focus, and prints how long each key took. */
async function measure(page: Page, part: string): Promise<void> {
  const times: number[] = [];
  for (const key of 'abcdefghijkl') {
    const took = page.evaluate(
      () =>
        new Promise<number>((resolve) =>
          document.activeElement?.addEventListener(
            'keydown',
            () => {
              const at = performance.now();
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - at)));
            },
            { once: true },
          ),
        ),
    );
    await page.evaluate(() => undefined);
    await page.keyboard.type(key);
    times.push(await took);
    await page.waitForTimeout(300);
  }
  times.sort((left, right) => left - right);
  const [median, most] = [times[Math.floor(times.length / 2)] ?? 0, times.at(-1) ?? 0];
  console.log(`${part}: ${median.toFixed(0)} ms in the median, ${most.toFixed(0)} ms at most`);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-typing-'));
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const app = await _electron.launch({
  cwd: root,
  args: ['.', `--user-data-dir=${folder}`, `--data=${path.join(folder, 'data')}`, ...asRoot],
  env: process.env as Record<string, string>,
});
const page = await app.firstWindow();
const text = longProfile();
console.log(`a profile of ${text.length} characters`);
await page.getByRole('button', { name: /Try it with a virtual card/ }).waitFor();
await page.keyboard.press('F6');
await page
  .getByLabel('Import file')
  .and(page.locator('input'))
  .setInputFiles({ name: 'long.json', mimeType: 'application/json', buffer: Buffer.from(text) });
await page.getByRole('heading', { name: 'GW-200', level: 1 }).waitFor();
const show = async (part: string) => {
  await page.getByRole('tab', { name: part }).click();
  await page.waitForTimeout(1500);
};
await show('Objects');
await page.getByRole('row', { name: /APN/ }).click();
await page
  .getByRole('textbox', { name: 'Value' })
  .or(page.getByRole('combobox', { name: 'Value' }))
  .focus();
await measure(page, 'a value of an object');
await show('Account');
await page.getByRole('textbox', { name: 'Name of the server' }).focus();
await measure(page, 'the name of the server');
await show('Plan');
await page.getByRole('textbox', { name: 'Step', exact: true }).focus();
await measure(page, 'the name of a step');
await show('Text');
await page.getByRole('textbox', { name: 'Text of the profile' }).focus();
await measure(page, 'the text');
await app.close();
