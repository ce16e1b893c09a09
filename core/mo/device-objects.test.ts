import { describe, expect, it } from 'vitest';
import { nodeAddress } from '../dm/node-address.ts';
import {
  findInstance,
  freeInstanceName,
  instancesOf,
  kindOf,
  nodeSchemaOf,
  noObjects,
  withInstance,
  withKind,
  withoutInstance,
} from './device-objects.ts';
import { interior, leaf } from './node.ts';
import { devInfoMoid, standardKind } from './standard-objects.ts';
import { description, node, schemaOf } from './test-ddf.ts';

const moid = 'urn:oma:mo:example-apn:1.0';
const kind = { moid, rootName: 'APN' };
const root = (name: string) => interior([['Name', leaf(name)]]);
const one = withInstance(noObjects, kind, 'a1', root('a.example'));
const two = withInstance(one, kind, 'a2', root('b.example'));

describe('objects of a device', () => {
  it('are found by the name of their instance, or as the only one', () => {
    const found = { status: 200, value: { name: 'a1', root: root('a.example') } };
    expect(findInstance(one, nodeAddress(moid, 'a1'))).toEqual(found);
    expect(findInstance(one, nodeAddress(moid, ''))).toEqual(found);
    expect(findInstance(two, nodeAddress(moid, 'a2'))).toMatchObject({ value: { name: 'a2' } });
  });

  it.each([
    ['another instance', two, nodeAddress(moid, 'a3'), 404],
    ['one of several', two, nodeAddress(moid, ''), 409],
    ['one of none', withoutInstance(one, moid, 'a1'), nodeAddress(moid, ''), 404],
    ['an unknown object', one, nodeAddress('urn:oma:mo:unknown:1.0', ''), 404],
  ])('are not found as %s', (_name, objects, address, status) => {
    expect(findInstance(objects, address)).toEqual({ status });
  });

  it('are never changed in place', () => {
    withInstance(one, kind, 'a1', root('other.example'));
    withoutInstance(one, moid, 'a1');
    withKind(one, standardKind(devInfoMoid));
    expect([...instancesOf(one, moid)]).toEqual([['a1', root('a.example')]]);
    expect([...one.kinds.keys()]).toEqual([moid]);
    expect(instancesOf(noObjects, moid).size).toBe(0);
  });

  it('share what did not change', () => {
    expect(two.kinds).toBe(one.kinds);
    expect(instancesOf(two, moid).get('a1')).toBe(instancesOf(one, moid).get('a1'));
  });

  it('keep their kind when the last instance is gone', () => {
    const none = withoutInstance(one, moid, 'a1');
    expect(instancesOf(none, moid).size).toBe(0);
    expect(none.kinds.get(moid)).toBe(kind);
    expect(withoutInstance(none, moid, 'a1')).toEqual(none);
  });

  it('keep their instances when their kind is made known anew', () => {
    const described = kindOf({ ...schemaOf(description(node('APN', { inner: node('Name') }))), moid });
    const next = withKind(two, described);
    expect([...instancesOf(next, moid).keys()]).toEqual(['a1', 'a2']);
    expect(nodeSchemaOf(two, nodeAddress(moid, 'a1', ['Name']))).toBeUndefined();
    expect(nodeSchemaOf(next, nodeAddress(moid, 'a1', ['Name']))?.format).toBe('chr');
    expect(nodeSchemaOf(next, nodeAddress(moid, 'a1', ['Other']))).toBeUndefined();
    expect(nodeSchemaOf(next, nodeAddress('urn:oma:mo:unknown:1.0', 'a1'))).toBeUndefined();
  });

  it('get names that are free', () => {
    expect(freeInstanceName(noObjects, moid)).toBe('i1');
    expect(freeInstanceName(two, moid)).toBe('i3');
    const taken = withInstance(two, kind, 'i4', root('c.example'));
    expect(freeInstanceName(taken, moid)).toBe('i5');
  });
});
