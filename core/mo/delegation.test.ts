import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccessRecord,
  accessRecordOf,
  holdsRight,
  mayChangeInstance,
  mayChangeRecord,
  type Right,
  recordOf,
  withOwner,
  withoutRecord,
} from './delegation.ts';
import {
  type DeviceObjects,
  instancesOf,
  noObjects,
  withInstance,
  withoutInstance,
} from './device-objects.ts';
import { leaf, withNodeAt } from './node.ts';
import { checkNode } from './schema-check.ts';
import { type MoJson, parseMoData } from './serialization.ts';
import { delegationMoid, dmAccountMoid, standardKind } from './standard-objects.ts';
import { standardSchema } from './standard-schemas.ts';

const moid = 'urn:oma:mo:example-gateway:1.0';
const every: readonly Right[] = ['R', 'W', 'E', 'D'];
const node = (json: MoJson) => parseMoData({ R: json }).node;
const put = (objects: DeviceObjects, of: string, name: string, json: MoJson) =>
  withInstance(objects, of === moid ? { moid, rootName: 'Gateway' } : standardKind(of), name, node(json));
const grants = {
  1: { SrvID: 'reader', Rights: 'R' },
  2: { SrvID: 'writer', Rights: 'RW' },
  3: { SrvID: 'operator', Rights: 'E' },
  4: { SrvID: 'delegate', Rights: 'DW' },
  5: { SrvID: 'nothing', Rights: '' },
  6: { SrvID: 'odd', Rights: 'x r,E' },
  7: { SrvID: 'twice', Rights: 'R' },
  8: { SrvID: 'twice', Rights: 'E' },
};
/** g1 is the owner's, who granted something; g2 was brought along; two servers have an account. */
let device = put(noObjects, moid, 'g1', { APN: 'a' });
device = put(device, moid, 'g2', { APN: 'b' });
device = put(device, dmAccountMoid, 'a1', { SrvID: 'owner' });
device = put(device, dmAccountMoid, 'a2', { SrvID: 'reader' });
device = put(device, delegationMoid, 'i1', { MOID: moid, MIID: 'g1', Owner: 'owner', ACL: grants });
const rightsOn = (of: string, name: string, server: string) =>
  every.filter((right) => holdsRight(device, server, of, name, right)).join('');

describe('rights', () => {
  it.each([
    // server, on its instance, on one the device brought along, on the record, on its account, on another's
    ['owner', 'RWED', 'RWE', 'RW', 'RWD', ''],
    ['reader', 'R', 'RWE', 'R', '', 'RWD'],
    ['writer', 'RW', 'RWE', 'R', '', ''],
    ['operator', 'E', 'RWE', 'R', '', ''],
    ['delegate', 'WD', 'RWE', 'RW', '', ''],
    ['nothing', '', 'RWE', '', '', ''],
    ['odd', 'E', 'RWE', 'R', '', ''],
    ['twice', 'RE', 'RWE', 'R', '', ''],
    ['stranger', '', 'RWE', '', '', ''],
  ])('of %s are %s, %s, %s, %s and %s', (server, own, brought, onRecord, first, second) => {
    expect([
      rightsOn(moid, 'g1', server),
      rightsOn(moid, 'g2', server),
      rightsOn(delegationMoid, 'i1', server),
      rightsOn(dmAccountMoid, 'a1', server),
      rightsOn(dmAccountMoid, 'a2', server),
    ]).toEqual([own, brought, onRecord, first, second]);
  });

  it('on an account or a record that is not there are nobody’s', () => {
    for (const server of ['owner', 'reader'])
      expect([rightsOn(dmAccountMoid, 'a9', server), rightsOn(delegationMoid, 'i9', server)]).toEqual([
        '',
        '',
      ]);
  });
});

describe('an access record', () => {
  it('is found by what it is about', () => {
    expect(accessRecordOf(device, moid, 'g1')).toMatchObject({
      name: 'i1',
      owner: 'owner',
      moid,
      instance: 'g1',
    });
    expect(accessRecordOf(device, moid, 'g2')).toBeUndefined();
    expect(accessRecordOf(device, 'urn:oma:mo:other:1.0', 'g1')).toBeUndefined();
  });

  it('that is not as it should be grants nothing', () => {
    const broken = recordOf('i1', node({ MOID: 7, ACL: { 1: 'RWED', 2: { SrvID: 'x', Rights: 15 } } }));
    expect(broken).toMatchObject({ moid: '', instance: '', owner: '' });
    expect([...broken.grants.values()].every((rights) => rights.size === 0)).toBe(true);
    expect(recordOf('i1', leaf('x'))).toEqual({
      name: 'i1',
      moid: '',
      instance: '',
      owner: '',
      grants: new Map(),
    });
  });

  it('is made for the creator of an instance, and gone with it', () => {
    const owned = withOwner(noObjects, moid, 'g5', 'creator');
    expect(accessRecordOf(owned, moid, 'g5')).toEqual({
      name: 'i1',
      moid,
      instance: 'g5',
      owner: 'creator',
      grants: new Map(),
    });
    const { root } = standardSchema(delegationMoid)!;
    expect(checkNode(root, 'DAC', instancesOf(owned, delegationMoid).get('i1')!)).toEqual([]);
    const both = withOwner(owned, moid, 'g6', 'other');
    const left = withoutRecord(both, moid, 'g5');
    expect(accessRecordOf(left, moid, 'g5')).toBeUndefined();
    expect(accessRecordOf(left, moid, 'g6')?.owner).toBe('other');
    expect(withoutRecord(left, moid, 'g5')).toBe(left);
  });
});

