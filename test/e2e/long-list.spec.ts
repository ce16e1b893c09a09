import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hasCheckDigit } from '../../core/provisioning/column-values.ts';
import { examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';

const examples = path.join(import.meta.dirname, '../../examples');
const rows = 2000;

/** The number with the check digit that fits it. */
function withCheckDigit(digits: string): string {
  for (let digit = 0; digit <= 9; digit++) if (hasCheckDigit(`${digits}${digit}`)) return `${digits}${digit}`;
  throw new Error('no digit fits');
}

function longList(): string {
  const [heading] = readFileSync(path.join(examples, 'devices-3.csv'), 'utf8').split('\n');
  const lines = Array.from({ length: rows }, (_, index) => {
    const number = String(index).padStart(6, '0');
    const imei = withCheckDigit(`35209900${number}`);
    const iccid = withCheckDigit(`894450000000${number}`);
    return `${imei},METER-${number},GW-200,m2m.example,Hall ${index},${iccid},2.4.1`;
  });
  return [heading, ...lines].join('\n');
}

test('two thousand rows can be looked through while they are worked on', async ({ page }) => {
  test.setTimeout(120_000);
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  const { batchId } = await answerTo(page, 'createBatch', {
    name: 'Two thousand meters',
    profile: {
      name: 'gateway.profile.json',
      text: readFileSync(path.join(examples, 'gateway.profile.json'), 'utf8'),
    },
    list: { name: 'long.csv', text: longList() },
    stations: ['Virtual station'],
    mode: 'cardsOnly' as const,
    overwrite: false,
  });
  await expect(page.getByRole('region', { name: 'Virtual station' })).toBeVisible();
  await expect.poll(async () => (await answerTo(page, 'batch', { batchId })).done).toBeGreaterThan(1);
  await examine(page, '26-panels-virtual');
  await page.keyboard.press('F2');
  await page.getByRole('row', { name: /Two thousand/ }).click();
  const list = page.getByRole('grid', { name: 'Rows' });
  await expect(list).toHaveAttribute('aria-rowcount', String(rows + 1));
  await list.focus();
  await page.keyboard.press('End');
  await expect(list.getByRole('row', { name: /METER-001999/ })).toBeVisible();
  expect(await list.getByRole('row').count()).toBeLessThan(80);
  await page.keyboard.press('Home');
  await expect(list.getByRole('row', { name: /METER-000000/ })).toContainText('done');
  await examine(page, '15-batch-long');
  await page.keyboard.press('/');
  await page.keyboard.type('METER-001234');
  await expect(list.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { name: 'Paused' })).toBeVisible({ timeout: 20_000 });
});
