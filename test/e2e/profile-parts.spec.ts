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

test('an object that is described shows what it could have, and what is wrong with it', async ({ page }) => {
  test.setTimeout(300_000);
  const complaints = complaintsOf(page);
  const moid = 'urn:oma:mo:oma-dm-dmacc:1.2';
  const text = gateway.replace(
    '"configurations": {',
    `"configurations": { "account": { "target": "${moid}/second/", "data": { "DMAcc": { "SrvID": 7, "Odd": "x", "Auth": { "Trsp": { "Data": "{{serial}}" } } } } },`,
  );
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
  const [profile] = await answerTo(page, 'profiles', {});
  expect(profile?.draft).toBe(false);
  expect(complaints).toEqual([]);
});
