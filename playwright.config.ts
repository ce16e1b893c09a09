import { defineConfig } from '@playwright/test';

/** What needs the screen's keyboard focus, or the machine's PC/SC, for itself. */
const alone = ['**/cards-pcsc.spec.ts', '**/interaction-failures.spec.ts', '**/interaction-windows.spec.ts'];

export default defineConfig({
  testDir: 'test',
  testMatch: '**/{e2e,faults}/**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // Half of the machine's cores is Playwright's own choice: windows wait more than they work.
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'windows', testIgnore: alone },
    { name: 'alone', testMatch: alone, workers: 1 },
  ],
});
