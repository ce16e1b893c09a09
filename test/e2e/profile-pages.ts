import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerTo, expect } from './fixture.ts';
import { goByKey } from './provisioned.ts';

export const examples = path.join(import.meta.dirname, '../../examples');
/** A profile with a form, as it comes with the workstation. */
export const installation = readFileSync(path.join(examples, 'installation.profile.json'), 'utf8');

/** Imports a text as a file. */
export async function importText(page: Page, name: string, text: string): Promise<void> {
  await page
    .getByLabel('Import file')
    .and(page.locator('input'))
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

/** The library. */
export async function profiles(page: Page) {
  return answerTo(page, 'profiles', {});
}

/** The only profile of the library. */
export async function onlyProfile(page: Page) {
  const [only] = await profiles(page);
  if (!only) throw new Error('the library is empty');
  return only;
}

/** Saves what was changed, by the keys. */
export async function saveVersion(page: Page, number: number, note = ''): Promise<void> {
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('dialog', { name: `Save as version ${number}` })).toBeVisible();
  await page.getByRole('textbox', { name: 'What is new in it' }).fill(note);
  await page.keyboard.press('Enter');
}

/** A part of a profile's screen. */
export const tab = (page: Page, name: string) => page.getByRole('tab', { name });
/** The page that the preview shows. */
export const preview = (page: Page) => page.frameLocator('iframe[data-front]');
/** The text of a profile. */
export const editor = (page: Page) => page.getByRole('textbox', { name: 'Text of the profile' });

/** Makes a profile of a text, and opens it. */
export async function openText(page: Page, text: string, name = 'GW-200 installation'): Promise<string> {
  await goByKey(page, 'F6', 'Profiles');
  await importText(page, 'profile.json', text);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  return (await onlyProfile(page)).profileId;
}
