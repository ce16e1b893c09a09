import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';

import type { Answers, CallResult } from '../../core/api.ts';
import type { CallName, CallRequest } from '../../core/api-requests.ts';

export { expect };

const root = path.join(import.meta.dirname, '../..');

/** Starts the workstation over folders of its own, with these switches. */
export function launch(folder: string, switches: readonly string[] = []): Promise<ElectronApplication> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return _electron.launch({
    cwd: root,
    args: [
      '.',
      `--user-data-dir=${path.join(folder, 'user')}`,
      `--data=${path.join(folder, 'data')}`,
      ...asRoot,
      ...switches,
    ],
    env: Object.fromEntries(
      Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  });
}

/** The workstation, started anew over empty folders, and its window. */
export const test = base.extend<{
  folder: string;
  /** Where what virtual cards take is not looked at, they need take none: `--full-pace`. */
  switches: readonly string[];
  app: ElectronApplication;
  page: Page;
}>({
  switches: [[], { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  folder: async ({}, use) => {
    await use(mkdtempSync(path.join(os.tmpdir(), 'dm-bench-e2e-')));
  },
  app: async ({ folder, switches }, use) => {
    const app = await launch(folder, switches);
    await use(app);
    await app.close();
  },
  page: async ({ app }, use) => {
    await use(await firstWindow(app));
  },
});

/** The workstation's window, once its page is there. */
export async function firstWindow(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForFunction(() => window.bench !== undefined);
  return page;
}

/** Asks main through the page, as the page does. */
export function call<Name extends CallName>(
  page: Page,
  name: Name,
  request: CallRequest<Name>,
): Promise<CallResult<Name>> {
  return page.evaluate(
    async ([callName, value]) => {
      if (!window.bench) throw new Error('the page has no contract');
      return (await window.bench.call(callName as CallName, value as never)) as unknown;
    },
    [name, request] as const,
  ) as Promise<CallResult<Name>>;
}

/** The answer of a call that must not fail. */
export async function answerTo<Name extends CallName>(
  page: Page,
  name: Name,
  request: CallRequest<Name>,
): Promise<Answers[Name]> {
  const result = await call(page, name, request);
  if (result.kind === 'fault') throw new Error(result.fault.message);
  return result.answer;
}

/** As a scanner types: faster than a hand. */
export async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.type(`${code}\n`, { delay: 2 });
}

/** Scans until it was heard whole: a machine that is busy types as slowly as a hand. */
export async function scanUntil(page: Page, code: string, isHeard: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await scan(page, code);
    await isHeard();
  }).toPass({ timeout: 20_000 });
}
