import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
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
  const errors = check.problems.filter((problem) => problem.severity === 'error').length;
  await expect(page.getByRole('heading', { name: `${errors} faults to mend` })).toBeVisible();
  const problems = page.getByRole('grid', { name: 'Problems' });
  await expect(problems).toHaveAttribute('aria-rowcount', String(check.problems.length + 1));
  await expect(problems.getByRole('row').nth(1)).toContainText('352099001761400');
  await examine(page, '14-new-batch-faults');
  // The last of them is there too, however long the table is.
  await problems.focus();
  await page.keyboard.press('End');
  await expect(problems.getByRole('row').last()).toContainText('=cmd()');
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Start' })).toHaveCount(0);
  expect(await answerTo(page, 'batches', {})).toEqual([]);
});

test('a list that is not UTF-8 is refused before it can be read wrongly', async ({ page }) => {
  await openWizard(page);
  await choose(page, 'Device list', 'latin.csv', Buffer.from([...Buffer.from(`${heading}\nK`), 0xf6, 0x6c]));
  await expect(page.getByRole('alert')).toContainText('FILE_NOT_UTF8');
  await expect(page.getByRole('alert')).toContainText('line 2');
});

test('a profile that is no JSON says so in the table', async ({ page }) => {
  await openWizard(page);
  await choose(page, 'Profile', 'broken.json', '{ "name": ');
  await choose(page, 'Device list', 'order.csv', heading);
  await expect(page.getByRole('row', { name: /not valid JSON/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
});
