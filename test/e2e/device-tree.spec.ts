import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, test as base, expect, firstWindow, launch } from './fixture.ts';
import { chooseFile, goByKey, provisionSample, saveTo } from './provisioned.ts';
import { describedMoid, largeNodes, oddMoid, seeded, seedTrees } from './seeded-trees.ts';

const ddfFile = path.join(import.meta.dirname, '../../examples/ddf/example-gateway.ddf.xml');

/** A window over the sample, with trees put into its store; `ddf` is where a device says that its description is. */
const test = base.extend<{ trees: { app: ElectronApplication; page: Page } }>({
  trees: async ({ folder }, use) => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/xml');
      response.end(oddDdf);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const first = await launch(folder);
    await provisionSample(await firstWindow(first));
    await first.close();
    await seedTrees(folder, `http://127.0.0.1:${(server.address() as AddressInfo).port}/odd.ddf`);
    const app = await launch(folder);
    await use({ app, page: await firstWindow(app) });
    await app.close();
    server.close();
  },
});

const oddDdf = `<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>Odd</NodeName><DFProperties>
  <AccessType><Get/></AccessType><DFFormat><node/></DFFormat><Occurrence><One/></Occurrence>
  <Scope><Permanent/></Scope><DFType><DDFName>${oddMoid}</DDFName></DFType></DFProperties>
  <Node><NodeName>Yes</NodeName><DFProperties><AccessType><Get/><Replace/></AccessType>
  <DFFormat><bool/></DFFormat><Occurrence><One/></Occurrence><Scope><Dynamic/></Scope>
  <DFType><MIME>text/plain</MIME></DFType></DFProperties></Node></Node></MgmtTree>`;

const tree = (page: Page) => page.getByRole('treegrid');
const detail = (page: Page) => page.getByRole('complementary', { name: 'Device' });

async function openDevice(page: Page, label: string): Promise<void> {
  await goByKey(page, 'F3', 'Devices');
  await page.getByRole('row', { name: new RegExp(label) }).click();
  await expect(page.getByRole('heading', { name: label, level: 1 })).toBeVisible();
  await expect(tree(page)).toBeVisible();
}

