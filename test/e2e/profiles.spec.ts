import { readFileSync } from 'node:fs';
import path from 'node:path';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, call, expect, firstWindow, launch, test } from './fixture.ts';
import {
  editor,
  examples,
  importText,
  installation,
  onlyProfile,
  openText,
  preview,
  profiles,
  saveVersion,
  tab,
} from './profile-pages.ts';
import { goByKey, saveTo } from './provisioned.ts';

const list = path.join(examples, 'devices-3.csv');

test('from a file to a batch: imported, a form edited with its preview, saved, compared, used', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(300_000);
  const complaints = complaintsOf(page);
  await goByKey(page, 'F6', 'Profiles');
  await expect(page.getByRole('heading', { name: 'No profile yet' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Begin with the sample/ })).toHaveCount(
    (await answerTo(page, 'profileSamples', {})).length,
  );
  await examine(page, '60-profiles-empty');

  await importText(page, 'installation.profile.json', installation);
  await expect(page.getByRole('heading', { name: 'GW-200 installation', level: 1 })).toBeVisible();
  await expect(editor(page)).toBeVisible();
  await expect(page.getByRole('status').getByText('No fault')).toBeVisible();
  await examine(page, '61-profile-text');

  await tab(page, 'Forms').click();
  await page.getByRole('button', { name: /^Place/ }).click();
  await expect(preview(page).getByText('Place', { exact: true })).toBeVisible();
  await page.getByRole('textbox', { name: 'Question' }).fill('Where is it mounted?');
  await expect(preview(page).getByText('Where is it mounted?')).toBeVisible();
  await expect(preview(page).getByText('Installation of serial')).toBeVisible();
  await examine(page, '62-profile-forms');

  await page.keyboard.press('Control+s');
  await expect(page.getByRole('dialog', { name: 'Save as version 2' })).toBeVisible();
  await page.getByRole('textbox', { name: 'What is new in it' }).fill('A clearer question');
  await examine(page, '63-profile-save');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('v2', { exact: true })).toBeVisible();
  const { profileId, ...summary } = await onlyProfile(page);
  expect(summary).toMatchObject({ version: 2, versions: 2, faults: 0, draft: false });
  const saved = await answerTo(page, 'profileVersion', { profileId, number: 2 });
  expect(saved.text).toBe(
    installation
      .replace('"version": 1', '"version": 2')
      .replace('"label": "Place"', '"label": "Where is it mounted?"'),
  );
  expect((await answerTo(page, 'profileVersion', { profileId, number: 1 })).text).toBe(installation);

  await tab(page, 'Versions').click();
  const compare = page.getByRole('region', { name: 'Compare' });
  await expect(compare.getByRole('heading', { name: '2 differences' })).toBeVisible();
  await expect(compare).toContainText('installation › pages › Where is it? › fields › place › label');
  await expect(compare.locator('ins').first()).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Versions' })).toContainText('A clearer question');
  await examine(page, '64-profile-versions');
  const file = path.join(folder, 'exported.json');
  await saveTo(app, file);
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: /Export/ }).press('Enter');
  await expect(page.getByText('Profile saved')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toBe(saved.text);

  await page.getByRole('button', { name: 'New batch' }).first().click();
  await expect(page.getByRole('heading', { name: 'New batch', level: 1 })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'From the library' })).toHaveValue(profileId);
  await page.getByRole('group', { name: 'Device list' }).locator('input[type=file]').setInputFiles(list);
  await expect(page.getByText('3 rows, no fault')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keep in the library' })).toHaveCount(0);
  await examine(page, '65-new-batch-library');
  await page.keyboard.press('Enter');
  await page.getByText('Cards only').first().click();
  await page.getByRole('button', { name: /^Start/ }).click();
  await expect(page.getByRole('heading', { name: /3 devices done/ })).toBeVisible({ timeout: 25_000 });
  const [batch] = await answerTo(page, 'batches', {});
  expect(batch).toMatchObject({ profileName: 'GW-200 installation', profileVersion: 2 });
  expect((await onlyProfile(page)).lastUse).toMatchObject({ batchId: batch?.batchId, version: 2 });
  await page.keyboard.press('F6');
  await expect(page.getByRole('row', { name: /GW-200 installation/ })).toContainText('v2');
  await examine(page, '66-profiles');
  expect(complaints).toEqual([]);
});

