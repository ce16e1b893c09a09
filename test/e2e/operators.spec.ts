import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Locator, Page } from '@playwright/test';
import { Encrypter } from 'age-encryption';
import type { CallResult } from '../../core/api.ts';
import type { CallName } from '../../core/api-requests.ts';
import { secretOf } from '../../core/secrets.ts';
import { passphraseKeeper } from '../../main/vault/passphrase-keeper.ts';
import { openVault } from '../../main/vault/vault.ts';
import { changeKeeper, keyFileKeeper } from '../../main/vault/vault-key.ts';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, call, expect, firstWindow, launch, scan, scanUntil, test } from './fixture.ts';
import { chooseFile, goByKey, openVirtualCard, provisionSample, saveTo } from './provisioned.ts';

const station = 'Virtual station';
const anna = { name: 'Anna Engineer', pin: '2580', badge: 'BADGE-ANNA-7' } as const;
const ben = { name: 'Ben Technician', pin: '1379', badge: 'BADGE-BEN-4' } as const;

const signInTitle = (page: Page) => page.getByRole('heading', { name: 'Who is at the bench?' });
const here = (page: Page, name: string) =>
  page.getByRole('button', { name: `${name} is signed in; lock the window` });

/** Names both, by the contract; whoever was named first is signed in. */
async function nameBoth(page: Page): Promise<void> {
  await answerTo(page, 'addOperator', { ...anna, role: 'engineer' });
  await answerTo(page, 'addOperator', { ...ben, role: 'technician' });
}

const shows = (what: Locator) => () => expect(what).toBeVisible({ timeout: 2000 });

async function signInByPin(page: Page, who: { readonly name: string; readonly pin: string }): Promise<void> {
  await page.getByRole('button', { name: who.name }).click();
  await page.keyboard.type(who.pin, { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(here(page, who.name)).toBeVisible();
}

/** Rows that are done, as the data folder has them: nobody is asked. */
function rowsDone(folder: string): number {
  const file = new DatabaseSync(path.join(folder, 'data', 'bench.sqlite'), { readOnly: true });
  try {
    return Number(file.prepare("SELECT count(*) AS done FROM job WHERE state = 'done'").get()?.done);
  } finally {
    file.close();
  }
}

const codeOf = (result: CallResult<CallName>) => (result.kind === 'fault' ? result.fault.code : 'answered');

test('a bench asks who is there from its first engineer on: by PIN, by touch, by badge', async ({ page }) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  await goByKey(page, 'F8', 'Settings');
  await page.getByRole('button', { name: 'Name the first engineer…' }).click();
  const first = page.getByRole('dialog', { name: 'Name the first engineer' });
  await first.getByLabel('Name').fill(anna.name);
  await first.getByLabel('PIN', { exact: true }).fill('1234');
  await first.getByLabel('PIN once more').fill('1234');
  await page.keyboard.press('Enter');
  await expect(first.getByRole('alert')).toContainText('OPERATOR_PIN_UNFIT');
  await first.getByLabel('PIN', { exact: true }).fill(anna.pin);
  await first.getByLabel('PIN once more').fill(anna.pin);
  await first.getByLabel('Badge').focus();
  await scan(page, anna.badge);
  // The scanner's Enter ends the code, and does nothing else.
  await expect(first).toBeVisible();
  await examine(page, '80-operators-first');
  await first.getByRole('button', { name: 'Name and sign in' }).click();
  await expect(here(page, anna.name)).toBeVisible();

  await goByKey(page, 'F8', 'Settings');
  await page.getByRole('button', { name: 'Add operator…' }).click();
  const second = page.getByRole('dialog', { name: 'Add an operator' });
  await second.getByLabel('Name').fill(ben.name);
  await second.getByLabel('PIN', { exact: true }).fill(ben.pin);
  await second.getByLabel('PIN once more').fill(ben.pin);
  await second.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Operators' })).toContainText(ben.name);
  await examine(page, '81-settings-operators');

  await page.keyboard.press('F9');
  await expect(signInTitle(page)).toBeVisible();
  await expect(page.getByRole('navigation')).toBeHidden();
  await examine(page, '82-sign-in');
  await page.getByRole('button', { name: ben.name }).click();
  await expect(page.getByLabel(`PIN of ${ben.name}`)).toBeFocused();
  await examine(page, '83-sign-in-pin');
  // With a finger, and a slip of it.
  for (const digit of ['1', '3', '8']) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Erase the last digit' }).click();
  for (const digit of ['7', '9']) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: /Sign in/ }).click();
  await expect(here(page, ben.name)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await examine(page, '84-technician');

  await page.keyboard.press('F9');
  await expect(signInTitle(page)).toBeVisible();
  await scanUntil(page, anna.badge, shows(here(page, anna.name)));
  expect(complaints).toEqual([]);
});

