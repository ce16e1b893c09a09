import { describe, expect, it } from 'vitest';
import { rowFlags } from './device-tree.ts';
import { type KeptPackage, tracesOf } from './session-changes.ts';
import { moid, part, reported, rowAt, treeOf } from './test-tree.ts';

const root = { Site: { Name: 'x', Floor: 1 }, State: 1 };
let sessions = 0;

/** A round of a session: a package #2, and the #3 that answers it. */
function round(
  commands: readonly unknown[],
  statuses: readonly unknown[] | undefined,
  at: number,
): KeptPackage[] {
  const sessionId = `r${++sessions}`;
  const sent = { sessionId, kind: 'package2', at, text: JSON.stringify({ CMD: commands }) } as const;
  if (statuses === undefined) return [sent];
  const text = JSON.stringify({ Status: statuses });
  return [sent, { sessionId, kind: 'package3', at: at + 10, text }];
}

function reasons(packages: readonly KeptPackage[], parts = [part([], 100)]) {
  const tree = treeOf([reported(root, parts)], { traces: tracesOf(packages) });
  const reason = (path: string) => tree.stale.get(rowAt(tree, path));
  return { site: reason('Site/Name'), floor: reason('Site/Floor'), state: reason('State') };
}
const fresh = { site: undefined, floor: undefined, state: undefined };
const uri = (path: string) => `${moid}/a/${path}`;
const data = (path: string, value: unknown) => ({
  sc: 200,
  Data: [{ ClientURI: uri(path), MOData: { [path.split('/').at(-1) ?? '']: value } }],
});

describe('what was reported is stale', () => {
  it('once a later session wrote there, and below', () => {
    const hget = ['HGET', 'https://bench/x', uri('Site')];
    expect(reasons(round([hget], [{ sc: 200 }], 200))).toEqual({
      ...fresh,
      site: 'written',
      floor: 'written',
    });
    // What came before the report is in it.
    expect(reasons(round([hget], [{ sc: 200 }], 50))).toEqual(fresh);
    // What was refused changed nothing; what was never answered may have.
    expect(reasons(round([hget], [{ sc: 405 }], 200))).toEqual(fresh);
    expect(reasons(round([hget], [{ sc: 500 }], 200)).site).toBe('written');
    expect(reasons(round([hget], undefined, 200)).site).toBe('written');
  });

  it('where the device said that it put what it fetched', () => {
    const hget = ['HGET', 'https://bench/x'];
    expect(reasons(round([hget], [{ sc: 200, URI: [uri('State')] }], 200))).toEqual({
      ...fresh,
      state: 'written',
    });
  });

  it('by a pattern that may mean it', () => {
    const removed = reasons(
      round([['DELETE', `${moid}/(x)/*/Floor?nv=(x)/Site/Name:x`]], [{ sc: 200 }], 200),
    );
    expect(removed).toEqual({ ...fresh, floor: 'deleted' });
    expect(reasons(round([['DELETE', `${moid}/other/Site`]], [{ sc: 200 }], 200))).toEqual(fresh);
    expect(reasons(round([['DELETE', `${moid}//Site/Floor`]], [{ sc: 200 }], 200)).floor).toBe('deleted');
  });

  it('anywhere in an object in which something was executed, or that the device told of', () => {
    const all = { site: 'executed', floor: 'executed', state: 'executed' };
    expect(reasons(round([['EXEC', uri('Go')]], [{ sc: 202 }], 200))).toEqual(all);
    const alert = { AlertType: 'urn:oma:at:x:1.0:OperationComplete', SourceURI: uri('Go') };
    const told = {
      sessionId: 'z',
      kind: 'package1',
      at: 200,
      text: JSON.stringify({ Alert: [alert] }),
    } as const;
    expect(reasons([told]).state).toBe('alerted');
    expect(reasons([told], [part([], 200)])).toEqual(fresh);
  });

  it('unless it was read again after that, in the same round', () => {
    const commands = [
      ['HGET', 'https://bench/x', uri('Site')],
      ['GET', uri('Site')],
    ];
    const answered = [{ sc: 200 }, data('Site', { Name: 'y', Floor: 2 })];
    const parts = [part([], 100), part(['Site'], 210)];
    expect(reasons(round(commands, answered, 200), parts)).toEqual(fresh);
    // Read before it was written: what was read is over.
    expect(reasons(round(commands.toReversed(), answered.toReversed(), 200), parts)).toEqual({
      ...fresh,
      site: 'written',
      floor: 'written',
    });
    const upload = [
      ['HGET', 'https://bench/x', uri('Site')],
      ['HPUT', 'https://bench/y', uri('Site')],
    ];
    const uploaded = [part([], 100), part(['Site'], 205, { source: 'uploaded' })];
    expect(reasons(round(upload, [{ sc: 200 }, { sc: 200 }], 200), uploaded)).toEqual(fresh);
    const told = [part([], 100), part(['Site'], 203, { source: 'subscribed' })];
    expect(reasons(round(commands.slice(0, 1), [{ sc: 200 }], 200), told)).toEqual(fresh);
  });

  it('where another part came with another validator, unless the device said that it is as it was', () => {
    const parts = [part([], 100, { validator: 'v1' }), part(['State'], 200, { validator: 'v2' })];
    expect(reasons([], parts)).toEqual({ site: 'validator', floor: 'validator', state: undefined });
    const same = [part([], 100, { validator: 'v1' }), part(['State'], 200, { validator: 'v1' })];
    expect(reasons([], same)).toEqual(fresh);
    const hget = round([['HGET', 'https://bench/x', uri('Site')]], [{ sc: 200 }], 200);
    const confirmed = round([['GET', `${moid}/a/?cv=v1`]], [{ sc: 304 }], 300);
    expect(reasons([...hget, ...confirmed], [part([], 100, { validator: 'v1' })])).toEqual(fresh);
  });

  it('where the device lists its objects without it', () => {
    const listing = { at: 200, objects: [{ moid, instance: 'b' }] };
    const tree = treeOf([reported(root)], { listing });
    expect(tree.stale.get(rowAt(tree, 'State'))).toBe('unlisted');
    expect((tree.flags[rowAt(tree, 'State')] ?? 0) & rowFlags.stale).not.toBe(0);
    const later = treeOf([reported(root, [part([], 300)])], { listing });
    expect(later.stale.size).toBe(0);
  });

  it('and packages that cannot be read say nothing', () => {
    const odd = ['package1', 'package2', 'package3'].map(
      (kind, at): KeptPackage => ({
        sessionId: 'o',
        kind: kind as 'package1',
        at: 200 + at,
        text: '{"CMD":',
      }),
    );
    expect(reasons(odd)).toEqual(fresh);
  });
});
