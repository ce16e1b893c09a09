import { describe, expect, it } from 'vitest';
import { nodeAddress, parseNodeAddress, printNodeAddress } from '../dm/node-address.ts';
import {
  type DeviceObjects,
  instancesOf,
  kindOf,
  noObjects,
  withInstance,
  withKind,
} from './device-objects.ts';
import { deleteNode, installInstance, placeNode } from './place-node.ts';
import { type MoJson, parseMoData, printNode } from './serialization.ts';
import { dmAccountMoid, standardKind } from './standard-objects.ts';
import { description, node, schemaOf } from './test-ddf.ts';

const moid = 'urn:oma:mo:example-gateway:1.1';
const access = (types: string, text: string) => text.replace('<Get/>', types);
const optional = '<Occurrence><ZeroOrOne/></Occurrence>';
const permanent = '<Scope><Permanent/></Scope>';

const tree = access(
  '<Add/><Delete/><Get/><Replace/>',
  node('Gateway', {
    inner:
      access('<Get/><Replace/>', node('Name')) +
      node('Serial', { properties: optional }) +
      access('<Add/><Delete/><Get/><Replace/>', node('APN', { properties: optional })) +
      access('<Add/><Get/><Replace/>', node('Level', { format: 'int', properties: optional })) +
      access(
        '<Get/>',
        node('Meters', {
          properties: permanent,
          inner: access(
            '<Add/><Delete/><Get/><Replace/>',
            node('', {
              properties: '<Occurrence><ZeroOrN>2</ZeroOrN></Occurrence>',
              inner: access('<Get/><Replace/>', node('Address', { format: 'int' })),
            }),
          ),
        }),
      ) +
      access('<Add/><Delete/><Get/><Replace/>', node('Ext', { format: 'node', properties: optional })) +
      node('Bearer', { format: 'node', properties: optional }),
  }),
);
const kind = kindOf({ ...schemaOf(description(tree)), moid });
const data = (json: MoJson) => parseMoData(json);
const before = {
  Name: 'a',
  Serial: 'S1',
  APN: 'm2m',
  Meters: { m1: { Address: 1 } },
  Ext: { Vendor: { X: 1 } },
  Bearer: { LTE: { Band: 3 } },
};
const device = withInstance(noObjects, kind, 'g1', data({ Gateway: before }).node);

/** What placing data at an address comes to: the status, or what the instance is afterwards. */
function place(address: string, json: MoJson, on: DeviceObjects = device) {
  const outcome = placeNode(on, parseNodeAddress(`${moid}/${address}`), data(json));
  return outcome.status === 200 ? instanceOf(outcome.value.objects) : outcome.status;
}
function remove(address: string, on: DeviceObjects = device) {
  const outcome = deleteNode(on, parseNodeAddress(`${moid}/${address}`));
  return outcome.status === 200 ? instanceOf(outcome.value) : outcome.status;
}
function instanceOf(objects: DeviceObjects, instance = 'g1') {
  const root = instancesOf(objects, moid).get(instance);
  return root && printNode(root);
}