test('wrong PINs make wait, in the window and behind it, and the right one waits too', async ({ page }) => {
  await nameBoth(page);
  await page.keyboard.press('F9');
  await page.getByRole('button', { name: ben.name }).click();
  for (let times = 0; times < 3; times++) {
    await page.keyboard.type('0000', { delay: 60 });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('OPERATOR_PIN_WRONG');
    await expect(page.getByLabel(`PIN of ${ben.name}`)).toHaveValue('');
  }
  await page.keyboard.type(ben.pin, { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('OPERATOR_WAIT');
  await expect(page.getByRole('alert')).toContainText(/in \d seconds/);
  await examine(page, '85-sign-in-wait');
  const state = await answerTo(page, 'signInState', {});
  if (state.kind !== 'signedOut') throw new Error('somebody is signed in');
  const [{ operatorId } = { operatorId: '' }] = state.operators.filter(({ name }) => name === ben.name);
  // Somebody else need not wait, and an unknown badge signs nobody in.
  await page.keyboard.press('Escape');
  await scanUntil(page, '352099001761770', shows(page.getByText('OPERATOR_BADGE_UNKNOWN')));
  await signInByPin(page, anna);
  // With a new PIN from an engineer nobody waits any more.
  await answerTo(page, 'changeOperator', { operatorId, pin: '8642' });
  await page.keyboard.press('F9');
  await signInByPin(page, { ...ben, pin: '8642' });
});

test('a technician reaches neither settings nor profiles, and main refuses what the window does not offer', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(120_000);
  await provisionSample(page);
  await nameBoth(page);
  await saveTo(app, path.join(folder, 'saved'));
  await page.keyboard.press('F9');
  await signInByPin(page, ben);
  const navigation = page.getByRole('navigation', { name: 'Screens' });
  await expect(navigation.getByRole('button', { name: /^Devices/ })).toBeVisible();
  for (const name of [/^Settings/, /^Profiles/])
    await expect(navigation.getByRole('button', { name })).toBeHidden();
  for (const key of ['F6', 'F8']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('heading', { name: /^(Settings|Profiles)$/ })).toBeHidden();
  }
  await openVirtualCard(page);
  await expect(page.getByRole('button', { name: 'Write for…' })).toBeVisible();
  for (const name of ['Erase…', 'Unlock…']) await expect(page.getByRole('button', { name })).toBeHidden();

  const [batch] = await answerTo(page, 'batches', {});
  const [session] = (await answerTo(page, 'sessions', { filter: 'all', search: '', offset: 0, limit: 1 }))
    .rows;
  const forged = [
    await call(page, 'saveSettings', { theme: 'dark', sounds: false }),
    await call(page, 'eraseCard', { station, overwriteUnknown: true }),
    await call(page, 'copyCard', { station }),
    await call(page, 'saveReport', { batchId: batch?.batchId ?? '', format: 'csv' }),
    await call(page, 'exportSession', { sessionId: session?.sessionId ?? '' }),
    await call(page, 'saveBootstrapAccess', { deviceId: session?.deviceId ?? '' }),
    await call(page, 'addOperator', { name: 'Mallory', role: 'engineer', pin: '2846' }),
    await call(page, 'operators', {}),
    await call(page, 'security', {}),
    await call(page, 'lockProduction', {}),
    await call(page, 'saveIdleMinutes', { minutes: 0 }),
  ];
  expect(forged.map(codeOf)).toEqual(forged.map(() => 'OPERATOR_NOT_PERMITTED'));
  // What a technician is there for goes.
  expect(codeOf(await call(page, 'verifyCard', { station }))).not.toBe('OPERATOR_NOT_PERMITTED');
  expect((await answerTo(page, 'overview', {})).settings.theme).toBe('system');

  await page.keyboard.press('F9');
  await expect(signInTitle(page)).toBeVisible();
  const locked = [
    await call(page, 'overview', {}),
    await call(page, 'batches', {}),
    await call(page, 'session', { sessionId: session?.sessionId ?? '' }),
    await call(page, 'pauseBatch', { batchId: batch?.batchId ?? '' }),
    await call(page, 'saveSettings', { theme: 'dark', sounds: false }),
  ];
  expect(locked.map(codeOf)).toEqual(locked.map(() => 'OPERATOR_SIGN_IN_NEEDED'));
});

