import { describe, expect, it } from 'vitest';
import { satisfies } from './lockfile.mjs';

const wanted = {
  '': { name: 'dm-bench' },
  'node_modules/zod': { version: '4.0.0' },
  'node_modules/smartcard': { version: '3.7.0', optional: true },
  'node_modules/other-system': { version: '1.0.0', optional: true, dev: true },
};

describe('what npm has installed', () => {
  it('is enough without optional packages', () => {
    expect(satisfies(wanted, { 'node_modules/zod': { version: '4.0.0' } })).toBe(true);
  });

  it('is not enough when a package is missing', () => {
    expect(satisfies(wanted, { 'node_modules/smartcard': { version: '3.7.0' } })).toBe(false);
  });

  it('is not enough when a version differs, also of an optional package', () => {
    const installed = { 'node_modules/zod': { version: '4.0.0' } };
    expect(satisfies(wanted, { 'node_modules/zod': { version: '3.9.0' } })).toBe(false);
    expect(satisfies(wanted, { ...installed, 'node_modules/smartcard': { version: '3.6.0' } })).toBe(false);
  });

  it('is wrong when it holds what is no longer wanted', () => {
    const installed = { 'node_modules/zod': { version: '4.0.0' }, 'node_modules/left': { version: '1.0.0' } };
    expect(satisfies(wanted, installed)).toBe(false);
  });
});
