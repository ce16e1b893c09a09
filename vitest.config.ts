import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{core,main,preload,renderer,electron-host}/**/*.test.{ts,tsx}', 'setup/**/*.test.mjs'],
        },
      },
      {
        test: {
          name: 'cross',
          include: ['test/{interop,faults,packaging}/**/*.test.ts'],
          // One pcscd and its ports serve the whole machine: these run one after another.
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
