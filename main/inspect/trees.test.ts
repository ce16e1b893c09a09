import { describe, expect, it } from 'vitest';
import { toFault } from '../../core/errors.ts';
import type { TreeView } from '../../core/inspect/tree-view.ts';
import { openInspectFixture, testMoid } from './inspect-fixture.ts';
import { answerTreeValue } from './tree-values.ts';

const view: TreeView = { open: 'all', except: [], find: '', only: 'all', described: true };
const all = { offset: 0, limit: 500 };
const device = { kind: 'device', deviceId: 'IMEI:1' } as const;
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'none';
  } catch (error) {
    return toFault(error).code;
  }
};

function opened() {
  const fixture = openInspectFixture();
  const { trees } = fixture.inspection;
  const rowOf = (treeId: string, name: string) =>
    trees.rows(treeId, view, all).rows.find((row) => row.name === name)?.row ?? -1;
  return { ...fixture, fixture, trees, rowOf };
}

describe('a tree of a device', () => {
  it('joins what was reported with what the profile sets for this device', () => {
    const { fixture, trees, rowOf } = opened();
    fixture.report('IMEI:1', testMoid, { Site: 'Hall 9', Extra: 1 });
    const { treeId, summary } = trees.open(device);
    expect(summary).toMatchObject({ reported: 2, differs: 1, assumed: 2 });
    expect(trees.node(treeId, rowOf(treeId, 'Site'))).toMatchObject({
      clientUri: `${testMoid}/a/Site`,
      value: { kind: 'shown', value: { kind: 'text', text: 'Hall 9' } },
      assumed: { configuration: 'site', value: { value: { text: 'Hall 1' } } },
      differs: true,
      provenance: { source: 'reported', at: 1000, within: `${testMoid}/a/` },
    });
    const at = trees.node(treeId, rowOf(treeId, 'At'));
    expect(at.assumed?.value).toMatchObject({ value: { text: 'http://bench/repository' } });
    expect(at.value).toBeUndefined();
    expect(at.isReported).toBe(false);
  });

  it('keeps its place when the device reports, and says what has changed', () => {
    const { fixture, trees, rowOf } = opened();
    fixture.report('IMEI:1', testMoid, { Site: 'x', Extra: 1 });
    const first = trees.open(device);
    expect(trees.open(device, { after: first.treeId, keep: [3] })).toMatchObject({
      ...{ treeId: first.treeId, same: true, kept: [3] },
    });
    const extra = rowOf(first.treeId, 'Extra');
    fixture.now = 2000;
    fixture.report('IMEI:1', testMoid, { New: true, Site: 'y', Extra: 1 });
    const second = trees.open(device, { after: first.treeId, keep: [extra, 999] });
    expect(second).toMatchObject({
      same: false,
      kept: [rowOf(second.treeId, 'Extra'), -1],
      summary: { changed: 2 },
    });
    const marks = trees
      .rows(second.treeId, view, all)
      .rows.flatMap(({ name, change }) => (change ? [[name, change]] : []));
    expect(marks).toEqual([
      ['New', 'appeared'],
      ['Site', 'changed'],
    ]);
    // The one that was shown before is let go of.
    expect(codeOf(() => trees.rows(first.treeId, view, all))).toBe('TREE_CLOSED');
    const seen = trees.open(device, { after: second.treeId, forget: true, keep: [] });
    expect(seen).toMatchObject({ same: false, summary: { changed: 0 } });
  });

  it('is stale where a later session wrote, by its transcript', () => {
    const { fixture, trees, rowOf } = opened();
    fixture.report('IMEI:1', testMoid, { Site: 'x', Extra: 1 });
    fixture.now = 2000;
    const sessionId = fixture.session('IMEI:1');
    const commands = JSON.stringify({ CMD: [['HGET', 'http://bench/x', `${testMoid}/a/Site`]] });
    fixture.store.sessions.append(sessionId, { at: 2000, kind: 'package2', text: commands });
    fixture.store.sessions.append(sessionId, { at: 2001, kind: 'repository', text: 'GET /x' });
    fixture.store.sessions.append(sessionId, { at: 2002, kind: 'package3', text: '{"Status":[{"sc":200}]}' });
    const { treeId, summary } = trees.open(device);
    expect(summary.stale).toBe(1);
    expect(trees.node(treeId, rowOf(treeId, 'Site')).stale).toBe('written');
    expect(trees.node(treeId, rowOf(treeId, 'Extra')).stale).toBeUndefined();
  });

  it('is asked for line by line', () => {
    const { fixture, trees } = opened();
    fixture.report('IMEI:1', testMoid, { A: 'one', B: { C: 'two' } });
    const { treeId } = trees.open(device);
    expect(trees.rows(treeId, view, { offset: 2, limit: 1 })).toMatchObject({ rows: [{ name: 'A' }] });
    const found = trees.rows(treeId, { ...view, find: 'two' }, all);
    expect(found).toMatchObject({ total: 4, found: { matches: 1, first: 3 } });
    expect(trees.typeAhead(treeId, view, 0, 'b')).toBe(3);
    const c = trees.locate(treeId, view, 4);
    expect(c).toEqual({ index: 4, above: [3, 1, 0] });
    expect(trees.locate(treeId, { ...view, open: 'none' }, 4).index).toBe(-1);
    expect(codeOf(() => trees.node(treeId, 10_000))).toBe('TREE_ROW_UNKNOWN');
    trees.close(treeId);
    expect(codeOf(() => trees.node(treeId, 0))).toBe('TREE_CLOSED');
  });

  it('holds no secret while production data is locked, and finds none', () => {
    const { fixture, trees } = opened();
    fixture.report('IMEI:1', testMoid, { Password: 'hunter2', Site: 'x' });
    const before = trees.open(device);
    const shown = (treeId: string) => JSON.stringify(trees.rows(treeId, view, all));
    expect(shown(before.treeId)).toContain('hunter2');
    fixture.locked = true;
    expect(codeOf(() => shown(before.treeId))).toBe('TREE_CLOSED');
    const locked = trees.open(device);
    expect(shown(locked.treeId)).toContain('•••••••');
    expect(shown(locked.treeId)).not.toContain('set by the profile');
    expect(trees.rows(locked.treeId, { ...view, find: 'hunter' }, all).total).toBe(0);
    const { comparisons } = fixture.inspection;
    const compared = comparisons.compare({ kind: 'profile', deviceId: 'IMEI:1' }, device);
    expect(
      JSON.stringify(comparisons.differences(compared.comparisonId, { find: '', ...all })),
    ).not.toContain('hunter');
  });

  it('gives large values by address, to those who may see them', async () => {
    const { fixture, trees, rowOf } = opened();
    fixture.report('IMEI:1', testMoid, { Large: 'x'.repeat(5000), Small: 'y' });
    const { treeId } = trees.open(device);
    const { value } = trees.node(treeId, rowOf(treeId, 'Large'));
    if (value?.kind !== 'byUrl') throw new Error('it was sent');
    expect(value.characters).toBe(5000);
    expect(trees.node(treeId, rowOf(treeId, 'Small')).value?.kind).toBe('shown');
    const get = (url: string, admit = () => {}) => answerTreeValue(trees, url, admit);
    expect(await get(value.url)?.json()).toEqual({ kind: 'text', text: 'x'.repeat(5000), cut: false });
    const refuse = () => {
      throw new Error('nobody is signed in');
    };
    expect(get(value.url, refuse)?.status).toBe(404);
    for (const wrong of ['none/1/reported', `${treeId}/x/reported`, `${treeId}/99999/reported`, ''])
      expect(get(`/tree-values/${wrong}`)?.status).toBe(404);
    expect(get('/index.html')).toBeUndefined();
  });

  it.each([
    ['DEVICE_UNKNOWN', { kind: 'device', deviceId: 'IMEI:9' }],
    ['DEVICE_UNKNOWN', { kind: 'profile', deviceId: 'IMEI:9' }],
    ['SNAPSHOT_UNKNOWN', { kind: 'snapshot', snapshotId: 'x' }],
    ['SCHEMA_UNKNOWN', { kind: 'schema', moid: 'urn:oma:mo:none:1.0' }],
  ] as const)('is refused with %s for what there is not', (code, of) => {
    const { trees } = opened();
    expect(codeOf(() => trees.open(of))).toBe(code);
  });

  it('of a description has what it describes and no value', () => {
    const { trees } = opened();
    const { treeId, summary } = trees.open({ kind: 'schema', moid: 'urn:oma:mo:oma-dm-devinfo:1.0' });
    expect(summary).toMatchObject({ reported: 0, values: 0, problems: 0 });
    expect(trees.rows(treeId, view, all).rows.map(({ name }) => name)).toContain('FwV');
  });

  it('are held so long as there are not too many', () => {
    const { fixture, trees } = opened();
    fixture.report('IMEI:1', testMoid, { A: 1 });
    const ids = Array.from({ length: 10 }, () => trees.open(device).treeId);
    const held = ids.filter((id) => codeOf(() => trees.node(id, 0)) === 'none');
    expect(held).toEqual(ids.slice(2));
  });
});
