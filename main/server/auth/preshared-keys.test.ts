import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { codedError, type Fault } from '../../../core/errors.ts';
import {
  createPresharedKeyDoor,
  presharedKeySuites,
  presharedKeysFault,
  presharedKeysState,
} from './preshared-keys.ts';

describe('the suites for pre-shared keys', () => {
  it('are those of the library that have forward secrecy and authenticated encryption', () => {
    const offered = [
      ...['psk-aes128-gcm-sha256', 'ecdhe-psk-aes128-cbc-sha256', 'rsa-psk-aes256-gcm-sha384'],
      ...['dhe-psk-aes128-cbc-sha256', 'tls_aes_128_gcm_sha256', 'ecdhe-psk-chacha20-poly1305'],
    ];
    expect(presharedKeySuites(offered)).toEqual(['ECDHE-PSK-CHACHA20-POLY1305']);
    for (const suite of presharedKeySuites()) expect(suite).toMatch(/^(ECDHE|DHE)-PSK-.*(GCM|POLY1305)/);
  });

  it('are none where the library has none, which is said with the reason', () => {
    const boringSsl = ['tls_aes_128_gcm_sha256', 'ecdhe-psk-aes128-cbc-sha', 'ecdhe-ecdsa-aes128-gcm-sha256'];
    const suites = presharedKeySuites(boringSsl);
    expect(suites).toEqual([]);
    expect(presharedKeysFault(suites)?.code).toBe('PRESHARED_KEYS_UNAVAILABLE');
    expect(presharedKeysState(suites)).toMatchObject({ kind: 'unavailable' });
    expect(presharedKeysFault(['ECDHE-PSK-CHACHA20-POLY1305'])).toBeUndefined();
  });
});

describe('the key for a handshake', () => {
  const key = new Uint8Array(32).fill(7);
  const refusals: Fault[] = [];
  const door = (open: () => Uint8Array) =>
    createPresharedKeyDoor({
      suites: ['ECDHE-PSK-CHACHA20-POLY1305'],
      byIdentity: (identity) =>
        identity === 'psk:1'
          ? { deviceId: 'UUID:1', identity, keySealed: new Uint8Array(), issuedAt: 1 }
          : undefined,
      open,
      randomOctets: (count) => new Uint8Array(count).fill(9),
      refused: (fault) => void refusals.push(fault),
    });
  const socket = (protocol: string) => ({ getProtocol: () => protocol }) as TLSSocket;

  it('is the device’s own, which is overwritten where it was opened', () => {
    const opened = Uint8Array.from(key);
    expect(door(() => opened).keyFor(socket('TLSv1.2'), 'psk:1')).toEqual(key);
    expect(opened).toEqual(new Uint8Array(32));
  });

  it('is one that nobody has for a name that nobody has', () => {
    expect(door(() => key).keyFor(socket('TLSv1.2'), 'psk:2')).toEqual(new Uint8Array(32).fill(9));
  });

  it('is none in TLS 1.3', () => {
    expect(door(() => Uint8Array.from(key)).keyFor(socket('TLSv1.3'), 'psk:1')).toBeUndefined();
  });

  it('is one that nobody has where it cannot be opened, which is told of and ends nothing', () => {
    const damaged = door(() => {
      throw codedError('VAULT_DAMAGED', {});
    });
    expect(damaged.keyFor(socket('TLSv1.2'), 'psk:1')).toEqual(new Uint8Array(32).fill(9));
    expect(refusals.map(({ code }) => code)).toEqual(['VAULT_DAMAGED']);
  });
});
