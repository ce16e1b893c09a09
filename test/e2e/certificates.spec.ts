import { readFileSync } from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';
import type { Page } from '@playwright/test';
import { profileWith } from '../support/certificates.ts';
import { hasOpenssl, mustOpenssl, type OpensslAuthority, OpensslWorkshop } from '../support/openssl.ts';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, test } from './fixture.ts';
import { goByKey, saveTo } from './provisioned.ts';

test.skip(!hasOpenssl, 'there is no openssl to make an operator’s certificates with');
test.setTimeout(240_000);

/** Opens the part of the Server screen. */
async function openCertificates(page: Page): Promise<void> {
  await goByKey(page, 'F7', 'Server');
  await page.keyboard.press('6');
  await expect(page.getByRole('region', { name: 'Devices trust' })).toBeVisible();
}

/** Provisions the sample's rows with a certificate each. */
async function provisionWithCertificates(page: Page): Promise<void> {
  const { list } = await answerTo(page, 'sample', {});
  await answerTo(page, 'createBatch', {
    ...{ name: 'With certificates', profile: profileWith('certificate'), list },
    ...{ stations: ['Virtual station'], mode: 'cardThenSimulatedDevice' as const, overwrite: false },
  });
  await expect(page.getByRole('heading', { name: '3 devices done' })).toBeVisible({ timeout: 40_000 });
}

/** An operator's server certificate, its key protected by a password, with its root. */
async function operatorIn(folder: string): Promise<OpensslAuthority & { readonly root: string }> {
  const shop = new OpensslWorkshop(folder);
  const root = await shop.authority('Operator root');
  const server = await shop.certificate('bench.example', {
    ...{ above: root, days: 20 },
    extensions: 'extendedKeyUsage=serverAuth\nsubjectAltName=DNS:bench.example\n',
  });
  const key = shop.path('sealed.key');
  await mustOpenssl('pkcs8', '-topk8', '-in', server.key, '-out', key, '-passout', 'pass:geheim-geheim');
  return { certificate: server.certificate, key, root: root.certificate };
}

test('every device has a certificate of its own, found, looked at and revoked after one question', async ({
  app,
  page,
  folder,
}) => {
  const complaints = complaintsOf(page);
  await openCertificates(page);
  await expect(page.getByRole('heading', { name: 'No client certificate was issued' })).toBeVisible();
  await examine(page, '46-certificates-empty');
  await page.keyboard.press('F1');
  await provisionWithCertificates(page);
  await openCertificates(page);
  const grid = page.getByRole('grid', { name: 'Client certificates' });
  await expect(grid).toHaveAttribute('aria-rowcount', '4');
  await page.keyboard.press('/');
  await page.keyboard.type('352099001761770');
  await expect(grid).toHaveAttribute('aria-rowcount', '2');
  await grid.getByRole('row', { name: /BX04101-F/ }).click();
  const detail = page.getByRole('complementary', { name: 'Client certificate' });
  const { rows } = await answerTo(page, 'clientCertificates', {
    ...{ filter: 'all', search: '352099001761770', offset: 0, limit: 10 },
  });
  await expect(detail).toContainText(rows[0]!.serial);
  await examine(page, '46-certificates');

  const question = page.getByRole('dialog', { name: 'Revoke the certificate of BX04101-F?' });
  await page.keyboard.press('Delete');
  await expect(question).toContainText('also on connections that are open');
  await examine(page, '47-certificates-revoke');
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(detail).toContainText('valid');
  await page.keyboard.press('Delete');
  await expect(question).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(detail).toContainText('revoked');
  // The device is refused from now on, which is told of.
  await page.evaluate(
    async () => void (await window.bench?.call('callIn', { deviceId: 'IMEI:352099001761770' })),
  );
  const server = await answerTo(page, 'server', {});
  expect(server.refusals.map(({ fault }) => fault.code)).toContain('PEER_CERTIFICATE_REVOKED');

  await page.keyboard.press('Escape');
  await page.getByRole('radiogroup', { name: 'Which certificates' }).getByText('Revoked').click();
  await expect(grid.getByRole('row', { name: /revoked/ })).toHaveCount(1);
  const file = path.join(folder, 'bench.crl');
  await saveTo(app, file);
  await page.getByRole('button', { name: 'Save the list of revoked certificates' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  const list = await mustOpenssl('crl', '-inform', 'DER', '-in', file, '-noout', '-text');
  expect(list.toLowerCase()).toContain(rows[0]!.serial);
  expect(complaints).toEqual([]);
});

test('an operator’s certificate is dropped, refused with the reason, used, and left again', async ({
  page,
  folder,
}) => {
  const operator = await operatorIn(folder);
  const shown = async () => {
    const { https } = await answerTo(page, 'server', {});
    const { port } = new URL(https.dm);
    return new Promise<string>((resolve, reject) => {
      const socket = tls.connect(
        {
          host: '127.0.0.1',
          port: Number(port),
          servername: 'bench.example',
          ca: readFileSync(operator.root),
        },
        () => {
          resolve(socket.getPeerCertificate().subject.CN as string);
          socket.destroy();
        },
      );
      socket.once('error', reject);
    });
  };
  await openCertificates(page);
  await page.keyboard.press('i');
  const dialog = page.getByRole('dialog', { name: 'Import certificates' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await examine(page, '48-certificates-import');
  await dialog.locator('input[type=file]').setInputFiles([operator.certificate, operator.key, operator.root]);
  await expect(dialog).toContainText('bench.example.pem, sealed.key');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('sealed.key is protected by a password');
  await dialog.getByLabel('Password', { exact: true }).fill('falsch-falsch');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('The password does not open sealed.key');
  await expect(dialog.getByLabel('Password', { exact: true })).toHaveValue('');
  await examine(page, '48-certificates-refused');
  await dialog.getByLabel('Password', { exact: true }).fill('geheim-geheim');
  await page.keyboard.press('Enter');
  const outcome = page.getByRole('dialog', { name: 'Imported' });
  await expect(outcome).toContainText('is not for 127.0.0.1');
  await examine(page, '48-certificates-imported');
  await page.keyboard.press('Enter');
  await expect(outcome).toBeHidden();
  const panel = page.getByRole('region', { name: 'The server shows' });
  await expect(panel).toContainText('bench.example');
  await expect(panel).toContainText('imported');
  await expect(panel).toContainText('20 days left');
  expect(await shown()).toBe('bench.example');
  await examine(page, '49-certificates-in-use');

  await panel.getByRole('button', { name: 'Use the bench’s own'.replace('’', "'") }).click();
  const question = page.getByRole('dialog', { name: /Go back to the bench's own server certificate/ });
  await expect(question).toContainText('bench.example');
  await examine(page, '49-certificates-own');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText('DM Bench server');
  await expect(page.getByRole('region', { name: 'Devices trust' })).toContainText("the bench's own");
});

test('where the TLS library has no pre-shared keys, that is said, and a profile that asks for them is refused', async ({
  page,
}) => {
  await openCertificates(page);
  const { presharedKeys } = await answerTo(page, 'certificates', {});
  const panel = page.getByRole('region', { name: 'Devices are known by' });
  await expect(panel).toContainText(
    presharedKeys.kind === 'available' ? 'pre-shared keys (TLS-PSK)' : presharedKeys.fault.message,
  );
  const { list } = await answerTo(page, 'sample', {});
  const check = await answerTo(page, 'checkBatch', { profile: profileWith('presharedKey'), list });
  expect(check.profileFaults.map(({ code }) => code)).toEqual(
    presharedKeys.kind === 'available' ? [] : ['PRESHARED_KEYS_UNAVAILABLE'],
  );
});
