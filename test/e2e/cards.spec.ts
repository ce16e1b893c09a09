import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import {
  chooseFile,
  currentSection,
  goByKey,
  openVirtualCard,
  provisionSample,
  sampleDevice,
  saveTo,
} from './provisioned.ts';

test.use({ switches: ['--full-pace'] });

const station = 'Virtual station';
const otherDevice = 'BX04100-C';
/** The issuer key of virtual cards, and one that is not. */
const rightKey = '41444D2D54455354';
const wrongKey = '0102030405060708';

/** Whose the card is, as the screen says it large. */
function holder(page: Page, words: string) {
  return page.getByRole('heading', { level: 2, name: words, exact: true });
}

/** Writes the card for a device by the keyboard: found by its label, asked once, and written. */
async function writeFor(page: Page, label: string): Promise<void> {
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type(label);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: `Write this card for ${label}?` })).toBeVisible();
}

/** A key file in the folder of the test. */
function keyFile(folder: string, key: string): string {
  const file = path.join(folder, `${key}.txt`);
  writeFileSync(file, `${key}\n`);
  return file;
}

test('with nothing plugged in there is a virtual card: empty, prepared, and shown octet by octet', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  await openVirtualCard(page);
  await expect(currentSection(page)).toHaveAccessibleName('Cards');
  await expect(holder(page, 'Empty card')).toBeVisible();
  await expect(page.getByText('3 tries left').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Erase…' })).toBeDisabled();
  const { card } = await answerTo(page, 'card', { station });
  const facts = page.getByRole('region', { name: 'The card' });
  await expect(facts).toContainText('T=1');
  await expect(facts).toContainText('selected by its AID');
  const files = page.getByRole('grid', { name: 'Files' });
  await expect(files).toHaveAttribute('aria-rowcount', String(card.files.length + 2));
  await files.focus();
  await page.keyboard.press('ArrowDown');
  const directory = page.getByRole('region', { name: 'EF.DIR 2F00', exact: true });
  await expect(directory).toContainText('61');
  await expect(directory).toContainText('PKCS-1');
  await files.getByRole('row', { name: /EF\(ODF\)/ }).click();
  await expect(page.getByText('Nothing but padding is in it.')).toBeVisible();
  // No device is known yet: what to do first is offered.
  await page.keyboard.press('w');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Run the sample' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await examine(page, '50-cards-empty');
  expect(complaints).toEqual([]);
});

test('a card is written for a device, read back, compared, and erased by name', async ({ page }) => {
  test.setTimeout(240_000);
  await provisionSample(page);
  await openVirtualCard(page);
  await page.keyboard.press('w');
  await expect(page.getByRole('row', { name: new RegExp(sampleDevice.label) })).toBeVisible();
  await examine(page, '51-cards-write');
  await page.keyboard.press('Escape');

  await writeFor(page, sampleDevice.label);
  await expect(page.getByText('nothing is overwritten')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Written for ${sampleDevice.label}, and read back`)).toBeVisible();
  // The batch wrote its own card for the device: this one is said to be a copy.
  await expect(holder(page, `Copy of the card of ${sampleDevice.label}`)).toBeVisible();
  const { message, card } = await answerTo(page, 'card', { station });
  const side = page.getByRole('region', { name: 'Bootstrap message' });
  await expect(side).toContainText(message?.sha256 ?? 'no digest');
  await expect(side).toContainText(message?.accounts[0]?.serverUri ?? 'no server');
  expect(card.files.find((file) => file.file.includes('6431'))?.content).toBeUndefined();
  await page.keyboard.press('j');
  const raw = page.getByRole('region', { name: 'Raw JSON' });
  await expect(raw).toContainText('"ClientURI"');
  await expect(raw).toContainText('••••');
  await page.keyboard.press('j');
  await page.getByRole('row', { name: /DM_Bootstrap/ }).click();
  await expect(page.getByText('its octets stay in the workstation')).toBeVisible();
  await examine(page, '52-cards-written');

  await page.keyboard.press('v');
  await expect(page.getByText('As the batch wrote it')).toBeVisible();
  await examine(page, '53-cards-same');
  await page.keyboard.press('Escape');
  await expect(page.getByText('As the batch wrote it')).toBeHidden();

  // What another device has on it is overwritten only after it was named.
  await writeFor(page, otherDevice);
  await expect(page.getByText(`It overwrites a copy of the card of ${sampleDevice.label}`)).toBeVisible();
  await examine(page, '54-cards-overwrite');
  await page.keyboard.press('Escape');
  await expect(holder(page, `Copy of the card of ${sampleDevice.label}`)).toBeVisible();
  await writeFor(page, otherDevice);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Written for ${otherDevice}, and read back`)).toBeVisible();

  await page.keyboard.press('x');
  const question = page.getByRole('dialog', { name: `Erase the copy of the card of ${otherDevice}?` });
  await expect(question).toBeVisible();
  await examine(page, '55-cards-erase');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Erased: no message was read back')).toBeVisible();
  await expect(holder(page, 'Empty card')).toBeVisible();
  expect((await answerTo(page, 'card', { station })).message).toBeUndefined();
});

