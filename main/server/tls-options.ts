import { constants } from 'node:crypto';
import { createSecureContext, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { codedError } from '../../core/errors.ts';

/** What a listener shows of itself: a private key, and its certificate with those behind it (PEM). */
export interface TlsCredentials {
  readonly keyPem: string;
  readonly certificatePem: string;
  /**
   * Authorities (PEM) whose client certificates are asked for. A client may come without one, and with one that is
   * worth nothing: `peerOf` finds that out. Left out, none is asked for.
   */
  readonly clientAuthorities?: readonly string[];
}

/** The pre-shared keys of a listener (RFC 4279), and the suites that they are used with. */
export interface TlsPresharedKeys {
  readonly suites: readonly string[];
  /** The key that the handshake goes on with; undefined for a client that cannot use one. */
  keyFor(socket: TLSSocket, identity: string): Uint8Array | undefined;
}

/**
 * Forward secrecy and authenticated encryption only. TLS 1.3 has nothing else; of TLS 1.2 these are left, for
 * certificates of ECDSA and, where one was imported, of RSA.
 */
const cipherSuites = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-CHACHA20-POLY1305',
];

/**
 * Every connection begins with a whole handshake: what resumes one would not prove again who a client is, and its
 * tickets are worth as much as the keys of every connection before. Nothing is agreed anew within a connection.
 * BoringSSL has no renegotiation to turn off.
 */
const secureOptions = constants.SSL_OP_NO_TICKET | (constants.SSL_OP_NO_RENEGOTIATION ?? 0);

/**
 * The options of an HTTPS listener: TLS 1.2 and 1.3 (DM 2.0 allows older; this bench does not), the server's order
 * of cipher suites, HTTP/1.1.
 * @throws TLS_FAILED where the credentials are of no use
 */
export function tlsOptions(credentials: TlsCredentials, presharedKeys?: TlsPresharedKeys): TlsOptions {
  const { keyPem, certificatePem, clientAuthorities } = credentials;
  const suites = presharedKeys?.suites ?? [];
  const options: TlsOptions = {
    key: keyPem,
    cert: certificatePem,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: [...cipherSuites, ...suites].join(':'),
    honorCipherOrder: true,
    secureOptions,
    ALPNProtocols: ['http/1.1'],
    ...(clientAuthorities === undefined
      ? {}
      : { ca: [...clientAuthorities], requestCert: true, rejectUnauthorized: false }),
    ...(presharedKeys === undefined || suites.length === 0 ? {} : pskOptions(presharedKeys)),
  };
  try {
    createSecureContext(options);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw codedError('TLS_FAILED', { detail }, { cause });
  }
  return options;
}

function pskOptions(presharedKeys: TlsPresharedKeys): TlsOptions {
  return {
    // A group of 3072 bits that others have checked (RFC 7919), for the suites of DHE.
    dhparam: 'auto',
    pskIdentityHint: 'DM Bench',
    // Its type asks for a key; null is what Node documents for "none".
    pskCallback: (socket, identity) => presharedKeys.keyFor(socket, identity) ?? null,
  };
}

/** Keeps a listener's credentials fresh while it listens. */
export interface TlsRenewal {
  /**
   * Asks for the credentials of now. Where they are others than the listener has, it shows those from the next
   * connection on; open connections stay as they are. Where that fails, the listener keeps what it has.
   * @returns whether they were others
   * @throws TLS_FAILED, and whatever asking throws
   */
  renew(): Promise<boolean>;
}

/**
 * @param shown what the listener was made with
 * @param current tells the credentials of now
 */
export function createTlsRenewal(
  listener: Pick<Server, 'setSecureContext'>,
  shown: TlsCredentials,
  current: () => Promise<TlsCredentials>,
  presharedKeys?: TlsPresharedKeys,
): TlsRenewal {
  const publicPart = ({ certificatePem, clientAuthorities = [] }: TlsCredentials) =>
    [certificatePem, ...clientAuthorities].join('\n');
  let last = publicPart(shown);
  return {
    async renew() {
      const credentials = await current();
      if (publicPart(credentials) === last) return false;
      listener.setSecureContext(tlsOptions(credentials, presharedKeys));
      last = publicPart(credentials);
      return true;
    },
  };
}
