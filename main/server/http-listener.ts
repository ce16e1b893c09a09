import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { acceptHeader, largestPackage } from '../../core/dm/choices.ts';
import { codedError, type Fault, faultOf, httpStatusOf, toFault } from '../../core/errors.ts';
import { isOfTheDoor } from './auth/doorkeeper.ts';
import { tellable } from './auth/shown-request.ts';
import { guardConnections } from './connection-guard.ts';
import { acceptedMediaTypes, shownDeviceId } from './dm2/dm-endpoint.ts';
import { repositoryRoot } from './repository/resource-name.ts';
import { discardRest } from './repository/upload-body.ts';
import type { ServerEvents } from './server-events.ts';

/** A connection on which nothing moves for this long is closed; a session stays open without one. */
const idleTime = 120_000;

/** Headers have to be there in this time, however slowly they trickle in, and a TLS handshake too; milliseconds. */
export const headersTime = 15_000;

/** How often it is looked for connections that are too slow; milliseconds. */
export const slowCheckInterval = 5_000;

/** So many connections a listener; beyond it, idle ones are closed, so that files can still be opened. */
const mostConnections = 5_000;

/**
 * An HTTP application whose errors are the coded ones.
 * @param makeServer makes the server beneath it: plain HTTP where it is left out
 */
export function createHttpApplication(
  events: ServerEvents,
  noteRefused: (request: FastifyRequest, fault: Fault) => void,
  makeServer: (handler: Parameters<typeof createServer>[1]) => Server = (handler) =>
    createServer({ connectionsCheckingInterval: slowCheckInterval }, handler),
): FastifyInstance {
  const application = fastify({
    bodyLimit: largestPackage,
    forceCloseConnections: true,
    serverFactory(handler) {
      const server = makeServer(handler);
      server.timeout = idleTime;
      server.headersTimeout = headersTime;
      guardConnections(server, mostConnections);
      // A firmware image over a slow line takes longer than any fixed time; a line that stands still does not.
      server.requestTimeout = 0;
      return server;
    },
  });
  takeEveryBodyAsText(application);
  leaveNothingOnTheLine(application);
  answerWithCodes(application, events, noteRefused);
  return application;
}

/**
 * What is left of a body that is answered before it was all there takes so much room and time, and no more. The Data
 * Repository, whose bodies are larger, sees to that itself.
 */
function leaveNothingOnTheLine(application: FastifyInstance): void {
  application.addHook('onSend', (request, _reply, payload, done) => {
    if (!request.url.startsWith(repositoryRoot)) discardRest(request.raw, largestPackage);
    done(null, payload);
  });
  // A body that is for nobody is not taken in first.
  application.addHook('onRequest', (request, reply, done) => {
    if (request.is404) void notFound(request, reply);
    else done();
  });
}

function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const fault = faultOf('REPOSITORY_NOT_FOUND', { path: request.url });
  return reply.code(404).send({ code: fault.code, message: fault.message });
}

/** Bodies are parsed once, by the protocol's own schemas; Fastify only bounds their size. */
function takeEveryBodyAsText(application: FastifyInstance): void {
  application.removeAllContentTypeParsers();
  application.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}

function answerWithCodes(
  application: FastifyInstance,
  events: ServerEvents,
  noteRefused: (request: FastifyRequest, fault: Fault) => void,
): void {
  application.setNotFoundHandler(notFound);
  application.setErrorHandler((error, request, reply) => {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
    const fault = tooLarge ? faultOf('DM_PACKAGE_TOO_LARGE', { limit: largestPackage }) : toFault(error);
    const status = httpStatusOf(fault.code);
    if (!isOfTheDoor(fault.code)) noteRefused(request, fault);
    if (fault.code === 'DM_MEDIA_TYPE') void reply.header(acceptHeader, acceptedMediaTypes);
    const deviceId = shownDeviceId(request);
    // What a device asks of its own part of the Data Repository is told of as an exchange.
    const ordinary = fault.code.startsWith('REPOSITORY_') && fault.code !== 'REPOSITORY_FORBIDDEN';
    if (!isOfTheDoor(fault.code) && !ordinary)
      events.emit({
        kind: 'refused',
        fault,
        ...(deviceId === undefined ? {} : { deviceId: tellable(deviceId) }),
      });
    // What went wrong inside is nobody's business outside.
    const message = fault.code === 'INTERNAL' ? 'Internal error' : fault.message;
    return reply.code(status).send({ code: fault.code, message });
  });
}

/** Listens. @returns the port @throws PORT_IN_USE, LISTEN_FAILED */
export async function listenOn(application: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await application.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw codedError('PORT_IN_USE', { host, port }, { cause: error });
    const detail = error instanceof Error ? error.message : String(error);
    throw codedError('LISTEN_FAILED', { host, port, detail }, { cause: error });
  }
  const address: AddressInfo | string | null = application.server.address();
  return typeof address === 'object' && address ? address.port : port;
}
