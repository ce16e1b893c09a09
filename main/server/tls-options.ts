import { createSecureContext, type Server, type TlsOptions } from 'node:tls';
import { codedError } from '../../core/errors.ts';

/** What a listener shows of itself: a private key, and its certificate with those behind it (PEM). */
export interface TlsCredentials {
  readonly keyPem: string;
  readonly certificatePem: string;
}

/**
 * Forward secrecy and authenticated encryption only. TLS 1.3 has nothing else; of TLS 1.2 these are left, for the
 * bench's certificate is an ECDSA one.
 */
const cipherSuites = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
];

/**
 * The options of an HTTPS listener: TLS 1.2 and 1.3 (DM 2.0 allows older; this bench does not), the server's order
 * of cipher suites, HTTP/1.1.
 * @throws TLS_FAILED where the credentials are of no use
 */
export function tlsOptions({ keyPem, certificatePem }: TlsCredentials): TlsOptions {
  const options: TlsOptions = {
    key: keyPem,
    cert: certificatePem,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: cipherSuites.join(':'),
    honorCipherOrder: true,
    ALPNProtocols: ['http/1.1'],
  };
  try {
    createSecureContext(options);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw codedError('TLS_FAILED', { detail }, { cause });
  }
  return options;
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
): TlsRenewal {
  let certificatePem = shown.certificatePem;
  return {
    async renew() {
      const credentials = await current();
      if (credentials.certificatePem === certificatePem) return false;
      listener.setSecureContext(tlsOptions(credentials));
      certificatePem = credentials.certificatePem;
      return true;
    },
  };
}