describe('a change of a record', () => {
  const recordWith = (over: Partial<AccessRecord>): AccessRecord => ({
    name: 'i1',
    moid,
    instance: 'g1',
    owner: 'owner',
    grants: new Map([
      ['delegate', new Set<Right>(['D', 'R'])],
      ['writer', new Set<Right>(['R', 'W'])],
    ]),
    ...over,
  });
  const before = recordWith({});
  const granting = (server: string, ...rights: readonly Right[]) =>
    recordWith({ grants: new Map([...before.grants, [server, new Set(rights)]]) });

  it.each<readonly [string, AccessRecord, readonly string[]]>([
    ['nothing', before, ['owner', 'delegate']],
    ['a right that both have', granting('new', 'R'), ['owner', 'delegate']],
    ['Delegate itself', granting('new', 'D'), ['owner', 'delegate']],
    ['a right that only the owner has', granting('new', 'W'), ['owner']],
    ['every right', granting('new', 'R', 'W', 'E', 'D'), ['owner']],
    ['a right taken back', granting('writer', 'W'), ['owner', 'delegate']],
    ['a right taken back that only the owner has', granting('writer', 'R'), ['owner']],
    [
      'a grant removed whole',
      recordWith({ grants: new Map([['delegate', new Set<Right>(['D', 'R'])]]) }),
      ['owner'],
    ],
    ['more for the delegate', granting('delegate', 'D', 'R', 'E'), ['owner']],
    ['the delegate’s own rights given up', granting('delegate'), ['owner', 'delegate']],
    ['another owner', recordWith({ owner: 'delegate' }), ['owner']],
    ['no owner', recordWith({ owner: '' }), []],
    ['another instance', recordWith({ instance: 'g2' }), []],
    ['another object', recordWith({ moid: 'urn:oma:mo:other:1.0' }), []],
  ])('to %s may be made by who has it to give', (_name, after, servers) => {
    const may = ['owner', 'delegate', 'writer', 'stranger'].filter((server) =>
      mayChangeRecord(before, after, server),
    );
    expect(may).toEqual(servers);
  });

  it('never gives a server more than who made it has', () => {
    const right = fc.constantFrom<Right>(...every);
    const grants = fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.uniqueArray(right)), { maxLength: 3 })
      .map((all) => new Map(all.map(([server, rights]) => [server, new Set(rights)])));
    fc.assert(
      fc.property(grants, grants, fc.constantFrom('a', 'b', 'c'), (old, next, server) => {
        const [from, to] = [recordWith({ grants: old }), recordWith({ grants: next })];
        if (!mayChangeRecord(from, to, server)) return;
        expect(old.get(server)?.has('D')).toBe(true);
        for (const [each, rights] of next)
          for (const gained of rights)
            if (!old.get(each)?.has(gained)) expect(old.get(server)?.has(gained)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is looked at in the objects before and after', () => {
    const changed = (path: readonly string[], value: string) => {
      const root = withNodeAt(instancesOf(device, delegationMoid).get('i1')!, path, leaf(value))!;
      return withInstance(device, standardKind(delegationMoid), 'i1', root);
    };
    const granted = changed(['ACL', '1', 'Rights'], 'RW');
    expect(mayChangeInstance(device, granted, 'i1', 'owner')).toBe(true);
    expect(mayChangeInstance(device, granted, 'i1', 'delegate')).toBe(true);
    expect(mayChangeInstance(device, granted, 'i1', 'writer')).toBe(false);
    expect(mayChangeInstance(device, changed(['Owner'], 'reader'), 'i1', 'delegate')).toBe(false);
    expect(mayChangeInstance(device, changed(['MIID'], 'g2'), 'i1', 'owner')).toBe(false);
    const gone = withoutInstance(device, delegationMoid, 'i1');
    expect(mayChangeInstance(device, gone, 'i1', 'owner')).toBe(false);
    expect(mayChangeInstance(gone, device, 'i1', 'owner')).toBe(false);
  });
});