test('a copy is saved, and a card is compared with it', async ({ app, page, folder }) => {
  test.setTimeout(180_000);
  await provisionSample(page);
  await openVirtualCard(page);
  await writeFor(page, sampleDevice.label);
  await page.keyboard.press('Enter');
  await expect(page.getByText('and read back')).toBeVisible();
  const file = path.join(folder, 'card.json');
  await saveTo(app, file);
  await page.keyboard.press('s');
  await expect(page.getByText('Copy saved')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain('dm-bench-card');
  await chooseFile(app, file);
  await page.keyboard.press('c');
  await expect(page.getByText('Same as the copy')).toBeVisible();
  await writeFor(page, otherDevice);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Written for ${otherDevice}, and read back`)).toBeVisible();
  await page.keyboard.press('c');
  await expect(page.getByText(/Differs from the copy in \d+ file/)).toBeVisible();
  await expect(page.getByText('octets differ').first()).toBeVisible();
  await examine(page, '56-cards-compared');
  // What is no copy of a card is refused in words, and the card stays what it is.
  await chooseFile(app, keyFile(folder, rightKey));
  await page.keyboard.press('c');
  await expect(page.getByRole('alert').filter({ hasText: 'CARD_COPY_WRONG' })).toBeVisible();
  await expect(holder(page, `Copy of the card of ${otherDevice}`)).toBeVisible();
});

test('a card is unlocked by hand: counters first, and the last try only after a warning', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(180_000);
  await openVirtualCard(page);
  await page.keyboard.press('u');
  const dialog = page.getByRole('dialog', { name: 'Unlock the card' });
  await expect(dialog).toContainText('3 tries left');
  await dialog.getByText('PIN', { exact: true }).click();
  const { tries } = await answerTo(page, 'card', { station });
  expect(tries.adm).toEqual({ kind: 'left', tries: 3 });
  if (tries.pin.kind === 'missing') await expect(dialog).toContainText('no such key');
  await dialog.getByText('Issuer key (ADM)', { exact: true }).click();
  await chooseFile(app, keyFile(folder, wrongKey));
  await dialog.getByRole('button', { name: 'Choose key file' }).click();
  await expect(dialog).toContainText('1 key');
  for (const left of ['2 tries left', '1 try left']) {
    await dialog.getByRole('button', { name: 'Show the issuer key' }).click();
    await expect(dialog).toContainText(left);
  }
  await expect(dialog.getByRole('alert').first()).toContainText('This is the last try');
  const spend = dialog.getByRole('button', { name: 'Spend the last try' });
  await expect(spend).toBeDisabled();
  await page.keyboard.press('Enter');
  expect((await answerTo(page, 'card', { station })).tries.adm).toEqual({ kind: 'left', tries: 1 });
  await examine(page, '57-cards-last-try');
  // Another file takes the leave back that was given for the first one.
  await dialog.getByRole('checkbox').check();
  await chooseFile(app, keyFile(folder, rightKey));
  await dialog.getByRole('button', { name: 'Choose key file' }).click();
  await expect(dialog.getByRole('checkbox')).not.toBeChecked();
  await expect(spend).toBeDisabled();
  await dialog.getByRole('checkbox').check();
  await spend.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('The card took the issuer key')).toBeVisible();
  expect((await answerTo(page, 'card', { station })).tries.adm).toEqual({ kind: 'left', tries: 3 });
});

test.describe('while a batch takes its time', () => {
  test.use({ switches: [] });

  test('a reader that is at work in a batch says so, and its card is read as soon as the batch is through', async ({
    page,
  }) => {
    await page.getByRole('button', { name: /Try it with a virtual card/ }).click();
    await expect(page.getByRole('region', { name: station })).toBeVisible();
    await goByKey(page, 'F5', 'Cards');
    if ((await answerTo(page, 'overview', {})).stations.length > 1)
      await page.getByRole('tab', { name: station }).click();
    await expect(page.getByRole('heading', { name: 'At work in a batch' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Write for…' })).toBeDisabled();
    await expect(holder(page, 'Empty card')).toBeVisible({ timeout: 30_000 });
  });
});
