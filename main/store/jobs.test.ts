import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matchesCode, type ScannedRow } from '../../core/provisioning/scan.ts';
import { openStore, type Store } from './store.ts';

const batchId = 'b';

describe('rows by a whole value', () => {
  let store: Store;
  beforeEach(() => {
    store = openStore(mkdtempSync(path.join(os.tmpdir(), 'jobs-')), () => 1);
    store.batches.add({
      ...{ batchId, name: 'b', profileText: '{}', listName: 'l', orderDigest: 'd' },
      ...{ mode: 'cardsOnly', createdAt: 1 },
    });
  });
  afterEach(() => store.close());

  const add = (rows: readonly ScannedRow[], from = 1) =>
    store.jobs.add(
      rows.map((row, index) => ({ ...row, jobId: `j${from + index}`, batchId, line: from + index })),
      1,
    );
  const lines = (code: string) => store.jobs.withValue(batchId, code, 200).map(({ line }) => line);

  it('finds the row of a short code that stands within hundreds of other rows', () => {
    const digits = Array.from({ length: 300 }, (_, index) => `7${String(index).padStart(4, '0')}`);
    add(digits.map((code) => ({ deviceId: `IMEI:${code}`, label: code, variables: { code } })));
    add([{ deviceId: 'IMEI:1', label: 'last', variables: { code: '7' } }], 301);
    expect(lines('7')).toEqual([301]);
  });

  it('knows a device id with its scheme and without it, a label, and any column, in either case', () => {
    add([{ deviceId: 'MAC:00-AB', label: 'Hall 1', variables: { site: 'North', note: 'say "hi" \\ o' } }]);
    for (const code of ['mac:00-ab', '00-AB', 'HALL 1', 'north', 'SAY "HI" \\ O'])
      expect(lines(code)).toEqual([1]);
    for (const code of ['00', 'MAC:', 'site', '"North"', 'Hall', '{', ',']) expect(lines(code)).toEqual([]);
  });

  it('knows the card that a list says is meant for a row', () => {
    add([{ deviceId: 'IMEI:1', label: 'a', variables: {}, iccid: '8949012345678901234F' }]);
    expect(lines('8949012345678901234f')).toEqual([1]);
    expect(lines('8949012345678901234')).toEqual([]);
  });

  it('leaves no row out that a code means, whatever its values are', () => {
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 6 });
    const deviceId = value.map((text) => text.replaceAll(' ', ''));
    const row = fc.record({ deviceId, label: value, variables: fc.dictionary(value, value) });
    let line = 1;
    fc.assert(
      fc.property(row, fc.nat(), (candidate, pick) => {
        const jobId = `j${line}`;
        add([candidate], line++);
        const values = [candidate.deviceId, candidate.label, ...Object.values(candidate.variables)];
        const code = values[pick % values.length]!.trim();
        fc.pre(matchesCode(candidate, code));
        const found = store.jobs.withValue(batchId, code, 1000).map((job) => job.jobId);
        expect(found).toContain(jobId);
      }),
    );
  });
});
