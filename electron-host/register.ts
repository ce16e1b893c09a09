import { registerHooks } from 'node:module';

const NAMES = new Set(['electron', 'electron/main', 'electron/common']);
const MODULE = new URL('./electron.ts', import.meta.url).href;

/** Makes `electron` mean the host, for `import`, for `require`, and for the inspector's `require`. */
export function registerElectron(): void {
  registerHooks({
    resolve: (specifier, context, nextResolve) =>
      NAMES.has(specifier)
        ? { url: MODULE, format: 'module-typescript', shortCircuit: true }
        : nextResolve(specifier, context),
  });
}
