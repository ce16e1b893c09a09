import type { Socket } from 'node:net';
import { createSecureContext, getCiphers, TLSSocket } from 'node:tls';
import type { CertificatesView } from '../../../core/api-certificates.ts';
import { type Fault, faultOf, toFault } from '../../../core/errors.ts';
import { useSecret } from '../../../core/secrets.ts';
import type { PresharedKeyRecord } from '../../store/preshared-keys.ts';
import type { TlsPresharedKeys } from '../tls-options.ts';

/** With forward secrecy and authenticated encryption, which leaves these of TLS 1.2 (RFC 7905, RFC 5487). */
const wantedSuites = [
  'ECDHE-PSK-CHACHA20-POLY1305',
  'DHE-PSK-AES256-GCM-SHA384',
  'DHE-PSK-AES128-GCM-SHA256',
];

/**
 * The suites for pre-shared keys that a TLS library has. Node's own has them; BoringSSL, which Electron is built
 * with, has none of them.
 * @param offered the names that the library gives its suites; those of the running one where left out
 */
export function presharedKeySuites(offered: readonly string[] = getCiphers()): readonly string[] {
  const suites = wantedSuites.filter((suite) => offered.includes(suite.toLowerCase()));
  try {
    // A library may name a suite that a policy of the machine forbids.
    if (suites.length > 0) createSecureContext({ ciphers: suites.join(':'), maxVersion: 'TLSv1.2' });
    return suites;
  } catch {
    return [];
  }
}

/** Why pre-shared keys cannot be used here; undefined where they can. */
export function presharedKeysFault(suites: readonly string[] = presharedKeySuites()): Fault | undefined {
  if (suites.length > 0) return undefined;
  const { electron, openssl } = process.versions;
  const library = electron === undefined ? `OpenSSL ${openssl}` : 'BoringSSL of Electron';
  return faultOf('PRESHARED_KEYS_UNAVAILABLE', { library });
}

/** What pre-shared keys can be used with here, or why they cannot. */
export function presharedKeysState(
  suites: readonly string[] = presharedKeySuites(),
): CertificatesView['presharedKeys'] {
  const fault = presharedKeysFault(suites);
  return fault ? { kind: 'unavailable', fault } : { kind: 'available', suites };
}

export interface PresharedKeyOptions {
  readonly suites: readonly string[];
  readonly byIdentity: (identity: string) => PresharedKeyRecord | undefined;
  /** The octets belong to the caller. @throws VAULT_DAMAGED */
  readonly open: (sealed: Uint8Array) => Uint8Array;
  readonly randomOctets: (count: number) => Uint8Array;
  readonly refused: (fault: Fault, deviceId?: string) => void;
}

/** The pre-shared keys of a listener: hands them to handshakes, and remembers whose they were. */
export interface PresharedKeyDoor extends TlsPresharedKeys {
  /** The device whose key a connection was made with; undefined where it was made with none that counts now. */
  deviceOf(socket: Socket): string | undefined;
  /** Tells that a handshake failed. */
  failed(socket: Socket): void;
}

/** As long as the keys that are issued. */
const keyLength = 32;
/** What is told of a name that somebody else chose. */
const shownLength = 64;

export function createPresharedKeyDoor(options: PresharedKeyOptions): PresharedKeyDoor {
  const { byIdentity, open, randomOctets, refused } = options;
  const identities = new WeakMap<Socket, string>();
  return {
    suites: options.suites,
    keyFor(socket, identity) {
      // In TLS 1.3 a key may be asked for and then not used, with nothing that tells so afterwards: a client could
      // name a key that it does not have, and go on with the certificate alone.
      if (socket.getProtocol() !== 'TLSv1.2') return undefined;
      identities.set(socket, identity);
      try {
        const key = byIdentity(identity);
        if (key) return useSecret(open(key.keySealed), (octets) => Uint8Array.from(octets));
      } catch (error) {
        // What is thrown here would end the process: a handshake that fails is enough.
        refused(toFault(error));
      }
      // Whoever guesses fails as with a wrong key, and learns no names.
      return randomOctets(keyLength);
    },
    deviceOf(socket) {
      const identity = identities.get(socket);
      if (identity === undefined || !(socket instanceof TLSSocket)) return undefined;
      // The handshake is at its end, with a suite that needs the key: whoever is there has it.
      return socket.getCipher()?.name.includes('-PSK-') ? byIdentity(identity)?.deviceId : undefined;
    },
    failed(socket) {
      const identity = identities.get(socket);
      if (identity === undefined) return;
      const device = byIdentity(identity)?.deviceId;
      if (device === undefined) refused(faultOf('PEER_KEY_UNKNOWN', { identity: shown(identity) }));
      else refused(faultOf('PEER_KEY_WRONG', { device }), device);
    },
  };
}

function shown(identity: string): string {
  return identity.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, shownLength);
}
