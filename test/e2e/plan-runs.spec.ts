import { readFileSync } from 'node:fs';
import path from 'node:path';
import { examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import { goByKey, provisionSample, saveTo } from './provisioned.ts';

test.use({ switches: ['--full-pace'] });

const gateway = 'urn:oma:mo:example-gateway:1.0/gateway';

test('a plan is run on the devices that are selected, and what each reports is followed and saved', async ({
  app,
  folder,
  page,
}) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  await answerTo(page, 'createProfile', { from: { kind: 'sample', file: 'gateway.profile.json' } });
  await goByKey(page, 'F3', 'Devices');
  await page
    .getByRole('row', { name: /BX04100/ })
    .getByRole('checkbox')
    .click();
  await page.getByRole('button', { name: /Select all/ }).click();
  await page.getByRole('button', { name: 'Run a plan…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('group', { name: 'Steps' }).getByRole('checkbox').first()).toBeChecked();
  await examine(page, '82-plan-dialog');
  await dialog.getByRole('button', { name: /Check and queue/ }).click();
  await dialog.getByRole('button', { name: /See what becomes of it/ }).click();
  const grid = page.getByRole('grid', { name: 'Plans' });
  await expect(grid.getByRole('row', { name: /done/ })).toHaveCount(3, { timeout: 30_000 });
  await examine(page, '83-plan-run');
  const file = path.join(folder, 'results.csv');
  await saveTo(app, file);
  await page.getByRole('button', { name: 'Save as CSV…' }).click();
  await expect(page.getByText('Results saved')).toBeVisible();
  expect(readFileSync(file, 'utf8').match(/"done"/g)).toHaveLength(3);
});

test('what some devices cannot run is queued for none, and for the others when somebody says so', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  await goByKey(page, 'F3', 'Devices');
  await page.getByRole('tab', { name: 'Plan runs' }).click();
  await expect(page.getByText('No plan was run yet')).toBeVisible();
  await examine(page, '84-no-plan-run');
  await page.getByRole('tab', { name: 'Devices' }).click();
  await page
    .getByRole('row', { name: /BX04100/ })
    .getByRole('checkbox')
    .click();
  await page.getByRole('button', { name: /Select all/ }).click();
  await page.getByRole('button', { name: 'Run a plan…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('A file of commands').click();
  const choose = async (works: readonly object[]) => {
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose a file…' }).click();
    await (await chooser).setFiles({
      ...{ name: 'commands.json', mimeType: 'application/json' },
      buffer: Buffer.from(JSON.stringify(works)),
    });
  };
  await choose([{ kind: 'DELETE', target: `${gateway}/Old/{{nobody}}` }]);
  await dialog.getByRole('button', { name: /Check and queue/ }).click();
  await expect(dialog.getByRole('status')).toContainText('3 of 3 devices cannot run it. Nothing was queued.');
  await expect(dialog).toContainText('needs {{nobody}}');
  // Nobody is left: there is nothing to leave out for.
  await expect(dialog.getByRole('button', { name: /Leave out/ })).toHaveCount(0);
  await examine(page, '85-plan-refused');
  expect(await answerTo(page, 'planRuns', {})).toEqual([]);
});

test('the rest of a plan is cancelled after one question, and what waited is not sent', async ({ page }) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  const { profileId } = await answerTo(page, 'createProfile', {
    from: { kind: 'sample', file: 'gateway.profile.json' },
  });
  const { rows } = await answerTo(page, 'devices', { search: '', offset: 0, limit: 10 });
  await answerTo(page, 'startPlanRun', {
    source: { kind: 'library', profileId, plan: 'sessionPlan', steps: [] },
    ...{ deviceIds: rows.map(({ deviceId }) => deviceId), leaveOut: false, notify: false },
  });
  await goByKey(page, 'F3', 'Devices');
  await page.getByRole('tab', { name: 'Plan runs' }).click();
  const grid = page.getByRole('grid', { name: 'Plans' });
  await expect(grid.getByRole('row', { name: /queued|away/ })).toHaveCount(3);
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Cancel the rest of this plan?' });
  await expect(dialog).toBeVisible();
  await examine(page, '86-plan-cancel');
  await page.keyboard.press('Enter');
  await expect(grid.getByRole('row', { name: /cancelled/ })).toHaveCount(3);
  // There is nothing left to cancel.
  await expect(page.getByRole('button', { name: /Cancel the rest/ })).toHaveCount(0);
  const commands = await answerTo(page, 'queuedCommands', { deviceId: rows[0]?.deviceId ?? '' });
  expect(commands.map(({ state }) => state.kind)).toEqual(commands.map(() => 'cancelled'));
});
