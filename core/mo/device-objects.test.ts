import { describe, expect, it } from 'vitest';
import { parseClientUri } from '../dm/client-uri.ts';
import { noObjects, placeObject, readObject, withInstance } from './device-objects.ts';
import { interior, leaf } from './node.ts';
import { devInfoKind, dmAccountKind } from './standard-objects.ts';

const apn = (value: string) => ({ name: 'APN', node: interior([['Name', leaf(value)]]) });
const apnUri = (rest: string) => parseClientUri(`urn:oma:mo:example-apn:1.0/${rest}`);
const devInfo = withInstance(noObjects, devInfoKind, 'main', interior([['DevID', leaf('IMEI:1')]]));

describe('objects of a device', () => {
  it('reads a root and a leaf, each wrapped in its own name', () => {
    const root = readObject(devInfo, parseClientUri('urn:oma:mo:oma-dm-devinfo:1.0//'));
    expect(root.status === 200 && root.value.data.name).toBe('DevInfo');
    const value = readObject(devInfo, parseClientUri('urn:oma:mo:oma-dm-devinfo:1.0/main/DevID'));
    expect(value.status === 200 && value.value.data).toEqual({ name: 'DevID', node: leaf('IMEI:1') });
  });

  it.each([
    ['urn:oma:mo:oma-dm-devinfo:1.0/other/', 404],
    ['urn:oma:mo:oma-dm-devinfo:1.0/main/None', 404],
    ['urn:oma:mo:unknown:1.0//', 404],
  ])('answers %s with %i', (uri, status) => {
    expect(readObject(devInfo, parseClientUri(uri)).status).toBe(status);
  });

  it('refuses to replace a read-only kind', () => {
    expect(placeObject(devInfo, parseClientUri('urn:oma:mo:oma-dm-devinfo:1.0/main/'), apn('x')).status).toBe(
      405,
    );
  });

  it('creates, replaces, goes below the root, and says where', () => {
    const created = placeObject(noObjects, apnUri('/'), apn('a.example'));
    if (created.status !== 200) throw new Error('not created');
    expect(created.value.clientUri.instance).toBe('i1');
    const replaced = placeObject(created.value.objects, apnUri('i1/Name'), {
      name: 'Name',
      node: leaf('b.example'),
    });
    if (replaced.status !== 200) throw new Error('not replaced');
    const read = readObject(replaced.value.objects, apnUri('/Name'));
    expect(read.status === 200 && read.value.data.node).toEqual(leaf('b.example'));
    const second = placeObject(replaced.value.objects, apnUri('a2/'), apn('c.example'));
    if (second.status !== 200) throw new Error('not added');
    expect(readObject(second.value.objects, apnUri('/')).status).toBe(409);
    expect(placeObject(second.value.objects, apnUri('a2/None/Name'), apn('x')).status).toBe(400);
    expect(placeObject(second.value.objects, apnUri('a2/'), { name: 'Wrong', node: leaf(1) }).status).toBe(
      400,
    );
  });

  it('never shows secrets of a DM Account', () => {
    const account = withInstance(
      noObjects,
      dmAccountKind,
      'bench',
      interior([
        ['SrvID', leaf('bench')],
        ['Perm', interior([['1', interior([['MOID', leaf('urn:oma:mo:x:1.0')]])]])],
        [
          'Auth',
          interior([
            [
              'Trsp',
              interior([
                ['Data', leaf('user')],
                ['Secret', leaf('geheim')],
              ]),
            ],
          ]),
        ],
      ]),
    );
    const uri = `${dmAccountKind.moid}/bench/`;
    const read = readObject(account, parseClientUri(uri));
    expect(JSON.stringify(read, (_key, value) => (value instanceof Map ? [...value] : value))).not.toContain(
      'geheim',
    );
    expect(readObject(account, parseClientUri(`${uri}Auth/Trsp/Secret`)).status).toBe(405);
    expect(readObject(account, parseClientUri(`${uri}Perm`)).status).toBe(405);
  });
});
