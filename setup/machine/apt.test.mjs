import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installCommand, listsAreOld } from './apt.mjs';

describe('apt', () => {
  let folder;
  const HOUR = 60 * 60 * 1000;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lists-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('names the whole command, with sudo for an ordinary user only', () => {
    expect(installCommand(['pcscd', 'make'], false)).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends pcscd make',
    );
    expect(installCommand(['pcscd'], true)).toBe(
      'apt-get update && apt-get install -y --no-install-recommends pcscd',
    );
  });

  it('wants its lists fetched when there are none', () => {
    mkdirSync(path.join(folder, 'partial'));
    expect(listsAreOld(folder)).toBe(true);
    expect(listsAreOld(path.join(folder, 'absent'))).toBe(true);
  });

  it('takes lists of today, and not of last week', () => {
    const list = path.join(folder, 'somewhere_dists_stable_main_binary-amd64_Packages');
    writeFileSync(list, '');
    const lastYear = new Date(Date.now() - 365 * 24 * HOUR);
    utimesSync(list, lastYear, lastYear);
    expect(listsAreOld(folder)).toBe(false);
    expect(listsAreOld(folder, Date.now() + 7 * 24 * HOUR)).toBe(true);
  });
});
