import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SecondInstance, SingleInstanceLock } from './single-instance.ts';

describe('single instance', () => {
  let profile: string;

  beforeEach(() => {
    profile = mkdtempSync(join(tmpdir(), 'single-instance-'));
  });
  afterEach(() => rmSync(profile, { recursive: true }));

  it('is held by one, who hears of the others', async () => {
    const heard: SecondInstance[] = [];
    const first = new SingleInstanceLock(profile);
    const second = new SingleInstanceLock(profile);
    expect(first.acquire((instance) => heard.push(instance))).toBe(true);
    expect(first.acquire(() => undefined)).toBe(true);
    expect(second.acquire(() => undefined)).toBe(false);
    expect([first.held, second.held]).toEqual([true, false]);
    const told = {
      arguments: ['electron', '.', '--x'],
      workingDirectory: '/somewhere',
      additionalData: { a: [1] },
    };
    await second.notify(told);
    expect(heard).toEqual([told]);
    first.release();
  });

  it('is free once released, and differs from profile to profile', () => {
    const other = mkdtempSync(join(tmpdir(), 'single-instance-other-'));
    const [first, elsewhere, next] = [
      new SingleInstanceLock(profile),
      new SingleInstanceLock(other),
      new SingleInstanceLock(profile),
    ];
    expect(first.acquire(() => undefined)).toBe(true);
    expect(elsewhere.acquire(() => undefined)).toBe(true);
    first.release();
    expect(next.acquire(() => undefined)).toBe(true);
    next.release();
    elsewhere.release();
    rmSync(other, { recursive: true });
  });

  it('says when nobody answers', async () => {
    const alone = new SingleInstanceLock(profile);
    await expect(
      alone.notify({ arguments: [], workingDirectory: '/', additionalData: undefined }),
    ).rejects.toThrow('ECONNREFUSED');
  });
});
