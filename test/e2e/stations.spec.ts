import type { Page } from '@playwright/test';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';

/** Begins the sample on so many virtual stations, in a mode; the stations wait for a key before each further row. */
async function begin(page: Page, stations: number, mode: 'cardsOnly' | 'cardThenDevice' | 'deviceOnly') {
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  const all = await answerTo(page, 'saveVirtualStations', { count: stations });
  for (const { name, settings } of all.filter(({ kind }) => kind === 'virtual'))
    await answerTo(page, 'saveStation', {
      station: name,
      name,
      settings: { ...settings, autoAdvance: false },
    });
  const { profile, list } = await answerTo(page, 'sample', {});
  const names = all.filter(({ kind }) => kind === 'virtual').map(({ name }) => name);
  const request = { name: 'Shift', profile, list, mode, overwrite: false, stations: names };
  return await answerTo(page, 'createBatch', request);
}

/** Types a code as a scanner does: all at once, also where the machine is slow. */
async function scan(page: Page, code: string, end: 'Enter' | 'Tab') {
  await page.evaluate(
    (keys) => {
      for (const key of keys) {
        const target = document.activeElement ?? document.body;
        target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }
    },
    [...code, end],
  );
}

test('a whole shift by the keys: next row, pause, resume, end, report', async ({ page }) => {
  test.setTimeout(180_000);
  const complaints = complaintsOf(page);
  const { batchId } = await begin(page, 1, 'cardsOnly');
  const panel = page.getByRole('region', { name: 'Virtual station' });
  await expect(panel).toContainText('Ready for the next row');
  await examine(page, 'stations-ready');
  await page.keyboard.press('Enter');
  await expect(async () => {
    const { done } = await answerTo(page, 'batch', { batchId });
    expect(done).toBe(2);
  }).toPass();
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { name: 'Paused' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByRole('row', { name: /BX04102-G/ })).toContainText('done');
  expect(complaints).toEqual([]);
});

test('a shift by the scanner: the row that was scanned is the next one, and no other is taken', async ({
  page,
}) => {
  const { batchId } = await begin(page, 2, 'cardsOnly');
  const second = page.getByRole('region', { name: 'Virtual station 2' });
  await expect(second).toContainText('Ready for the next row');
  const left = async () => (await answerTo(page, 'batch', { batchId })).waiting;
  expect(await left()).toBe(1);
  const notice = page.locator('.bench__scan');
  await scan(page, '999999999999999', 'Enter');
  await expect(notice).toContainText('No row has the value');
  await scan(page, '352099001761408', 'Enter');
  await expect(notice).toContainText('BX04100-C is done already');
  expect(await left()).toBe(1);
  await scan(page, 'Virtual station 2', 'Tab');
  await expect(notice).toContainText('Scans are for Virtual station 2 now');
  await expect(second).toHaveAttribute('data-selected', 'true');
  await scan(page, '352099001762141', 'Tab');
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible();
  const { rows } = await answerTo(page, 'jobs', {
    batchId,
    filter: 'all',
    search: 'BX04102',
    offset: 0,
    limit: 1,
  });
  expect(rows[0]?.state).toMatchObject({ kind: 'done', station: 'Virtual station 2' });
});

test('a row that failed is tried again with one key, and the next one begins with another', async ({
  page,
}) => {
  await expect(page.getByRole('button', { name: /Try it/ })).toBeVisible();
  const [station] = (await answerTo(page, 'overview', {})).stationSettings;
  const settings = { ...station!.settings, autoAdvance: false };
  await answerTo(page, 'saveStation', { station: station!.name, name: station!.name, settings });
  const { profile, list } = await answerTo(page, 'sample', {});
  // Devices whose firmware is another one than the list says.
  const wrong = { ...profile, text: profile.text.replace('"FwV": "{{fw}}"', '"FwV": "1.0.0"') };
  const { batchId } = await answerTo(page, 'createBatch', {
    ...{ name: 'Wrong firmware', profile: wrong, list, stations: [station!.name] },
    ...{ mode: 'cardThenSimulatedDevice', overwrite: false },
  });
  const panel = page.getByRole('region', { name: 'Virtual station' });
  // Once a row has ended, the station is ready again.
  const ended = async () => {
    const query = { batchId, filter: 'failed', search: '', offset: 0, limit: 3 } as const;
    return (await answerTo(page, 'jobs', query)).rows.map((row) => row.attempts);
  };
  await expect(panel).toContainText('Ready for the next row');
  await page.keyboard.press('r');
  await expect.poll(ended).toEqual([2]);
  await expect(panel).toContainText('Ready for the next row');
  await page.keyboard.press('Enter');
  await expect.poll(ended).toEqual([2, 1]);
});

test('devices that are awaited are listed, and one can be given up', async ({ page }) => {
  test.setTimeout(180_000);
  await begin(page, 1, 'cardThenDevice');
  const panel = page.getByRole('region', { name: 'Virtual station' });
  for (const left of [2, 1]) {
    await expect(panel).toContainText('Ready for the next row');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: new RegExp(`${4 - left} awaited`) })).toBeVisible();
  }
  await expect(page.getByRole('heading', { name: '3 devices awaited' })).toBeVisible();
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('BX04100-C');
  await examine(page, 'stations-awaited');
  await dialog.getByRole('button', { name: 'Give up: BX04100-C' }).click();
  await expect(dialog).not.toContainText('BX04100-C');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: '2 devices awaited' })).toBeVisible();
});

test('eight stations, and their settings', async ({ page }) => {
  test.setTimeout(180_000);
  await begin(page, 8, 'deviceOnly');
  await expect(page.getByRole('heading', { name: '3 devices awaited' })).toBeVisible();
  await examine(page, 'stations-eight');
  await page.keyboard.press('F8');
  const settings = page.getByRole('region', { name: 'Stations' });
  await expect(settings).toContainText('Virtual station 8');
  await examine(page, 'stations-settings');
  await settings.getByRole('button', { name: 'Settings of Virtual station 3' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Left');
  await dialog.getByRole('textbox', { name: 'Place' }).fill('Hall 2');
  // Whatever the digits on the way to it are, a number can be typed; one that is too large counts as the largest.
  const wait = dialog.getByRole('textbox', { name: 'Longest wait for a device' });
  await wait.press('ControlOrMeta+a');
  await wait.pressSequentially('25');
  await expect(wait).toHaveValue('25');
  const volume = dialog.getByRole('textbox', { name: 'Volume' });
  await volume.press('ControlOrMeta+a');
  await volume.pressSequentially('250');
  await volume.blur();
  await expect(volume).toHaveValue('100');
  await examine(page, 'stations-dialog');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(settings).toContainText('Left');
  await expect(settings).toContainText('Hall 2');
  const { stationSettings } = await answerTo(page, 'overview', {});
  const left = stationSettings.find(({ name }) => name === 'Left');
  expect(left?.settings).toMatchObject({ deviceWaitSeconds: 25, volume: 100 });
});
