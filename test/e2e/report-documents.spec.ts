import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { attachedRecord } from '../../main/reports/attached-record.ts';
import { readPdf } from '../support/pdf-reading.ts';
import { examine } from './examine.ts';
import { expect, test } from './fixture.ts';
import { provisionSample, saveTo } from './provisioned.ts';

test.use({ switches: ['--full-pace'] });

test('a report is saved as a PDF, and labels with a look at the first', async ({ app, page, folder }) => {
  test.setTimeout(120_000);
  await provisionSample(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table')).toBeVisible();

  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('All that is known of each device')).toBeVisible();
  await examine(page, 'report-pdf');
  const report = path.join(folder, 'report.pdf');
  await saveTo(app, report);
  await dialog.getByText('Letter').click();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: /Save/ }).click();
  await expect(page.getByText('Report saved')).toBeVisible();
  await expect(dialog).toBeHidden();
  const octets = readFileSync(report);
  const record = JSON.parse(attachedRecord(octets, 'report.pdf'));
  expect(record.totals).toMatchObject({ rows: 3, done: 3 });
  expect(octets.toString('latin1')).toContain('/MediaBox [0 0 612 792]');
  expect(readPdf(octets).pages.length).toBeGreaterThan(2);

  await page.keyboard.press('l');
  await expect(dialog.getByRole('img', { name: 'The first label' })).toContainText('BX04100-C');
  await expect(dialog.getByText('3 labels on 1 sheet')).toBeVisible();
  await examine(page, 'report-labels');
  await dialog.getByRole('combobox').selectOption('single');
  await expect(dialog.getByText('3 labels', { exact: true })).toBeVisible();
  const labels = path.join(folder, 'labels.pdf');
  await saveTo(app, labels);
  await dialog.getByRole('button', { name: /Save/ }).click();
  await expect(page.getByText('Labels saved')).toBeVisible();
  expect(readPdf(readFileSync(labels)).pages).toHaveLength(3);
});

test('one row has its label, and what is given up leaves nothing', async ({ app, page, folder }) => {
  await provisionSample(page);
  await page.keyboard.press('F2');
  await page.getByRole('row', { name: /Sample/ }).click();
  await page.getByRole('row', { name: /BX04101-F/ }).click();
  await page.getByRole('button', { name: /^Label/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: 'The first label' })).toContainText('BX04101-F');
  const file = path.join(folder, 'label.pdf');
  // The person thinks better of it where the system asks for a file.
  await app.evaluate(({ dialog: system }) => {
    system.showSaveDialog = async () => ({ canceled: true, filePath: '' });
  });
  await dialog.getByRole('button', { name: /Save/ }).click();
  await expect(dialog.getByRole('button', { name: /Save/ })).toBeEnabled();
  expect(existsSync(file)).toBe(false);
  await saveTo(app, file);
  await dialog.getByRole('button', { name: /Save/ }).click();
  await expect(page.getByText('Labels saved')).toBeVisible();
  expect(readPdf(readFileSync(file)).pages).toHaveLength(1);
});
