import type { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Server, TlsOptions } from 'node:tls';
import { faultOf, toFault } from '../../core/errors.ts';
import type { Store } from '../store/store.ts';
import { type Certificates, renewalTime } from '../vault/certificates.ts';
import type { Vault } from '../vault/vault.ts';
import { createPeerReader, type PeerOf } from './auth/peer.ts';
import { createPresharedKeyDoor, presharedKeySuites } from './auth/preshared-keys.ts';
import type { ServerEvents } from './server-events.ts';
import { createTlsRenewal, type TlsCredentials, tlsOptions } from './tls-options.ts';

/** What the server shows of itself over TLS, and who it sees at the other end. */
export interface TlsIdentity {
  readonly peerOf: PeerOf;
  /** For the listener of devices, which may come with a client certificate or a pre-shared key. */
  readonly deviceOptions: TlsOptions;
  /** For the listener of browsers, which are asked for nothing. */
  readonly browserCredentials: TlsCredentials;
  /** Shows what is imported, renewed or revoked, from then on. @returns ends it */
  keepFresh(devices: SecureServer, browsers: Pick<Server, 'setSecureContext'>): () => void;
}

export interface TlsIdentityOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly certificates: Certificates;
  readonly events: ServerEvents;
  /** The names and addresses by which devices reach the server. */
  readonly names: readonly string[];
  readonly randomOctets: (count: number) => Uint8Array;
  readonly now: () => number;
  /** The suites for pre-shared keys; those that the TLS library has where left out. */
  readonly suites?: readonly string[];
}

const renewalInterval = 12 * 60 * 60 * 1000;

/** @throws CERTIFICATE_…, TLS_FAILED */
export async function createTlsIdentity(options: TlsIdentityOptions): Promise<TlsIdentity> {
  const { store, vault, certificates, events, names, randomOctets, now } = options;
  const keys = createPresharedKeyDoor({
    suites: options.suites ?? presharedKeySuites(),
    byIdentity: (identity) => store.presharedKeys.byIdentity(identity),
    open: (sealed) => vault.openOctets(sealed),
    randomOctets,
    refused: (fault, deviceId) =>
      events.emit({ kind: 'refused', fault, ...(deviceId === undefined ? {} : { deviceId }) }),
  });
  const peerOf = createPeerReader({
    authorities: () =>
      new Set(certificates.clientAuthorities().map(({ certificate }) => certificate.fingerprint)),
    isRevoked: (authority, serial) => store.deviceCertificates.isRevoked(authority, serial),
    deviceOfKey: keys.deviceOf,
    now,
  });
  const forBrowsers = () => certificates.serverCredentials(names);
  const forDevices = async (): Promise<TlsCredentials> => ({
    ...(await forBrowsers()),
    clientAuthorities: certificates.clientAuthorities().map(({ chainPem }) => chainPem),
  });
  const browserCredentials = await forBrowsers();
  const deviceCredentials = await forDevices();

  const tellOfEnd = async () => {
    const { isOwn, notAfter } = await forBrowsers();
    const { importedServer } = certificates.held();
    if (isOwn || importedServer === undefined || notAfter - now() > renewalTime) return;
    const [{ subject }] = importedServer.chain;
    const fault = faultOf('CERTIFICATE_ENDS_SOON', {
      subject,
      to: new Date(notAfter).toISOString().slice(0, 10),
    });
    events.emit({ kind: 'certificateEnding', fault });
  };

  return {
    peerOf,
    deviceOptions: tlsOptions(deviceCredentials, keys),
    browserCredentials,
    keepFresh(devices, browsers) {
      devices.on('tlsClientError', (_error: Error, socket: Socket) => keys.failed(socket));
      const renewals = [
        createTlsRenewal(devices, deviceCredentials, forDevices, keys),
        createTlsRenewal(browsers, browserCredentials, forBrowsers),
      ];
      const renew = () =>
        Promise.all(renewals.map((renewal) => renewal.renew())).then(
          () => {},
          (error: unknown) => events.emit({ kind: 'certificateNotRenewed', fault: toFault(error) }),
        );
      certificates.listen(renew);
      const timer = setInterval(() => void renew().then(tellOfEnd), renewalInterval);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}
