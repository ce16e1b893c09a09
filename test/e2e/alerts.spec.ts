import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, test as base, expect, firstWindow, launch } from './fixture.ts';
import { currentSection, goByKey, provisionSample } from './provisioned.ts';
import { seedAlerts, seededAlerts } from './seeded-alerts.ts';

const examples = path.join(import.meta.dirname, '../../examples');
const [heading, ...lines] = readFileSync(path.join(examples, 'devices-3.csv'), 'utf8').trim().split('\n');
const device = { deviceId: 'IMEI:352099001761408', label: 'BX04100-C' };
const firmware = 'urn:oma:mo:oma-fumo:1.0/f1';
const everything = { severityAtLeast: 'indeterminate', type: '', search: '', open: false } as const;

/** A window over the sample, with alerts put into its store. */
const test = base.extend<{ seeded: { app: ElectronApplication; page: Page } }>({
  seeded: async ({ folder }, use) => {
    const first = await launch(folder);
    await provisionSample(await firstWindow(first));
    await first.close();
    seedAlerts(folder);
    const app = await launch(folder);
    await use({ app, page: await firstWindow(app) });
    await app.close();
  },
});

const detail = (page: Page) => page.getByRole('complementary', { name: 'Alert' });
const list = (page: Page) => page.getByRole('grid', { name: 'Alerts' });
const rules = (page: Page) => page.getByRole('region', { name: 'Rule', exact: true });

async function goToPart(page: Page, key: string, name: string): Promise<void> {
  await goByKey(page, 'F3', 'Devices');
  await page.keyboard.press(key);
  await expect(
    page.getByRole('tab', { name, exact: false }).and(page.locator('[aria-selected=true]')),
  ).toBeVisible();
}

/** Provisions a simulated device that may be told to update its firmware. */
async function provision(page: Page): Promise<void> {
  const profile = JSON.parse(readFileSync(path.join(examples, 'gateway.profile.json'), 'utf8'));
  profile.permits.push('urn:oma:mo:oma-fumo:1.0');
  await answerTo(page, 'createBatch', {
    name: 'Alerts',
    profile: { name: 'alerts.profile.json', text: JSON.stringify(profile) },
    list: { name: 'list.csv', text: [heading, lines[0]].join('\n') },
    stations: ['Virtual station'],
    mode: 'cardThenSimulatedDevice' as const,
    overwrite: false,
  });
  await expect(page.getByRole('heading', { name: '1 device done' })).toBeVisible({ timeout: 25_000 });
}

/** The device is told to fetch an image that there is not, and tells what came of it by an alert. */
async function makeItFail(page: Page): Promise<void> {
  const { http } = await answerTo(page, 'server', {});
  await answerTo(page, 'queueCommands', {
    deviceId: device.deviceId,
    works: [
      {
        kind: 'place',
        target: `${firmware}/`,
        data: { FUMO: { DownloadAndUpdate: { PkgURL: `${http.repository}/shared/none.bin` } } },
      },
      { kind: 'EXEC', target: `${firmware}/DownloadAndUpdate`, asynchronous: true },
    ],
    notify: true,
  });
}

