import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { exampleFile } from '../support/bench.ts';
import { updatableProfile } from '../support/updates.ts';
import { examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import { chooseFile, goByKey, openSampleDevice, sampleDevice } from './provisioned.ts';

const { deviceId } = sampleDevice;
const panelOf = (page: Page) => page.getByRole('region', { name: 'Updates' });

/** Devices that may be updated, each with its first session. */
async function provision(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { batchId } = await answerTo(page, 'createBatch', {
    name: 'updates',
    profile: updatableProfile(),
    list: exampleFile('devices-3.csv'),
    stations: ['virtual'],
    mode: 'cardThenSimulatedDevice',
    overwrite: false,
  });
  await expect
    .poll(async () => (await answerTo(page, 'batch', { batchId })).done, { timeout: 60_000 })
    .toBe(3);
  await openSampleDevice(page);
  await page.keyboard.press('u');
  await expect(panelOf(page)).toContainText('No update yet');
}

async function addImage(app: ElectronApplication, page: Page, folder: string, name: string): Promise<void> {
  const file = path.join(folder, name);
  writeFileSync(file, Buffer.alloc(900_000, name));
  await chooseFile(app, file);
  await page.getByRole('dialog').getByRole('button', { name: 'Add a file…' }).click();
  await expect(page.getByRole('dialog').getByLabel('Image')).toHaveValue(name);
}

test('an update is chosen, reviewed and followed until the version was read back', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(180_000);
  await provision(page);
  await examine(page, '80-updates-empty');
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('The Data Repository holds no image');
  await addImage(app, page, folder, 'firmware-2.5.0.bin');
  await expect(dialog.getByLabel(/Version to be read back/)).toHaveValue('2.5.0');
  await examine(page, '81-update-choose');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Nothing is sent yet');
  await expect(dialog).toContainText('urn:oma:mo:oma-fumo:1.0/f1/Download');
  await examine(page, '82-update-review');
  expect(await answerTo(page, 'updates', { deviceId })).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(panelOf(page).getByRole('status')).toHaveText('done', { timeout: 30_000 });
  await expect(panelOf(page)).toContainText('Version 2.5.0 was read back.');
  await expect(panelOf(page)).toContainText('The device told result 200');
  await examine(page, '83-update-done');
});

/** An update that waits until the device calls in. */
async function startWaiting(app: ElectronApplication, page: Page, folder: string): Promise<void> {
  const file = path.join(folder, 'firmware-2.6.bin');
  writeFileSync(file, Buffer.alloc(900_000, 'image'));
  await chooseFile(app, file);
  await answerTo(page, 'addResource', {});
  await answerTo(page, 'startUpdate', {
    ...{ deviceId, image: 'firmware-2.6.bin', version: '2.6', seconds: 600, notify: false },
    target: { kind: 'firmware', instance: '' },
  });
  await expect(panelOf(page).getByRole('status')).toHaveText('asked');
}

test('an update that fails says why, and is tried again with its history', async ({ app, page, folder }) => {
  test.setTimeout(180_000);
  await provision(page);
  await startWaiting(app, page, folder);
  await expect(panelOf(page)).toContainText('Waits for the next session of the device.');
  await expect(page.getByRole('button', { name: 'New update' })).toBeDisabled();
  await answerTo(page, 'deleteResource', { name: 'firmware-2.6.bin' });
  await expect(panelOf(page).getByRole('status')).toHaveText('failed');
  await expect(panelOf(page)).toContainText('was deleted from the Data Repository');
  await examine(page, '84-update-failed');
  // As it was: the same octets count as the image that was chosen.
  await answerTo(page, 'addResource', {});
  await page.keyboard.press('r');
  await expect(panelOf(page)).toContainText('Attempt 2');
  await page.keyboard.press('c');
  await expect(panelOf(page).getByRole('status')).toHaveText('done', { timeout: 30_000 });
  await panelOf(page).getByText('1 earlier attempt').click();
  await expect(panelOf(page)).toContainText('was deleted from the Data Repository');
});

test('an update that is aborted sends nothing', async ({ app, page, folder }) => {
  test.setTimeout(180_000);
  await provision(page);
  await startWaiting(app, page, folder);
  await panelOf(page).getByRole('button', { name: 'Abort' }).click();
  await expect(panelOf(page).getByRole('status')).toHaveText('aborted');
  await page.keyboard.press('c');
  const [update] = await answerTo(page, 'updates', { deviceId });
  expect(update?.attempt.lines.map(({ kind }) => kind)).toEqual(['asked', 'abortAsked']);
  await expect(page.getByRole('button', { name: 'New update' })).toBeEnabled();
});

test('updates of many devices are begun from the list', async ({ app, page, folder }) => {
  test.setTimeout(180_000);
  await provision(page);
  const file = path.join(folder, 'firmware-2.7.bin');
  writeFileSync(file, Buffer.alloc(1000, 'image'));
  await chooseFile(app, file);
  await answerTo(page, 'addResource', {});
  await goByKey(page, 'F3', 'Devices');
  await page.getByRole('row', { name: new RegExp(sampleDevice.label) }).focus();
  await page.getByRole('grid', { name: 'Devices' }).press('Control+a');
  await page.getByRole('button', { name: 'Update firmware…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(/Version to be read back/)).toHaveValue('2.7');
  await examine(page, '85-update-many');
  await page.keyboard.press('Enter');
  await expect(page.getByText('3 of 3 started')).toBeVisible({ timeout: 20_000 });
  await expect
    .poll(async () => (await answerTo(page, 'updates', { deviceId }))[0]?.phase, { timeout: 30_000 })
    .toBe('done');
});
