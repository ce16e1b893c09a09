import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { endRunning } from '../support/cli.ts';
import { hasVirtualReaders, insertCard, startPcscd, virtualReaders } from '../support/pcscd.ts';
import { complaintsOf, examine } from './examine.ts';
import { expect, test } from './fixture.ts';
import { chooseFile, goByKey } from './provisioned.ts';

test.skip(!hasVirtualReaders, 'pcscd and vpcd are for Linux');

let pcscd: Awaited<ReturnType<typeof startPcscd>>;

test.beforeAll(async () => {
  pcscd = await startPcscd();
});

test.afterAll(async () => {
  await endRunning();
  await pcscd.stop();
});

test('a card that is put in is read by itself, in a reader that people give a name', async ({ page }) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  const [{ name }] = virtualReaders;
  await goByKey(page, 'F5', 'Cards');
  await page.getByRole('tab', { name }).click();
  await expect(page.getByRole('heading', { name: 'Put a card in' })).toBeVisible();
  await examine(page, '58-cards-absent');

  await page.keyboard.press('n');
  await expect(page.getByRole('textbox', { name: 'Name of the reader' })).toBeFocused();
  await page.keyboard.type('Left reader');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: /Left reader/ })).toBeVisible();
  await expect(page.getByRole('tab', { name })).toHaveCount(0);
  await expect(page.getByText(name)).toBeVisible();

  const card = await insertCard(0, '--iccid', '8944500102198304826');
  await expect(page.getByRole('heading', { name: 'Empty card' })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('region', { name: 'The card' })).toContainText('8944 5001 0219 8304 826');
  await page.keyboard.press('u');
  await expect(page.getByRole('dialog')).toContainText('tries left');
  await card.pull();
  // The question was about the card that is gone.
  await expect(page.getByRole('dialog')).toBeHidden({ timeout: 15_000 });
  await expect(page.getByRole('heading', { name: 'Put a card in' })).toBeVisible();
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Name of the reader' }).fill('');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a card that asks for its PIN is not called empty, and is read with it', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(120_000);
  const [{ name }] = virtualReaders;
  const card = await insertCard(0, '--pin');
  await goByKey(page, 'F5', 'Cards');
  await page.getByRole('tab', { name }).click();
  await expect(page.getByRole('heading', { name: 'What it holds cannot be read' })).toBeVisible();
  await examine(page, '59-cards-pin');
  await page.keyboard.press('u');
  const dialog = page.getByRole('dialog', { name: 'Unlock the card' });
  await dialog.getByText('PIN', { exact: true }).click();
  await expect(dialog).toContainText('3 tries left');
  const pins = path.join(folder, 'pins.txt');
  writeFileSync(pins, '1234\n');
  await chooseFile(app, pins);
  await dialog.getByRole('button', { name: 'Choose PIN file' }).click();
  await dialog.getByRole('button', { name: 'Show the PIN' }).click();
  await expect(page.getByText('The card took the PIN')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Empty card' })).toBeVisible();
  await card.pull();
  await expect(page.getByRole('heading', { name: 'Put a card in' })).toBeVisible({ timeout: 15_000 });
});
