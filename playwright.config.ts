import { defineConfig } from '@playwright/test';

/** What needs the screen's keyboard focus, or the machine's PC/SC, for itself. */
const alone = ['**/cards-pcsc.spec.ts', '**/interaction-failures.spec.ts', '**/interaction-windows.spec.ts'];

export default defineConfig({
  testDir: 'test',
  testMatch: '**/{e2e,faults}/**/*.spec.ts',
  outputDir: 'test-results/e2e',
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'windows', testIgnore: alone, workers: 2 },
    { name: 'alone', testMatch: alone, workers: 1 },
  ],
});