test('a batch goes on behind the lock, and a badge switches who is there, also in a field', async ({
  page,
  folder,
}) => {
  test.setTimeout(120_000);
  await nameBoth(page);
  await page.getByRole('button', { name: /Try it with a virtual card/ }).click();
  await expect(page.getByRole('region', { name: station })).toBeVisible();
  await page.keyboard.press('F9');
  await expect(signInTitle(page)).toBeVisible();
  await page.evaluate(() => {
    Reflect.set(window, 'heard', 0);
    const hear = () => Reflect.set(window, 'heard', Number(Reflect.get(window, 'heard')) + 1);
    window.bench?.on('station', hear);
    window.bench?.on('batch', hear);
    window.bench?.on('jobsChanged', hear);
  });
  const doneBefore = rowsDone(folder);
  await expect.poll(() => rowsDone(folder), { timeout: 20_000 }).toBeGreaterThan(doneBefore);
  // It went on, and nobody was there to be told.
  expect(await page.evaluate(() => Reflect.get(window, 'heard'))).toBe(0);
  await scanUntil(page, ben.badge, shows(here(page, ben.name)));
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible({ timeout: 25_000 });

  await page.keyboard.press('F3');
  const search = page.getByRole('searchbox');
  await search.focus();
  await scanUntil(page, anna.badge, shows(here(page, anna.name)));
  // Somebody else begins at the bench.
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible();
  await page.keyboard.press('F3');
  await search.focus();
  await scan(page, 'BX04101');
  await expect(here(page, anna.name)).toBeVisible();
  await expect(search).toHaveValue('BX04101');
  await expect(page.getByRole('row', { name: /BX04101-F/ })).toBeVisible();
});

test('a code that is scanned where nobody types finds its row, and is nobody’s badge', async ({ page }) => {
  await provisionSample(page);
  await nameBoth(page);
  await expect(here(page, anna.name)).toBeVisible();
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible();
  const search = page.getByRole('searchbox');
  await scanUntil(page, '352099001761770', async () => {
    await expect(search).toHaveValue('352099001761770', { timeout: 2000 });
  });
  await expect(here(page, anna.name)).toBeVisible();
});

test('who was there has to sign in again after a restart', async ({ app, page, folder }) => {
  await nameBoth(page);
  await expect(here(page, anna.name)).toBeVisible();
  await app.close();
  const again = await launch(folder);
  const reopened = await firstWindow(again);
  await expect(signInTitle(reopened)).toBeVisible();
  await signInByPin(reopened, ben);
  await again.close();
});

test('production data is locked against reading back, in main too, until the PIN of the lock is given', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(240_000);
  await provisionSample(page);
  await saveTo(app, path.join(folder, 'saved'));
  const [session] = (await answerTo(page, 'sessions', { filter: 'all', search: '', offset: 0, limit: 1 }))
    .rows;
  const [sessionId, deviceId] = [session?.sessionId ?? '', session?.deviceId ?? ''];
  await answerTo(page, 'writeCard', { station, deviceId, overwriteUnknown: false });
  const before = await answerTo(page, 'card', { station });
  expect(before.message?.objects.length).toBeGreaterThan(0);

  await goByKey(page, 'F8', 'Settings');
  await page.getByRole('button', { name: 'Lock…', exact: true }).click();
  const lock = page.getByRole('dialog', { name: 'Lock production data against reading back?' });
  await lock.getByLabel('PIN', { exact: true }).fill('2580');
  await lock.getByLabel('PIN once more').fill('2580');
  await examine(page, '86-production-lock');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Unlock…' })).toBeVisible();
  await expect(page.getByText('Production data locked')).toBeVisible();

  const refused = [
    await call(page, 'copyCard', { station }),
    await call(page, 'compareCard', { station }),
    await call(page, 'saveBootstrapAccess', { deviceId }),
    await call(page, 'exportSession', { sessionId }),
  ];
  expect(refused.map(codeOf)).toEqual(refused.map(() => 'PRODUCTION_LOCKED'));
  const { message } = await answerTo(page, 'card', { station });
  expect(message).toMatchObject({ sha256: before.message?.sha256, text: '', objects: [] });
  expect((await answerTo(page, 'session', { sessionId })).transcript.length).toBeGreaterThan(0);
  await openVirtualCard(page);
  await expect(
    page.getByText('Production data is locked: what is in the message is not shown.'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeVisible();
  for (const name of ['Save copy…', 'Compare with copy…'])
    await expect(page.getByRole('button', { name })).toBeHidden();
  await examine(page, '87-card-locked');

  await goByKey(page, 'F8', 'Settings');
  await page.getByRole('button', { name: 'Unlock…' }).click();
  const unlock = page.getByRole('dialog', { name: 'Take the lock away?' });
  await unlock.getByLabel('PIN').fill('1379');
  await page.keyboard.press('Enter');
  await expect(unlock.getByRole('alert')).toContainText('PRODUCTION_PIN_WRONG');
  await unlock.getByLabel('PIN').fill('2580');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Lock…', exact: true })).toBeVisible();
  expect(await answerTo(page, 'card', { station })).toMatchObject({
    message: { text: before.message?.text },
  });
});

test('an encrypted key file asks for its passphrase, and its key opens the card', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(180_000);
  const encrypter = new Encrypter();
  encrypter.setPassphrase('correct horse battery staple');
  encrypter.setScryptWorkFactor(12);
  const file = path.join(folder, 'delivery-12.age');
  writeFileSync(file, await encrypter.encrypt('41444D2D54455354\n'));
  await openVirtualCard(page);
  await page.keyboard.press('u');
  const dialog = page.getByRole('dialog', { name: 'Unlock the card' });
  await chooseFile(app, file);
  await dialog.getByRole('button', { name: 'Choose key file' }).click();
  const question = page.getByRole('dialog', { name: 'Encrypted key file' });
  await expect(question).toContainText('delivery-12.age');
  await question.getByLabel('Passphrase').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(question.getByRole('alert')).toContainText('KEY_FILE_PASSPHRASE_WRONG');
  await examine(page, '88-key-file-passphrase');
  // Escape closes the question, and not what is under it.
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Choose key file' }).click();
  await question.getByLabel('Passphrase').fill('correct horse battery staple');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('1 key');
  await dialog.getByRole('button', { name: 'Show the issuer key' }).click();
  await expect(page.getByText('The card took the issuer key')).toBeVisible();

  // A file for the bench itself opens without a question.
  const { keyRecipient } = await answerTo(page, 'security', {});
  const own = new Encrypter();
  own.addRecipient(keyRecipient);
  const ownFile = path.join(folder, 'own.age');
  writeFileSync(ownFile, await own.encrypt('8944500000000700001 41444D2D54455354\n'));
  await chooseFile(app, ownFile);
  expect(await answerTo(page, 'chooseAdmKeys', {})).toMatchObject({ kind: 'chosen', keys: 1 });
  expect((await answerTo(page, 'security', {})).keptIssuerKeys).toBe(1);
});

