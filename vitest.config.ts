import { defineConfig } from 'vitest/config';

/** The tests that use the machine's pcscd. */
const withPcsc = ['test/**/*pcsc.test.ts', 'test/faults/card-command-line.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{core,main,preload,renderer,electron-host}/**/*.test.{ts,tsx}', 'setup/**/*.test.mjs'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'cross',
          include: ['test/{interop,faults,packaging}/**/*.test.ts'],
          exclude: withPcsc,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'pcsc',
          include: withPcsc,
          // One pcscd and its ports serve the whole machine: these run one after another.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