test('every fault is listed as it is typed, leads to its place, and keeps the profile from being saved', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  const profileId = await openText(page, installation);
  await editor(page).click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('"IMEI:{{imei}}", "label": "{{serial');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('x');
  const faults = page.getByRole('region', { name: 'Faults' });
  await expect(faults).toContainText('1 fault to mend before it can be saved');
  await expect(faults).toContainText('line 6, column 47');
  await expect(faults).toContainText('PROFILE_VARIABLE_UNKNOWN');
  await expect(page.getByRole('button', { name: /^Save/ })).toBeDisabled();
  await examine(page, '67-profile-faults');
  await page.keyboard.press('Control+Home');
  await faults.getByRole('button').click();
  await page.keyboard.press('Control+c');
  await expect(page.locator('.cm-activeLine')).toContainText('"label": "{{serialx}}"');
  await expect(page.locator('.cm-lintRange-error')).toHaveText('"{{serialx}}"');
  // Whoever asks main directly is told the same.
  const wrong = installation.replace('{{serial}}', '{{serialx}}');
  const refused = await call(page, 'saveProfile', { profileId, base: 1, text: wrong });
  expect(refused).toMatchObject({
    kind: 'fault',
    fault: { code: 'PROFILE_VARIABLE_UNKNOWN', place: { line: 6 } },
  });
  await editor(page).focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('status').getByText('No fault')).toBeVisible();
  await expect(page.getByText('unsaved changes')).toHaveCount(0);
  await page
    .getByRole('navigation', { name: 'Outline' })
    .getByRole('button', { name: /Session plan/ })
    .click();
  await expect(page.locator('.cm-activeLine')).toContainText('"sessionPlan"');
  await page.keyboard.press('Escape');
  await expect(editor(page)).not.toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Profiles', level: 1 })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('what is typed is there after the workstation was killed, and is not saved by that', async ({
  folder,
}) => {
  test.setTimeout(180_000);
  const first = await launch(folder);
  const page = await firstWindow(first);
  const profileId = await openText(page, installation);
  await editor(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('half a wor');
  await expect
    .poll(async () => (await answerTo(page, 'profile', { profileId })).draft?.text.endsWith('half a wor'))
    .toBe(true);
  first.process().kill('SIGKILL');
  const again = await launch(folder);
  const next = await firstWindow(again);
  await goByKey(next, 'F6', 'Profiles');
  await next.getByRole('row', { name: /GW-200 installation/ }).click();
  await expect(next.getByText('unsaved changes')).toBeVisible();
  await expect(next.getByRole('region', { name: 'Faults' })).toContainText('not valid JSON');
  await next.keyboard.press('m');
  await next.getByRole('menuitem', { name: /Discard/ }).press('Enter');
  await expect(next.getByRole('dialog')).toContainText('is as version 1 has it again');
  await next.keyboard.press('Enter');
  await expect(next.getByRole('status').getByText('No fault')).toBeVisible();
  const { draft, text } = await answerTo(next, 'profile', { profileId });
  expect(draft).toBeUndefined();
  expect(text).toBe(installation);
  await again.close();
});

test('a save on top of a newer version is refused, nothing is lost, and it can go on from there', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const profileId = await openText(page, installation);
  await tab(page, 'Forms').click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Mine');
  const theirs = installation.replace('Meter gateways', 'Other gateways');
  await answerTo(page, 'saveProfile', { profileId, base: 1, text: theirs });
  await saveVersion(page, 2);
  await expect(page.getByRole('alert')).toContainText('PROFILE_NEWER');
  await page.getByRole('alert').getByRole('button', { name: 'Compare' }).click();
  await expect(
    page.getByText('Version 2 was saved after the one that these changes began with.'),
  ).toBeVisible();
  await page.getByRole('combobox', { name: 'From' }).selectOption('2');
  const compare = page.getByRole('region', { name: 'Compare' });
  await expect(compare).toContainText('Other gateways');
  await expect(compare).toContainText('Mine');
  await page.getByRole('button', { name: 'Go on from version 2' }).click();
  await saveVersion(page, 3);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect((await onlyProfile(page)).versions).toBe(3);
  expect((await answerTo(page, 'profileVersion', { profileId, number: 3 })).text).toContain(
    '"title": "Mine"',
  );
});

