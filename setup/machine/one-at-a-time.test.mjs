import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.mjs';

let folder;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('lets one set-up wait for the other', async () => {
  const order = [];
  const first = oneAtATime(async () => {
    order.push('first begins');
    await new Promise((resolve) => setTimeout(resolve, 300));
    order.push('first ends');
  }, folder);
  const second = oneAtATime(async () => order.push('second'), folder);
  await Promise.all([first, second]);
  expect(order).toEqual(['first begins', 'first ends', 'second']);
});

it('gives way again after a failure', async () => {
  const failing = oneAtATime(() => Promise.reject(new Error('no network')), folder);
  await expect(failing).rejects.toThrow('no network');
  expect(existsSync(path.join(folder, 'lock'))).toBe(false);
});

it('takes over what a dead set-up left', async () => {
  const dead = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => dead.once('exit', resolve));
  writeFileSync(path.join(folder, 'lock'), String(dead.pid));
  expect(await oneAtATime(async () => 'done', folder)).toBe('done');
});
