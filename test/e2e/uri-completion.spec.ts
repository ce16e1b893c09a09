import type { Page } from '@playwright/test';
import { examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import { openSampleDevice, provisionSample, sampleDevice } from './provisioned.ts';

test.use({ switches: ['--full-pace'] });

const site = 'urn:oma:mo:example-gateway:1.0/gateway/Site';
const dialog = (page: Page) => page.getByRole('dialog');
const list = (page: Page) => page.getByRole('listbox', { name: 'How it can go on' });

async function openDialog(page: Page): Promise<void> {
  await provisionSample(page);
  await openSampleDevice(page);
  await page.keyboard.press('q');
  await expect(page.getByRole('region', { name: 'Commands' })).toContainText('No command yet');
  await page.keyboard.press('a');
  await expect(dialog(page)).toBeVisible();
}

test('a ClientURI is completed by the keys alone, and what it is about is said', async ({ page }) => {
  test.setTimeout(180_000);
  await openDialog(page);
  await dialog(page).getByLabel('Command', { exact: true }).selectOption('DELETE');
  const field = dialog(page).getByRole('combobox', { name: 'ClientURI' });
  await field.focus();
  // Nothing opens by itself: Tab still leaves the field.
  await expect(list(page)).toHaveCount(0);
  await page.keyboard.type('gateway');
  await expect(list(page).getByRole('option')).toHaveCount(1);
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Tab');
  await expect(field).toHaveValue('urn:oma:mo:example-gateway:1.0/');
  await expect(field).toBeFocused();
  await expect(list(page).getByRole('option').first()).toContainText('gateway/');
  await page.keyboard.press('ArrowDown');
  await expect(field).toHaveAttribute('aria-activedescendant', /-0$/);
  await expect(list(page).getByRole('option', { selected: true })).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('urn:oma:mo:example-gateway:1.0/gateway/');
  await expect(list(page)).toContainText('Site');
  await examine(page, '77-uri-completion');
  await page.keyboard.type('Si');
  await expect(list(page).getByRole('option').first()).toContainText('Site/');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Nam');
  await expect(list(page).getByRole('option')).toHaveCount(1);
  // Escape closes the list, and only the list.
  await page.keyboard.press('Escape');
  await expect(list(page)).toHaveCount(0);
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).getByRole('status')).toContainText('Nothing that is known');
  await expect(dialog(page).getByRole('status')).toContainText(`Known as far as ${site}`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(`${site}/Name`);
  await expect(dialog(page).getByRole('status')).toContainText(
    /reported · .*reported \d+ s|reported .* ago|just now/,
  );
  await examine(page, '78-uri-meaning');
  // Without a choice in the list Enter stages, as ever.
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Commands' })).toContainText(`DELETE ${site}/Name`);
});

test('several ClientURIs are completed line by line, with patterns; a change wants a plain one', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await openDialog(page);
  const field = dialog(page).getByLabel(/ClientURIs/);
  await field.fill(`${site}/Name\n`);
  await page.keyboard.type('urn:oma:mo:example-gateway:1.0/gateway/*/Na');
  await expect(list(page).getByRole('option').first()).toContainText('Name');
  await page.keyboard.press('Tab');
  await expect(field).toHaveValue(`${site}/Name\nurn:oma:mo:example-gateway:1.0/gateway/*/Name`);
  await expect(dialog(page).getByRole('status')).toContainText(/Hall|node/);
  // In the first line again: what is said is of that line.
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);

  await page.keyboard.press('a');
  await dialog(page).getByLabel('Command', { exact: true }).selectOption('place');
  const plain = dialog(page).getByRole('combobox', { name: 'ClientURI' });
  await plain.fill('urn:oma:mo:example-gateway:1.0/gateway/*/Name');
  await expect(dialog(page).getByRole('status')).toContainText('one node has to be named');
  const { candidates } = await answerTo(page, 'completeUri', {
    ...{ deviceId: sampleDevice.deviceId, text: 'urn:oma:mo:example-gateway:1.0/gateway/', limit: 50 },
    plain: true,
  });
  expect(candidates.map(({ kind }) => kind)).not.toContain('every');
});

test('a command of a session leads to the node that it was about', async ({ page }) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  await openSampleDevice(page);
  await page
    .getByRole('complementary', { name: 'Device' })
    .getByRole('button', { name: /packages/ })
    .first()
    .click();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline
    .getByRole('button', { name: /GET.*gateway/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: /See the node .*gateway/ })
    .first()
    .click();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Device' })).toContainText(
    'urn:oma:mo:example-gateway:1.0/gateway',
  );
});
