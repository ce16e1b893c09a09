import { describe, expect, it } from 'vitest';
import { nodeAt } from '../mo/node.ts';
import { type DmAccount, dmAccountNode, readDmAccount, type TransportCredentials } from './dm-account.ts';

const account = (credentials: TransportCredentials): DmAccount => ({
  instance: 'bench',
  serverId: 'dm-bench',
  serverUri: 'https://bench.example/dm',
  name: 'DM Bench',
  permittedMoids: [],
  credentials,
});
const leafAt = (credentials: TransportCredentials, name: string) => {
  const node = nodeAt(dmAccountNode(account(credentials)), ['Auth', 'Trsp', name]);
  return node?.kind === 'leaf' ? node.value : undefined;
};

describe('what a device proves itself with, in its DM Account', () => {
  it.each<readonly [TransportCredentials, string, string]>([
    [{ kind: 'password', userName: 'dm-1', password: 'psk:geheim' }, 'dm-1', 'psk:geheim'],
    [
      {
        kind: 'certificate',
        certificate: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
        privateKey: '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n',
      },
      '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
      '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n',
    ],
    [{ kind: 'presharedKey', identity: 'psk:k3J', key: 'BwcH' }, 'psk:k3J', 'BwcH'],
  ])('$kind stands in Data and Secret, and is read as what it is', (credentials, data, secret) => {
    expect(leafAt(credentials, 'Data')).toBe(data);
    expect(leafAt(credentials, 'Secret')).toBe(secret);
    expect(readDmAccount('bench', dmAccountNode(account(credentials))).credentials).toEqual(credentials);
  });
});