describe('a root that is placed', () => {
  it('takes the place of the one before, but for what a server cannot delete', () => {
    expect(place('g1/', { Gateway: { Name: 'b' } })).toEqual({
      Name: 'b',
      Serial: 'S1',
      Meters: { m1: { Address: 1 } },
      Bearer: { LTE: { Band: 3 } },
    });
    expect(place('g1/', { Gateway: { Name: 'b', Meters: {} } })).toMatchObject({ Meters: {} });
  });

  it('creates an instance, under the name given or a free one, and says where', () => {
    const created = (address: string) => {
      const at = parseNodeAddress(`${moid}/${address}`);
      const outcome = placeNode(device, at, data({ Gateway: { Name: 'n', Meters: {} } }));
      if (outcome.status !== 200) return outcome.status;
      const { address: where, createdInstance } = outcome.value;
      return [printNodeAddress(where), createdInstance, [...instancesOf(outcome.value.objects, moid).keys()]];
    };
    expect(created('/')).toEqual([`${moid}/i2/`, true, ['g1', 'i2']]);
    expect(created('g7/')).toEqual([`${moid}/g7/`, true, ['g1', 'g7']]);
    expect(created('g1/')).toEqual([`${moid}/g1/`, false, ['g1']]);
  });

  it('of an object that the device does not know is learnt', () => {
    const outcome = placeNode(noObjects, nodeAddress('urn:x:new', 'n1'), data({ New: { A: 1 } }));
    expect(outcome.status === 200 && outcome.value.objects.kinds.get('urn:x:new')).toEqual({
      moid: 'urn:x:new',
      rootName: 'New',
    });
    if (outcome.status !== 200) return;
    const more = placeNode(
      outcome.value.objects,
      nodeAddress('urn:x:new', 'n1', ['B']),
      data({ B: { C: 2 } }),
    );
    expect(more.status).toBe(200);
    expect(placeNode(outcome.value.objects, nodeAddress('urn:x:new', 'n2'), data({ Other: {} })).status).toBe(
      400,
    );
  });

  it.each<readonly [string, MoJson, number]>([
    ['another root name', { Other: { Name: 'b' } }, 400],
    ['a value', { Gateway: 1 }, 400],
    ['a node that may not be replaced', { Gateway: { Name: 'b', Serial: 'S2' } }, 405],
    ['an unknown node', { Gateway: { Name: 'b', Colour: 'red' } }, 400],
    ['a value of another format', { Gateway: { Name: 'b', Level: 'high' } }, 400],
    ['a value where nodes were', { Gateway: { Name: 'b', Meters: 1 } }, 400],
    ['nodes where a value was', { Gateway: { Name: { X: 1 } } }, 400],
    [
      'too many nodes',
      { Gateway: { Name: 'b', Meters: { a: { Address: 1 }, b: { Address: 2 }, c: { Address: 3 } } } },
      400,
    ],
    ['a node without what it has to have', { Gateway: { Name: 'b', Meters: { a: {} } } }, 400],
  ])('with %s is refused', (_name, json, status) => {
    expect(place('g1/', json)).toBe(status);
  });

  it('may say of what cannot be replaced what it is', () => {
    expect(place('g1/', { Gateway: { Name: 'a', Serial: 'S1' } })).toMatchObject({ Serial: 'S1' });
  });

  it('is no new instance where servers create none', () => {
    const dmAccount = standardKind(dmAccountMoid);
    const objects = withKind(noObjects, dmAccount);
    const account = data({ DMAcc: { SrvID: 's', SrvURI: 'https://h/', Name: 'n', Auth: {} } });
    expect(placeNode(objects, nodeAddress(dmAccountMoid, ''), account)).toEqual({ status: 405 });
    expect(installInstance(objects, nodeAddress(dmAccountMoid, ''), account).status).toBe(200);
  });
});

describe('a node that is placed below a root', () => {
  it.each<readonly [string, MoJson, object]>([
    ['g1/Name', { Name: 'b' }, { Name: 'b' }],
    ['/Name', { Name: 'b' }, { Name: 'b' }],
    ['g1/Level', { Level: 3 }, { Level: 3 }],
    ['g1/Meters/m2', { m2: { Address: 2 } }, { Meters: { m1: { Address: 1 }, m2: { Address: 2 } } }],
    ['g1/Meters/m1/Address', { Address: 9 }, { Meters: { m1: { Address: 9 } } }],
    ['g1/Serial', { Serial: 'S1' }, { Serial: 'S1' }],
    ['g1/Meters', { Meters: {} }, { Meters: {} }],
  ])('at %s is put there', (address, json, expected) => {
    expect(place(address, json)).toEqual({ ...before, ...expected });
  });

  it.each<readonly [string, MoJson, number]>([
    ['g2/Name', { Name: 'b' }, 404],
    ['g1/Colour', { Colour: 'red' }, 404],
    ['g1/Name/Deeper', { Deeper: 1 }, 404],
    ['g1/Meters/m9/Address', { Address: 1 }, 404],
    ['g1/Name', { Other: 'b' }, 400],
    ['g1/Level', { Level: 'high' }, 400],
    ['g1/Meters/m2', { m2: {} }, 400],
    ['g1/Meters', { Meters: { a: { Address: 1 }, b: { Address: 2 }, c: { Address: 3 } } }, 400],
    ['g1/Serial', { Serial: 'S2' }, 405],
    ['g1/Bearer', { Bearer: { LTE: { Band: 4 } } }, 405],
  ])('at %s as %j is refused with %i', (address, json, status) => {
    expect(place(address, json)).toBe(status);
  });

  it('is not put into one of several instances that was not named', () => {
    const two = withInstance(device, kind, 'g2', data({ Gateway: before }).node);
    expect(place('/Name', { Name: 'b' }, two)).toBe(409);
  });

  it('needs Add, where it is new, and is not permanent', () => {
    const bare = withInstance(noObjects, kind, 'g1', data({ Gateway: { Name: 'a' } }).node);
    expect(place('g1/APN', { APN: 'x' }, bare)).toBe(400);
    const whole = withInstance(noObjects, kind, 'g1', data({ Gateway: { Name: 'a', Meters: {} } }).node);
    expect(place('g1/APN', { APN: 'x' }, whole)).toMatchObject({ APN: 'x' });
    expect(place('g1/Serial', { Serial: 'x' }, whole)).toBe(405);
    expect(place('g1/Meters', { Meters: {} }, bare)).toBe(405);
  });
});

