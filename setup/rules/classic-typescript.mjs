import { registerHooks } from 'node:module';

/**
 * dependency-cruiser reads TypeScript through the compiler's JavaScript API, which TypeScript 7 has no
 * more. With this module preloaded it gets TypeScript 6 under the name it looks for.
 */
registerHooks({
  resolve(specifier, context, next) {
    const classic = specifier.replace(/^typescript(?=$|\/)/, 'typescript-classic');
    return next(classic, context);
  },
});
