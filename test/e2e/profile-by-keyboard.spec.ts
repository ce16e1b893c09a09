import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import { examples, onlyProfile, saveVersion } from './profile-pages.ts';
import { goByKey } from './provisioned.ts';

const list = path.join(examples, 'devices-3.csv');
const moid = 'urn:oma:mo:example-gateway:1.0';

/** Goes on with Tab until this has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${wanted} is not reached by Tab`);
}

async function typeInto(page: Page, wanted: Locator, text: string): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

/** Out of whatever has the focus: keys then mean what they mean on the screen. */
async function toPart(page: Page, key: string, name: string): Promise<void> {
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press(key);
  await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
}

test('a profile is made from nothing by the keys alone, and provisions the sample list', async ({ page }) => {
  test.setTimeout(300_000);
  const complaints = complaintsOf(page);
  await goByKey(page, 'F6', 'Profiles');
  await page.keyboard.press('e');
  await expect(page.getByRole('dialog', { name: 'A new profile' })).toBeVisible();
  await page.keyboard.type('Mast');
  await examine(page, '70a-profile-new');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Mast', level: 1 })).toBeVisible();

  await toPart(page, '2', 'Account');
  await typeInto(page, page.getByRole('textbox', { name: 'Name of the server' }), 'The mast');

  await toPart(page, '3', 'Columns');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { name: 'column' })).toBeVisible();
  await typeInto(page, page.getByRole('textbox', { name: 'Name', exact: true }), 'apn');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'apn' })).toBeVisible();

  await toPart(page, '4', 'Objects');
  await page.keyboard.press('o');
  const dialog = page.getByRole('dialog', { name: 'Add a management object' });
  await expect(dialog).toBeVisible();
  await page.keyboard.type(moid);
  await expect(dialog.getByRole('status')).toContainText('no description');
  await typeInto(page, dialog.getByRole('textbox', { name: 'Instance' }), 'gateway');
  await examine(page, '70b-profile-add-object');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const tree = page.getByRole('treegrid', { name: 'Nodes of the object' });
  await page.keyboard.press('t');
  await expect(tree).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('APN');
  await page.keyboard.press('Enter');
  await expect(tree).toBeFocused();
  await page.keyboard.press('Enter');
  const value = page
    .getByRole('combobox', { name: 'Value' })
    .or(page.getByRole('textbox', { name: 'Value' }));
  await expect(value).toBeFocused();
  await page.keyboard.type('{{ap');
  await expect(page.locator('datalist option')).toHaveCount(1);
  await page.keyboard.type('n}}');
  await page.keyboard.press('Escape');
  await expect(tree).toBeFocused();
  await expect(tree.getByRole('row', { name: /APN/ })).toContainText('{{apn}}');
  await examine(page, '70c-profile-object-undescribed');

  await toPart(page, '6', 'Plan');
  await page.keyboard.press('a');
  await typeInto(page, page.getByRole('textbox', { name: 'Step', exact: true }), 'Look at the gateway');
  const steps = page.getByRole('navigation', { name: 'Steps and commands' });
  await tabTo(page, steps.getByRole('button', { name: '1. Look at the gateway' }));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('heading', { name: 'Command 1 of step 1' })).toBeVisible();
  const compared = page.getByRole('combobox', { name: 'What is reported is the object' });
  await tabTo(page, compared);
  await page.keyboard.press('e');
  await expect(compared).toHaveValue('example-gateway');
  const words = page.getByRole('region', { name: 'In words' });
  await expect(words).toContainText('What is read has to be the configuration “example-gateway”');
  await examine(page, '70d-profile-plan-command');

  await toPart(page, '5', 'Card');
  await expect(page.getByRole('region', { name: 'What will be on the card' })).toContainText('It fits into');
  await saveVersion(page, 1);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const { profileId, ...summary } = await onlyProfile(page);
  expect(summary).toMatchObject({ name: 'Mast', version: 1, faults: 0, draft: false });
  const { text } = await answerTo(page, 'profileVersion', { profileId, number: 1 });
  expect(JSON.parse(text)).toMatchObject({
    server: { name: 'The mast' },
    permits: expect.arrayContaining([moid]),
    configurations: {
      'example-gateway': {
        target: `${moid}/gateway/`,
        data: { 'example-gateway': { APN: '{{apn}}' } },
      },
    },
    bootstrap: ['example-gateway'],
  });

  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { name: 'New batch', level: 1 })).toBeVisible();
  // Which file it is, the system's own dialog asks.
  await page.getByRole('group', { name: 'Device list' }).locator('input[type=file]').setInputFiles(list);
  await expect(page.getByText('3 rows, no fault')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /3 devices done/ })).toBeVisible({ timeout: 40_000 });
  expect(complaints).toEqual([]);
});
