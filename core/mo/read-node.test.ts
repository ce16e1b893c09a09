import { describe, expect, it } from 'vitest';
import { parseClientUri } from '../dm/client-uri.ts';
import { parseNodeAddress, printNodeAddress } from '../dm/node-address.ts';
import { noObjects, withInstance } from './device-objects.ts';
import { readNode, resolveOn } from './read-node.ts';
import { type MoJson, parseMoData, printMoData } from './serialization.ts';
import { devInfoMoid, dmAccountMoid, standardKind } from './standard-objects.ts';

const gatewayMoid = 'urn:oma:mo:example-gateway:1.0';
const nodes = (json: MoJson) => parseMoData({ R: json }).node;
const account = (server: string): MoJson => ({
  SrvID: server,
  SrvURI: 'https://bench.example/dm',
  Name: 'Bench',
  Perm: { 1: { MOID: devInfoMoid } },
  Auth: {
    Bootstrap: { ServerURI: 'https://b', SecMode: 1, ClientSecretKey: 'Z2VoZWlt' },
    Noti: { Type: 1, Data: 'ZGF0YQ==', Secret: 'Z2VoZWlt' },
    Trsp: { Data: 'user', Secret: 'geheim' },
  },
  Ext: { Vendor: { Key: 'public' } },
});
const objects = [
  [devInfoMoid, 'main', { DevID: 'IMEI:352099001761408', FwV: '1', Ext: { Vendor: 1 } }],
  [dmAccountMoid, 'bench', account('bench')],
  [dmAccountMoid, 'other', account('other')],
].reduce(
  (all, [moid, name, json]) =>
    withInstance(all, standardKind(moid as string), name as string, nodes(json as MoJson)),
  withInstance(
    noObjects,
    { moid: gatewayMoid, rootName: 'Gateway' },
    'g1',
    nodes({ APN: 'a', Site: { Hall: 3 } }),
  ),
);

/** What a GET of an address comes to: the status, or the data in their name. */
function read(uri: string) {
  const outcome = readNode(objects, parseNodeAddress(uri));
  return outcome.status === 200 ? printMoData(outcome.value.data) : outcome.status;
}

describe('a node that is read', () => {
  it('is wrapped in its own name: that of the kind for a root', () => {
    expect(read(`${gatewayMoid}/g1/`)).toEqual({ Gateway: { APN: 'a', Site: { Hall: 3 } } });
    expect(read(`${gatewayMoid}//`)).toEqual({ Gateway: { APN: 'a', Site: { Hall: 3 } } });
    expect(read(`${gatewayMoid}/g1/Site`)).toEqual({ Site: { Hall: 3 } });
    expect(read(`${gatewayMoid}/g1/Site/Hall`)).toEqual({ Hall: 3 });
    expect(read(`${devInfoMoid}/main/Ext/Vendor`)).toEqual({ Vendor: 1 });
  });

  it('is told with the address that was asked for', () => {
    const outcome = readNode(objects, parseNodeAddress(`${gatewayMoid}//Site`));
    expect(outcome.status === 200 && printNodeAddress(outcome.value.clientUri)).toBe(`${gatewayMoid}//Site`);
  });

  it.each([
    [`${gatewayMoid}/g2/`, 404],
    [`${gatewayMoid}/g1/None`, 404],
    [`${gatewayMoid}/g1/APN/Below`, 404],
    ['urn:oma:mo:unknown:1.0//', 404],
    [`${dmAccountMoid}//`, 409],
    [`${dmAccountMoid}/bench/Auth/Trsp/Secret`, 405],
    [`${dmAccountMoid}/bench/Auth/Noti/Secret`, 405],
    [`${dmAccountMoid}/bench/Auth/Bootstrap/ClientSecretKey`, 405],
    [`${dmAccountMoid}/bench/Perm`, 405],
    [`${dmAccountMoid}/bench/Perm/1/MOID`, 405],
    // What is not there is not there, readable or not.
    [`${dmAccountMoid}/bench/Perm/2`, 404],
  ])('is refused at %s with %i', (uri, status) => {
    expect(read(uri)).toBe(status);
  });

  it('shows nothing that has no access type Get, and everything else', () => {
    expect(read(`${dmAccountMoid}/bench/`)).toEqual({
      DMAcc: {
        SrvID: 'bench',
        SrvURI: 'https://bench.example/dm',
        Name: 'Bench',
        Auth: {
          Bootstrap: { ServerURI: 'https://b', SecMode: 1 },
          Noti: { Type: 1, Data: 'ZGF0YQ==' },
          Trsp: { Data: 'user' },
        },
        Ext: { Vendor: { Key: 'public' } },
      },
    });
    expect(JSON.stringify(read(`${dmAccountMoid}/bench/Auth`))).not.toMatch(/geheim|Z2VoZWlt|MOID/);
  });
});

describe('a ClientURI on a device', () => {
  const resolve = (uri: string, mayRead?: (instance: string) => boolean) => {
    const resolution = resolveOn(objects, parseClientUri(uri), mayRead);
    return resolution.status === 200 ? resolution.addresses.map(printNodeAddress) : resolution.status;
  };

  it('addresses nodes by what can be read of them', () => {
    expect(resolve(`${dmAccountMoid}/*/SrvID`)).toEqual([
      `${dmAccountMoid}/bench/SrvID`,
      `${dmAccountMoid}/other/SrvID`,
    ]);
    expect(resolve(`${dmAccountMoid}/(x)/Name?nv=(x)/SrvID:other`)).toEqual([`${dmAccountMoid}/other/Name`]);
  });

  it.each([
    'Auth/Trsp/Secret:geheim',
    'Perm/1/MOID:urn:oma:mo:oma-dm-devinfo:1.0',
    'Auth/Noti/Secret:Z2VoZWlt',
  ])('is no way to guess %s', (condition) => {
    const right = resolve(`${dmAccountMoid}/(x)/Name?nv=(x)/${condition}`);
    const wrong = resolve(`${dmAccountMoid}/(x)/Name?nv=(x)/${condition}x`);
    expect(right).toEqual(wrong);
    expect(right).toBe(404);
  });

  it('is resolved by instances that the one who asks may read', () => {
    const uri = `${dmAccountMoid}/(x)/Name?nv=(x)/SrvID:other`;
    expect(resolve(uri, (instance) => instance === 'other')).toEqual([`${dmAccountMoid}/other/Name`]);
    expect(resolve(uri, (instance) => instance === 'bench')).toBe(404);
  });
});
