import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { renewedCredentialsResource, repositoryLimits } from '../../../core/dm/choices.ts';
import { type CodedError, codedError, toFault } from '../../../core/errors.ts';
import { answerCredentials } from './answer-credentials.ts';
import { answerRead, contentHeaders } from './answer-read.ts';
import { answerDelete, answerUpload, type WriteContext } from './answer-write.ts';
import type { DataRepository } from './data-repository.ts';
import { beginExchange, type Exchange, type RepositoryHost } from './exchange.ts';
import { wrongMediaType } from './media-type.ts';
import { checkedName, ownerOfPath, parseResourceName, repositoryRoot } from './resource-name.ts';
import { discardRest, leaveContinueToHandler } from './upload-body.ts';

export interface RepositoryOptions {
  readonly repository: DataRepository;
  readonly host: RepositoryHost;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Names what is put into a folder. */
  readonly newId: () => string;
  /** An upload of which nothing came for this long is given up; milliseconds. */
  readonly stallTime?: number;
}

const usualStallTime = 60_000;

const methodsOfResource = 'GET, HEAD, PUT, POST, DELETE';
const methodsOfFolder = 'POST';
const methodsOfCredentials = 'GET';

/**
 * The Data Repository over HTTP, at /repository/<device id>/<name> and /repository/shared/<name>. A device reads,
 * writes and deletes what is below its own id, and reads what is shared; about what is another's it learns nothing.
 * Content goes through in parts, whatever its size. What fails is thrown, for the server's own error handler.
 */
export function registerRepository(server: FastifyInstance, options: RepositoryOptions): void {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies stay on the line until an upload is wanted.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    leaveContinueToHandler(scope.server, (path) => path.startsWith(repositoryRoot));
    scope.decorateRequest('exchange');
    scope.addHook('onRequest', async (request, reply) => {
      request.setDecorator('exchange', await beginExchange(request, reply, options));
    });
    scope.setErrorHandler((thrown, request, reply) => fail(thrown, request, reply));
    // The connections are closed by now; what came over them has to be let go of before the store is.
    scope.addHook('onClose', () => options.repository.settled());
    scope.all(`${repositoryRoot}*`, async (request, reply) => {
      const exchange = request.getDecorator<Exchange>('exchange');
      const answered = await answer(request, reply, exchange, options);
      exchange.decided();
      return answered;
    });
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  exchange: Exchange,
  { repository, host, newId, stallTime = usualStallTime }: RepositoryOptions,
): Promise<FastifyReply> {
  const { method } = request;
  const { path, deviceId } = exchange;
  authorize(path, method, deviceId);
  const named = parseResourceName(path);
  const context: WriteContext = { exchange, repository, host, stallTime };
  if (named.kind === 'folder') {
    if (method !== 'POST') throw notAllowed(reply, methodsOfFolder, method, path);
    const name = checkedName(`${named.folder}${newId()}`);
    return answerUpload(request, reply, context, { owner: named.owner, name });
  }
  if (named.owner.kind === 'device' && named.name === renewedCredentialsResource) {
    if (method !== 'GET') throw notAllowed(reply, methodsOfCredentials, method, path);
    return answerCredentials(request, reply, exchange, host.renewedCredentials(deviceId));
  }
  switch (method) {
    case 'GET':
    case 'HEAD':
      return answerRead(request, reply, context, named);
    case 'PUT':
    case 'POST':
      return answerUpload(request, reply, context, named);
    case 'DELETE':
      return answerDelete(request, reply, context, named);
    default:
      throw notAllowed(reply, methodsOfResource, method, path);
  }
}

/** Before a name is looked at: what is another's is the same to everybody, there or not. @throws REPOSITORY_FORBIDDEN */
function authorize(path: string, method: string, deviceId: string): void {
  const owner = ownerOfPath(path);
  // Nobody's: the address is wrong, and reading it says why.
  if (owner === undefined) return;
  const reads = method === 'GET' || method === 'HEAD';
  const allowed = owner.kind === 'shared' ? reads : owner.deviceId === deviceId;
  if (!allowed) throw codedError('REPOSITORY_FORBIDDEN', {});
}

function notAllowed(reply: FastifyReply, allowed: string, method: string, path: string): CodedError {
  void reply.header('allow', allowed);
  return codedError('REPOSITORY_METHOD', { method, path });
}

/** Notes why an exchange failed, makes its connection fit for the answer, and passes it on to be answered. */
function fail(thrown: unknown, request: FastifyRequest, reply: FastifyReply): never {
  const error = isOfMediaType(thrown) ? wrongMediaType() : thrown;
  const fault = toFault(error);
  const exchange = request.getDecorator<Exchange | undefined>('exchange');
  exchange?.failed(fault);
  exchange?.decided();
  for (const header of contentHeaders) if (fault.code !== 'REPOSITORY_RANGE') void reply.removeHeader(header);
  // Nothing more comes over it.
  if (fault.code === 'REPOSITORY_STALLED') void reply.header('connection', 'close');
  else discardRest(request.raw, repositoryLimits.upload);
  throw error;
}

/** Fastify looks at the media type of a body before we do. */
function isOfMediaType(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE';
}
