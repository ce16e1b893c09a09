import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { networkInterfaces } from 'node:os';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { alertTypes } from '../../core/dm/alerts.ts';
import { CodedError, codedError, type Fault } from '../../core/errors.ts';
import { parseUploadedObjects } from '../../core/mo/uploaded-objects.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { Store } from '../store/store.ts';
import type { Certificates } from '../vault/certificates.ts';
import type { Vault } from '../vault/vault.ts';
import { createAuthenticator } from './auth/authenticate.ts';
import { createCredentialRenewal } from './auth/credential-renewal.ts';
import { createDoorkeeper } from './auth/doorkeeper.ts';
import { createNonces } from './auth/nonces.ts';
import type { BootstrapNote } from './bootstrap/bootstrap-endpoint.ts';
import { registerBootstrap } from './bootstrap/bootstrap-endpoint.ts';
import { createBootstrapHost } from './bootstrap/bootstrap-host.ts';
import { createDeviceCredentials, type DeviceCredentials } from './device-credentials.ts';
import { createDeviceDirectory, type ServerAddresses } from './device-directory.ts';
import type { DeviceFollower } from './device-follower.ts';
import { createDeviceQueues } from './dm2/device-queue.ts';
import { registerDmEndpoint, senderOf } from './dm2/dm-endpoint.ts';
import { createDmSessions } from './dm2/dm-sessions.ts';
import { createShownForms, type ShowForDevice } from './dm2/shown-forms.ts';
import { createHttpApplication, headersTime, listenOn, slowCheckInterval } from './http-listener.ts';
import { createInteractionLines, toldOf } from './interaction/interaction-lines.ts';
import { listenForInteractions } from './interaction/interaction-listeners.ts';
import { createInteractions, type Interactions } from './interaction/interactions.ts';
import { type PlainHttp, plainHttpOf } from './plain-http.ts';
import type { DataRepository } from './repository/data-repository.ts';
import { registerRepository } from './repository/repository-endpoint.ts';
import { registerRevocationLists } from './revocation-endpoint.ts';
import { createServerEvents, type ServerEvents } from './server-events.ts';
import { createTlsIdentity } from './tls-identity.ts';

export interface DmServerOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly certificates: Certificates;
  readonly repository: DataRepository;
  readonly audit: Pick<Audit, 'record'>;
  readonly host: string;
  /** Whether plain HTTP is for others too where they reach this machine; left out, it is for the machine itself. */
  readonly plainHttp?: boolean;
  /** 0 picks a free one. */
  readonly port: number;
  /** The port of HTTPS; 0 picks a free one. */
  readonly securePort: number;
  /** The same for UI interactions, which have listeners of their own. */
  readonly interactionPort: number;
  readonly secureInteractionPort: number;
  /** Shows forms at the workstation for devices that have no browser; left out where there is no window. */
  readonly showForDevice?: ShowForDevice;
  /** Goes on with what devices answer to queued commands; left out, nobody does. */
  readonly follower?: DeviceFollower;
  /** So many octets that nobody can guess. */
  readonly randomOctets: (count: number) => Uint8Array;
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
  readonly interactionPort: number;
  readonly secureInteractionPort: number;
  readonly interactions: Interactions;
  /** The certificate (PEM) by which devices know the server; another one once an authority was imported. */
  readonly authorityPem: string;
  /** The authorities (PEM) that the server's own certificate comes from, as they are now. */
  authorities(): readonly string[];
  /** The names and addresses by which devices reach it, the one to tell them first. */
  readonly names: readonly string[];
  readonly plainHttp: PlainHttp;
  readonly deviceCredentials: DeviceCredentials;
  readonly events: ServerEvents;
  openSessions(): number;
  /** Gives up on a device's open session. */
  abandon(deviceId: string, fault: Fault): void;
  close(): Promise<void>;
}

/** How often it is looked for devices that did not tell an outcome in time. */
const overdueInterval = 1000;

/**
 * Starts the DM server, over HTTP and HTTPS: DM-2 at /dm, DM-3 at /bootstrap, the Data Repository at /repository.
 * @throws PORT_IN_USE, LISTEN_FAILED, CERTIFICATE_…
 */
