import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';

const folderOfPictures = path.join(import.meta.dirname, '../../test-results/screens');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const small = { width: 1024, height: 600 };
const large = { width: 1920, height: 1080 };
const sizes = [small, { width: 1366, height: 768 }, large];

/** One size a theme is enough to find what is wrong; DM_BENCH_PICTURES=all takes every picture, to be looked at. */
const views = [
  { theme: 'light', sizes: process.env.DM_BENCH_PICTURES === 'all' ? sizes : [small] },
  { theme: 'dark', sizes: process.env.DM_BENCH_PICTURES === 'all' ? sizes : [large] },
] as const;

/** What axe-core finds on the page as it is: of a second theme only its colours, for all else is the same. */
async function violations(page: Page, rules: 'all' | 'colours'): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async (which) => {
    const axe: typeof import('axe-core') = Reflect.get(window, 'axe');
    const { violations: found } = await axe.run(document, {
      resultTypes: ['violations'],
      ...(which === 'colours' ? { runOnly: ['color-contrast'] } : {}),
    });
    return found.map(({ id, help, nodes }) => {
      const where = nodes.map((node) => `${node.target.join(' ')}: ${node.any[0]?.message ?? ''}`);
      return `${id}: ${help}\n${where.slice(0, 4).join('\n')}`;
    });
  }, rules);
}

/** A screen that is still being fetched has no heading yet, and says that it is being fetched. */
async function isThere(page: Page): Promise<void> {
  await expect(page.locator('.loading')).toHaveCount(0);
  await page.locator('h1').first().waitFor({ state: 'attached' });
}

/** Takes pictures of a screen in each theme and size, and looks for what keeps people out. */
export async function examine(page: Page, name: string): Promise<void> {
  mkdirSync(folderOfPictures, { recursive: true });
  await isThere(page);
  for (const { theme, sizes: shown } of views) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    for (const size of shown) {
      await page.setViewportSize(size);
      await page.waitForTimeout(250);
      await page.screenshot({
        path: path.join(folderOfPictures, `${name}-${theme}-${size.width}x${size.height}.png`),
      });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(wide, `${name} is wider than the window`).toBeLessThanOrEqual(0);
    }
    await isThere(page);
    const rules = theme === 'light' ? 'all' : 'colours';
    expect.soft(await violations(page, rules), `${name} ${theme}`).toEqual([]);
  }
}

/** Everything that the page complains of, from now on: errors, and styles or scripts that its policy refuses. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
