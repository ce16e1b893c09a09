import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{core,main,preload,renderer,electron-host}/**/*.test.{ts,tsx}'],
        },
      },
      {
        test: {
          name: 'cross',
          include: ['test/{interop,faults}/**/*.test.ts'],
          // One pcscd and its ports serve the whole machine: these run one after another.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