test('a device with fifty thousand nodes is looked through by the keys', async ({ trees: { page } }) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  await openDevice(page, seeded.large.label);
  await expect(page.getByText(/50,0\d\d nodes/)).toBeVisible();
  const grid = tree(page);
  await expect(grid.getByRole('row', { name: /^Group000/ })).toBeVisible();
  await grid.getByRole('row', { name: /^Group000/ }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(grid.locator('[aria-selected=true]')).toHaveAttribute('aria-level', '5');
  await expect(detail(page)).toContainText('urn:oma:mo:example-fleet:1.0/fleet/Group000/e0/Name');
  await examine(page, '60-tree-large');
  // Out of the entry and of its group.
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowLeft');
  await expect(grid.locator('[aria-selected=true]')).toHaveAttribute('aria-level', '3');
  await page.keyboard.type('Group03');
  await expect(grid.locator('[aria-selected=true]')).toContainText('Group030');
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('entry-41-7');
  await expect(page.getByText('11 found')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(grid).toBeFocused();
  await expect(detail(page)).toContainText('entry-41-7');
  await examine(page, '61-tree-found');
  // Whoever leaves the search finds the node in its place.
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(grid.locator('[aria-selected=true]')).toContainText('Name');
  await expect(grid.getByRole('row', { name: /^Group041/ })).toHaveAttribute('aria-expanded', 'true');
  await page.getByRole('button', { name: 'Open all' }).click();
  await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(largeNodes);
  await grid.focus();
  await page.keyboard.press('End');
  await expect(grid.locator('[aria-selected=true]')).toBeVisible();
  expect(await grid.getByRole('row').count()).toBeLessThan(120);
  await page.requestGC();
  const heap = await page.evaluate(() => Reflect.get(performance, 'memory')?.usedJSHeapSize as number);
  expect(heap / 1024 / 1024).toBeLessThan(40);
  expect(complaints).toEqual([]);
});

test('names and values that nobody expects are shown as they are', async ({ trees: { page } }) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  await openDevice(page, seeded.odd.label);
  const grid = tree(page);
  await grid.getByRole('row', { name: /^<img src=x/ }).click();
  await expect(detail(page)).toContainText('<script>alert(2)</script>');
  expect(await page.locator('main img, main script').count()).toBe(0);
  await grid.getByRole('row', { name: /^safe⟨U\+202E⟩exe\.txt/ }).click();
  await expect(detail(page)).toContainText('safe%E2%80%AEexe.txt');
  await grid.getByRole('row', { name: /^a\/b\?c/ }).click();
  await expect(detail(page)).toContainText(`${oddMoid}/only/a%2Fb%3Fc`);
  await grid.getByRole('row', { name: /^Certificate/ }).click();
  await expect(detail(page)).toContainText('Valid until');
  await examine(page, '62-tree-odd');
  await grid.getByRole('row', { name: /^Json/ }).click();
  await expect(detail(page)).toContainText('"big": 12345678901234567890');
  await grid.getByRole('row', { name: /^Xml/ }).click();
  await expect(detail(page).locator('pre')).toHaveText('<a>\n  <b c="1">text</b>\n  <b/>\n</a>');
  await grid.getByRole('row', { name: /^Long/ }).click();
  await expect(detail(page)).toContainText('100,000 characters');
  await expect(detail(page).locator('pre')).toContainText('long long');
  // Listed by the device, and read by nobody yet.
  await expect(grid.getByRole('row', { name: /^unread/ })).toContainText('listed, not read yet');
  await page.getByRole('button', { name: 'Open all' }).click();
  await grid.focus();
  await page.keyboard.press('/');
  await page.keyboard.type('the end of it');
  await expect(page.getByText('1 found')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(grid.locator('[aria-selected=true]')).toHaveAttribute('aria-level', '1003');
  expect(complaints).toEqual([]);
});

test('the description that a device names is fetched when somebody asks, and not before', async ({
  trees: { page },
}) => {
  test.setTimeout(120_000);
  await openDevice(page, seeded.odd.label);
  await tree(page).getByRole('row', { name: /^Odd/ }).click();
  await page.getByRole('button', { name: 'Fetch and import…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('/odd.ddf');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await tree(page).getByRole('row', { name: /^Yes/ }).click();
  await expect(detail(page)).toContainText('Get Replace');
  // What the description does not know is marked, and stays there.
  await expect(page.getByText(/contradictions/)).toBeVisible();
});

test('a description makes data readable, and contradictions plain', async ({ trees: { app, page } }) => {
  test.setTimeout(240_000);
  const bad = path.join(mkdtempSync(path.join(os.tmpdir(), 'ddf-')), 'bad.xml');
  writeFileSync(
    bad,
    '<MgmtTree>\n  <VerDTD>1.2</VerDTD>\n  <Node><NodeName>a/b</NodeName></Node>\n</MgmtTree>',
  );
  await goByKey(page, 'F3', 'Devices');
  await page.keyboard.press('2');
  await expect(page.getByRole('grid', { name: 'Object descriptions' })).toBeVisible();
  await chooseFile(app, bad);
  await page.getByRole('button', { name: 'Import files…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('1 file refused');
  await expect(dialog).toContainText('line 3');
  await examine(page, '63-library-refused');
  await page.keyboard.press('Enter');
  await chooseFile(app, ddfFile);
  await page.getByRole('button', { name: 'Import files…' }).click();
  await expect(dialog).toContainText(describedMoid);
  await page.keyboard.press('Enter');
  const object = page.getByRole('row', { name: /example-gateway:1\.1/ });
  await expect(object).toContainText('1 device');
  await examine(page, '64-library');
  await object.click();
  await expect(page.getByRole('heading', { name: 'Gateway', level: 1 })).toBeVisible();
  await tree(page).getByRole('row', { name: /^APN/ }).first().click();
  await expect(page.getByRole('complementary', { name: 'Node' })).toContainText('Occurs');
  await examine(page, '65-schema');
  await page.getByRole('button', { name: seeded.large.label }).click();
  const grid = tree(page);
  await page.getByRole('combobox', { name: 'Show' }).selectOption('Contradictions');
  await grid.getByRole('row', { name: /^RoamingAllowed/ }).click();
  await expect(detail(page)).toContainText('The value is not true or false (format bool).');
  await expect(detail(page)).toContainText('perhaps');
  await expect(grid.getByRole('row', { name: /^Surprise/ })).toBeVisible();
  await examine(page, '66-tree-contradictions');
});

test('a report that comes in is marked, and nothing moves', async ({ trees: { page } }) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  await openDevice(page, seeded.plain.label);
  const grid = tree(page);
  const site = grid.getByRole('row', { name: /^Name/ }).first();
  await expect(site).toContainText('Hall 99');
  // What the profile sets stands beside what was reported otherwise.
  await expect(site).toContainText('≠');
  await site.click();
  await page.getByRole('button', { name: /Call in/ }).click();
  await expect(site).toContainText('changed', { timeout: 20_000 });
  await expect(site).not.toContainText('Hall 99');
  await expect(site).toHaveAttribute('aria-selected', 'true');
  await expect(grid.getByRole('row', { name: /^Old/ })).toHaveCount(0);
  await examine(page, '67-tree-changed');
  await page.getByRole('button', { name: 'Mark as seen' }).click();
  await expect(grid.getByText('changed', { exact: true })).toHaveCount(0);
  await expect(site).toHaveAttribute('aria-selected', 'true');
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text: string) => Reflect.set(window, 'copied', text) },
    });
  });
  await grid.focus();
  await page.keyboard.press('Control+c');
  await expect
    .poll(() => page.evaluate(() => Reflect.get(window, 'copied')))
    .toBe('urn:oma:mo:example-gateway:1.0/gateway/Site/Name');
  expect(complaints).toEqual([]);
});

