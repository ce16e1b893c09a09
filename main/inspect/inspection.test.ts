import { describe, expect, it } from 'vitest';
import type { BulkView } from '../../core/api-inspect.ts';
import { toFault } from '../../core/errors.ts';
import { makeAuthority } from '../vault/make-certificates.ts';
import { openInspectFixture, testMoid } from './inspect-fixture.ts';
import { certificateIn } from './read-certificate.ts';

const all = { offset: 0, limit: 500 };
const none = { search: '', standings: [], tags: [] };
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'none';
  } catch (error) {
    return toFault(error).code;
  }
};

describe('the list of devices', () => {
  it('says where each stands, from what is recorded', () => {
    const fixture = openInspectFixture();
    const { devices } = fixture.inspection;
    fixture.session('IMEI:1');
    fixture.session('IMEI:2', 'open');
    const standings = () => devices.page(none, all).rows.map(({ deviceId, state }) => [deviceId, state]);
    expect(standings()).toEqual([
      ['IMEI:1', 'online'],
      ['IMEI:2', 'inSession'],
      ['IMEI:3', 'neverSeen'],
    ]);
    fixture.now += 2 * 24 * 3_600_000;
    expect(devices.summary('IMEI:1')).toMatchObject({ state: 'quiet', next: { kind: 'none' } });
    expect(devices.summary('IMEI:9')).toBeUndefined();
    expect(devices.ids({ ...none, standings: ['inSession', 'neverSeen'] })).toEqual(['IMEI:2', 'IMEI:3']);
  });

  it('finds by label, number, row, model and tag, whatever was written since', () => {
    const fixture = openInspectFixture(12);
    const { devices } = fixture.inspection;
    const find = (search: string) => devices.ids({ ...none, search });
    expect(find('meter-12')).toEqual(['IMEI:12']);
    expect(find('hall 3')).toEqual(['IMEI:3']);
    expect(find('gw-200')).toEqual([]);
    fixture.report(
      'IMEI:7',
      'urn:oma:mo:oma-dm-devinfo:1.0',
      { Mod: 'GW-200', FwV: '1.0' },
      { rootName: 'DevInfo' },
    );
    expect(find('GW-200')).toEqual(['IMEI:7']);
    expect(devices.summary('IMEI:7')).toMatchObject({ model: 'GW-200', firmware: '1.0' });
    for (const odd of [null, 'text', 5, { Mod: { deep: 1 } }]) {
      fixture.report('IMEI:8', 'urn:oma:mo:oma-dm-devinfo:1.0', odd, { rootName: 'DevInfo' });
      expect(devices.summary('IMEI:8')).not.toHaveProperty('model');
    }
    expect(devices.page(none, { offset: 10, limit: 5 })).toMatchObject({ total: 12, rows: [{}, {}] });
  });

  it('has tags that are put on and taken off', () => {
    const { inspection, store } = openInspectFixture();
    const { devices } = inspection;
    expect(devices.tag(['IMEI:1', 'IMEI:2', 'IMEI:9'], '  hall   3 ', 'add')).toBe('hall 3');
    devices.tag(['IMEI:1'], 'hall 3', 'add');
    devices.tag(['IMEI:1'], 'a', 'add');
    expect(devices.tags()).toEqual([
      { tag: 'a', devices: 1 },
      { tag: 'hall 3', devices: 2 },
    ]);
    expect(devices.ids({ ...none, tags: ['hall 3'] })).toEqual(['IMEI:1', 'IMEI:2']);
    expect(devices.summary('IMEI:1')?.tags).toEqual(['a', 'hall 3']);
    devices.tag(['IMEI:1', 'IMEI:2'], 'hall 3', 'remove');
    expect(devices.tags()).toEqual([{ tag: 'a', devices: 1 }]);
    for (const wrong of ['', '  ', 'x'.repeat(41), 'a,b', 'a\nb'])
      expect(codeOf(() => devices.tag(['IMEI:1'], wrong, 'add'))).toBe('TAG_WRONG');
    expect(store.deviceTags.of('IMEI:1')).toEqual(['a']);
  });
});

