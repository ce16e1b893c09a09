import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { openStore } from '../../main/store/store.ts';
import { seedFigures } from '../support/seeded-figures.ts';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, firstWindow, launch, test } from './fixture.ts';
import { goByKey, provisionSample, saveTo } from './provisioned.ts';

const rows = 600;

/** Opens the workstation over a folder with a batch that had its troubles. */
async function openSeeded(folder: string) {
  const store = openStore(path.join(folder, 'data'), () => Date.now());
  const seeded = { batchId: 'b', name: 'Meter gateways, order 4471', rows, worked: 520 };
  seedFigures(store, { ...seeded, until: Date.now() - 60_000 });
  store.close();
  const app = await launch(folder);
  const page = await firstWindow(app);
  return { app, page, complaints: complaintsOf(page) };
}

async function openFigures(page: Page): Promise<void> {
  await goByKey(page, 'F2', 'Batches');
  await page.getByRole('row', { name: /order 4471/ }).click();
  await expect(page.getByRole('grid', { name: 'Rows' })).toBeVisible();
  await page.keyboard.press('2');
  await expect(page.getByRole('region', { name: 'Failures, the most frequent first' })).toBeVisible();
}

test('a batch shows why its rows failed, what came through, and what each step took', async ({ folder }) => {
  const { app, page, complaints } = await openSeeded(folder);
  await openFigures(page);
  const figures = await answerTo(page, 'figures', { batchId: 'b' });
  const failures = page.getByRole('region', { name: 'Failures, the most frequent first' });
  const [, second] = figures.outcomes;
  const causes = failures.getByRole('listitem').getByRole('button');
  await expect(causes).toHaveCount(Math.min(8, figures.outcomes.length));
  await expect(causes.first()).toHaveAttribute('aria-pressed', 'true');
  await expect(failures).toContainText('Check that the key file belongs to this card delivery.');
  await examine(page, '60-figures');

  // The whole of it is there for who cannot see it.
  const table = failures.getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(figures.outcomes.length + 1);
  await page.getByRole('region', { name: 'Figures' }).evaluate((element) => element.scrollTo(0, 9999));
  await examine(page, '61-figures-below');

  const chart = page.getByRole('slider', { name: 'Throughput' });
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(chart).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('ArrowRight');
  await expect(chart).toHaveAttribute('aria-valuetext', /done|nothing happened/);
  await page.getByLabel('Station').selectOption('Middle reader');
  await expect(page.getByRole('region', { name: 'Throughput · Middle reader' })).toBeVisible();

  await causes.nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(failures).toContainText(second!.remedy);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('o');
  const grid = page.getByRole('grid', { name: 'Rows' });
  await expect(grid).toHaveAttribute('aria-rowcount', String(second!.rows + 1));
  await examine(page, '62-figures-rows');
  await page.keyboard.press('Escape');
  await expect(failures).toBeVisible();
  await page.getByRole('button', { name: /^line/ }).first().click();
  await expect(page.getByRole('complementary', { name: 'Row' })).toBeVisible();
  expect(complaints).toEqual([]);
  await app.close();
});

test('the figures follow a batch at work, and are saved', async ({ page, app, folder }) => {
  await provisionSample(page);
  await goByKey(page, 'F2', 'Batches');
  await page.getByRole('row').nth(1).click();
  await expect(page.getByRole('grid', { name: 'Rows' })).toBeVisible();
  await page.keyboard.press('2');
  await expect(page.getByRole('region', { name: 'Figures' })).toContainText('of 3 rows done');
  await expect(page.getByRole('region', { name: 'Figures' })).toContainText('100.0 %');
  await examine(page, '63-figures-sample');
  const file = path.join(folder, 'figures.csv');
  await saveTo(app, file);
  await page.keyboard.press('c');
  await expect(page.getByText('Figures saved')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain('done,,,,,3,rows');

  // Two more rows, while somebody looks.
  const [profile, list] = ['gateway.profile.json', 'devices-3.csv'].map((name) => ({
    name,
    text: readFileSync(path.join(import.meta.dirname, '../../examples', name), 'utf8'),
  }));
  await goByKey(page, 'F2', 'Batches');
  await page.keyboard.press('2');
  const bench = page.getByRole('region', { name: 'Figures' });
  await expect(bench).toContainText('rows done');
  await answerTo(page, 'createBatch', {
    ...{ name: 'Again', profile: profile!, list: list!, stations: ['Virtual station'] },
    ...{ mode: 'cardsOnly', overwrite: false },
  });
  await expect(bench.locator('.figures__number').first()).toContainText('6', { timeout: 25_000 });
  await examine(page, '64-figures-bench');
});

test('a bench on which nothing has happened says what will be there', async ({ page }) => {
  await goByKey(page, 'F2', 'Batches');
  await page.keyboard.press('2');
  await expect(page.getByRole('heading', { name: 'Nothing to count yet' })).toBeVisible();
  await examine(page, '65-figures-empty');
});
