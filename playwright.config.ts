import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test',
  testMatch: '**/{e2e,faults}/**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // One window at a time: the machine's PC/SC and its cores are shared.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: { trace: 'retain-on-failure' },
});
