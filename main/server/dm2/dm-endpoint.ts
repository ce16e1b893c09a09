import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptHeader, deviceIdHeader, mediaTypes, serializedMoVariants } from '../../../core/dm/choices.ts';
import { accepts, mediaTypeOf } from '../../../core/dm/media-types.ts';
import { codedError } from '../../../core/errors.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import type { ServerAddresses } from '../device-directory.ts';
import type { DmSessions } from './dm-sessions.ts';

export interface DmEndpointOptions {
  readonly authenticate: Authenticate;
  readonly sessions: DmSessions;
  /** The server's addresses on this listener. */
  readonly addresses: () => ServerAddresses;
}

/** DM-2 over HTTP: packages #1 and #3 come by POST, and are answered with package #2. */
export function registerDmEndpoint(server: FastifyInstance, options: DmEndpointOptions): void {
  server.post('/dm', async (request: FastifyRequest, reply: FastifyReply) => {
    const device = options.authenticate(shownDeviceId(request), request.headers);
    const kind = packageKind(request.headers['content-type']);
    const { accept } = request.headers;
    if (!accepts(accept, mediaTypes.package2))
      throw codedError('DM_NOT_ACCEPTABLE', { accept: accept ?? '' });
    const body = typeof request.body === 'string' ? request.body : '';
    const answer = await options.sessions.receive(device, kind, body, options.addresses());
    return reply.type(mediaTypes.package2).header(acceptHeader, takenInUploads).send(answer);
  });
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
