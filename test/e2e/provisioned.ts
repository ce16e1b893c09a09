import type { ElectronApplication, Page } from '@playwright/test';
import { answerTo, expect } from './fixture.ts';

/** The device of the sample that the specs look at. */
export const sampleDevice = { deviceId: 'IMEI:352099001761770', label: 'BX04101-F' };

/** Runs the sample to its end: three simulated devices, each with its first session. */
export async function provisionSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Try it with a virtual card/ }).click();
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible({ timeout: 25_000 });
}

/** Goes to a part of the window by its key, once the window answers keys. */
export async function goByKey(page: Page, key: string, heading: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press(key);
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
}

/** Opens the device's screen by the keyboard. */
export async function openSampleDevice(page: Page): Promise<void> {
  await goByKey(page, 'F3', 'Devices');
  await page.getByRole('row', { name: new RegExp(sampleDevice.label) }).click();
  await expect(page.getByRole('treegrid')).toBeVisible();
}

/** Answers every question of main where to save something with this file. */
export async function saveTo(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
}

/** Answers every question of main for a file with this one. */
export async function chooseFile(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, file);
}

/** The part of the window that its navigation says it is in. */
export function currentSection(page: Page) {
  return page.getByRole('navigation').locator('[aria-current=page]');
}

/** Opens the Cards screen at the virtual station, whatever readers this machine has. */
export async function openVirtualCard(page: Page): Promise<void> {
  await goByKey(page, 'F5', 'Cards');
  const files = page.getByRole('grid', { name: 'Files' });
  const tab = page.getByRole('tab', { name: 'Virtual station' });
  // Where there is no other reader it needs no tab.
  if ((await answerTo(page, 'overview', {})).stations.length > 1) await tab.click();
  await expect(files).toBeVisible();
}
