import { createServer, type Server } from 'node:http';
import formBody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { codedError } from '../../../core/errors.ts';
import {
  finalPath,
  finalSegment,
  interactionPath,
  interactionRoot,
  pageOfSegment,
  pagePath,
  stylesheetPath,
} from '../../../core/interaction/addresses.ts';
import { isFileAnswer } from '../../../core/interaction/answers.ts';
import { checkPage } from '../../../core/interaction/form-check.ts';
import { canShow, fieldsOfPage } from '../../../core/interaction/form-course.ts';
import { type PageView, renderFinalPage, renderPage } from '../../../core/interaction/form-html.ts';
import { formStyle } from '../../../core/interaction/form-style.ts';
import { currentPage, isOpen } from '../../../core/interaction/interaction.ts';
import { interactionLimits } from '../../../core/interaction/limits.ts';
import { answerFault } from './answer-fault.ts';
import { cookieHeader, cookieOf, formTokenOf } from './browser-binding.ts';
import { type Entry, type Interactions, identityOf } from './interactions.ts';
import { type KeepFile, receivePost } from './receive-post.ts';
import { checkedOrigin, checkLength, checkOwnPost, strictHeaders } from './request-checks.ts';

export interface InteractionEndpointOptions {
  readonly interactions: Interactions;
  /** The origins that browsers reach this listener by, as `URL.origin` writes them. */
  readonly origins: () => readonly string[];
  readonly keepFile: KeepFile;
  /** What people call a device. */
  readonly labelOf: (deviceId: string) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Makes the server beneath: plain HTTP where it is left out. */
  readonly makeServer?: (handler: Parameters<typeof createServer>[1]) => Server;
  readonly times?: Partial<InteractionTimes>;
}

/** How long a browser may take; milliseconds. */
export interface InteractionTimes {
  /** A connection on which nothing moves for this long is closed. */
  readonly idle: number;
  /** A request has to have come whole within this time. */
  readonly request: number;
}

const usualTimes: InteractionTimes = { idle: 30_000, request: 300_000 };

interface PageRequest {
  readonly Params: { readonly token: string; readonly page?: string };
}

/**
 * The Web Server Component (B.3): the pages of UI interactions, at /interaction/<token>/…, as an application of its
 * own for a listener of its own, so that no other page of this workstation has their origin. It serves nothing else.
 */
export function createInteractionApplication(options: InteractionEndpointOptions): FastifyInstance {
  const { interactions, origins } = options;
  const application = fastify({
    bodyLimit: interactionLimits.texts,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    serverFactory: (handler) => withTimes((options.makeServer ?? plainServer)(handler), options.times),
  });
  application.removeAllContentTypeParsers();
  void application.register(formBody, {
    bodyLimit: interactionLimits.texts,
    // As browsers write it (URL, 5.1), and every name as often as it comes.
    parser: (text) => ({ posted: new URLSearchParams(text) }),
  });
  void application.register(multipart, { limits: { fileSize: interactionLimits.post, fieldNameSize: 200 } });
  application.decorateRequest('entry');

  application.addHook('onRequest', async (request, reply) => {
    void reply.headers(strictHeaders);
    const own = checkedOrigin(request, origins());
    if (request.method !== 'POST') return;
    checkOwnPost(request, own);
    checkLength(request);
  });
  application.setNotFoundHandler((request) => {
    const { method } = request;
    throw request.url.startsWith(interactionRoot) && method !== 'GET' && method !== 'POST'
      ? codedError('INTERACTION_METHOD', { method })
      : codedError('INTERACTION_UNKNOWN', {});
  });
  application.setErrorHandler((error, request, reply) => answerFault(error, request, reply, options));

  /** Lets a browser in before anything of what it posts is read. */
  const admit = async (request: FastifyRequest<PageRequest>, reply: FastifyReply) => {
    const { token } = request.params;
    const entry = await interactions.enter(token, cookieOf(request.headers.cookie), request.method === 'GET');
    request.setDecorator('entry', entry);
    const { cookie, opened, record } = entry;
    if (!opened || cookie === undefined) return;
    const left = record.interaction.expiresAt - options.now();
    void reply.header(
      'set-cookie',
      cookieHeader(cookie, interactionPath(token), left, request.protocol === 'https'),
    );
  };

  // Browsers ask for it by themselves; it is nothing to refuse.
  application.get('/favicon.ico', (_request, reply) => reply.code(204).send());
  application.get(stylesheetPath, (_request, reply) => reply.type('text/css; charset=utf-8').send(formStyle));
  for (const path of [interactionPath(':token'), `${interactionPath(':token')}/:page`])
    application.get<PageRequest>(path, { onRequest: admit }, (request, reply) =>
      show(request, reply, options),
    );
  application.post<PageRequest>(
    `${interactionPath(':token')}/:page`,
    {
      async onRequest(request, reply) {
        await admit(request, reply);
        // It broke off meanwhile: who waits for more of it now waits for ever.
        if (request.raw.destroyed) throw codedError('INTERACTION_POST_WRONG', { detail: 'it broke off' });
        // Where there is nothing to take, nothing is read.
        if (!canTake(request)) return goOn(request, reply);
      },
    },
    (request, reply) => take(request, reply, options),
  );
  return application;
}

