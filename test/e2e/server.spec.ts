import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import {
  chooseFile,
  currentSection,
  goByKey,
  openSampleDevice,
  provisionSample,
  sampleDevice,
  saveTo,
} from './provisioned.ts';

test.use({ switches: ['--full-pace'] });

test('the server says where it listens, and by what certificate it is known', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  await goByKey(page, 'F7', 'Server');
  const server = await answerTo(page, 'server', {});
  for (const [name, listener] of [
    ['HTTPS', server.https],
    ['HTTP', server.http],
  ] as const) {
    const panel = page.getByRole('region', { name, exact: true });
    await expect(panel).toContainText(listener.dm);
    await expect(panel).toContainText(listener.repository);
  }
  await expect(page.getByRole('region', { name: 'HTTPS', exact: true })).toContainText(
    server.https.bootstrap,
  );
  const file = path.join(folder, 'ca.pem');
  await saveTo(app, file);
  await page.keyboard.press('s');
  await expect(page.getByText('Certificate saved')).toBeVisible();
  const { fingerprint256 } = new X509Certificate(readFileSync(file));
  const shown = await page.locator('.fingerprint').textContent();
  expect(shown).toBe(fingerprint256.replaceAll(':', ''));
  expect(complaints).toEqual([]);
});

test('a file is put into the Data Repository, found, and deleted after one question', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(180_000);
  await goByKey(page, 'F7', 'Server');
  await page.keyboard.press('2');
  await expect(page.getByRole('heading', { name: 'Nothing in the Data Repository' })).toBeVisible();
  const file = path.join(folder, 'gw-200-2.5.0.bin');
  writeFileSync(file, Buffer.alloc(1536, 7));
  await chooseFile(app, file);
  await page.keyboard.press('a');
  const row = page.getByRole('row', { name: /gw-200-2\.5\.0\.bin/ });
  await expect(row).toContainText('every device');
  await expect(row).toContainText('1.5 KB');
  await page.keyboard.press('/');
  await page.keyboard.type('no such');
  await expect(page.getByRole('heading', { name: 'No resource matches' })).toBeVisible();
  await page.keyboard.press('Escape');
  await row.click();
  const detail = page.getByRole('complementary', { name: 'Resource' });
  const [resource] = (await answerTo(page, 'resources', { search: 'gw-200', offset: 0, limit: 10 })).rows;
  await expect(detail).toContainText(resource?.uri ?? 'no address');
  await expect(detail).toContainText('1,536 octets');
  await examine(page, '41-server-resource');
  await page.keyboard.press('Delete');
  const question = page.getByRole('dialog', { name: 'Delete gw-200-2.5.0.bin?' });
  await expect(question).toContainText('every device may read');
  await examine(page, '42-server-delete');
  await page.keyboard.press('Escape');
  await expect(row).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(question).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(row).toHaveCount(0);
  expect((await answerTo(page, 'resources', { search: '', offset: 0, limit: 10 })).total).toBe(0);
});

test('the configurations of a batch are in the repository, each its own device’s', async ({ page }) => {
  await provisionSample(page);
  await goByKey(page, 'F7', 'Server');
  await page.keyboard.press('2');
  const list = page.getByRole('grid', { name: 'Data Repository' });
  await expect(list).toHaveAttribute('aria-rowcount', '4');
  await page.keyboard.press('/');
  await page.keyboard.type(sampleDevice.deviceId);
  await expect(list).toHaveAttribute('aria-rowcount', '2');
  await list.getByRole('row', { name: /site/ }).click();
  await page.keyboard.press('d');
  await expect(page.getByRole('heading', { name: sampleDevice.label })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).toHaveValue(sampleDevice.deviceId);
  await expect(page.getByRole('complementary', { name: 'Resource' })).toContainText('site');
});

test('what became of a notification is kept, with the way to its session', async ({ page }) => {
  test.setTimeout(180_000);
  await goByKey(page, 'F7', 'Server');
  await page.keyboard.press('3');
  await expect(page.getByRole('heading', { name: 'No notification yet' })).toBeVisible();
  await page.keyboard.press('F1');
  await provisionSample(page);
  await goByKey(page, 'F7', 'Server');
  await page.keyboard.press('3');
  await answerTo(page, 'notify', { deviceId: sampleDevice.deviceId, requestMos: true });
  const row = page.getByRole('row', { name: new RegExp(sampleDevice.label) });
  await expect(row).toContainText('answered', { timeout: 20_000 });
  await row.click();
  await expect(page.getByRole('complementary', { name: 'Notification' })).toContainText('Answered');
  await examine(page, '43-server-notification');
  await page.keyboard.press('o');
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('objects');
  await expect(currentSection(page)).toHaveAccessibleName(/Sessions/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tab', { name: /Notifications/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('complementary', { name: 'Notification' })).toBeVisible();
});

test('a refused request says who it claims to be, why it was refused, and what to do', async ({ page }) => {
  test.setTimeout(120_000);
  await goByKey(page, 'F7', 'Server');
  await page.keyboard.press('4');
  await expect(page.getByRole('heading', { name: 'Nothing was refused' })).toBeVisible();
  const { http } = await answerTo(page, 'server', {});
  const answer = await fetch(http.dm, {
    method: 'POST',
    headers: {
      'content-type': 'application/vnd.oma.dm.initiation+json',
      'omadm-devid': sampleDevice.deviceId,
      authorization: `Basic ${Buffer.from('somebody:else').toString('base64')}`,
    },
    body: '{"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ClientInitiatedMgmt"}]}',
  });
  expect(answer.status).toBe(401);
  const row = page.getByRole('row', { name: /IMEI 352099 00 176177 0/ });
  await expect(row).toContainText('unknown or its credentials are wrong');
  await row.click();
  const detail = page.getByRole('complementary', { name: 'Refused request' });
  await expect(detail).toContainText('DM_NOT_AUTHENTICATED');
  await expect(detail).toContainText('Provision the device with this bench');
  await expect(detail).toContainText('it was not proved');
  await examine(page, '44-server-refusal');
});

test('the access for HTTPS bootstrap is saved after it was said whose it is', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(120_000);
  await provisionSample(page);
  await openSampleDevice(page);
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: /HTTPS bootstrap/ }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Access for HTTPS bootstrap' });
  await expect(dialog).toContainText('to nobody else');
  await examine(page, '45-bootstrap-access');
  const file = path.join(folder, 'access.json');
  await saveTo(app, file);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Access saved')).toBeVisible();
  await expect(dialog).toBeHidden();
  const { https } = await answerTo(page, 'server', {});
  const access = readFileSync(file, 'utf8');
  expect(() => JSON.parse(access)).not.toThrow();
  expect(access).toContain(https.bootstrap);
  expect(await page.locator('body').textContent()).not.toContain(JSON.parse(access).password ?? 'password');
});
