import { describe, expect, it } from 'vitest';
import { toFault } from '../errors.ts';
import { type LeafValue, leaf, type MoNode, nodeAt, withNodeAt, withoutNodeAt } from '../mo/node.ts';
import { checkNode } from '../mo/schema-check.ts';
import { dmAccountMoid, dmAccountRootName, standardKind } from '../mo/standard-objects.ts';
import { type DmAccount, dmAccountNode, readDmAccount } from './dm-account.ts';

const account: DmAccount = {
  instance: 'bench',
  serverId: 'dm-bench',
  serverUri: 'https://bench.example/dm',
  name: 'DM Bench',
  permittedMoids: ['urn:a:b', 'urn:a:c'],
  credentials: { kind: 'password', userName: 'device', password: 'geheim-trsp' },
  notification: { data: 'bm90aQ==', secret: 'Z2VoZWlt' },
  trustAnchor: 'PEM',
};
const node = dmAccountNode(account);
const read = (root: MoNode) => readDmAccount('bench', root);
const without = (...path: readonly string[]) => withoutNodeAt(node, path) ?? expect.unreachable();
const withLeaf = (path: readonly string[], value: LeafValue) =>
  withNodeAt(node, path, leaf(value)) ?? expect.unreachable();

describe('a DM Account', () => {
  it('comes back from its nodes as it went', () => {
    expect(read(node)).toEqual(account);
    const { notification: _notification, trustAnchor: _anchor, ...least } = account;
    expect(read(dmAccountNode({ ...least, permittedMoids: [] }))).toEqual({ ...least, permittedMoids: [] });
  });

  it('has the nodes that its description wants', () => {
    const { schema } = standardKind(dmAccountMoid);
    expect(schema && checkNode(schema, dmAccountRootName, node)).toEqual([]);
    expect(nodeAt(node, ['Perm', '2', 'MOID'])).toEqual(leaf('urn:a:c'));
    expect(nodeAt(node, ['Auth', 'Noti', 'Type'])).toEqual(leaf(1));
  });

  it('holds a certificate and its private key where they are PEM', () => {
    const credentials = {
      kind: 'certificate',
      certificate: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      privateKey: '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n',
    } as const;
    const certified = dmAccountNode({ ...account, credentials });
    expect(nodeAt(certified, ['Auth', 'Trsp', 'Secret'])).toEqual(leaf(credentials.privateKey));
    expect(read(certified).credentials).toEqual(credentials);
  });

  it('permits nothing where it does not say what', () => {
    expect(read(without('Perm')).permittedMoids).toEqual([]);
    expect(read(without('Perm', '1')).permittedMoids).toEqual(['urn:a:c']);
    expect(read(withLeaf(['Perm', '1', 'MOID'], 7)).permittedMoids).toEqual(['urn:a:c']);
  });

  it('is read with nodes that mean nothing here', () => {
    expect(read(withLeaf(['Push'], 'x'))).toEqual(account);
    expect(read(without('Ext'))).not.toHaveProperty('trustAnchor');
  });

  it.each([
    ['SrvID'],
    ['SrvURI'],
    ['Name'],
    ['Auth/Trsp/Data'],
    ['Auth/Trsp/Secret'],
    ['Auth/Noti/Data'],
    ['Auth/Noti/Secret'],
  ])('cannot be used without %s, and says so with no secret', (place) => {
    const path = place.split('/');
    const empty = [without(...path), withLeaf(path, ''), withLeaf(path, null), withLeaf(path, 7)];
    const below = withNodeAt(node, path, { kind: 'interior', children: new Map() }) ?? expect.unreachable();
    for (const root of [...empty, below]) {
      let fault = toFault(new Error('read'));
      try {
        read(root);
      } catch (error) {
        fault = toFault(error);
      }
      expect(fault.code).toBe('BOOTSTRAP_WRONG');
      expect(fault.message).toBe(
        `The bootstrap message cannot be used: ${dmAccountMoid}/bench/${place} is missing.`,
      );
    }
  });

  it.each(['ftp://h/', 'bench.example', 'http://', 'https://[', '//h/dm'])(
    'cannot be of the server %s',
    (uri) => {
      expect(() => read(withLeaf(['SrvURI'], uri))).toThrow(
        '/bench/SrvURI is not an address of http or https',
      );
    },
  );
});
