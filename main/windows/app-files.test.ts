import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerAppRequest } from './app-files.ts';

let folder: string;
beforeAll(() => {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'app-files-'));
  folder = path.join(parent, 'renderer');
  mkdirSync(folder);
  writeFileSync(path.join(parent, 'secret.json'), '{}');
  writeFileSync(path.join(folder, 'index.html'), '<meta content="__CSP_NONCE__">');
  writeFileSync(path.join(folder, 'a b.js'), 'let a;');
});

describe('the files of the window', () => {
  it('come with a strict policy, and a nonce that is new each time', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(() => answerAppRequest(folder, 'app://bench/index.html')),
    );
    const nonce = /content="(.+)"/.exec((await first?.text()) ?? '')?.[1];
    expect(nonce).toMatch(/^[\w-]{20,}$/);
    expect(first?.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(first?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await second?.text()).not.toContain(nonce);
  });

  it('are found by their encoded names', async () => {
    expect((await answerAppRequest(folder, 'app://bench/a%20b.js')).status).toBe(200);
  });

  it.each([
    'app://bench/../secret.json',
    'app://bench/..%2fsecret.json',
    'app://bench/%2e%2e/secret.json',
    'app://bench/a%00.js',
    'app://bench/%E0%A4%A.js',
    'app://bench/none.js',
    'app://bench/index.exe',
  ])('%s is not one of them', async (url) => {
    expect((await answerAppRequest(folder, url)).status).toBe(404);
  });
});
