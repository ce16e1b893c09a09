import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deviceIdHeader, mediaTypes } from '../../../core/dm/choices.ts';
import { codedError } from '../../../core/errors.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { DeviceDirectory } from '../device-directory.ts';
import type { DmSessions } from './dm-sessions.ts';

export interface DmEndpointOptions {
  readonly directory: DeviceDirectory;
  readonly sessions: DmSessions;
  /** The Data Repository's address as devices see it. */
  readonly repository: () => string;
}

/** DM-2 over HTTP: packages #1 and #3 come by POST, and are answered with package #2. */
export function registerDmEndpoint(server: FastifyInstance, options: DmEndpointOptions): void {
  server.post('/dm', (request: FastifyRequest, reply: FastifyReply) => {
    const kind = packageKind(request.headers['content-type']);
    const { accept } = request.headers;
    if (!accepts(accept, mediaTypes.package2))
      throw codedError('DM_NOT_ACCEPTABLE', { accept: accept ?? '' });
    const header = request.headers[deviceIdHeader];
    const device = authenticate(
      options.directory,
      typeof header === 'string' ? header : undefined,
      request.headers,
    );
    const body = typeof request.body === 'string' ? request.body : '';
    const answer = options.sessions.receive(device, kind, body, options.repository());
    return reply.type(mediaTypes.package2).send(answer);
  });
}

/** What goes into the header that tells a client which media types it may send. */
export const acceptedMediaTypes = `${mediaTypes.package1}, ${mediaTypes.package3}`;

function packageKind(contentType: string | undefined): 'package1' | 'package3' {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType === mediaTypes.package1) return 'package1';
  if (mediaType === mediaTypes.package3) return 'package3';
  throw codedError('DM_MEDIA_TYPE', { mediaType });
}

/** Whether an Accept header lets a media type through; none accepts everything. */
export function accepts(header: string | undefined, mediaType: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const group = `${mediaType.split('/')[0]}/*`;
  return header.split(',').some((item) => {
    const [range = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    if (parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) return false;
    return range === '*/*' || range === group || range === mediaType;
  });
}
