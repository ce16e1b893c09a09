import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { acceptHeader, largestPackage } from '../../core/dm/choices.ts';
import { codedError, type Fault, faultOf, httpStatusOf, toFault } from '../../core/errors.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import { basicChallenge } from './auth/basic.ts';
import { createDeviceDirectory } from './device-directory.ts';
import { acceptedMediaTypes, registerDmEndpoint } from './dm2/dm-endpoint.ts';
import { createDmSessions } from './dm2/dm-sessions.ts';
import { registerRepository } from './repository/repository-endpoint.ts';
import { createServerEvents, type ServerEvents } from './server-events.ts';

export interface DmServerOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly now: () => number;
  readonly newId: () => string;
}

/** A DM server that listens. */
export interface DmServer {
  /** Addresses as devices use them. */
  readonly dm: string;
  readonly repository: string;
  readonly port: number;
  readonly events: ServerEvents;
  openSessions(): number;
  /** Gives up on a device's open session. */
  abandon(deviceId: string, fault: Fault): void;
  close(): Promise<void>;
}

/**
 * Starts the DM server: DM-2 at /dm, the Data Repository at /repository.
 * @throws PORT_IN_USE, LISTEN_FAILED
 */
export async function startDmServer(options: DmServerOptions): Promise<DmServer> {
  const { store, vault, host, now, newId } = options;
  const events = createServerEvents();
  const directory = createDeviceDirectory(store, vault);
  const sessions = createDmSessions({ store, events, now, newId });
  const server = fastify({ bodyLimit: largestPackage, forceCloseConnections: true });
  let base = '';
  takeEveryBodyAsText(server);
  answerWithCodes(server, events);
  registerDmEndpoint(server, { directory, sessions, repository: () => `${base}/repository` });
  registerRepository(server, { store, directory, sessions, events, now });
  const port = await listen(server, host, options.port);
  base = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    dm: `${base}/dm`,
    repository: `${base}/repository`,
    port,
    events,
    openSessions: () => sessions.openCount(),
    abandon: (deviceId, fault) => sessions.abandon(deviceId, fault),
    close: () => server.close(),
  };
}

/** Bodies are parsed once, by the protocol's own schemas; Fastify only bounds their size. */
function takeEveryBodyAsText(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}

function answerWithCodes(server: FastifyInstance, events: ServerEvents): void {
  server.setNotFoundHandler((request, reply) => {
    const fault = faultOf('REPOSITORY_NOT_FOUND', { path: request.url });
    return reply.code(404).send({ code: fault.code, message: fault.message });
  });
  server.setErrorHandler((error, request, reply) => {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
    const fault = tooLarge ? faultOf('DM_PACKAGE_TOO_LARGE', { limit: largestPackage }) : toFault(error);
    const status = httpStatusOf(fault.code);
    if (fault.code === 'DM_NOT_AUTHENTICATED') void reply.header('www-authenticate', basicChallenge);
    if (fault.code === 'DM_MEDIA_TYPE') void reply.header(acceptHeader, acceptedMediaTypes);
    const shown = request.headers['omadm-devid'];
    // A client shows no credentials before it is asked: the first 401 of a session is the asking.
    if (fault.code !== 'DM_NOT_AUTHENTICATED' || request.headers.authorization !== undefined)
      events.emit({ kind: 'refused', fault, ...(typeof shown === 'string' ? { deviceId: shown } : {}) });
    // What went wrong inside is nobody's business outside.
    const message = fault.code === 'INTERNAL' ? 'Internal error' : fault.message;
    return reply.code(status).send({ code: fault.code, message });
  });
}

async function listen(server: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw codedError('PORT_IN_USE', { host, port }, { cause: error });
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('LISTEN_FAILED', { host, port, detail }, { cause: error });
  }
  const address: AddressInfo | string | null = server.server.address();
  return typeof address === 'object' && address ? address.port : port;
}
