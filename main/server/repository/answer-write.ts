import type { FastifyReply, FastifyRequest } from 'fastify';
import { largestReadUpload, serializedMoVariants } from '../../../core/dm/choices.ts';
import { mediaTypeOf } from '../../../core/dm/media-types.ts';
import { codedError, toFault } from '../../../core/errors.ts';
import type { ResourceInfo, ResourceOwner } from '../../store/repository.ts';
import { evaluateConditions, parseConditions } from './conditions.ts';
import type { Condition, DataRepository } from './data-repository.ts';
import type { Exchange, RepositoryHost } from './exchange.ts';
import { unknownMediaType } from './media-type.ts';
import { resourcePath } from './resource-name.ts';
import { partsOf } from './upload-body.ts';

/** What a write works with. */
export interface WriteContext {
  readonly exchange: Exchange;
  readonly repository: DataRepository;
  readonly host: RepositoryHost;
  /** How long nothing of an upload may come; milliseconds. */
  readonly stallTime: number;
}

/**
 * Answers PUT, and POST to a name: 201 for something new, 204 for something that was replaced, once it is on the disk.
 * @throws REPOSITORY_ENCODED, _HEADER_WRONG, _CHANGED, _STALLED, _BROKEN_OFF, and what `DataRepository.put` throws
 */
export async function answerUpload(
  request: FastifyRequest,
  reply: FastifyReply,
  context: WriteContext,
  { owner, name }: { readonly owner: ResourceOwner; readonly name: string },
): Promise<FastifyReply> {
  const { exchange, repository, stallTime } = context;
  const { headers } = request;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    void reply.header('accept-encoding', 'identity');
    throw codedError('REPOSITORY_ENCODED', { encoding });
  }
  // To take a part for the whole would destroy what is there (RFC 9110, 14.4).
  if (headers['content-range'] !== undefined)
    throw codedError('REPOSITORY_HEADER_WRONG', { header: 'Content-Range', detail: 'content is put whole' });
  const mediaType = headers['content-type'] ?? unknownMediaType;
  const announced = headers['content-length'];
  const length = announced === undefined ? undefined : Number(announced);
  const { info, replaced } = await repository.put(
    { owner, name, mediaType, byDevice: true, length },
    contentOf(request, reply, exchange, stallTime),
    conditionOf(request, exchange),
  );
  await handOver(context, info);
  if (!replaced) void reply.header('location', resourcePath(owner, name));
  return reply
    .code(replaced ? 204 : 201)
    .header('etag', info.etag)
    .send();
}

/**
 * Answers DELETE: 204 once it is gone.
 * @throws REPOSITORY_NOT_FOUND, _HEADER_WRONG, _CHANGED, STORE_FULL, STORE_FAILED
 */
export async function answerDelete(
  request: FastifyRequest,
  reply: FastifyReply,
  { exchange, repository }: WriteContext,
  { owner, name }: { readonly owner: ResourceOwner; readonly name: string },
): Promise<FastifyReply> {
  await repository.delete(owner, name, conditionOf(request, exchange));
  return reply.code(204).send();
}

function conditionOf({ headers }: FastifyRequest, { path }: Exchange): Condition {
  const conditions = parseConditions(headers);
  return (current) => {
    if (evaluateConditions(conditions, current, 'write') === 'failed')
      throw codedError('REPOSITORY_CHANGED', { path });
  };
}

/** Begins to read only when it is asked for the first part: until then the device may be waiting to be told to send. */
async function* contentOf(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  exchange: Exchange,
  stallTime: number,
): AsyncGenerator<Uint8Array> {
  if (raw.headers.expect !== undefined) reply.raw.writeContinue();
  for await (const part of partsOf(raw, stallTime)) {
    exchange.count(part.length);
    yield part;
  }
}

/** Gives serialized MOs to who reads them. What is none stays in the repository as it came. */
async function handOver({ exchange, repository, host }: WriteContext, info: ResourceInfo): Promise<void> {
  const { owner, name, mediaType, size } = info;
  if (!serializedMoVariants.includes(mediaTypeOf(mediaType)) || size > largestReadUpload) return;
  try {
    await host.uploaded(exchange.deviceId, async () => {
      const resource = await repository.open(owner, name);
      return Buffer.concat(await resource.read().toArray());
    });
  } catch (error) {
    exchange.remark(toFault(error));
  }
}