describe('an action on many devices', () => {
  it('goes through all of them, and says of each that failed why', async () => {
    const fixture = openInspectFixture();
    const { bulk } = fixture.inspection;
    const told: BulkView[] = [];
    const ended = new Promise<void>((resolve) =>
      fixture.inspection.listen((event) => {
        if (event.kind !== 'bulk') return;
        told.push(event.bulk);
        if (event.bulk.state !== 'running') resolve();
      }),
    );
    const begun = bulk.begin({ kind: 'notify', requestMos: false }, ['IMEI:1', 'IMEI:2', 'IMEI:3', 'IMEI:1']);
    expect(begun).toMatchObject({ state: 'running', total: 3 });
    expect(codeOf(() => bulk.begin({ kind: 'notify', requestMos: false }, ['IMEI:1']))).toBe('BULK_RUNNING');
    await ended;
    expect(bulk.current()).toMatchObject({
      state: 'done',
      done: 2,
      failed: 1,
      failures: [{ label: 'METER-2' }],
    });
    expect(fixture.notified).toEqual(['IMEI:1', 'IMEI:3']);
    expect(told.map(({ done, failed }) => done + failed)).toEqual([0, 1, 2, 3, 3]);
  });

  it('can be cancelled: those that were not begun are left as they are', async () => {
    const fixture = openInspectFixture(50);
    const { bulk } = fixture.inspection;
    const ended = new Promise<void>((resolve) =>
      fixture.inspection.listen((event) => {
        if (event.kind !== 'bulk') return;
        if (event.bulk.state === 'cancelled') resolve();
        else if (event.bulk.done + event.bulk.failed === 5) bulk.cancel();
      }),
    );
    bulk.begin({ kind: 'notify', requestMos: false }, fixture.inspection.devices.ids(none));
    await ended;
    expect(bulk.current()).toMatchObject({ state: 'cancelled', done: 5, failed: 0 });
    expect(fixture.notified).toHaveLength(5);
  });
});

describe('snapshots', () => {
  it('keep a state to compare with', () => {
    const fixture = openInspectFixture();
    const { snapshots, comparisons } = fixture.inspection;
    expect(codeOf(() => snapshots.take('IMEI:1', ''))).toBe('SNAPSHOT_EMPTY');
    expect(codeOf(() => snapshots.take('IMEI:9', ''))).toBe('DEVICE_UNKNOWN');
    fixture.report('IMEI:1', testMoid, { Site: 'old', Same: 1 });
    const taken = snapshots.take('IMEI:1', ' before ');
    expect(taken).toMatchObject({ note: 'before', takenAt: 1000, instances: 1 });
    fixture.now = 2000;
    fixture.report('IMEI:1', testMoid, { Site: 'new', Same: 1 });
    const left = { kind: 'snapshot', snapshotId: taken.snapshotId } as const;
    const compared = comparisons.compare(left, { kind: 'device', deviceId: 'IMEI:1' });
    expect(compared).toMatchObject({ differences: 1, equal: 1, leftAt: 1000, rightAt: 2000 });
    const page = comparisons.differences(compared.comparisonId, { find: '', ...all });
    expect(page.rows).toMatchObject([
      { kind: 'changed', path: 'Site', objectName: 'Test', left: { text: 'old' }, right: { text: 'new' } },
    ]);
    expect(comparisons.differences(compared.comparisonId, { find: 'no such', ...all }).total).toBe(0);
    expect(codeOf(() => comparisons.differences('x', { find: '', ...all }))).toBe('COMPARISON_CLOSED');
    expect(snapshots.delete(taken.snapshotId)).toBe('IMEI:1');
    expect(codeOf(() => snapshots.delete(taken.snapshotId))).toBe('SNAPSHOT_UNKNOWN');
    expect(snapshots.list('IMEI:1')).toEqual([]);
  });

  it('are taken once at the end of a batch, of those that were done and reported', async () => {
    const fixture = openInspectFixture();
    const { store, inspection } = fixture;
    for (const line of [1, 2]) {
      const at = fixture.now;
      store.jobs.claim('b', 's', at, { jobId: `j${line}` });
      store.jobs.step(`j${line}`, { kind: 'prepare', message: { digest: 'd', octets: 1 } }, at);
      store.jobs.step(`j${line}`, { kind: 'startWriting', card: { atr: '3B' } }, at);
      store.jobs.step(`j${line}`, { kind: 'verify' }, at);
      store.jobs.step(`j${line}`, { kind: 'finish' }, at);
    }
    fixture.report('IMEI:1', testMoid, { Site: 'x' });
    fixture.report('IMEI:3', testMoid, { Site: 'x' });
    const ended = new Promise<void>((resolve) =>
      inspection.listen((event) => {
        if (event.kind === 'snapshots') resolve();
      }),
    );
    inspection.batchEnded('b');
    await ended;
    inspection.batchEnded('b');
    await inspection.close();
    expect(inspection.snapshots.list('IMEI:1')).toMatchObject([{ batchName: 'Order 7', instances: 1 }]);
    expect(inspection.snapshots.list('IMEI:2')).toEqual([]);
    expect(inspection.snapshots.list('IMEI:3')).toEqual([]);
  });

  it('of batches give way to newer ones, and those of people stay', () => {
    const fixture = openInspectFixture();
    const { store, inspection } = fixture;
    fixture.report('IMEI:1', testMoid, { Site: 'x' });
    inspection.snapshots.take('IMEI:1', 'mine');
    for (let number = 0; number < 12; number++)
      store.snapshots.take({
        snapshotId: `s${number}`,
        deviceId: 'IMEI:1',
        takenAt: 2000 + number,
        batchId: 'b',
        note: '',
      });
    store.snapshots.keepNewest('IMEI:1', 10);
    const kept = store.snapshots.list('IMEI:1').map(({ snapshotId, note }) => note || snapshotId);
    expect(kept).toEqual([...Array.from({ length: 10 }, (_, index) => `s${11 - index}`), 'mine']);
  });
});

