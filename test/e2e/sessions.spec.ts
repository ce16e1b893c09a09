import { readFileSync } from 'node:fs';
import path from 'node:path';
import { examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import {
  currentSection,
  goByKey,
  openSampleDevice,
  provisionSample,
  sampleDevice,
  saveTo,
} from './provisioned.ts';

test.use({ switches: ['--full-pace'] });

const everySession = { filter: 'all', search: '', offset: 0, limit: 100 } as const;

test('a technician notifies a device and follows it into its session', async ({ page }) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  await openSampleDevice(page);
  const side = page.getByRole('complementary', { name: 'Device' });
  await page.keyboard.press('n');
  await expect(side.getByText('answered', { exact: true })).toBeVisible({ timeout: 20_000 });
  const { notification } = await answerTo(page, 'device', { deviceId: sampleDevice.deviceId });
  expect(notification?.state).toMatchObject({ kind: 'answered' });
  await examine(page, '30-device-notified');

  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { name: sampleDevice.label })).toBeVisible();
  await expect(page.getByText('asked for by the server', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(
    `notification ${notification?.notificationId}`,
  );
  // The session was opened from a device: it belongs there, and Back leads there.
  await expect(currentSection(page)).toHaveAccessibleName(/Devices/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('treegrid')).toBeVisible();

  await goByKey(page, 'F4', 'Sessions');
  const list = page.getByRole('grid', { name: 'Sessions' });
  await expect(list).toHaveAttribute('aria-rowcount', '5');
  await expect(list.getByRole('row').nth(1)).toContainText(sampleDevice.label);
  await list.focus();
  await page.keyboard.press('End');
  const oldest = await list.locator('[aria-selected=true]').textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
  await expect(currentSection(page)).toHaveAccessibleName(/Sessions/);
  await page.keyboard.press('Escape');
  await expect(list).toBeFocused();
  expect(await list.locator('[aria-selected=true]').textContent()).toBe(oldest);
});

test('the timeline is read line by line with the arrows, and each line whole beside it', async ({ page }) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  await goByKey(page, 'F4', 'Sessions');
  await page.getByRole('row', { name: new RegExp(sampleDevice.label) }).click();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByRole('button').first().focus();
  await expect(page.getByRole('complementary')).toContainText('BootstrapComplete');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const command = page.getByRole('complementary', { name: /GET, command 1 of/ });
  await expect(command).toContainText('urn:oma:mo:oma-dm-devinfo:1.0/');
  await expect(command).toContainText('"MOData"');
  await examine(page, '32-session-command');
  await page.keyboard.press('End');
  await expect(timeline.locator('[aria-pressed=true]')).toContainText('ends the session');
});

test('a session is exported whole', async ({ app, page, folder }) => {
  await provisionSample(page);
  await goByKey(page, 'F4', 'Sessions');
  await page.getByRole('row', { name: new RegExp(sampleDevice.label) }).click();
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
  const file = path.join(folder, 'session.jsonl');
  await saveTo(app, file);
  await page.keyboard.press('e');
  await expect(page.getByText('Session saved')).toBeVisible();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const [session] = (await answerTo(page, 'sessions', { ...everySession, search: sampleDevice.label })).rows;
  const { transcript } = await answerTo(page, 'session', { sessionId: session?.sessionId ?? '' });
  expect(lines.length).toBeGreaterThanOrEqual(transcript.length);
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  expect(lines.join('\n')).toContain('BootstrapComplete');
});

test('sessions are found by their device and by how they ended', async ({ page }) => {
  await goByKey(page, 'F4', 'Sessions');
  await expect(page.getByRole('heading', { name: 'No session yet' })).toBeVisible();
  // The first step is one press away, and the sessions come while one looks.
  await page.keyboard.press('Enter');
  const list = page.getByRole('grid', { name: 'Sessions' });
  await expect(list).toHaveAttribute('aria-rowcount', '4', { timeout: 25_000 });
  await page.keyboard.press('/');
  await page.keyboard.type('04102');
  await expect(list).toHaveAttribute('aria-rowcount', '2');
  await expect(list.getByRole('row').nth(1)).toContainText('BX04102-G');
  await page.keyboard.press('Escape');
  await page.getByText('Failed', { exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No session failed' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(list).toHaveAttribute('aria-rowcount', '4');
});

test('new sessions come at the top and leave the chosen one alone', async ({ page }) => {
  await provisionSample(page);
  await goByKey(page, 'F4', 'Sessions');
  const list = page.getByRole('grid', { name: 'Sessions' });
  await expect(list).toHaveAttribute('aria-rowcount', '4');
  await list.focus();
  await page.keyboard.press('Home');
  const chosen = list.locator('[aria-selected=true]');
  await expect(chosen).toHaveAttribute('aria-rowindex', '2');
  const session = await chosen.textContent();
  await answerTo(page, 'callIn', { deviceId: sampleDevice.deviceId });
  await expect(list).toHaveAttribute('aria-rowcount', '5', { timeout: 20_000 });
  await expect(chosen).toHaveAttribute('aria-rowindex', '3');
  expect(await chosen.textContent()).toBe(session);
});

test('a simulated device calls in by one key, and its session appears on its screen', async ({ page }) => {
  await provisionSample(page);
  await openSampleDevice(page);
  const sessions = page.getByRole('region', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions).toHaveCount(1);
  await page.keyboard.press('c');
  await expect(sessions).toHaveCount(2, { timeout: 20_000 });
  await sessions.first().getByRole('button').click();
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('begun by the device');
});

test('a notification that nobody answers never looks like a success, and can be stopped', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  await openSampleDevice(page);
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: /options/ }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Notify a device' });
  const address = dialog.getByRole('textbox', { name: 'Address' });
  await address.fill('ftp://device');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('it begins with none of http, https and udp');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Show as hex' }).click();
  await expect(dialog.getByText(/^[\dA-F]{40,}$/i)).toBeVisible();
  await examine(page, '33-notify-dialog');
  // Nobody listens at port 1.
  await address.fill('http://127.0.0.1:1/');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const side = page.getByRole('complementary', { name: 'Device' });
  await expect(side.getByText('asking', { exact: true })).toBeVisible();
  await expect(side.getByText('answered', { exact: true })).toHaveCount(0);
  await side.getByRole('button', { name: 'Stop asking' }).click();
  await expect(side.getByText('cancelled', { exact: true })).toBeVisible();
  const { notification } = await answerTo(page, 'device', { deviceId: sampleDevice.deviceId });
  expect(notification).toMatchObject({ address: 'http://127.0.0.1:1/', state: { kind: 'cancelled' } });
});
