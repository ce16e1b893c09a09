import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { examples, runCli, temporaryFolder } from '../support/cli.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';

let server: PostgresServer;
test.beforeAll(async () => {
  server = await startPostgres();
});
test.afterAll(() => server.stop());

test('a bench shares an order, sees what another one did, and says when the order book is away', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = complaintsOf(page);
  const address = await server.database('orders_window');
  await page.getByRole('button', { name: 'Settings' }).click();
  const group = page.getByRole('region', { name: 'Order book' });
  await group.getByRole('button', { name: 'Connect…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Order book' });
  await dialog.getByLabel('Address').fill(address);
  await dialog.getByLabel('Password').fill('wrong');
  await dialog.getByLabel('Name of this bench').fill('North');
  await examine(page, '120-order-book-dialog');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('ORDER_BOOK_REFUSED');
  await dialog.getByLabel('Password').fill(server.password);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(group.getByText('connected', { exact: true }).first()).toBeVisible();
  await expect(group.getByRole('listitem')).toContainText('North');
  await group.scrollIntoViewIfNeeded();
  await examine(page, '121-order-book');

  const text = (name: string) => ({ name, text: readFileSync(path.join(examples, name), 'utf8') });
  const { batchId } = await answerTo(page, 'createBatch', {
    ...{ name: 'Shared delivery', mode: 'cardThenSimulatedDevice', overwrite: false, shared: true },
    ...{ profile: text('gateway.profile.json'), list: text('devices-3.csv'), stations: ['Virtual station'] },
  });
  await page.keyboard.press('F1');
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible({ timeout: 30_000 });

  const folder = temporaryFolder('south');
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, server.password);
  const connected = await runCli(
    ...['order-book', 'connect', address, '--data', path.join(folder, 'data'), '--name', 'South'],
    ...['--password-file', passwordFile],
  );
  expect(connected.code, connected.errors).toBe(0);
  const known = connected.lines.find(({ event }) => event === 'order');
  expect(known).toMatchObject({ batch: batchId, name: 'Shared delivery', rows: 3, done: 3 });
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(group.getByRole('listitem').filter({ hasText: 'South' })).toBeVisible();

  await server.kill();
  await expect(group.getByText('cannot be reached').first()).toBeVisible({ timeout: 20_000 });
  await group.scrollIntoViewIfNeeded();
  await examine(page, '122-order-book-away');
  await server.start();
  await expect(group.getByText('connected', { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  await group.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(group.getByText('Every order is this bench’s own')).toBeVisible();
  expect(complaints).toEqual([]);
});
