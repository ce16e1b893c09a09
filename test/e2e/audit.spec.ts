import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { complaintsOf, examine } from './examine.ts';
import { answerTo, expect, firstWindow, launch, test } from './fixture.ts';
import { goByKey, provisionSample, sampleDevice, saveTo } from './provisioned.ts';

test.use({ switches: ['--full-pace'] });

async function openAudit(page: Page): Promise<void> {
  await goByKey(page, 'F7', 'Server');
  await page.keyboard.press('5');
  await expect(page.getByRole('grid', { name: 'Audit log' })).toBeVisible();
}

test('who did what is listed, found, verified and handed out', async ({ app, page, folder }) => {
  test.setTimeout(240_000);
  const complaints = complaintsOf(page);
  await provisionSample(page);
  await openAudit(page);
  const list = page.getByRole('grid', { name: 'Audit log' });
  await expect(page.getByText('Not verified yet')).toBeVisible();
  await expect(list.getByRole('row', { name: /Stations stopped: 3 done, 0 failed, 0 left/ })).toBeVisible();
  await expect(
    list.getByRole('row', { name: /Card written and read back at Virtual station/ }).first(),
  ).toContainText('the workstation');
  await page.keyboard.press('v');
  await expect(page.getByText(/^Verified up to entry \d+/)).toBeVisible();
  await examine(page, '46-audit');
  // That it was verified is an act, too.
  await expect(list.getByRole('row', { name: /Audit log verified up to entry/ })).toBeVisible();

  await page.getByRole('combobox', { name: 'What it was about' }).selectOption('Cards');
  await expect(list).toHaveAttribute('aria-rowcount', '7');
  await page.keyboard.press('/');
  await page.keyboard.type(sampleDevice.label);
  await expect(list).toHaveAttribute('aria-rowcount', '3');
  await list.getByRole('row', { name: /Card written and read back/ }).click();
  const detail = page.getByRole('complementary', { name: 'Audit entry' });
  await expect(detail).toContainText('8944 5');
  await expect(detail).toContainText('IMEI 352099 00 176177 0');
  await examine(page, '47-audit-entry');
  const ofBatch = path.join(folder, 'batch.jsonl');
  await saveTo(app, ofBatch);
  await page.keyboard.press('e');
  await expect(page.getByText('Audit log saved')).toBeVisible();
  expect(readFileSync(ofBatch, 'utf8')).toContain('"selection":{"kind":"batch"');
  await page.keyboard.press('d');
  await expect(page.getByRole('heading', { name: sampleDevice.label })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(detail).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveValue(sampleDevice.label);
  await page.keyboard.press('/');
  await page.keyboard.type('nobody');
  await expect(page.getByRole('heading', { name: 'No entry matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(list).toBeVisible();
  // Out of the search, so that keys are keys again.
  await page.keyboard.press('Escape');

  const exported = path.join(folder, 'audit.jsonl');
  await saveTo(app, exported);
  await page.keyboard.press('x');
  // What was said of the export before may still be there.
  await expect.poll(() => existsSync(exported)).toBe(true);
  const lines = readFileSync(exported, 'utf8').trimEnd().split('\n');
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ kind: 'end' });
  expect(readFileSync(exported, 'utf8')).not.toMatch(/password|secret"|PRIVATE/i);
  const key = path.join(folder, 'key.pem');
  await saveTo(app, key);
  await page.keyboard.press('k');
  await expect(page.getByText('Public key saved')).toBeVisible();
  expect(readFileSync(key, 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  await expect(list.getByRole('row', { name: /Public key of the audit log handed out/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('what somebody changed in the data folder is found, and said plainly', async ({ app, page, folder }) => {
  test.setTimeout(240_000);
  await provisionSample(page);
  await app.close();
  const file = new DatabaseSync(path.join(folder, 'data/bench.sqlite'));
  file.exec('DROP TRIGGER audit_entry_unchanged');
  file.exec(
    `UPDATE audit_entry SET entry = replace(entry, '${sampleDevice.label}', 'BX-OTHER') WHERE kind = 'rowDone'`,
  );
  file.close();
  const again = await launch(folder);
  try {
    const anew = await firstWindow(again);
    await openAudit(anew);
    await expect(anew.getByRole('region', { name: 'What was found at the start' })).toContainText(
      'audit_entry_unchanged',
    );
    await expect(anew.getByText('Not verified yet')).toBeVisible();
    await anew.keyboard.press('v');
    await expect(anew.getByText('Does not hold: 1 finding', { exact: true })).toBeVisible();
    await expect(anew.getByRole('region', { name: 'What does not hold' })).toContainText('was changed');
    await examine(anew, '48-audit-broken');
    const state = await answerTo(anew, 'auditState', {});
    expect(state.verified?.findings.map(({ fault }) => fault.code)).toEqual(['AUDIT_ENTRY_CHANGED']);
  } finally {
    await again.close();
  }
});
