import { examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import { openSampleDevice, provisionSample, sampleDevice } from './provisioned.ts';

test.use({ switches: ['--full-pace'] });

const site = 'urn:oma:mo:example-gateway:1.0/gateway/Site';

test('commands that were carried out become a step of a profile, with what came back', async ({ page }) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  const made = await answerTo(page, 'createProfile', {
    from: { kind: 'sample', file: 'gateway.profile.json' },
  });
  await openSampleDevice(page);
  await answerTo(page, 'queueCommands', {
    ...{ deviceId: sampleDevice.deviceId, notify: true },
    works: [
      { kind: 'GET', targets: [`${site}/Serial`] },
      { kind: 'place', target: `${site}/Name`, data: { Name: 'Hall 8' } },
    ],
  });
  const queued = () => answerTo(page, 'queuedCommands', { deviceId: sampleDevice.deviceId });
  await expect
    .poll(async () => (await queued()).map(({ state }) => state.kind), { timeout: 20_000 })
    .toEqual(['reported', 'reported']);
  await page.keyboard.press('q');
  const panel = page.getByRole('region', { name: 'Commands' });
  await panel.getByRole('button', { name: 'Save as a step…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: /^GET/ })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: /HGET/ })).toBeChecked();
  await examine(page, '79-step-commands');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByLabel('Name of the step').fill('Name the hall');
  await dialog.getByLabel('After the step').selectOption('1');
  await expect(dialog.getByRole('checkbox', { name: /Serial = / })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: /\{\{serial\}\}/ })).toBeChecked();
  await examine(page, '80-step-place');
  await dialog.getByRole('button', { name: 'Add the step' }).click();
  // The profile with the step in sight: changed, not a version yet, and without a fault.
  await expect(
    page
      .getByText('unsaved changes')
      .or(page.getByText(/not saved|unsaved/i))
      .first(),
  ).toBeVisible();
  await expect(page.locator('.cm-content')).toContainText('Name the hall');
  await examine(page, '81-step-in-profile');
  const profileId = made.profileId;
  const { draft, versions } = await answerTo(page, 'profile', { profileId });
  expect(versions).toHaveLength(1);
  const changed = JSON.parse(draft?.text ?? '');
  expect(changed.sessionPlan[1]).toEqual({
    step: 'Name the hall',
    commands: [
      { command: 'GET', target: `${site}/Serial`, expect: { values: { Serial: '{{serial}}' } } },
      { command: 'HGET', configuration: 'name-the-hall' },
    ],
  });
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('dialog')).toContainText(/Save/);
  const acts = await answerTo(page, 'audit', {
    who: 'everybody',
    what: 'devices',
    search: '',
    offset: 0,
    limit: 50,
  } as never);
  expect(JSON.stringify(acts)).toContain('planStepAdded');
});