test('Settings say what protects the vault, and put it under a passphrase that the next start asks for', async ({
  app,
  page,
  folder,
}) => {
  test.setTimeout(120_000);
  const { vault } = await answerTo(page, 'security', {});
  await goByKey(page, 'F8', 'Settings');
  const secrets = page.getByRole('region', { name: 'Secrets' });
  if (vault.kind === 'keyStore' && vault.basicText) {
    await expect(secrets).toContainText('basic_text');
    await expect(secrets).toContainText('not protected');
  } else if (vault.kind === 'keyFile') await expect(secrets).toContainText('not protected');
  else await expect(secrets).not.toContainText('not protected');

  await secrets.getByRole('button', { name: 'Passphrase…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Protect the vault with a passphrase' });
  const type = async (passphrase: string) => {
    await dialog.getByLabel('New passphrase', { exact: true }).fill(passphrase);
    await dialog.getByLabel('New passphrase once more').fill(passphrase);
    await page.keyboard.press('Enter');
  };
  await type('short');
  await expect(dialog.getByRole('alert')).toContainText('PASSPHRASE_TOO_SHORT');
  await examine(page, '90-vault-passphrase');
  await type('correct horse battery');
  await expect(dialog).toBeHidden();
  await expect(secrets.getByRole('button', { name: 'New passphrase…' })).toBeVisible();
  await expect(secrets).not.toContainText('not protected');
  // The old one has to be known for another one.
  const change = { passphrase: 'staple correct horse', oldPassphrase: 'correct horse staple' };
  expect(codeOf(await call(page, 'protectVault', { passphrase: change.passphrase }))).toBe(
    'VAULT_PASSPHRASE_NEEDED',
  );
  expect(codeOf(await call(page, 'protectVault', change))).toBe('VAULT_PASSPHRASE_WRONG');
  await app.close();
  const again = await launch(folder);
  const reopened = await firstWindow(again);
  await reopened.getByLabel('Passphrase').fill('correct horse battery');
  await reopened.keyboard.press('Enter');
  await expect(reopened.getByRole('button', { name: /Try it with a virtual card/ })).toBeVisible();
  await again.close();
});

test('a vault under a passphrase is opened in the window, before anything else is answered', async ({
  folder,
}) => {
  test.setTimeout(120_000);
  const data = path.join(folder, 'data');
  const passphrase = 'correct horse battery staple';
  openVault(data, keyFileKeeper);
  changeKeeper(data, keyFileKeeper, passphraseKeeper(secretOf(passphrase)));
  const app = await launch(folder);
  const page = await firstWindow(app);
  await expect(page.getByRole('heading', { name: 'This data folder is protected' })).toBeVisible();
  expect(codeOf(await call(page, 'overview', {}))).toBe('VAULT_PASSPHRASE_NEEDED');
  await examine(page, '89-open-vault');
  const field = page.getByLabel('Passphrase');
  await field.fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('VAULT_PASSPHRASE_WRONG');
  await field.fill(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /Try it with a virtual card/ })).toBeVisible();
  expect((await answerTo(page, 'security', {})).vault).toEqual({ kind: 'passphrase' });
  await app.close();
});
