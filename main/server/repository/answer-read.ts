import type { FastifyReply, FastifyRequest } from 'fastify';
import { accepts, mediaTypeOf } from '../../../core/dm/media-types.ts';
import { codedError, toFault } from '../../../core/errors.ts';
import type { ResourceInfo, ResourceOwner } from '../../store/repository.ts';
import { evaluateConditions, parseConditions, rangeMayBeSent } from './conditions.ts';
import type { DataRepository } from './data-repository.ts';
import type { Exchange } from './exchange.ts';
import { contentRange, lengthOf, rangeOf, wholeOf } from './ranges.ts';

/** Headers that tell of content; an error that is answered in its place has none of them. */
export const contentHeaders = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'last-modified',
] as const;

/**
 * Answers GET and HEAD of a resource: whole, a part of it (206), or that it is as its client knows it (304).
 * @throws REPOSITORY_NOT_FOUND, _NOT_ACCEPTABLE, _HEADER_WRONG, _CHANGED, _RANGE, _DAMAGED, _UNREADABLE
 */
export async function answerRead(
  request: FastifyRequest,
  reply: FastifyReply,
  { exchange, repository }: { readonly exchange: Exchange; readonly repository: DataRepository },
  { owner, name }: { readonly owner: ResourceOwner; readonly name: string },
): Promise<FastifyReply> {
  const { method, headers } = request;
  const { path } = exchange;
  const info = repository.info(owner, name);
  if (info === undefined) throw codedError('REPOSITORY_NOT_FOUND', { path });
  const { mediaType, size } = info;
  const { accept } = headers;
  if (!accepts(accept, mediaTypeOf(mediaType)))
    throw codedError('REPOSITORY_NOT_ACCEPTABLE', { path, mediaType, accept: accept ?? '' });

  const outcome = evaluateConditions(parseConditions(headers), info, 'read');
  if (outcome === 'failed') throw codedError('REPOSITORY_CHANGED', { path });
  if (outcome === 'notModified') return reply.code(304).headers(validatorsOf(info)).send();

  const ifRange = headers['if-range'];
  const asksForPart =
    method === 'GET' && rangeMayBeSent(typeof ifRange === 'string' ? ifRange : undefined, info);
  const wanted = rangeOf(asksForPart ? headers.range : undefined, size);
  if (wanted.kind === 'outside') {
    void reply.header('content-range', contentRange(undefined, size));
    throw codedError('REPOSITORY_RANGE', { path, size });
  }
  // The same turn as `info`: what is opened is what was compared.
  const resource = await repository.open(owner, name);
  const range = wanted.kind === 'part' ? wanted.range : undefined;
  if (range) void reply.code(206).header('content-range', contentRange(range, size));
  void reply.headers({
    ...validatorsOf(info),
    'accept-ranges': 'bytes',
    'content-type': mediaType,
    'content-length': String(range ? lengthOf(range) : size),
    // What a device put there is data, whatever a browser that is shown its address may think of it.
    'x-content-type-options': 'nosniff',
    'content-security-policy': 'sandbox',
  });
  if (method === 'HEAD' || size === 0) {
    await resource.close();
    return reply.send(null);
  }
  exchange.serves({ owner, name, etag: info.etag, first: range?.first ?? 0 });
  const content = resource.read(range ?? wholeOf(size), exchange.count);
  content.once('error', (error) => exchange.remark(toFault(error)));
  return reply.send(content);
}

/** What a client compares with later, and that it has to: content changes under its name. */
function validatorsOf({ etag, changedAt }: ResourceInfo): Readonly<Record<string, string>> {
  return {
    etag,
    'last-modified': new Date(changedAt).toUTCString(),
    'cache-control': 'private, no-cache',
  };
}
