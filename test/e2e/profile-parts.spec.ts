import { readFileSync } from 'node:fs';
import path from 'node:path';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import { examples, openText, tab } from './profile-pages.ts';

const gateway = readFileSync(path.join(examples, 'gateway.profile.json'), 'utf8');

test('every part of a profile is there with its controls, in every size and theme', async ({ page }) => {
  test.setTimeout(300_000);
  const complaints = complaintsOf(page);
  await openText(page, gateway, 'GW-200');
  for (const [number, part] of ['Account', 'Columns', 'Objects', 'Card', 'Plan'].entries()) {
    await tab(page, part).click();
    await expect(tab(page, part)).toHaveAttribute('aria-selected', 'true');
    await examine(page, `68${'abcde'[number]}-profile-${part.toLowerCase()}`);
  }
  expect(complaints).toEqual([]);
});

test('a column whose values are made here is set up with its controls, and shows what they make', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  await openText(page, gateway, 'GW-200');
  await tab(page, 'Columns').click();
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { name: 'column', exact: true })).toBeVisible();
  const made = page.getByRole('combobox', { name: 'Where its values come from' });
  await expect(page.getByRole('checkbox', { name: 'Every row needs a value' })).toBeVisible();
  await made.selectOption('Made here: numbers that follow each other');
  await expect(page.getByRole('checkbox', { name: 'Every row needs a value' })).toBeHidden();
  await page.getByRole('textbox', { name: 'Before the number' }).fill('GW-');
  const digits = page.getByRole('textbox', { name: 'Digits' });
  await digits.fill('99');
  await expect(digits).toHaveAccessibleDescription(/15/);
  await digits.fill('4');
  await expect(page.getByText('An example: GW-0001')).toBeVisible();
  await page.getByRole('combobox', { name: 'Each batch' }).selectOption('goes on after the last batch');
  await examine(page, '68g-profile-column-made');
  await expect(page.getByRole('navigation', { name: 'Columns' })).toContainText('made here');
  await made.selectOption('Made here: random octets');
  await page.getByRole('combobox', { name: 'Written as' }).selectOption('Base32');
  await tab(page, 'Text').click();
  const text = page.getByRole('textbox', { name: 'Text' }).or(page.locator('.cm-content')).first();
  await expect(text).toContainText('"as": "base32"');
  expect(complaints).toEqual([]);
});

test('an object that is described shows what it could have, and what is wrong with it', async ({ page }) => {
  test.setTimeout(300_000);
  const complaints = complaintsOf(page);
  const moid = 'urn:oma:mo:oma-dm-dmacc:1.2';
  const text = gateway
    .replace(
      '"configurations": {',
      `"configurations": { "account": { "target": "${moid}/second/", "data": { "DMAcc": { "SrvID": 7, "Odd": "x", "Auth": { "Trsp": { "Data": "{{serial}}" } } } } },`,
    )
    .replace('"bootstrap": [', '"bootstrap": ["account", ');
  await openText(page, text, 'GW-200');
  await page.keyboard.press('4');
  const tree = page.getByRole('treegrid', { name: 'Nodes of the object' });
  await expect(tree.getByRole('row', { name: /Odd/ })).toContainText('not described');
  await expect(tree.getByRole('row', { name: /SrvURI/ })).toContainText('missing');
  await page.keyboard.press('t');
  await expect(tree).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await examine(page, '69a-profile-object-described');
  await page.keyboard.press('a');
  await expect(tree.getByText('missing', { exact: true })).toHaveCount(0);
  await page.keyboard.press('z');
  await expect(tree.getByRole('row', { name: /SrvURI/ })).toContainText('missing');
  // Any number of instances may stand where a node may have any name.
  await page.keyboard.press('t');
  await tree.getByRole('row', { name: /Perm/ }).click();
  await page.keyboard.press('Enter');
  const name = page.getByRole('textbox', { name: 'Name of the new node' });
  await expect(tree.getByRole('row', { name: /any name/ })).toBeVisible();
  await tree.getByRole('row', { name: /any name/ }).click();
  await name.fill('first');
  await name.press('Enter');
  await expect(tree.getByRole('row', { name: /first/ })).toBeVisible();
  await expect(tree.getByRole('row', { name: /MOID/ })).toContainText('empty');
  await tree.focus();
  await expect(tree.getByRole('row', { name: /first/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Delete');
  await expect(tree.getByRole('row', { name: /first/ })).toHaveCount(0);
  await expect(tree).toBeFocused();
  await expect(async () => {
    await page.keyboard.press('z');
    await expect(page.getByText('unsaved changes')).toHaveCount(0, { timeout: 400 });
  }).toPass();
  await expect.poll(async () => (await answerTo(page, 'profiles', {}))[0]?.draft).toBe(false);
  expect(complaints).toEqual([]);
});

test('what has no control is said to be only in the text, and stays as it was written', async ({ page }) => {
  test.setTimeout(120_000);
  const text = gateway.replace('"imei": { "type": "imei",', '"imei": { "later":   [1, 2], "type": "imei",');
  const profileId = await openText(page, text, 'GW-200');
  await page.keyboard.press('3');
  await expect(page.getByText('Only in the text, and kept: later')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('number');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'number' })).toBeVisible();
  await page.getByRole('checkbox', { name: 'No two rows have the same' }).uncheck();
  await expect
    .poll(async () => (await answerTo(page, 'profile', { profileId })).draft?.text)
    .toBe(
      text
        .replaceAll('{{imei}}', '{{number}}')
        .replace(
          '"imei": { "later":   [1, 2], "type": "imei", "unique": true',
          '"number": { "later":   [1, 2], "type": "imei"',
        ),
    );
});
