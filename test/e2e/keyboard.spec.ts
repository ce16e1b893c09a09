import { answerTo, expect, scanUntil, test } from './fixture.ts';

test('a whole run with nothing but the keyboard', async ({ page }) => {
  await expect(page.getByRole('button', { name: /Try it with a virtual card/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible({ timeout: 25_000 });
  await page.keyboard.press('r');
  await expect(page.getByRole('heading', { name: 'Sample: meter gateways' }).first()).toBeVisible();
  await expect(page.getByRole('row', { name: /BX04102-G/ })).toContainText('done');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible();

  await page.keyboard.press('/');
  const search = page.getByRole('searchbox');
  await expect(search).toBeFocused();
  await page.keyboard.type('04101');
  const rows = page.getByRole('grid', { name: 'Rows' });
  await expect(rows.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('Tab');
  await expect(rows).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('complementary', { name: 'Row' })).toContainText('BX04101-F');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: 'Row' })).toBeHidden();

  await page.keyboard.press('F3');
  await expect(page.getByRole('row', { name: /BX04100-C/ })).toBeVisible();
  const list = page.getByRole('grid', { name: 'Devices' });
  await list.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treegrid')).toBeVisible();
});

test("a device's tree opens and closes by the keys of the treegrid pattern", async ({ page }) => {
  await page.getByRole('button', { name: /Try it with a virtual card/ }).click();
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible({ timeout: 25_000 });
  const tree = page.getByRole('treegrid');
  // The key is offered a moment after the heading.
  await expect(async () => {
    await page.keyboard.press('d');
    await expect(tree).toBeVisible({ timeout: 3000 });
  }).toPass();
  await tree.focus();
  await page.keyboard.press('Home');
  const active = () =>
    tree.evaluate((grid) => {
      const id = grid.getAttribute('aria-activedescendant');
      return id === null ? null : document.getElementById(id)?.textContent;
    });
  const first = tree.getByRole('row').nth(1);
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  const open = await tree.getAttribute('aria-rowcount');
  await page.keyboard.press('ArrowLeft');
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  expect(Number(await tree.getAttribute('aria-rowcount'))).toBeLessThan(Number(open));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(tree.locator('[aria-selected=true]')).toHaveAttribute('aria-level', '3');
  expect(await active()).not.toBeNull();
  await page.getByRole('row', { name: /^APN/ }).click();
  const [device] = (await answerTo(page, 'devices', { search: '', offset: 0, limit: 1 })).rows;
  const of = { kind: 'device', deviceId: device?.deviceId ?? '' } as const;
  const { treeId } = await answerTo(page, 'openTree', { of, keep: [], forget: false });
  const view = { open: 'all', except: [], find: 'APN', only: 'all', described: false } as const;
  const { rows } = await answerTo(page, 'treeRows', { treeId, view, offset: 0, limit: 10 });
  expect(rows.find(({ isMatch }) => isMatch)?.value).toMatchObject({ kind: 'reported' });
  await expect(page.getByRole('complementary')).toContainText(
    'urn:oma:mo:example-gateway:1.0/gateway/Connectivity/APN',
  );
});

test('a scanned code finds its row, whatever has the focus', async ({ page }) => {
  await page.getByRole('button', { name: /Try it with a virtual card/ }).click();
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible({ timeout: 25_000 });
  await scanUntil(page, '352099001761770', () =>
    expect(page.getByRole('searchbox')).toHaveValue('352099001761770', { timeout: 2000 }),
  );
  await expect(page.getByRole('complementary', { name: 'Row' })).toContainText('BX04101-F');
});
