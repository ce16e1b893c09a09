import type { FastifyReply, FastifyRequest } from 'fastify';
import { mediaTypes, serializedMoVariants } from '../../../core/dm/choices.ts';
import { accepts } from '../../../core/dm/media-types.ts';
import { codedError } from '../../../core/errors.ts';
import { isPrivate } from '../auth/shown-request.ts';
import type { Exchange } from './exchange.ts';

/**
 * Answers a device that fetches its new credentials: whole, to be kept nowhere, and over a connection that nobody
 * else can read.
 * @param content undefined where the device gets none
 * @throws DM_CREDENTIALS_NEED_TLS, REPOSITORY_NOT_FOUND, REPOSITORY_NOT_ACCEPTABLE
 */
export function answerCredentials(
  request: FastifyRequest,
  reply: FastifyReply,
  { path, count }: Exchange,
  content: Uint8Array | undefined,
): FastifyReply {
  if (!isPrivate(request.raw.socket)) throw codedError('DM_CREDENTIALS_NEED_TLS', {});
  if (content === undefined) throw codedError('REPOSITORY_NOT_FOUND', { path });
  const { accept } = request.headers;
  const mediaType = serializedMoVariants.find((each) => accepts(accept, each));
  if (mediaType === undefined)
    throw codedError('REPOSITORY_NOT_ACCEPTABLE', {
      ...{ path, accept: accept ?? '' },
      mediaType: mediaTypes.serializedMo,
    });
  count(content.length);
  return reply
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .type(mediaType)
    .send(Buffer.from(content));
}
