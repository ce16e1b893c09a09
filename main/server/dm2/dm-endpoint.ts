import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withoutAccountSecrets } from '../../../core/bootstrap/masked-package.ts';
import { acceptHeader, deviceIdHeader, mediaTypes, serializedMoVariants } from '../../../core/dm/choices.ts';
import { accepts, mediaTypeOf } from '../../../core/dm/media-types.ts';
import { codedError } from '../../../core/errors.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import type { Doorkeeper } from '../auth/doorkeeper.ts';
import type { ManagedDevice, ServerAddresses } from '../device-directory.ts';
import type { DmSessions } from './dm-sessions.ts';

export interface DmEndpointOptions {
  readonly doorkeeper: Doorkeeper;
  readonly authenticate: Authenticate;
  readonly sessions: DmSessions;
  /** The server's addresses on this listener. */
  readonly addresses: () => ServerAddresses;
  /** A package has to be there in this time; milliseconds. */
  readonly packageTime?: number;
}

/** A package of the largest size takes less, over a line that is worth having. */
const usualPackageTime = 120_000;

/**
 * DM-2 over HTTP: packages #1 and #3 come by POST, and are answered with package #2. Who sends one is found out
 * before it is taken in: a body of somebody unknown costs nothing.
 */
export function registerDmEndpoint(server: FastifyInstance, options: DmEndpointOptions): void {
  const { doorkeeper, authenticate, packageTime = usualPackageTime } = options;
  const door = { authenticate, notAuthenticated: () => codedError('DM_NOT_AUTHENTICATED', {}) };
  server.decorateRequest('sender');
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    const { raw } = request;
    request.setDecorator('sender', await doorkeeper.admit(request, reply, shownDeviceId(request), door));
    // Most packages came with their headers.
    if (raw.complete) return;
    const timer = setTimeout(
      () => raw.destroy(codedError('DM_PACKAGE_TOO_SLOW', { seconds: packageTime / 1000 })),
      packageTime,
    );
    const stop = () => clearTimeout(timer);
    raw.once('end', stop);
    raw.once('close', stop);
  };
  server.post('/dm', { onRequest }, async (request, reply) => {
    const device = request.getDecorator<ManagedDevice>('sender');
    const kind = packageKind(request.headers['content-type']);
    const { accept } = request.headers;
    if (!accepts(accept, mediaTypes.package2))
      throw codedError('DM_NOT_ACCEPTABLE', { accept: accept ?? '' });
    const body = typeof request.body === 'string' ? withoutAccountSecrets(request.body) : '';
    const answer = await options.sessions.receive(device, kind, body, options.addresses());
    return reply.type(mediaTypes.package2).header(acceptHeader, takenInUploads).send(answer);
  });
}

/** The device that a package was proved to come from; undefined for other requests, and before it was. */
export function senderOf(request: FastifyRequest): ManagedDevice | undefined {
  return request.getDecorator<ManagedDevice | undefined>('sender');
}

/** The device that a request says it comes from. */
export function shownDeviceId(request: FastifyRequest): string | undefined {
  const header = request.headers[deviceIdHeader];
  return typeof header === 'string' ? header : undefined;
}

/** What goes into the header that tells a client which media types its packages may have. */
export const acceptedMediaTypes = `${mediaTypes.package1}, ${mediaTypes.package3}`;

/** What goes into the same header of a #2: the formats for HPUT and HPOST. */
const takenInUploads = serializedMoVariants.join(', ');

function packageKind(contentType: string | undefined): 'package1' | 'package3' {
  const mediaType = mediaTypeOf(contentType);
  if (mediaType === mediaTypes.package1) return 'package1';
  if (mediaType === mediaTypes.package3) return 'package3';
  throw codedError('DM_MEDIA_TYPE', { mediaType });
}