test('files that are no profiles are refused or kept with their faults, and stop nothing', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await goByKey(page, 'F6', 'Profiles');
  await importText(page, 'long.json', JSON.stringify({ name: 'Long', description: 'x'.repeat(5_000_000) }));
  await expect(page.getByText(/PROFILE_TOO_LONG/)).toBeVisible();
  expect(await profiles(page)).toEqual([]);
  const named = (name: string) => installation.replace('"GW-200 installation"', `"${name}"`);
  const odd: readonly (readonly [string, string, string])[] = [
    ['deep', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`, 'nested deeper than 64'],
    ['words', 'no profile at all', 'not valid JSON'],
    [
      'proto',
      named('Proto').replace('"forms": {', '"forms": {\n "__proto__": { "title": "x" },'),
      '__proto__',
    ],
    ['twice', named('Twice').replace('"version": 1,', '"version": 1, "version": 2,'), 'is there twice'],
  ];
  for (const [name, text, words] of odd) {
    await goByKey(page, 'F6', 'Profiles');
    await importText(page, `${name}.json`, text);
    await expect(page.getByRole('region', { name: 'Faults' })).toContainText(words);
    await expect(page.getByRole('button', { name: /^Save/ })).toBeDisabled();
    await tab(page, 'Forms').click();
    await tab(page, 'Versions').click();
    await expect(page.getByText('There is only one version yet')).toBeVisible();
  }
  const kept = await profiles(page);
  expect(kept.map(({ versions, draft }) => [versions, draft])).toEqual(kept.map(() => [0, true]));
  expect(kept.every(({ faults }) => faults > 0)).toBe(true);
});

test('a profile that was dropped for a batch is offered to be kept', async ({ page }) => {
  test.setTimeout(120_000);
  await goByKey(page, 'F2', 'Batches');
  await expect(page.getByRole('heading', { name: 'No batch yet' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'From the library' })).toBeDisabled();
  await page
    .getByRole('group', { name: 'Profile' })
    .locator('input[type=file]')
    .setInputFiles({
      name: 'installation.profile.json',
      mimeType: 'application/json',
      buffer: Buffer.from(installation),
    });
  await page.getByRole('group', { name: 'Device list' }).locator('input[type=file]').setInputFiles(list);
  await expect(page.getByText('3 rows, no fault')).toBeVisible();
  await page.getByRole('button', { name: 'Keep in the library' }).click();
  await expect(page.getByText('Kept in the library')).toBeVisible();
  const { profileId, version } = await onlyProfile(page);
  expect(version).toBe(1);
  await expect(page.getByRole('combobox', { name: 'From the library' })).toHaveValue(profileId);
  await expect(page.getByText('3 rows, no fault')).toBeVisible();
});

test('a technician begins batches with what is in the library, and changes nothing of it', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const profileId = await openText(page, installation);
  const [engineer, technician] = ['273914', '518362'];
  await answerTo(page, 'addOperator', { name: 'Erin', role: 'engineer', pin: engineer });
  const people = await answerTo(page, 'addOperator', { name: 'Toni', role: 'technician', pin: technician });
  const { operatorId = '' } = people.find(({ name }) => name === 'Toni') ?? {};
  await answerTo(page, 'signIn', { kind: 'pin', operatorId, pin: technician });
  await expect(page.getByRole('heading', { name: 'Bench', level: 1 })).toBeVisible();
  for (const [name, request] of [
    ['saveProfile', { profileId, base: 1, text: '{}' }],
    ['keepProfileDraft', { profileId, base: 1, text: '{}' }],
    ['createProfile', { from: { kind: 'copy', profileId } }],
    ['archiveProfile', { profileId, archived: true }],
  ] as const)
    expect(await call(page, name, request)).toMatchObject({
      kind: 'fault',
      fault: { code: 'OPERATOR_NOT_PERMITTED' },
    });
  expect(await profiles(page)).toMatchObject([{ versions: 1, draft: false, archived: false }]);
  await page.getByRole('button', { name: /New batch/ }).click();
  await page.getByRole('combobox', { name: 'From the library' }).selectOption(profileId);
  await page.getByRole('group', { name: 'Device list' }).locator('input[type=file]').setInputFiles(list);
  await expect(page.getByText('3 rows, no fault')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toBeEnabled();
});
