import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { createGroupCommit } from './group-commit.ts';

describe('work that is committed together', () => {
  let folder: string;
  let database: Database;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'group-commit-'));
    database = openDatabase(folder);
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  const put = (name: string, value = '1') => database.run('INSERT INTO setting VALUES (?, ?)', name, value);
  const names = () => database.all('SELECT name FROM setting ORDER BY name').map(({ name }) => name);

  it('is on the disk when its promise resolves, and each keeps its own result', async () => {
    const results = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        database.grouped(() => {
          put(name);
          return name.toUpperCase();
        }),
      ),
    );
    expect(results).toEqual(['A', 'B', 'C']);
    database.close();
    database = openDatabase(folder);
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('that throws undoes its own changes and nobody else’s', async () => {
    const failure = new Error('no');
    const settled = await Promise.allSettled([
      database.grouped(() => put('a')),
      database.grouped(() => {
        put('b');
        throw failure;
      }),
      // The name is taken: the database itself refuses.
      database.grouped(() => put('a')),
      database.grouped(() => put('d')),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(settled[1]).toMatchObject({ reason: failure });
    expect(settled[2]).toMatchObject({ reason: { fault: { code: 'STORE_FAILED' } } });
    expect(names()).toEqual(['a', 'd']);
  });

  it('may ask for a transaction of its own, and is part of the group all the same', async () => {
    await Promise.allSettled([
      database.grouped(() => {
        database.transaction(() => put('a'));
        throw new Error('after it');
      }),
      database.grouped(() => database.transaction(() => put('b'))),
    ]);
    expect(names()).toEqual(['b']);
  });

  it('is told of before any other work, in its order', async () => {
    const told: string[] = [];
    const first = database.grouped(
      () => put('a'),
      () => told.push('a committed'),
    );
    const second = database.grouped(
      () => put('b'),
      () => told.push('b committed'),
    );
    void first.then(() => told.push('a resolved'));
    await Promise.all([first, second]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['a committed', 'b committed', 'a resolved']);
  });

  it('is kept when the database is closed before its turn', async () => {
    const work = database.grouped(() => put('late'));
    database.close();
    await work;
    database = openDatabase(folder);
    expect(names()).toEqual(['late']);
  });

  it('fails as a whole when the commit does, and the next group is a new one', async () => {
    const executed: string[] = [];
    let fail = true;
    const group = createGroupCommit({
      execute(sql) {
        executed.push(sql);
        if (sql === 'COMMIT' && fail) throw new Error('the disk is full');
      },
      isOpen: () => executed.includes('BEGIN IMMEDIATE') && executed.at(-1) !== 'ROLLBACK',
      later: (callback) => void setImmediate(callback),
    });
    const told: string[] = [];
    const settled = await Promise.allSettled([
      group.queue(
        () => 1,
        () => told.push('committed'),
      ),
      group.queue(() => 2),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(told).toEqual([]);
    expect(executed.at(-1)).toBe('ROLLBACK');
    fail = false;
    await expect(group.queue(() => 3)).resolves.toBe(3);
  });
});
