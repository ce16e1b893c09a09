import { describe, expect, it } from 'vitest';
import { withoutInstance } from '../mo/device-objects.ts';
import { devInfoMoid, firmwareMoid } from '../mo/standard-objects.ts';
import { interruptedOperations } from './behaviours.ts';
import { firmwareResults, firmwareStates } from './firmware-codes.ts';
import {
  begin,
  digest,
  downloaded,
  execute,
  factory,
  failed,
  valueAt,
  withLeaves,
} from './test-operation.ts';

const f1 = `${firmwareMoid}/f1`;
const state = `${f1}/State`;
const version = `${devInfoMoid}/main/FwV`;
const url = 'https://bench.example/shared/fw.bin';
const ordered = withLeaves(factory, {
  [`${f1}/PkgVersion`]: '2.5.0',
  [`${f1}/Download/PkgURL`]: url,
  [`${f1}/DownloadAndUpdate/PkgURL`]: url,
});
const inState = (name: keyof typeof firmwareStates, objects = ordered) =>
  withLeaves(objects, { [state]: firmwareStates[name] });

describe('Download', () => {
  it('leaves a package that waits for Update', () => {
    const run = execute(ordered, `${f1}/Download`, state);
    expect(run.steps).toEqual([30, url, 40, 'work', 50]);
    expect(run.result).toBe(200);
    expect(valueAt(run.objects, version)).toBe('1.0');
  });

  it.each([
    [0, 503],
    [400, 411],
    [401, 406],
    [403, 406],
    [404, 411],
    [408, 407],
    [410, 411],
    [418, 500],
    [500, 500],
    [502, 412],
    [503, 412],
    [504, 407],
  ])('that was answered with %i comes to %i', (status, result) => {
    const run = execute(ordered, `${f1}/Download`, state, { download: failed(status) });
    expect(run.steps).toEqual([30, url, 20]);
    expect(run.result).toBe(result);
  });

  it.each(['', 'firmware.bin', 'ftp://bench.example/fw.bin', 'file:///etc/passwd', 'https://'])(
    'from the address "%s" is not tried',
    (address) => {
      const run = execute(
        withLeaves(ordered, { [`${f1}/Download/PkgURL`]: address }),
        `${f1}/Download`,
        state,
      );
      expect(run.steps).toEqual([20]);
      expect(run.result).toBe(firmwareResults.badAddress);
    },
  );

  it('of a package with the digest that was told succeeds, however that is written', () => {
    for (const told of [digest, digest.toUpperCase(), ` ${digest} `]) {
      const run = execute(withLeaves(ordered, { [`${f1}/Ext/SHA256`]: told }), `${f1}/Download`, state);
      expect(run.result).toBe(firmwareResults.success);
    }
  });

  it.each(['f'.repeat(64), 'nonsense'])('of a package with another digest than %s fails', (told) => {
    const run = execute(withLeaves(ordered, { [`${f1}/Ext/SHA256`]: told }), `${f1}/Download`, state);
    expect(run.steps).toEqual([30, url, 40, 'work', 20]);
    expect(run.result).toBe(firmwareResults.packageCorrupted);
  });

  it('of nothing fails', () => {
    const download = { kind: 'downloaded', octets: 0, sha256: digest } as const;
    expect(execute(ordered, `${f1}/Download`, state, { download }).result).toBe(402);
  });

  it('twice, one after the other, downloads twice', () => {
    const { objects } = execute(ordered, `${f1}/Download`, state);
    expect(execute(objects, `${f1}/Download`, state).steps).toEqual([30, url, 40, 'work', 50]);
  });
});

describe('Update', () => {
  it.each(['readyToUpdate', 'updateFailedWithPackage', 'updatedWithPackage'] as const)(
    'in the state %s installs the package, and the device says that it has it',
    (before) => {
      const run = execute(inState(before), `${f1}/Update`, state);
      expect(run.steps).toEqual([60, 'work', 100]);
      expect(run.result).toBe(200);
      expect(valueAt(run.objects, version)).toBe('2.5.0');
    },
  );

  it.each(['idle', 'downloadFailed', 'updateFailed', 'updated'] as const)(
    'in the state %s fails for want of a package',
    (before) => {
      const run = execute(inState(before), `${f1}/Update`, state);
      expect(run.steps).toEqual([80]);
      expect(run.result).toBe(firmwareResults.updateFailed);
      expect(valueAt(run.objects, version)).toBe('1.0');
    },
  );

  it('takes a package that was sent, and keeps none of it', () => {
    const sent = withLeaves(ordered, { [`${f1}/Update/PkgData`]: 'AAAA' });
    const first = execute(sent, `${f1}/Update`, state);
    expect(first.steps).toEqual([60, 'work', 100]);
    expect(valueAt(first.objects, `${f1}/Update/PkgData`)).toBeUndefined();
    expect(execute(first.objects, `${f1}/Update`, state).result).toBe(firmwareResults.updateFailed);
  });

  it('of a package without a version leaves the one that the device says', () => {
    const run = execute(
      withLeaves(inState('readyToUpdate'), { [`${f1}/PkgVersion`]: '' }),
      `${f1}/Update`,
      state,
    );
    expect(run.result).toBe(200);
    expect(valueAt(run.objects, version)).toBe('1.0');
  });

  it('of an object that is gone meanwhile is no success', () => {
    const meanwhile = (objects: typeof factory) => withoutInstance(objects, firmwareMoid, 'f1');
    const run = execute(inState('readyToUpdate'), `${f1}/Update`, state, { meanwhile });
    expect(run.result).toBe(firmwareResults.updateFailed);
    expect(valueAt(run.objects, version)).toBe('1.0');
  });
});