test('a device’s alert is told, looked at, and acknowledged, and a rule acts on it once', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  await provision(page);
  await goToPart(page, '3', 'Alerts');
  await expect(page.getByRole('heading', { name: 'No alert yet' })).toBeVisible();
  await examine(page, '70-alerts-empty');
  await page.keyboard.press('4');
  await expect(page.getByRole('heading', { name: 'No rule yet' })).toBeVisible();
  await examine(page, '71-alert-rules-empty');

  // A rule, made by the keys: what ends badly counts as fatal, is told, and is tried again.
  await page.keyboard.press('n');
  await rules(page).getByLabel('Name').fill('Update failed <b>');
  await rules(page).getByLabel('In force').check();
  await rules(page).getByLabel('Type', { exact: true }).fill('*:OperationComplete');
  await rules(page).getByLabel('Count it as').selectOption('fatal');
  await rules(page)
    .getByLabel(/Queue commands/)
    .check();
  await expect(page.getByText('not complete', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await rules(page).getByRole('button', { name: 'Add EXEC' }).click();
  await rules(page)
    .getByLabel(/Ask the device/)
    .check();
  await rules(page)
    .getByRole('button', { name: /Hold it against/ })
    .click();
  await expect(page.getByText('There is no alert to hold it against.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Rules saved')).toBeVisible();
  expect((await answerTo(page, 'alertRules', {})).rules).toMatchObject([
    { name: 'Update failed <b>', enabled: true, when: { type: '*:OperationComplete' } },
  ]);

  await makeItFail(page);
  const told = page.getByRole('alert').filter({ hasText: `${device.label} has an alert` });
  await expect(told).toContainText('fatal');
  await expect(told).toContainText('Update failed <b>');
  await examine(page, '72-alert-told');
  // The rule tries again, that fails too, and there it ends.
  await expect
    .poll(async () => (await answerTo(page, 'alerts', { ...everything, offset: 0, limit: 10 })).total)
    .toBe(2);
  await expect(currentSection(page)).toHaveAccessibleName(/2 grave alerts not acknowledged/);
  await told.getByRole('button', { name: 'Show' }).click();
  await expect(list(page).getByRole('row', { name: /OperationComplete/ })).toHaveCount(2);
  await expect(detail(page)).toContainText('the device said: critical');
  await expect(detail(page)).toContainText('counts as fatal');
  await expect(detail(page)).toContainText('1 command queued; device asked for a session');
  await expect(detail(page)).toContainText(`${firmware}/DownloadAndUpdate`);
  await examine(page, '72-alert');
  const { rows } = await answerTo(page, 'alerts', { ...everything, offset: 0, limit: 10 });
  const details = await Promise.all(rows.map(({ alertId }) => answerTo(page, 'alert', { alertId })));
  expect(details.map(({ firings }) => firings[0]?.act?.kind)).toEqual(['heldBack', 'acted']);

  await page.keyboard.press('a');
  await expect(detail(page)).toContainText('at the workstation');
  await expect(currentSection(page)).toHaveAccessibleName(/1 grave alert not acknowledged/);
  await page.keyboard.press('s');
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('OperationComplete');
  await page.keyboard.press('Escape');
  await expect(detail(page)).toContainText('at the workstation');
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text: string) => void Reflect.set(window, 'copied', text) },
    });
  });
  await page.keyboard.press('d');
  await expect(page.getByRole('heading', { name: device.label, level: 1 })).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'copied'))).toBe(`${firmware}/DownloadAndUpdate`);
  await expect(page.getByRole('region', { name: 'Alerts' })).toContainText('OperationComplete');
  await examine(page, '73-device-with-alerts');
  const { rows: acts } = await answerTo(page, 'audit', {
    ...{ who: 'everybody', what: 'devices', search: '', offset: 0, limit: 100 },
  });
  const kinds = acts.map((act) => ('act' in act ? act.act.kind : ''));
  for (const kind of ['alertsAcknowledged', 'alertRulesChanged', 'alertRuleActed'])
    expect(kinds.filter((each) => each === kind)).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test('many alerts, and odd ones, are found, shown as text, and acknowledged', async ({
  seeded: { page },
}) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  await goToPart(page, '3', 'Alerts');
  const grid = list(page);
  await expect(grid).toHaveAttribute('aria-rowcount', String(seededAlerts.many + seededAlerts.oddOnes + 1));
  await expect(page.getByRole('row', { name: /DoorOpen/ })).toBeVisible();
  await examine(page, '74-alerts');
  await page.getByRole('row', { name: /DoorOpen/ }).click();
  await expect(detail(page)).toContainText('"Door": "north"');
  await examine(page, '75-alert-detail');

  // Markup and turns of the writing direction are text.
  await page.getByRole('row', { name: /onerror/ }).click();
  await expect(detail(page)).toContainText('<script>alert(3)</script>');
  await expect(detail(page)).toContainText('⟨U+202E⟩');
  expect(await page.locator('main img[src=x], main script, main b:has-text("critical")').count()).toBe(0);
  await expect(detail(page)).toContainText('the device said: <b>critical</b>');
  await examine(page, '76-alert-odd');
  await page.getByRole('row', { name: /x:1.0:Large/ }).click();
  await expect(detail(page)).toContainText('16,384 of 1,000,011 characters');
  expect((await detail(page).locator('pre').textContent())?.length).toBeLessThan(20_000);

  // By severity, type and device; one by one and all at once.
  await page.getByLabel('Severity at least').selectOption('critical');
  await expect(grid).toHaveAttribute('aria-rowcount', '3');
  await page.getByLabel('Severity at least').selectOption('indeterminate');
  await page.getByLabel('Type contains').fill('door');
  await expect(grid).toHaveAttribute('aria-rowcount', '2');
  await page.getByLabel('Type contains').fill('');
  await page.keyboard.press('Tab');
  await page.getByRole('searchbox').fill('BX04102');
  await expect(grid).toHaveAttribute('aria-rowcount', '6');
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByText('2 selected')).toBeVisible();
  await examine(page, '77-alerts-selected');
  await page
    .getByRole('region', { name: '5 alerts' })
    .getByRole('button', { name: 'Acknowledge', exact: true })
    .click();
  await expect(page.getByText('2 selected')).toBeHidden();
  await page.getByLabel('Only not acknowledged').check();
  await expect(grid).toHaveAttribute('aria-rowcount', '4');
  await page.getByRole('button', { name: /Acknowledge all/ }).click();
  await expect(page.getByRole('dialog', { name: 'Acknowledge 3 alerts?' })).toBeVisible();
  await examine(page, '78-alerts-acknowledge-all');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No alert matches' })).toBeVisible();
  expect(await answerTo(page, 'alertCounts', {})).toEqual({
    total: seededAlerts.many + seededAlerts.oddOnes,
    open: seededAlerts.many,
    grave: 0,
  });
  await page.getByRole('button', { name: 'Show all alerts' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', String(seededAlerts.many + seededAlerts.oddOnes + 1));

  // A rule is held against them before it is in force.
  await grid.focus();
  await page.keyboard.press('4');
  await expect(page.getByRole('heading', { name: 'No rule yet' })).toBeVisible();
  await page.keyboard.press('n');
  const editor = rules(page);
  await editor.getByLabel('Severity at least').selectOption('');
  await editor.getByLabel('Member of the data').fill('Level');
  await editor.getByLabel('is', { exact: true }).fill('7');
  await editor.getByLabel(/Queue commands/).check();
  await editor.getByRole('button', { name: 'Add GET' }).click();
  await editor.getByRole('button', { name: /Hold it against/ }).click();
  await expect(page.getByText('9 of the last 905 alerts would have matched.')).toBeVisible();
  await expect(page.getByText(/The data of 1 alert are too long/)).toBeVisible();
  await examine(page, '79-alert-rule');
  await editor.getByLabel('Commands, as JSON').fill('[{"kind":"GET","targets":["no uri"]}]');
  await expect(editor.getByText(/0\.targets\.0/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await examine(page, '80-alert-rule-wrong');
  expect(complaints).toEqual([]);
});
