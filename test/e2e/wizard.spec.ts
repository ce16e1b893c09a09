import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { textRow, workbookParts, zipOf } from '../../main/provisioning/test-workbook.ts';
import { examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';

const examples = path.join(import.meta.dirname, '../../examples');
const profile = path.join(examples, 'gateway.profile.json');
const heading = readFileSync(path.join(examples, 'devices-3.csv'), 'utf8').split('\n')[0] ?? '';

/** A list of 60 lines with a bad check digit in each third, one line that is too short and one warning. */
function badList(): string {
  const lines = [heading];
  for (let index = 0; index < 60; index++) {
    const iccid = `8944500000000${String(700000 + index).padStart(6, '0')}`;
    lines.push(`35209900176140${index % 3},BX-${index},GW-200,m2m.example,Hall ${index},${iccid},2.4.1`);
  }
  lines.push('352099001761408,BX-60');
  lines.push('352099001761770,BX-61,GW-200,m2m.example,=cmd(),8944500000000700134,2.4.1');
  return lines.join('\n');
}

async function openWizard(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /New batch/ })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { name: 'New batch' })).toBeVisible();
}

async function choose(page: Page, name: string, file: string, text: string | Buffer): Promise<void> {
  await page
    .getByRole('group', { name })
    .locator('input[type=file]')
    .setInputFiles({
      name: file,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    });
}

test('a bad list shows every fault with its place, and cannot be started', async ({ page }) => {
  test.setTimeout(120_000);
  await openWizard(page);
  await choose(page, 'Profile', 'gateway.profile.json', readFileSync(profile));
  await choose(page, 'Device list', 'order.csv', badList());
  await expect(page.getByRole('heading', { name: /faults to mend/ })).toBeVisible();
  const check = await answerTo(page, 'checkBatch', {
    profile: { name: 'p', text: readFileSync(profile, 'utf8') },
    list: { name: 'order.csv', text: badList() },
  });
  await expect(page.getByRole('heading', { name: `${check.errors} faults to mend` })).toBeVisible();
  const problems = page.getByRole('grid', { name: 'Problems' });
  // The same fault in sixty lines is one line, which unfolds.
  await expect(problems).toHaveAttribute('aria-rowcount', '5');
  await expect(problems.getByRole('row').nth(1)).toContainText(/LIST_\w+ × \d+/);
  await examine(page, '14-new-batch-faults');
  await problems.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(problems.getByRole('row').nth(2)).toContainText('352099001761400');
  await examine(page, '14-new-batch-faults-unfolded');
  // The last of them is there too, however long the table is.
  await problems.focus();
  await page.keyboard.press('End');
  await expect(problems.getByRole('row').last()).toContainText('=cmd()');
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Start' })).toHaveCount(0);
  expect(await answerTo(page, 'batches', {})).toEqual([]);
});