describe('DownloadAndUpdate', () => {
  it('goes through every state to the new firmware', () => {
    const run = execute(ordered, `${f1}/DownloadAndUpdate`, state);
    expect(run.steps).toEqual([30, url, 40, 'work', 60, 'work', 100]);
    expect(run.result).toBe(200);
    expect(valueAt(run.objects, version)).toBe('2.5.0');
  });

  it('ends with a download that failed', () => {
    const run = execute(ordered, `${f1}/DownloadAndUpdate`, state, { download: failed(404) });
    expect(run.steps).toEqual([30, url, 20]);
    expect(run.result).toBe(411);
    expect(valueAt(run.objects, version)).toBe('1.0');
  });

  it('ends with a package that is another one', () => {
    const told = withLeaves(ordered, { [`${f1}/Ext/SHA256`]: 'f'.repeat(64) });
    const run = execute(told, `${f1}/DownloadAndUpdate`, state);
    expect(run.steps).toEqual([30, url, 40, 'work', 20]);
    expect(run.result).toBe(402);
  });

  it('has an address of its own', () => {
    const other = withLeaves(ordered, { [`${f1}/DownloadAndUpdate/PkgURL`]: '' });
    expect(execute(other, `${f1}/DownloadAndUpdate`, state).result).toBe(411);
    expect(execute(other, `${f1}/Download`, state).result).toBe(200);
  });
});

describe('firmware operations', () => {
  it.each(['downloading', 'downloaded', 'updating'] as const)('do not begin in the state %s', (busy) => {
    for (const node of ['Download', 'Update', 'DownloadAndUpdate']) {
      const run = execute(inState(busy), `${f1}/${node}`, state);
      expect(run.steps).toEqual([]);
      expect(run.result).toBe(firmwareResults.clientError);
      expect(run.objects).toEqual(inState(busy));
    }
  });

  it.each(['', 'State', 'Download/PkgURL', 'Update/Update', 'Other', 'constructor'])(
    'are not begun by "%s"',
    (node) => {
      expect(begin(ordered, `${f1}/${node}`)).toBeUndefined();
      expect(begin(inState('updating'), `${f1}/${node}`)).toBeUndefined();
    },
  );

  it('are not begun by an instance or a node that is not there', () => {
    expect(begin(ordered, `${firmwareMoid}/f9/Download`)).toBeUndefined();
    expect(begin(ordered, `${devInfoMoid}/main/Download`)).toBeUndefined();
  });

  it.each([
    [1, 30, 20],
    [2, 30, 20],
    [3, 40, 20],
    [4, 40, 20],
    [5, 60, 70],
    [6, 60, 70],
    [7, 100, 100],
  ])('that were switched off after %i steps, in state %i, are found in state %i', (stopAfter, was, found) => {
    const run = execute(ordered, `${f1}/DownloadAndUpdate`, state, { stopAfter });
    expect(valueAt(run.objects, state)).toBe(was);
    const after = interruptedOperations(run.objects);
    expect(valueAt(after, state)).toBe(found);
    expect(valueAt(after, version)).toBe(was === 100 ? '2.5.0' : '1.0');
    expect(interruptedOperations(after)).toEqual(after);
  });

  it('go on from where they were switched off', () => {
    const { objects } = execute(ordered, `${f1}/DownloadAndUpdate`, state, { stopAfter: 5 });
    expect(execute(interruptedOperations(objects), `${f1}/Update`, state).result).toBe(200);
  });

  it('do the same every time', () => {
    const runs = [1, 2].map(() =>
      execute(ordered, `${f1}/DownloadAndUpdate`, state, { download: downloaded }),
    );
    expect(runs[0]).toEqual(runs[1]);
  });
});