describe('nodes below Ext and Bearer, which the schema does not know', () => {
  it('are the vendor’s, and servers may do with them what they may do with Ext', () => {
    expect(place('g1/Ext', { Ext: { Other: { Y: 2 } } })).toEqual({ ...before, Ext: { Other: { Y: 2 } } });
    expect(place('g1/Ext/Vendor/X', { X: 2 })).toEqual({ ...before, Ext: { Vendor: { X: 2 } } });
    expect(place('g1/Ext/Vendor/New', { New: { Z: 3 } })).toEqual({
      ...before,
      Ext: { Vendor: { X: 1, New: { Z: 3 } } },
    });
    expect(place('g1/', { Gateway: { Name: 'a', Ext: { Vendor: { X: 5 } } } })).toMatchObject({
      Ext: { Vendor: { X: 5 } },
    });
    expect(remove('g1/Ext/Vendor/X')).toEqual({ ...before, Ext: { Vendor: {} } });
  });

  it('are not changed by servers that may only read Bearer', () => {
    expect(place('g1/Bearer/LTE/Band', { Band: 4 })).toBe(405);
    expect(place('g1/Bearer/NR', { NR: {} })).toBe(405);
    expect(place('g1/Bearer/LTE/Band', { Band: 3 })).toEqual(before);
    expect(remove('g1/Bearer/LTE')).toBe(405);
    expect(place('g1/', { Gateway: { Name: 'a' } })).toMatchObject({ Bearer: { LTE: { Band: 3 } } });
    expect(place('g1/', { Gateway: { Name: 'a', Bearer: { NR: {} } } })).toBe(405);
  });
});

describe('a node that is deleted', () => {
  it.each([
    ['g1/APN', ['Name', 'Serial', 'Meters', 'Ext', 'Bearer']],
    ['g1/Ext', ['Name', 'Serial', 'APN', 'Meters', 'Bearer']],
  ])('at %s is gone with all below it', (address, left) => {
    expect(Object.keys(remove(address) ?? {})).toEqual(left);
  });

  it('may be a node in the place of a placeholder, or the whole instance', () => {
    expect(remove('g1/Meters/m1')).toEqual({ ...before, Meters: {} });
    expect(remove('g1/')).toBeUndefined();
  });

  it.each([
    ['g1/Name', 405],
    ['g1/Serial', 405],
    ['g1/Meters', 405],
    ['g1/Meters/m1/Address', 405],
    ['g1/Level', 404],
    ['g1/Colour', 404],
    ['g2/', 404],
    ['/', 404],
  ])('at %s is refused with %i', (address, status) => {
    expect(remove(address)).toBe(status);
  });

  it('is any, where there is no description', () => {
    const learnt = withInstance(
      noObjects,
      { moid, rootName: 'Gateway' },
      'g1',
      data({ Gateway: before }).node,
    );
    expect(remove('g1/Name', learnt)).not.toHaveProperty('Name');
    expect(remove('g1/', learnt)).toBeUndefined();
  });
});

describe('an instance that is installed', () => {
  const install = (json: MoJson, path: readonly string[] = []) =>
    installInstance(withKind(noObjects, kind), nodeAddress(moid, 'g1', path), data(json));

  it('is whole, and whatever servers may do does not matter', () => {
    const outcome = install({ Gateway: before });
    expect(outcome.status === 200 && instanceOf(outcome.value.objects)).toEqual(before);
  });

  it.each<readonly [string, MoJson, readonly string[]]>([
    ['another root', { Other: before }, []],
    ['a part of it', { Name: 'a' }, ['Name']],
    ['less than there has to be', { Gateway: { Name: 'a' } }, []],
    ['a value of another format', { Gateway: { ...before, Level: 'x' } }, []],
  ])('is not %s', (_name, json, path) => {
    expect(install(json, path)).toEqual({ status: 400 });
  });
});
