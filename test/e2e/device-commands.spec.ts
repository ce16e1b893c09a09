import { examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import { openSampleDevice, provisionSample, sampleDevice } from './provisioned.ts';

test.use({ switches: ['--full-pace'] });

const site = 'urn:oma:mo:example-gateway:1.0/gateway/Site';

test('commands are staged from the tree, checked, queued, and read back in the next session', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  await openSampleDevice(page);
  // A node of the tree: what it can be asked for stands beside it.
  const tree = page.getByRole('treegrid');
  await page.keyboard.press('/');
  await page.keyboard.type('Serial');
  await tree
    .getByRole('row', { name: /^Serial/ })
    .first()
    .click();
  const side = page.getByRole('complementary', { name: 'Device' });
  await side.getByRole('button', { name: 'Read', exact: true }).click();
  await side.getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('ClientURI')).toHaveValue(`${site}/Serial`);
  await dialog.getByLabel(/Data/).fill('{ "Serial": ');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('JSON is expected');
  await dialog.getByLabel(/Data/).fill('{ "Serial": "<b>new</b>" }');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);

  await page.getByRole('button', { name: /Commands \(2\)/ }).click();
  const panel = page.getByRole('region', { name: 'Commands' });
  await page.getByRole('button', { name: 'Add command' }).click();
  await dialog.getByLabel('Command', { exact: true }).selectOption('EXEC');
  await dialog.getByLabel('ClientURI').fill('urn:oma:mo:oma-dm-devinfo:1.0//DevID');
  await page.keyboard.press('Control+Enter');
  // What the description of the object says against it is shown before anything is sent.
  await expect(panel).toContainText('The access types of the node do not have Exec.');
  await examine(page, '75-commands-staged');
  const queued = () => answerTo(page, 'queuedCommands', { deviceId: sampleDevice.deviceId });
  expect(await queued()).toEqual([]);
  await panel.getByRole('button', { name: 'Queue and notify' }).click();
  await expect
    .poll(
      async () =>
        (await queued()).map(({ state }) => (state.kind === 'reported' ? state.status : state.kind)),
      {
        timeout: 20_000,
      },
    )
    .toEqual([405, 200, 200]);
  await expect(panel).toContainText('405 not allowed');
  await examine(page, '76-commands-answered');
  // In place: the tree has what was read before it was changed; reading again tells the new value.
  await panel.getByRole('button', { name: 'Add command' }).click();
  await dialog.getByLabel(/ClientURIs/).fill(`${site}/Serial`);
  await page.keyboard.press('Control+Enter');
  await panel.getByRole('button', { name: 'Queue and notify' }).click();
  await expect.poll(async () => (await queued())[0]?.state.kind, { timeout: 20_000 }).toBe('reported');
  await expect(panel.getByRole('listitem').nth(3)).toContainText('200 OK');
  await panel.getByRole('button', { name: 'Back to the tree' }).click();
  await expect(tree).toContainText('<b>new</b>');
});

test('a command that waits can be cancelled', async ({ page }) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  await openSampleDevice(page);
  await page.keyboard.press('q');
  const panel = page.getByRole('region', { name: 'Commands' });
  await expect(panel).toContainText('No command yet');
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/ClientURIs/).fill(`${site}/`);
  await page.keyboard.press('Control+Enter');
  await panel.getByRole('button', { name: 'Queue 1 command' }).click();
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await expect(panel).toContainText('cancelled');
  const [command] = await answerTo(page, 'queuedCommands', { deviceId: sampleDevice.deviceId });
  expect(command?.state.kind).toBe('cancelled');
});
