import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const fontFolder = 'main/reports/fonts';

/** The typefaces of documents stand beside the bundles, with their licences. */
const fonts: Plugin = {
  name: 'fonts',
  generateBundle() {
    for (const name of readdirSync(fontFolder))
      if (!name.endsWith('.md'))
        this.emitFile({
          type: 'asset',
          fileName: `fonts/${name}`,
          source: readFileSync(path.join(fontFolder, name)),
        });
  },
};

export default defineConfig({
  main: {
    plugins: [fonts],
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: 'main/index.ts',
          cli: 'main/cli.ts',
          // Threads of their own: they are started by their files.
          'list-thread': 'main/list-thread.ts',
          'report-worker': 'main/reports/report-worker.ts',
        },
        // A native module that may be absent: it is looked up when a reader is asked for.
        external: ['smartcard'],
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: 'preload/index.ts' },
        // A sandboxed preload is CommonJS only.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      // Nothing as data: in the page, which its Content-Security-Policy refuses.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: 'renderer/index.html' } },
    },
  },
});
