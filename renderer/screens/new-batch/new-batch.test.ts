import { describe, expect, it } from 'vitest';
import type { BatchCheck } from '../../../core/api-orders.ts';
import { faultOf } from '../../../core/errors.ts';
import { outcomeOf } from './check-outcome.ts';
import { readFile } from './read-file.ts';

const check: BatchCheck = {
  profile: { name: 'P', version: 1, columns: ['imei'] },
  ...{ profileFaults: [], problems: [], errors: 0, warnings: 0, rows: 2, columns: ['imei'], firstLines: [] },
  ...{ mapping: [], made: [], sheets: [], heading: 'firstLine', headingDoubtful: false },
  ...{ inEarlierBatches: 0, provisionedBefore: 0 },
};

describe('whether a batch may be started', () => {
  it('warnings do not stop it, everything else does', () => {
    expect(outcomeOf(check).startable).toBe(true);
    expect(outcomeOf({ ...check, warnings: 1 })).toMatchObject({ startable: true, warnings: 1 });
    expect(outcomeOf({ ...check, warnings: 1, errors: 1 })).toMatchObject({
      startable: false,
      errors: 1,
    });
    expect(outcomeOf({ ...check, rows: 0 }).startable).toBe(false);
    const { profile: _profile, ...without } = check;
    const profileFaults = [faultOf('PROFILE_NOT_JSON', { detail: 'x' })];
    expect(outcomeOf({ ...without, profileFaults })).toMatchObject({ startable: false, errors: 1 });
    expect(outcomeOf(without).startable).toBe(false);
  });
});

describe('a file that was dropped', () => {
  const file = (octets: readonly number[] | string) =>
    new File([typeof octets === 'string' ? octets : new Uint8Array(octets)], 'a.csv');

  it('is read as UTF-8, without its byte order mark', async () => {
    expect(await readFile(file('\uFEFFKöln'))).toEqual({
      kind: 'read',
      file: { name: 'a.csv', text: 'Köln' },
    });
  });

  it('is refused where it is something else, with the place', async () => {
    expect(await readFile(file([0x61, 0x0a, 0xc3, 0xb6, 0xf6, 0x62]))).toMatchObject({
      kind: 'fault',
      fault: { code: 'FILE_NOT_UTF8', message: expect.stringContaining('octet 4'), place: { line: 2 } },
    });
  });

  it('is refused where it cannot be read', async () => {
    const gone = Object.assign(new Blob(['x']), {
      name: 'gone.csv',
      arrayBuffer: () => Promise.reject(new Error('it is gone')),
    });
    expect(await readFile(gone)).toMatchObject({ fault: { code: 'FILE_UNREADABLE' } });
  });
});