function plainServer(handler: Parameters<typeof createServer>[1]): Server {
  return createServer({ connectionsCheckingInterval: 1000 }, handler);
}

function withTimes(server: Server, times: Partial<InteractionTimes> | undefined): Server {
  const { idle, request } = { ...usualTimes, ...times };
  server.timeout = idle;
  server.requestTimeout = request;
  server.headersTimeout = Math.min(idle, request);
  return server;
}

function entryOf(request: FastifyRequest): Entry {
  return request.getDecorator<Entry>('entry');
}

/** Answers a page that a browser asks for: the one of its address, or the one where somebody is. */
function show(
  request: FastifyRequest<PageRequest>,
  reply: FastifyReply,
  options: InteractionEndpointOptions,
): FastifyReply {
  const { record } = entryOf(request);
  const { form, progress } = record.interaction;
  const { token, page: segment = '' } = request.params;
  if (!isOpen(record.interaction)) {
    const isFinal = record.interaction.state.kind === 'completed' && segment === finalSegment;
    if (!isFinal) return goOn(request, reply);
    return sendPage(reply, 200, renderFinalPage({ form, ...placeOf(record.deviceId, token, options) }));
  }
  const asked = pageOfSegment(segment);
  const isThere = asked !== undefined && canShow(form, progress, asked);
  if (!isThere && !isFromElsewhere(request)) return goOn(request, reply);
  const page = isThere ? asked : currentPage(record.interaction);
  options.interactions.tell({ ...identityOf(record), at: options.now(), kind: 'pageShown', page });
  return sendPage(reply, 200, renderPage(viewOf(request, page, options)));
}

/**
 * Whether a link of another site led here. Such a browser is shown a page at once: where it followed a redirect, it
 * would not send the cookie that it has just got. Every other one is led to the page's own address, so that going back
 * in it leads to the page before.
 */
function isFromElsewhere({ headers }: FastifyRequest): boolean {
  return ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site']));
}

/** Whether a post is for a page that can be posted now. */
function canTake(request: FastifyRequest<PageRequest>): boolean {
  const { interaction } = entryOf(request).record;
  const page = pageOfSegment(request.params.page ?? '');
  return isOpen(interaction) && page !== undefined && canShow(interaction.form, interaction.progress, page);
}

/** Takes a posted page: the next one follows, or the same one with what is wrong. */
async function take(
  request: FastifyRequest<PageRequest>,
  reply: FastifyReply,
  options: InteractionEndpointOptions,
): Promise<FastifyReply> {
  const { interactions, keepFile, now } = options;
  const { record, cookie = '' } = entryOf(request);
  const identity = identityOf(record);
  const page = pageOfSegment(request.params.page ?? '') ?? 0;
  const { form, progress } = record.interaction;
  const posted = await receivePost(request, {
    cookie,
    fileFields: fieldsOfPage(form, progress, page).filter((field) => field.kind === 'file'),
    resourceOf: (field) => `interactions/${identity.interactionId}/${field}`,
    keep: (name, mediaType, content) => keepFile(identity.deviceId, name, mediaType, content),
    notKept: (field, fault) =>
      interactions.tell({ ...identity, at: now(), kind: 'fileNotKept', field, fault }),
  });
  const { answers, faults } = checkPage(form, progress, page, posted, now());
  // A browser does not post a file again.
  const files = Object.fromEntries(Object.entries(answers).filter(([, answer]) => isFileAnswer(answer)));
  const interaction =
    faults.length === 0
      ? await interactions.takePage(identity, page, answers)
      : await interactions.refusePage(identity, page, faults.length, files);
  request.setDecorator('entry', { ...entryOf(request), record: { ...record, interaction } });
  if (faults.length === 0 || !isOpen(interaction)) return goOn(request, reply);
  return sendPage(
    reply,
    422,
    renderPage({ ...viewOf(request, page, options), refused: { typed: posted.texts, faults } }),
  );
}

/** Sends a browser to where its interaction goes on, or has ended. @throws INTERACTION_OVER */
function goOn(request: FastifyRequest<PageRequest>, reply: FastifyReply): FastifyReply {
  const { interaction } = entryOf(request).record;
  const path = interactionPath(request.params.token);
  const { kind } = interaction.state;
  if (kind === 'completed') return reply.redirect(finalPath(path), 303);
  if (!isOpen(interaction)) throw codedError('INTERACTION_OVER', { state: kind });
  return reply.redirect(pagePath(path, currentPage(interaction)), 303);
}

function viewOf(
  request: FastifyRequest<PageRequest>,
  page: number,
  options: InteractionEndpointOptions,
): PageView {
  const { record, cookie = '' } = entryOf(request);
  const { form, progress } = record.interaction;
  return {
    ...placeOf(record.deviceId, request.params.token, options),
    ...{ form, progress, page, token: formTokenOf(cookie) },
  };
}

function placeOf(deviceId: string, token: string, { labelOf }: InteractionEndpointOptions) {
  return { device: labelOf(deviceId), interaction: interactionPath(token), stylesheet: stylesheetPath };
}

function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page);
}
