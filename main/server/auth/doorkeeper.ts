import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError, codedError, type ErrorCode, faultOf } from '../../../core/errors.ts';
import type { ServerEvents } from '../server-events.ts';
import { type AttemptTable, createAttemptTable } from './attempt-table.ts';
import { challengesFor } from './challenges.ts';
import type { Nonces } from './nonces.ts';
import type { PeerIdentity } from './peer-identity.ts';
import {
  type Admission,
  isPrivate,
  type RefusalReason,
  type ShownRequest,
  tellable,
} from './shown-request.ts';

/** One of the server's doors: how it finds out who comes, and what it says to whom it does not know. */
export interface Door<Who> {
  authenticate(deviceId: string | undefined, request: ShownRequest): Admission<Who>;
  notAuthenticated(): CodedError;
}

/** Lets requests in, or keeps them out: challenges, proofs, patience and telling are the same at every door. */
export interface Doorkeeper {
  /**
   * Call it before a body is taken in. What is refused was told of, and waited as long as it has to: its error is
   * only to be answered.
   * @param deviceId the device that the request says it comes from
   * @throws what the door says, PEER_…, DM_CREDENTIALS_READABLE, DM_CREDENTIALS_REPLAYED, DM_PEER_DIFFERS,
   *   DM_TOO_MANY_ATTEMPTS, PEER_CERTIFICATE_…
   */
  admit<Who>(
    request: FastifyRequest,
    reply: FastifyReply,
    deviceId: string | undefined,
    door: Door<Who>,
  ): Promise<Who>;
}

export interface DoorkeeperOptions {
  readonly events: ServerEvents;
  readonly nonces: Nonces;
  /** Who a connection was proved to belong to. @throws PEER_CERTIFICATE_… where its certificate is worth nothing */
  readonly peerOf: (socket: Socket) => PeerIdentity | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly attempts?: AttemptTable;
  /** So many answers are held at once, for they cost memory; beyond it, who is refused is told to come back later. */
  readonly mostHeld?: number;
}

const usualMostHeld = 1000;
/** When to come back; seconds. */
const retryAfter = 5;

/** What the doorkeeper has told of already when it is thrown. */
const toldOf: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DM_NOT_AUTHENTICATED',
  'BOOTSTRAP_NOT_AUTHENTICATED',
  'DM_CREDENTIALS_READABLE',
  'DM_CREDENTIALS_REPLAYED',
  'DM_PEER_DIFFERS',
  'PEER_MISSING',
  'DM_TOO_MANY_ATTEMPTS',
]);

/** Whether an error is one of the doorkeeper's, who tells of them as far as they are to be told. */
export function isOfTheDoor(code: ErrorCode): boolean {
  return toldOf.has(code) || code.startsWith('PEER_CERTIFICATE_');
}

/**
 * The doorkeeper of a server. Credentials are checked whatever came before, so that a device is never kept out by
 * what others try in its name; wrong ones are answered later and later, as an answer that is held costs who guesses
 * more than one that says when to come back, and leaves a 401 what it is: the asking for the right ones.
 */
export function createDoorkeeper(options: DoorkeeperOptions): Doorkeeper {
  const { events, nonces, peerOf, now, mostHeld = usualMostHeld } = options;
  const attempts = options.attempts ?? createAttemptTable();
  let held = 0;

  const tell = (deviceId: string | undefined, error: CodedError) =>
    events.emit({
      kind: 'refused',
      fault: error.fault,
      ...(deviceId === undefined ? {} : { deviceId: tellable(deviceId) }),
    });

  /** Counts a failure and holds its answer. @returns the error to answer with */
  const slowed = async (
    request: FastifyRequest,
    deviceId: string | undefined,
    error: CodedError,
  ): Promise<CodedError> => {
    const { delay, begins } = attempts.failed({
      deviceId,
      address: request.raw.socket.remoteAddress ?? '',
      now: now(),
    });
    for (const { by, name: chosen, count } of begins) {
      const name = tellable(chosen);
      const origin = by === 'device' ? `in the name of ${name}` : `from ${name}`;
      events.emit({
        kind: 'authenticationSlowed',
        ...(by === 'device' ? { deviceId: name } : { address: name }),
        fault: faultOf('DM_AUTHENTICATION_SLOWED', { count, origin }),
      });
    }
    // Of a row that was told of, not each one is.
    if (delay === 0) tell(deviceId, error);
    else if (held >= mostHeld) return codedError('DM_TOO_MANY_ATTEMPTS', {});
    else {
      held++;
      await timeOrEnd(delay, request.raw.socket);
      held--;
    }
    return error;
  };

  return {
    async admit(request, reply, deviceId, door) {
      const { raw } = request;
      let peer: PeerIdentity | undefined;
      try {
        peer = peerOf(raw.socket);
      } catch (error) {
        // A certificate that is worth nothing is met as wrong credentials are.
        throw error instanceof CodedError ? await slowed(request, deviceId, error) : error;
      }
      const shown: ShownRequest = {
        headers: request.headers,
        method: request.method,
        url: raw.url ?? '',
        peer,
        isPrivate: isPrivate(raw.socket),
      };
      const admission = door.authenticate(deviceId, shown);
      if (admission.kind === 'admitted') {
        const { authenticationInfo } = admission;
        if (authenticationInfo !== undefined) void reply.header('authentication-info', authenticationInfo);
        return admission.who;
      }
      const { reason } = admission;
      const refused = errorOf(reason, shown, door);
      const isAsked = reason === 'notShown' || reason === 'stale';
      const error = isAsked ? refused : await slowed(request, deviceId, refused);
      if (error.fault.code === 'DM_TOO_MANY_ATTEMPTS') void reply.header('retry-after', retryAfter);
      else if (reason !== 'otherPeer' && reason !== 'peerMissing')
        void reply.header(
          'www-authenticate',
          challengesFor(shown, nonces.issue(), reason === 'stale' || reason === 'replayed'),
        );
      throw error;
    },
  };
}

function errorOf(
  reason: RefusalReason,
  { peer }: ShownRequest,
  door: { notAuthenticated(): CodedError },
): CodedError {
  switch (reason) {
    case 'notShown':
    case 'wrong':
    case 'stale':
      return door.notAuthenticated();
    case 'readable':
      return codedError('DM_CREDENTIALS_READABLE', {});
    case 'replayed':
      return codedError('DM_CREDENTIALS_REPLAYED', {});
    case 'otherPeer':
      return codedError('DM_PEER_DIFFERS', { peer: peer?.deviceId ?? '' });
    case 'peerMissing':
      return codedError('PEER_MISSING', {});
  }
}

/** What waits on a connection, which may carry many requests that came at once. */
const waitingOn = new WeakMap<Socket, Set<() => void>>();

/** Waits, or until nobody waits for the answer any more. */
function timeOrEnd(milliseconds: number, socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const waiting = waitingOn.get(socket) ?? new Set();
    if (!waitingOn.has(socket)) {
      waitingOn.set(socket, waiting);
      socket.once('close', () => waiting.forEach((end) => void end()));
    }
    const end = () => {
      clearTimeout(timer);
      waiting.delete(end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    waiting.add(end);
    if (socket.destroyed) end();
  });
}
