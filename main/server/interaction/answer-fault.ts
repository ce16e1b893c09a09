import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError, codedError, type Fault, httpStatusOf, toFault } from '../../../core/errors.ts';
import { interactionPath, stylesheetPath } from '../../../core/interaction/addresses.ts';
import type { NoticeKind } from '../../../core/interaction/form-texts.ts';
import { interactionLimits } from '../../../core/interaction/limits.ts';
import { renderNotice } from '../../../core/interaction/page-html.ts';
import type { InteractionIdentity } from '../../store/interactions.ts';
import { discardRest } from '../repository/upload-body.ts';
import { type Entry, type Interactions, identityOf } from './interactions.ts';

/** What is left of a post that is refused is read up to here, so that the answer can be; octets. */
const mostDiscarded = 64 * 1024 * 1024;

/** Answers what failed with a page that says so, and tells the bench why. */
export function answerFault(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { interactions, now }: { readonly interactions: Interactions; readonly now: () => number },
): FastifyReply {
  const fault = toFault(codedOf(thrown, request));
  const { raw } = request;
  // Nobody reads the post any more: what is left of it goes by.
  raw.unpipe();
  discardRest(raw, mostDiscarded);
  const { token } = request.params as { readonly token?: string };
  const entry = request.getDecorator<Entry | undefined>('entry');
  interactions.tell({ ...ownerOf(entry, token, fault, interactions), at: now(), kind: 'refused', fault });
  if (fault.code === 'INTERACTION_METHOD') void reply.header('allow', 'GET, POST');
  const isOver = fault.code === 'INTERACTION_OVER';
  const kind = isOver && entry ? entry.record.interaction.state.kind : fault.code;
  const goOn =
    fault.code === 'INTERACTION_ELSEWHERE' && token !== undefined ? interactionPath(token) : undefined;
  const notice = renderNotice(noticeOf(kind), {
    stylesheet: stylesheetPath,
    ...(goOn === undefined ? {} : { goOn }),
  });
  return reply.code(httpStatusOf(fault.code)).type('text/html; charset=utf-8').send(notice);
}

/** Whose interaction it is about, as far as that is known; a store that has just failed is not asked. */
function ownerOf(
  entry: Entry | undefined,
  token: string | undefined,
  { code }: Fault,
  interactions: Interactions,
): InteractionIdentity | undefined {
  if (entry) return identityOf(entry.record);
  return token !== undefined && code.startsWith('INTERACTION_') ? interactions.ownerOf(token) : undefined;
}

function noticeOf(kind: string): NoticeKind {
  switch (kind) {
    case 'closed':
    case 'expired':
    case 'failed':
      return kind;
    case 'INTERACTION_ELSEWHERE':
      return 'elsewhere';
    case 'INTERACTION_TOO_LARGE':
      return 'tooLarge';
    case 'INTERACTION_UNKNOWN':
      return 'unknown';
    default:
      return kind.startsWith('INTERACTION_') ? 'refused' : 'internal';
  }
}

/** What Fastify and its parsers refuse, with a code of ours. */
function codedOf(thrown: unknown, { headers }: FastifyRequest): unknown {
  if (thrown instanceof CodedError || !(thrown instanceof Error)) return thrown;
  const { code, statusCode } = thrown as Error & { readonly code?: unknown; readonly statusCode?: unknown };
  if (statusCode === 413) return codedError('INTERACTION_TOO_LARGE', { limit: interactionLimits.texts });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return codedError('INTERACTION_MEDIA_TYPE', { mediaType: (headers['content-type'] ?? '').slice(0, 100) });
  if (typeof statusCode === 'number' && statusCode < 500)
    return codedError('INTERACTION_POST_WRONG', { detail: thrown.message }, { cause: thrown });
  return thrown;
}
