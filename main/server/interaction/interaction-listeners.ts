import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../../core/errors.ts';
import { listenOn } from '../http-listener.ts';
import { tlsOptions } from '../tls-options.ts';
import { createInteractionApplication, type InteractionEndpointOptions } from './interaction-endpoint.ts';

export interface InteractionListenersOptions
  extends Pick<InteractionEndpointOptions, 'interactions' | 'keepFile' | 'labelOf' | 'now'> {
  readonly host: string;
  /** The address of this machine that plain HTTP is for, where that is not all that `host` stands for. */
  readonly plainHost?: string;
  /** The names and IP addresses that browsers reach this machine by, the one to tell them first. */
  readonly names: readonly string[];
  /** Where it listened last: addresses that devices have go on. A free one is picked where it is 0, or taken. */
  readonly port: number;
  readonly securePort: number;
  readonly credentials: Parameters<typeof tlsOptions>[0];
}

/** Where UI interactions are served: an origin of their own for each scheme, so that no other page shares it. */
export interface InteractionListeners {
  /** Addresses below which interactions are, as devices use them. */
  readonly http: string;
  readonly https: string;
  readonly port: number;
  readonly securePort: number;
  /** The server whose certificate has to be kept fresh. */
  readonly tls: SecureServer;
  close(): Promise<void>;
}

/** Starts the listeners of the Web Server Component. @throws LISTEN_FAILED, TLS_FAILED */
export async function listenForInteractions(
  options: InteractionListenersOptions,
): Promise<InteractionListeners> {
  const { host, plainHost = host, names, credentials } = options;
  const ports = { http: 0, https: 0 };
  const named = { http: plainHost === host ? names : [plainHost], https: names };
  const originsOf = (scheme: 'http' | 'https') => () =>
    namesOf(named[scheme]).map((name) => new URL(`${scheme}://${name}:${ports[scheme]}`).origin);
  const tls = Promise.withResolvers<SecureServer>();
  const plain = createInteractionApplication({ ...options, origins: originsOf('http') });
  const secure = createInteractionApplication({
    ...options,
    origins: originsOf('https'),
    makeServer(handler) {
      const server = createSecureServer(
        { ...tlsOptions(credentials), connectionsCheckingInterval: 1000 },
        handler,
      );
      tls.resolve(server);
      return server;
    },
  });
  const close = async () => void (await Promise.all([plain.close(), secure.close()]));
  try {
    ports.http = await listenNear(plain, plainHost, options.port);
    ports.https = await listenNear(secure, host, options.securePort);
  } catch (error) {
    await close();
    throw error;
  }
  const [http = ''] = originsOf('http')();
  const [https = ''] = originsOf('https')();
  return {
    http: `${http}/interaction`,
    https: `${https}/interaction`,
    port: ports.http,
    securePort: ports.https,
    tls: await tls.promise,
    close,
  };
}

/** Listens at a port, or at a free one where somebody else has it: no card carries these. */
async function listenNear(application: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    return await listenOn(application, host, port);
  } catch (error) {
    if (port === 0 || !(error instanceof CodedError) || error.fault.code !== 'PORT_IN_USE') throw error;
    return listenOn(application, host, 0);
  }
}

/** As addresses write them; a browser on this machine may use another name for it. */
function namesOf(names: readonly string[]): readonly string[] {
  return names.map((name) => (name.includes(':') ? `[${name}]` : name));
}
