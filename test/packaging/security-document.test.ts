import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const document = readFileSync(path.join(root, 'docs/security.md'), 'utf8');
const named = [...document.matchAll(/`([\w./-]+\.(?:test|spec)\.\w+)`/g)].map(([, file]) => file ?? '');

it('names tests that are there, for each threat', () => {
  expect(named.length).toBeGreaterThan(60);
  expect([...new Set(named)].filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  const rows = document.split('\n').filter((line) => /^\| (?!threat|---)/.test(line));
  expect(rows.length).toBeGreaterThan(25);
  for (const row of rows) {
    const cells = row.split(' | ');
    expect(cells, row).toHaveLength(3);
    expect(cells[2], row).toMatch(/\.(test|spec)\.\w+`/);
  }
});

it('names every test of attacks', () => {
  const folder = 'test/faults/security';
  const tests = ['electron', 'ipc', 'injection', 'json', 'slow', 'secrets'];
  for (const name of tests)
    expect(
      named.some((file) => file.startsWith(`${folder}/${name}.`)),
      name,
    ).toBe(true);
});
