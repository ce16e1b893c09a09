import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openReaderNames } from './reader-names.ts';

describe('names of readers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'dm-bench-names-'));
  });
  const reader = 'Virtual PCD 00 00';

  it('are kept, found both ways, changed and taken away', async () => {
    const names = openReaderNames(folder);
    await names.give(reader, '  Left bench ');
    expect([names.nameOf(reader), names.readerCalled('Left bench')]).toEqual(['Left bench', reader]);
    expect(openReaderNames(folder).nameOf(reader)).toBe('Left bench');
    await names.give(reader, 'Right bench');
    expect(names.readerCalled('Left bench')).toBeUndefined();
    await names.give(reader, '');
    expect(names.nameOf(reader)).toBeUndefined();
    expect(JSON.parse(readFileSync(path.join(folder, 'readers.json'), 'utf8'))).toEqual({});
  });

  it('belong to one reader each', async () => {
    const names = openReaderNames(folder);
    await names.give(reader, 'Left');
    await expect(names.give('Virtual PCD 00 01', 'Left')).rejects.toMatchObject({
      name: 'READER_NAME_TAKEN',
    });
    await expect(names.give('Virtual PCD 00 01', reader)).rejects.toMatchObject({
      name: 'READER_NAME_TAKEN',
    });
    await expect(names.give(reader, 'x'.repeat(41))).rejects.toMatchObject({ name: 'READER_NAME_WRONG' });
    await names.give(reader, 'Left');
  });

  it.each(['', '{', '[]', '{"a":1}', '{"a":""}'])(
    'in a file that says %s are none, and do no harm',
    async (text) => {
      writeFileSync(path.join(folder, 'readers.json'), text);
      const names = openReaderNames(folder);
      expect(names.nameOf('a')).toBeUndefined();
      await names.give(reader, 'Left');
      expect(openReaderNames(folder).nameOf(reader)).toBe('Left');
    },
  );
});