test('a list that is not UTF-8 is refused, and read as what a person says that it is', async ({ page }) => {
  await openWizard(page);
  const row = '352099001761408,BX-1,GW-200,m2m.example,K,8944500000000700001,2.4.1'.split('K');
  const latin = Buffer.from(`${heading}\n${row.join('Köln')}\n`, 'latin1');
  await choose(page, 'Profile', 'gateway.profile.json', readFileSync(profile));
  await choose(page, 'Device list', 'latin.csv', latin);
  await expect(page.getByRole('row', { name: /not UTF-8/ })).toContainText('2');
  await examine(page, '14-new-batch-encoding');
  await page.getByRole('button', { name: 'Read it as windows-1252' }).click();
  await expect(page.getByRole('heading', { name: '1 row, no fault' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Köln' })).toBeVisible();
});

test('columns of a spreadsheet are matched, chosen by hand, and remembered', async ({ page }) => {
  test.setTimeout(120_000);
  const rows = [
    ['IMEI-No.', 'S/N', 'Model', 'Network', 'Standort', 'SIM number', 'Price'],
    ['352099001761408', 'BX-1', 'GW-200', 'm2m.example', 'Köln', '8944500000000700001', '12'],
    ['352099001761770', 'BX-2', 'GW-200', 'm2m.example', 'Hall 3', '8944500000000700134', '13'],
  ];
  const data = rows.map((row) => `${textRow(row)}`).join('');
  const octets = Buffer.from(
    zipOf(workbookParts({ Devices: `<sheetData>${data}</sheetData>`, Notes: '<sheetData/>' })),
  );
  await openWizard(page);
  await choose(page, 'Profile', 'gateway.profile.json', readFileSync(profile));
  await choose(page, 'Device list', 'order.xlsx', octets);
  const columns = page.getByRole('region', { name: 'Columns' });
  await expect(columns.getByRole('combobox', { name: 'Column for imei' })).toHaveValue('column IMEI-No.');
  await expect(columns.getByRole('combobox', { name: 'Column for iccid' })).toHaveValue('column SIM number');
  await expect(page.getByRole('heading', { name: '2 faults to mend' })).toBeVisible();
  await examine(page, '14-new-batch-columns');
  await columns.getByRole('combobox', { name: 'Column for apn' }).selectOption('Network');
  await columns.getByRole('combobox', { name: 'Column for fw' }).selectOption('The same value in every row…');
  await columns.getByRole('textbox', { name: 'Value of fw in every row' }).fill('2.4.1');
  await expect(page.getByRole('heading', { name: '2 rows, no fault' })).toBeVisible();
  await examine(page, '14-new-batch-columns-mapped');
  await page.getByText('First rows', { exact: true }).click();
  await expect(page.getByRole('cell', { name: 'Köln' })).toBeVisible();
  await examine(page, '14-new-batch-rows');
  await page.getByRole('button', { name: /^Next/ }).click();
  await page.getByRole('button', { name: /^Start/ }).click();
  await expect.poll(async () => (await answerTo(page, 'batches', {}))[0]?.done, { timeout: 60_000 }).toBe(2);
  const [batch] = await answerTo(page, 'batches', {});
  const list = await answerTo(page, 'batchList', { batchId: batch?.batchId ?? '' });
  expect(list).toMatchObject({
    name: 'order.xlsx',
    reading: { sheet: 'Devices', mapping: { apn: { column: 'Network' }, fw: { value: '2.4.1' } } },
  });
  await page.keyboard.press('F2');
  await page.getByRole('row', { name: /order/ }).click();
  await page.getByRole('button', { name: 'How the device list was read' }).click();
  const read = page.getByRole('dialog', { name: 'How the device list was read' });
  await expect(read.getByRole('row', { name: /^imei/ })).toContainText('IMEI-No.');
  await expect(read.getByRole('row', { name: /^fw/ })).toContainText('the same in every row: 2.4.1');
  await expect(read).toContainText('sheet Devices');
  await examine(page, '15-batch-list-reading');
  await page.keyboard.press('Enter');
  await expect(read).toBeHidden();
  await page.keyboard.press('F1');
  await expect(page.getByRole('heading', { name: /2 devices done/ })).toBeVisible();
  // The next list with this heading needs no hand; its devices stand in an earlier batch.
  await page.keyboard.press('n');
  await choose(page, 'Profile', 'gateway.profile.json', readFileSync(profile));
  await choose(page, 'Device list', 'next.xlsx', octets);
  await expect(page.getByRole('heading', { name: '2 rows, no fault' })).toBeVisible();
  await expect(page.getByText('as they were the last time')).toBeVisible();
  await expect(page.getByText('2 rows are of devices that an earlier batch provisioned')).toBeVisible();
});

test('a profile that is no JSON says so in the table', async ({ page }) => {
  await openWizard(page);
  await choose(page, 'Profile', 'broken.json', '{ "name": ');
  await choose(page, 'Device list', 'order.csv', heading);
  await expect(page.getByRole('row', { name: /not valid JSON/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
});
