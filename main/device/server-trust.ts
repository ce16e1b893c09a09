import { type AgentOptions, Agent as SecureAgent } from 'node:https';
import { checkServerIdentity, getCiphers } from 'node:tls';
import type { DmAccount, TransportCredentials } from '../../core/bootstrap/dm-account.ts';

/** What a certificate that could not be verified means, by OpenSSL's name for it; the others mean a wrong issuer. */
const certificateFaults: Readonly<Record<string, (host: string) => string>> = {
  CERT_HAS_EXPIRED: () => 'its certificate has expired',
  CERT_NOT_YET_VALID: () => 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => `its certificate is not for ${host}`,
  ...Object.fromEntries(
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'CERT_SIGNATURE_FAILURE',
      'CERT_UNTRUSTED',
      'CERT_REJECTED',
      'INVALID_CA',
      'INVALID_PURPOSE',
      'PATH_LENGTH_EXCEEDED',
    ].map((code) => [code, () => 'its certificate does not come from the trust anchor']),
  ),
};

/** Why the certificate of a server is not trusted; undefined where an error is about something else. */
export function trustFault(host: string, error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = certificateFaults[code];
  return words && `${words(host)} (${code})`;
}

/** The suites of TLS 1.2 that a device uses its pre-shared key with. */
const presharedKeySuites = [
  'ECDHE-PSK-CHACHA20-POLY1305',
  'DHE-PSK-AES256-GCM-SHA384',
  'DHE-PSK-AES128-GCM-SHA256',
];

/** Whether the TLS library of this program can use pre-shared keys. */
function hasPresharedKeys(): boolean {
  const offered = getCiphers();
  return presharedKeySuites.some((suite) => offered.includes(suite.toLowerCase()));
}

/**
 * The TLS connections of a device with the server of an account: the server is known by the account's trust anchor
 * and nothing else, or by the pre-shared key; the device by its certificate, or by that key.
 * @param isOwnServer whether they go to the account's server: nobody else is shown who the device is
 */
export function secureAgent(
  { credentials, trustAnchor }: Pick<DmAccount, 'credentials' | 'trustAnchor'>,
  isOwnServer: boolean,
): SecureAgent {
  return new SecureAgent({
    keepAlive: true,
    minVersion: 'TLSv1.2',
    // Also where the environment says otherwise.
    rejectUnauthorized: true,
    ...(trustAnchor === undefined ? {} : { ca: trustAnchor }),
    ...(isOwnServer ? identification(credentials) : {}),
  });
}

function identification(credentials: TransportCredentials): AgentOptions {
  switch (credentials.kind) {
    case 'password':
      return {};
    case 'certificate':
      return { cert: credentials.certificate, key: credentials.privateKey };
    case 'presharedKey': {
      if (!hasPresharedKeys()) throw new Error('the TLS library of this program has no pre-shared keys');
      const { identity, key } = credentials;
      return {
        ciphers: presharedKeySuites.join(':'),
        // A server that chose another way than the key would be known by nothing.
        maxVersion: 'TLSv1.2',
        pskCallback: () => ({ psk: Buffer.from(key, 'base64'), identity }),
        checkServerIdentity: (host, certificate) =>
          Object.keys(certificate).length === 0 ? undefined : checkServerIdentity(host, certificate),
      } as AgentOptions;
    }
  }
}
