import { readFileSync } from 'node:fs';
import path from 'node:path';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';

const examples = path.join(import.meta.dirname, '../../examples');

test('an engineer finds out why a row failed, and what the device said', async ({ page }) => {
  test.setTimeout(180_000);
  const complaints = complaintsOf(page);
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  // Devices whose firmware is another one than the list says.
  const text = readFileSync(path.join(examples, 'gateway.profile.json'), 'utf8');
  const profile = text.replace('"FwV": "{{fw}}"', '"FwV": "1.0.0"');
  expect(profile).not.toBe(text);
  await answerTo(page, 'createBatch', {
    name: 'Wrong firmware',
    profile: { name: 'wrong.profile.json', text: profile },
    list: { name: 'devices-3.csv', text: readFileSync(path.join(examples, 'devices-3.csv'), 'utf8') },
    stations: ['Virtual station'],
    mode: 'cardThenSimulatedDevice' as const,
    overwrite: false,
  });
  await expect(page.getByRole('heading', { name: '0 done, 3 failed' })).toBeVisible({ timeout: 25_000 });
  await examine(page, '27-bench-failed');
  await page.getByRole('button', { name: 'why', exact: true }).click();
  await page.getByRole('row', { name: /BX04101-F/ }).click();
  const detail = page.getByRole('complementary', { name: 'Row' });
  await expect(detail).toContainText('SESSION_VALUE_DIFFERS');
  await expect(detail).toContainText('The card was written and read back; the session failed.');
  await examine(page, '16-batch-failed-row');
  await page.keyboard.press('s');
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('1.0.0');
  await examine(page, '17-session-failed');
  // Back leads to the row that was open.
  await page.keyboard.press('Escape');
  await expect(detail).toContainText('BX04101-F');
  await page.keyboard.press('r');
  await expect(page.getByRole('table')).toContainText('SESSION_VALUE_DIFFERS');
  await expect(page.getByRole('table').getByText('done', { exact: true })).toHaveCount(0);
  await examine(page, '18-report-failed');
  expect(complaints).toEqual([]);
});