describe('a branch', () => {
  it('goes out of the tree into a file, and is checked on its way back', () => {
    const fixture = openInspectFixture();
    const { inspection } = fixture;
    fixture.report('IMEI:1', testMoid, { Site: { Name: 'x' }, Other: 1 });
    const { treeId } = inspection.trees.open({ kind: 'device', deviceId: 'IMEI:1' });
    const view = { open: 'all', except: [], find: '', only: 'all', described: true } as const;
    const site = inspection.trees.rows(treeId, view, all).rows.find(({ name }) => name === 'Site');
    const { name, text } = inspection.branchText(treeId, site?.row ?? -1);
    expect(name).toBe('Site');
    expect(JSON.parse(text)).toEqual([{ ClientURI: `${testMoid}/a/Site`, MOData: { Site: { Name: 'x' } } }]);
    const read = inspection.readBranch('IMEI:2', { name: 'f.json', text });
    expect(read).toMatchObject({ kind: 'read', entries: [{ effect: 'unknown', values: 1 }] });
    expect(inspection.branchChanges(read.importId)).toMatchObject([{ kind: 'place' }]);
    expect(inspection.branchChanges('none')).toBeUndefined();
    expect(codeOf(() => inspection.readBranch('IMEI:9', { name: 'f', text }))).toBe('DEVICE_UNKNOWN');
  });
});

describe('a value that is a certificate', () => {
  it('is decoded, as PEM and as DER in base64, and nothing else is', async () => {
    const validity = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2036, 0, 1) };
    const randomOctets = (count: number) => crypto.getRandomValues(new Uint8Array(count));
    const { certificatePem } = await makeAuthority('bench.example', { validity, randomOctets });
    const der = certificatePem.replaceAll(/-----[^-]+-----|\s/g, '');
    const view = certificateIn(certificatePem);
    expect(view).toMatchObject({ subject: 'CN=bench.example', isAuthority: true, algorithm: 'ECDSA P-256' });
    expect(view).toMatchObject({ validFrom: validity.from, validUntil: validity.to });
    expect(certificateIn(der)).toEqual(view);
    for (const other of [
      '',
      'MII',
      'MIIB',
      `${der.slice(0, 100)}==`,
      certificatePem.slice(0, 200),
      'x'.repeat(100_000),
    ])
      expect(certificateIn(other)).toBeUndefined();
  });
});
