import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { hasCheckDigit } from '../../core/provisioning/column-values.ts';
import { examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';

const examples = path.join(import.meta.dirname, '../../examples');
const profile = {
  name: 'gateway.profile.json',
  text: readFileSync(path.join(examples, 'gateway.profile.json'), 'utf8'),
};
const heading = 'imei,serial,model,apn,site,iccid,fw';

function withCheckDigit(digits: string): string {
  for (let digit = 0; digit <= 9; digit++) if (hasCheckDigit(`${digits}${digit}`)) return `${digits}${digit}`;
  throw new Error('no digit fits');
}

function lineOf(index: number): string {
  const number = String(index).padStart(6, '0');
  const [imei, iccid] = [withCheckDigit(`35209900${number}`), withCheckDigit(`894450000000${number}`)];
  return `${imei},METER-${number},GW-200,m2m.example,Hall ${index},${iccid},2.4.1`;
}

/** A batch of so many rows that rests after its first ones, on the screen. */
async function openBatch(page: Page, rows: number): Promise<string> {
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  const lines = Array.from({ length: rows }, (_, index) => lineOf(index));
  const { batchId } = await answerTo(page, 'createBatch', {
    name: 'Meters',
    profile,
    list: { name: 'meters.csv', text: [heading, ...lines].join('\n') },
    stations: ['Virtual station'],
    mode: 'cardsOnly',
    overwrite: false,
  });
  await answerTo(page, 'pauseBatch', { batchId });
  await expect.poll(async () => (await answerTo(page, 'batch', { batchId })).state).toBe('paused');
  await page.keyboard.press('F2');
  await page.getByRole('row', { name: /Meters/ }).click();
  await expect(page.getByRole('grid', { name: 'Rows' })).toBeVisible();
  return batchId;
}

test('rows are chosen by the keys, held back, cancelled and reinstated with a reason', async ({ page }) => {
  test.setTimeout(120_000);
  const batchId = await openBatch(page, 12);
  const counts = () => answerTo(page, 'batch', { batchId });
  const list = page.getByRole('grid', { name: 'Rows' });
  await list.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByText('3 rows chosen')).toBeVisible();
  await examine(page, '27-rows-chosen');
  await page.keyboard.press('h');
  const dialog = page.getByRole('dialog', { name: 'Hold back 3 rows?' });
  await dialog.getByLabel('Reason').fill('wrong delivery');
  await examine(page, '27-rows-hold');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await counts()).held).toBe(3);
  await expect(list.getByRole('row', { name: /METER-000011/ })).toContainText('wrong delivery');
  await expect(page.getByText('chosen')).toHaveCount(0);
  // Some of all rows cannot be: nothing is changed before the others are asked for.
  await list.focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText('12 rows chosen')).toBeVisible();
  await page.keyboard.press('h');
  const all = page.getByRole('dialog', { name: 'Hold back 12 rows?' });
  await all.getByRole('button', { name: 'wrong delivery' }).click();
  await all.getByRole('button', { name: 'Hold back' }).click();
  await expect(all.getByRole('alert')).toContainText('cannot be');
  await examine(page, '27-rows-refused');
  expect((await counts()).held).toBe(3);
  await all.getByRole('button', { name: /The other/ }).click();
  await expect(all).toHaveCount(0);
  const { waiting, held, done, total } = await counts();
  expect([waiting, held + done]).toEqual([0, total]);
  // One row, in its detail.
  await list.getByRole('row', { name: /METER-000011/ }).click();
  const detail = page.getByRole('complementary', { name: 'Row' });
  await expect(detail.getByRole('region', { name: 'History' })).toContainText('wrong delivery');
  await detail.getByRole('button', { name: 'Cancel row' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('not ours');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel METER-000011' }).click();
  await expect(detail.getByRole('region', { name: 'History' })).toContainText('not ours');
  await examine(page, '27-row-history');
  expect((await counts()).cancelled).toBe(1);
  await page.keyboard.press('F1');
  await expect(page.getByRole('region', { name: 'Paused' })).toContainText('held back');
  await examine(page, '27-bench-held');
  await page.getByRole('button', { name: 'See what is held back' }).click();
  await expect(list).toBeVisible();
  await list.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('e');
  await page.getByRole('dialog').getByLabel('Reason').fill('found again');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await counts()).held + (await counts()).cancelled).toBe(0);
});

test('a row is changed and rows are added, with what is wrong at its place', async ({ page }) => {
  test.setTimeout(120_000);
  const batchId = await openBatch(page, 12);
  const list = page.getByRole('grid', { name: 'Rows' });
  await list.focus();
  await page.keyboard.press('End');
  await list.getByRole('row', { name: /METER-000011/ }).click();
  await page.getByRole('button', { name: /Change/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Change METER-000011' });
  await dialog.getByLabel('imei').fill('352099000000019');
  await dialog.getByLabel('Reason').fill('typing error');
  await dialog.getByRole('button', { name: 'Change the row' }).click();
  await expect(dialog.getByText(/last digit of the IMEI/)).toBeVisible();
  await examine(page, '28-row-change');
  await dialog.getByLabel('imei').fill(lineOf(11).split(',')[0] ?? '');
  await dialog.getByLabel('site').fill('Hall 99');
  await dialog.getByRole('button', { name: 'Change the row' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'History' })).toContainText('“Hall 11” became “Hall 99”');

  await page.getByRole('button', { name: /Add rows/ }).click();
  const add = page.getByRole('dialog', { name: 'Add rows' });
  await expect(add.getByLabel('serial')).toBeVisible();
  await add.getByLabel('serial').fill('METER-000011');
  await add.getByLabel('Reason').fill('second delivery');
  await add.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(add.getByText(/already in line 13/)).toBeVisible();
  await examine(page, '28-rows-add-typed');
  await add.getByText('From a file').click();
  const file = (lines: readonly string[]) => ({
    name: 'more.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([heading, ...lines].join('\n')),
  });
  await add.locator('input[type=file]').setInputFiles(file([lineOf(11), lineOf(20)]));
  await expect(add.getByText('3 faults: nothing can be added')).toBeVisible();
  await examine(page, '28-rows-add-faults');
  await add.locator('input[type=file]').setInputFiles(file([lineOf(20), lineOf(21)]));
  await expect(add.getByText('2 rows, no faults')).toBeVisible();
  await examine(page, '28-rows-add-file');
  await add.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(add).toHaveCount(0);
  await expect(list).toHaveAttribute('aria-rowcount', '15');
  expect((await answerTo(page, 'batch', { batchId })).total).toBe(14);
});
