import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isNewEnough } from './node-version.mjs';

describe('the machine’s own Node', () => {
  it.each(['20.0.0', '22.12.0', '100.1.0'])('%s is new enough', (version) => {
    expect(isNewEnough(version)).toBe(true);
  });

  it.each(['8.17.0', '18.19.1', '19.9.0'])('%s is too old', (version) => {
    expect(isNewEnough(version)).toBe(false);
  });

  it('is checked before anything else is imported', () => {
    for (const entry of ['start', 'cli', 'test']) {
      const text = readFileSync(new URL(`../${entry}.mjs`, import.meta.url), 'utf8');
      expect(text.match(/^import .*from '(.*)'/gm)).toHaveLength(1);
      expect(text).toContain('requireNode();');
    }
  });

  it('ends with a word when it is too old', () => {
    const script = `
      Object.defineProperty(process, 'versions', { value: { node: '18.19.1' } });
      import(${JSON.stringify(new URL('./node-version.mjs', import.meta.url).href)}).then((m) => m.requireNode());
    `;
    const attempt = () => execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', stdio: 'pipe' });
    expect(attempt).toThrow(/needs Node 20 or newer; this is Node 18\.19\.1/);
  });
});
