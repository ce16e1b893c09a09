import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { networkInterfaces } from 'node:os';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { alertTypes } from '../../core/dm/alerts.ts';
import { CodedError, type Fault, toFault } from '../../core/errors.ts';
import { parseSerializedMos } from '../../core/mo/serialization.ts';
import type { Store } from '../store/store.ts';
import type { Certificates } from '../vault/certificates.ts';
import type { Vault } from '../vault/vault.ts';
import { createAuthenticator } from './auth/authenticate.ts';
import type { BootstrapNote } from './bootstrap/bootstrap-endpoint.ts';
import { registerBootstrap } from './bootstrap/bootstrap-endpoint.ts';
import { createBootstrapHost } from './bootstrap/bootstrap-host.ts';
import { createDeviceDirectory, type ServerAddresses } from './device-directory.ts';
import { registerDmEndpoint, shownDeviceId } from './dm2/dm-endpoint.ts';
import { createDmSessions } from './dm2/dm-sessions.ts';
import { createHttpApplication, listenOn } from './http-listener.ts';
import type { DataRepository } from './repository/data-repository.ts';
import { registerRepository } from './repository/repository-endpoint.ts';
import { createServerEvents, type ServerEvents } from './server-events.ts';
import { createTlsRenewal, tlsOptions } from './tls-options.ts';

export interface DmServerOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly certificates: Certificates;
  readonly repository: DataRepository;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The port of HTTPS; 0 picks a free one. */
  readonly securePort: number;
  readonly now: () => number;
  readonly newId: () => string;
}

/** A DM server that listens. */
export interface DmServer {
  /** Addresses as devices use them. */
  readonly http: ServerAddresses;
  readonly https: ServerAddresses;
  readonly port: number;
  readonly securePort: number;
  /** The certificate (PEM) by which devices know the server. */
  readonly authorityPem: string;
  readonly events: ServerEvents;
  openSessions(): number;
  /** Gives up on a device's open session. */
  abandon(deviceId: string, fault: Fault): void;
  close(): Promise<void>;
}

/** How often it is looked for devices that did not tell an outcome in time, and for a certificate that ends. */
const overdueInterval = 1000;
const renewalInterval = 12 * 60 * 60 * 1000;

/**
 * Starts the DM server, over HTTP and HTTPS: DM-2 at /dm, DM-3 at /bootstrap, the Data Repository at /repository.
 * @throws PORT_IN_USE, LISTEN_FAILED, CERTIFICATE_…
 */
export async function startDmServer(options: DmServerOptions): Promise<DmServer> {
  const { store, vault, certificates, host, now, newId } = options;
  const events = createServerEvents();
  const directory = createDeviceDirectory(store, vault);
  const authenticate = createAuthenticator(directory);
  const sessions = createDmSessions({ store, directory, events, now, newId });

  const noteRefused = (request: FastifyRequest, fault: Fault) => {
    if (request.url !== '/dm') return;
    try {
      const device = authenticate(shownDeviceId(request), request.headers);
      sessions.noteRefused(device.deviceId, fault);
    } catch (error) {
      // Only what a device proves to be its own goes into its transcript.
      if (!(error instanceof CodedError)) throw error;
    }
  };
  const noteBootstrap = (note: BootstrapNote) => {
    if (note.kind === 'sent') events.emit({ kind: 'bootstrapFetched', deviceId: note.deviceId });
    if (note.kind === 'refused') events.emit({ ...note, kind: 'refused' });
  };
  const equip = (application: FastifyInstance, addresses: () => ServerAddresses) => {
    registerDmEndpoint(application, { authenticate, sessions, addresses });
    registerBootstrap(application, createBootstrapHost(store, vault, noteBootstrap));
    registerRepository(application, {
      repository: options.repository,
      now,
      newId,
      host: {
        authenticate: (deviceId, headers) => authenticate(deviceId, headers).deviceId,
        note(deviceId, { at, method, path, status, octets, fault }) {
          sessions.noteRepository(deviceId, { at, kind: 'repository', text: `${method} ${path}`, status });
          // What was refused says so by its status; an upload that was kept and could not be read does not.
          if (fault && status < 400)
            sessions.noteRepository(deviceId, { at, kind: 'note', text: fault.message });
          events.emit({ kind: 'repository', deviceId, method, resource: path, status, octets });
        },
        async uploaded(deviceId, read) {
          const entries = parseSerializedMos(JSON.parse(new TextDecoder().decode(await read())));
          await sessions.objectsUploaded(deviceId, entries);
          events.emit({ kind: 'objectsUploaded', deviceId });
        },
      },
    });
  };

  // A device that reports that it is bootstrapped needs its bootstrap credential no longer.
  events.listen((event) => {
    if (event.kind === 'alert' && event.alertType === alertTypes.bootstrapComplete)
      store.bootstrapCredentials.close(event.deviceId, now());
  });

  let http: ServerAddresses | undefined;
  let https: ServerAddresses | undefined;
  const plain = createHttpApplication(events, noteRefused);
  equip(plain, () => started(http));
  const names = reachableBy(host);
  const credentials = await certificates.serverCredentials(names);
  let tls: SecureServer | undefined;
  const secure = createHttpApplication(events, noteRefused, (handler) => {
    tls = createSecureServer(tlsOptions(credentials), handler);
    return tls;
  });
  equip(secure, () => started(https));

  const [name = host] = names;
  const port = await listenOn(plain, host, options.port);
  http = addressesAt('http', name, port);
  let securePort: number;
  try {
    securePort = await listenOn(secure, host, options.securePort);
  } catch (error) {
    await plain.close();
    throw error;
  }
  https = addressesAt('https', name, securePort);
  const addresses = http;
  const watch = setInterval(() => sessions.endOverdue(addresses), overdueInterval);
  watch.unref();
  const renewal = createTlsRenewal(started(tls), credentials, () => certificates.serverCredentials(names));
  const renew = setInterval(
    () =>
      renewal
        .renew()
        .catch((error: unknown) => events.emit({ kind: 'certificateNotRenewed', fault: toFault(error) })),
    renewalInterval,
  );
  renew.unref();
  return {
    http,
    https,
    port,
    securePort,
    authorityPem: certificates.authorityPem,
    events,
    openSessions: () => sessions.openCount(),
    abandon: (deviceId, fault) => sessions.abandon(deviceId, fault),
    async close() {
      clearInterval(watch);
      clearInterval(renew);
      await Promise.all([plain.close(), secure.close()]);
    },
  };
}

function started<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('a request came before the server listened');
  return part;
}

function addressesAt(scheme: 'http' | 'https', host: string, port: number): ServerAddresses {
  const base = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { dm: `${base}/dm`, repository: `${base}/repository`, bootstrap: `${base}/bootstrap` };
}

/** The names and IP addresses that devices reach a listener by, the one to tell them first. */
function reachableBy(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => !address.internal && !address.address.startsWith('fe80'))
    .toSorted((left, right) => left.family.localeCompare(right.family))
    .map(({ address }) => address);
  return outside.length > 0 ? outside : ['127.0.0.1'];
}