test('a device is compared with its profile, an earlier state and another device', async ({
  trees: { app, page },
}) => {
  test.setTimeout(240_000);
  await openDevice(page, seeded.plain.label);
  await page.keyboard.press('v');
  const list = page.getByRole('grid', { name: 'Differences' });
  await expect(list.getByRole('row', { name: /Site\/Name/ })).toContainText('Hall 99');
  await examine(page, '68-compare-profile');
  await page.getByRole('button', { name: 'Keep this state' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('before the call');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('combobox', { name: 'With' }).selectOption('an earlier state');
  await expect(page.getByRole('combobox', { name: 'Earlier state' })).toContainText('before the call');
  await expect(page.getByRole('heading', { name: 'No difference' })).toBeVisible();
  await page.getByRole('button', { name: /Call in/ }).click();
  await expect(list.getByRole('row', { name: /Site\/Name/ })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('combobox', { name: 'With' }).selectOption('another device');
  await page
    .getByRole('dialog')
    .getByRole('row', { name: new RegExp(seeded.odd.label) })
    .click();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('row', { name: /FwV|DevID/ }).first()).toBeVisible();
  await examine(page, '69-compare-device');
  await page.getByRole('button', { name: 'Back to the tree' }).click();

  const folder = mkdtempSync(path.join(os.tmpdir(), 'branch-'));
  const file = path.join(folder, 'site.json');
  await tree(page).getByRole('row', { name: /^Site/ }).click();
  await saveTo(app, file);
  await page.getByRole('button', { name: 'Save branch…' }).click();
  await expect.poll(() => existing(file)).toContain('"ClientURI"');
  expect(JSON.parse(existing(file))).toMatchObject([
    { ClientURI: 'urn:oma:mo:example-gateway:1.0/gateway/Site', MOData: { Site: {} } },
  ]);
  await chooseFile(app, file);
  await page.keyboard.press('Escape');
  await openDevice(page, seeded.odd.label);
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Check a branch from a file…' }).click();
  await expect(page.getByRole('dialog')).toContainText('urn:oma:mo:example-gateway:1.0/gateway/Site');
  await examine(page, '70-branch');
});

test('devices are found, tagged and notified together', async ({ trees: { page } }) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  await goByKey(page, 'F3', 'Devices');
  const list = page.getByRole('grid', { name: 'Devices' });
  await expect(list.getByRole('row', { name: /BX0410/ })).toHaveCount(3);
  await expect(list.getByRole('row', { name: /BX04101-F/ })).toContainText('online');
  await list.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByText('2 devices selected')).toBeVisible();
  await page.getByRole('button', { name: 'Tag…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('returned');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(list.getByText('returned')).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('returned (2)');
  await expect(list.getByRole('row', { name: /BX0410/ })).toHaveCount(2);
  await list.focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Notify…' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 of 2 asked')).toBeVisible({ timeout: 20_000 });
  await examine(page, '71-devices-bulk');
  await page.keyboard.press('/');
  await page.keyboard.type('no such device');
  await expect(page.getByRole('heading', { name: 'No device matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all devices' }).click();
  await expect(list.getByRole('row', { name: /BX0410/ })).toHaveCount(3);
  const { rows } = await answerTo(page, 'devices', { search: 'RETURNED bx', offset: 0, limit: 10 });
  expect(rows.map(({ tags }) => tags)).toEqual([['returned'], ['returned']]);
  expect(complaints).toEqual([]);
});

function existing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
