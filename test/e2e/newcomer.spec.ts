import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../core/provisioning/report.ts';
import { answerTo, call, expect, firstWindow, launch, test } from './fixture.ts';

test('a newcomer sees three devices provisioned with one click, and saves the report', async ({
  app,
  page,
  folder,
}) => {
  await page.getByRole('button', { name: /Try it with a virtual card/ }).click();
  const station = page.getByRole('region', { name: /Virtual station/ });
  for (const label of ['BX04100-C', 'BX04101-F', 'BX04102-G'])
    await expect(station.getByText(label).first()).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText('3', { exact: true }).first()).toBeVisible();

  const file = path.join(folder, 'report.json');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await expect.poll(async () => (await answerTo(page, 'batches', {}))[0]?.done, { timeout: 20_000 }).toBe(3);
  const [batch] = await answerTo(page, 'batches', {});
  const saved = await call(page, 'saveReport', { batchId: batch?.batchId ?? '', format: 'json' });
  expect(saved).toMatchObject({ kind: 'answer', answer: { kind: 'saved', file } });
  const { totals, rows } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  expect(totals).toEqual({ rows: 3, done: 3, failed: 0, left: 0 });
  expect(rows.map((row) => row.session?.state)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
});

test('what was done is there again after a restart', async ({ app, page, folder }) => {
  await page.getByRole('button', { name: /Try it with a virtual card/ }).click();
  await expect
    .poll(async () => (await answerTo(page, 'overview', {})).batch?.done, { timeout: 20_000 })
    .toBe(3);
  await app.close();
  const again = await launch(folder);
  const reopened = await firstWindow(again);
  await expect(reopened.getByText('GW-200').first()).toBeVisible();
  await again.close();
});

test('the page may ask for nothing but the contract', async ({ page, app }) => {
  expect(
    await page.evaluate(() => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')]),
  ).toEqual(['undefined', 'undefined']);
  const refused = await call(page, 'nonsense' as 'batches', {});
  expect(refused).toMatchObject({ kind: 'fault', fault: { code: 'INTERNAL' } });
  await page.evaluate(() => window.open('https://example.invalid/'));
  expect(app.windows()).toHaveLength(1);
  const blocked = await page.evaluate(async () => {
    try {
      await fetch('https://example.invalid/');
      return 'fetched';
    } catch {
      return 'refused';
    }
  });
  expect(blocked).toBe('refused');
});