export async function startDmServer(options: DmServerOptions): Promise<DmServer> {
  const { store, vault, certificates, host, now, newId } = options;
  const events = createServerEvents();
  const directory = createDeviceDirectory(store, vault);
  const nonces = createNonces({ now, secret: options.randomOctets(32) });
  const renewal = createCredentialRenewal({ store, vault, randomOctets: options.randomOctets });
  const authenticate = createAuthenticator({
    ...{ directory, nonces },
    showedNew({ deviceId }) {
      const renewed = store.transaction(() => {
        const forgotten = renewal.showed(deviceId, now());
        if (forgotten) options.audit.record({ kind: 'credentialsRotated', use: 'server' }, { deviceId });
        return forgotten;
      });
      if (renewed) events.emit({ kind: 'credentialsRenewed', deviceId });
    },
  });
  const names = reachableBy(host);
  const { randomOctets } = options;
  const identity = await createTlsIdentity({ store, vault, certificates, events, names, randomOctets, now });
  const doorkeeper = createDoorkeeper({ events, nonces, peerOf: identity.peerOf, now });
  const lines = createInteractionLines();
  const interactions = createInteractions({
    ...{ store, now, newId, randomOctets: options.randomOctets },
    tell(event) {
      const { sessionId, deviceId } = event;
      const line = lines.lineOf(event);
      if (line && sessionId !== undefined && deviceId !== undefined)
        sessions.noteInteraction({ sessionId, deviceId }, line);
      const whose = sessionId !== undefined && deviceId !== undefined ? { sessionId, deviceId } : {};
      events.emit({ kind: 'interaction', ...whose, told: toldOf(event) });
    },
  });
  const queues = createDeviceQueues({ store, interactions, follower: options.follower, now, newId });
  const forms = createShownForms({ interactions, now, showForDevice: options.showForDevice });
  const sessions = createDmSessions({
    ...{ store, forms, queues, renewal, directory, events, now, newId },
    audit: options.audit,
  });
  interactions.endAbandoned();

  const noteRefused = (request: FastifyRequest, fault: Fault) => {
    // Only what a device proves to be its own goes into its transcript.
    const sender = senderOf(request);
    if (sender) sessions.noteRefused(sender.deviceId, fault);
  };
  const noteBootstrap = (note: BootstrapNote) => {
    if (note.kind === 'sent') events.emit({ kind: 'bootstrapFetched', deviceId: note.deviceId });
    if (note.kind === 'refused') events.emit({ ...note, kind: 'refused' });
  };
  const equip = (application: FastifyInstance, addresses: () => ServerAddresses) => {
    registerDmEndpoint(application, { doorkeeper, authenticate, sessions, addresses });
    const bootstrapHost = createBootstrapHost({ store, vault, nonces, note: noteBootstrap });
    registerBootstrap(application, bootstrapHost, doorkeeper);
    const revokedOf = (authority: string) => store.deviceCertificates.revokedOf(authority);
    registerRevocationLists(application, {
      issuer: () => certificates.held().issuer.chain[0].fingerprint,
      revokedOf,
      listOf: (authority) => certificates.revocationList(authority, revokedOf),
      now,
    });
    const door = { authenticate, notAuthenticated: () => codedError('DM_NOT_AUTHENTICATED', {}) };
    registerRepository(application, {
      repository: options.repository,
      now,
      newId,
      host: {
        admit: async (request, reply, deviceId) =>
          (await doorkeeper.admit(request, reply, deviceId, door)).deviceId,
        renewedCredentials: (deviceId) => renewal.resource(deviceId),
        serving: (deviceId, serving) => options.follower?.serving(deviceId, serving),
        note(deviceId, { at, method, path, status, octets, fault }) {
          sessions.noteRepository(deviceId, { at, kind: 'repository', text: `${method} ${path}`, status });
          // What was refused says so by its status; an upload that was kept and could not be read does not.
          if (fault && status < 400)
            sessions.noteRepository(deviceId, { at, kind: 'note', text: fault.message });
          events.emit({ kind: 'repository', deviceId, method, resource: path, status, octets });
        },
        async uploaded(deviceId, read) {
          await sessions.objectsUploaded(deviceId, parseUploadedObjects(await read()));
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
  let tls: SecureServer | undefined;
  const secure = createHttpApplication(events, noteRefused, (handler) => {
    tls = createSecureServer(
      {
        ...identity.deviceOptions,
        connectionsCheckingInterval: slowCheckInterval,
        handshakeTimeout: headersTime,
      },
      handler,
    );
    return tls;
  });
  equip(secure, () => started(https));

  const [name = host] = names;
  const { plainHttp, host: plainHost } = plainHttpOf(host, options.plainHttp ?? false);
  const shown = await listenForInteractions({
    ...{ interactions, host, plainHost, names, credentials: identity.browserCredentials, now },
    port: options.interactionPort,
    securePort: options.secureInteractionPort,
    labelOf: (deviceId) => store.devices.get(deviceId)?.label ?? deviceId,
    async keepFile(deviceId, resource, mediaType, content) {
      const owner = { kind: 'device', deviceId } as const;
      await options.repository.put(
        { owner, name: resource, mediaType, byDevice: true, length: undefined },
        content,
      );
    },
  });
  const closeAll = async () => void (await Promise.all([plain.close(), secure.close(), shown.close()]));
  let port: number;
  let securePort: number;
  try {
    port = await listenOn(plain, plainHost, options.port);
    securePort = await listenOn(secure, host, options.securePort);
  } catch (error) {
    await closeAll();
    throw error;
  }
  http = { ...addressesAt('http', plainHost === host ? name : plainHost, port), interaction: shown.http };
  https = { ...addressesAt('https', name, securePort), interaction: shown.https };
  const addresses = http;
  const watch = setInterval(() => {
    // A store that cannot be written to now can be later: they are looked for again.
    attempt(() => interactions.endOverdue());
    attempt(() => sessions.endOverdue(addresses));
  }, overdueInterval);
  watch.unref();
  const endFreshness = identity.keepFresh(started(tls), shown.tls);
  return {
    http,
    https,
    port,
    securePort,
    interactionPort: shown.port,
    secureInteractionPort: shown.securePort,
    interactions,
    get authorityPem() {
      return certificates.authorityPem;
    },
    authorities() {
      const [, ...issuers] = certificates.held().importedServer?.chain ?? [];
      return [certificates.authorityPem, ...issuers.map(({ pem }) => pem)];
    },
    names,
    plainHttp,
    deviceCredentials: createDeviceCredentials(options),
    events,
    openSessions: () => sessions.openCount(),
    abandon: (deviceId, fault) => sessions.abandon(deviceId, fault),
    async close() {
      clearInterval(watch);
      endFreshness();
      await closeAll();
    },
  };
}

function started<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('a request came before the server listened');
  return part;
}

/** Does what may fail now and is tried again later. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
  }
}

function addressesAt(
  scheme: 'http' | 'https',
  host: string,
  port: number,
): Omit<ServerAddresses, 'interaction'> {
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
