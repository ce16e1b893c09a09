import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { accepts } from '../../../core/dm/media-types.ts';
import { CodedError, codedError, type Fault, faultOf, httpStatusOf } from '../../../core/errors.ts';
import { type Doorkeeper, isOfTheDoor } from '../auth/doorkeeper.ts';
import { type Admission, isPrivate, type ShownRequest, tellable } from '../auth/shown-request.ts';
import { shownDeviceId } from '../dm2/dm-endpoint.ts';

/** What came of a request for a bootstrap message. */
export type BootstrapNote =
  /** The whole message went out. Whether the device took it shows in its BootstrapComplete. */
  | { readonly kind: 'sent'; readonly deviceId: string; readonly octets: number }
  /** The connection ended before the whole message had gone out. */
  | { readonly kind: 'brokenOff'; readonly deviceId: string }
  /** The device id is the one that was shown. Credentials that were refused are told of at the door. */
  | { readonly kind: 'refused'; readonly deviceId?: string; readonly fault: Fault };

/** What the endpoint needs of the bench. */
export interface BootstrapHost {
  /**
   * The octets of a device's bootstrap message, where the request shows its bootstrap credential and that is open;
   * everything else is refused, in a time that does not tell what was wrong.
   */
  authenticate(deviceId: string | undefined, request: ShownRequest): Admission<Uint8Array>;
  note(note: BootstrapNote): void;
}

/**
 * DM-3, the bootstrap that a client begins: `GET /bootstrap` with the device's id in `OMADM-DevID` and its bootstrap
 * credential, by HTTP Digest or Basic, answers its bootstrap message. Unknown, wrong, missing and closed are one
 * answer.
 */
export function registerBootstrap(
  server: FastifyInstance,
  host: BootstrapHost,
  doorkeeper: Doorkeeper,
): void {
  void server.register(async (scope) => {
    // A HEAD would take the message and leave it.
    scope.get('/bootstrap', { exposeHeadRoute: false }, (request, reply) =>
      answer(host, doorkeeper, request, reply),
    );
  });
}

async function answer(
  host: BootstrapHost,
  doorkeeper: Doorkeeper,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  void reply.header('cache-control', 'no-store');
  const deviceId = shownDeviceId(request);
  const refuse = (fault: Fault) => {
    host.note({
      kind: 'refused',
      fault,
      ...(deviceId === undefined ? {} : { deviceId: tellable(deviceId) }),
    });
    return sendFault(reply, fault);
  };
  // Before anything is looked at: what was shown here was shown to others too.
  if (!isPrivate(request.raw.socket)) return refuse(faultOf('BOOTSTRAP_NEEDS_TLS', {}));

  let found: Uint8Array;
  try {
    found = await doorkeeper.admit(request, reply, deviceId, {
      authenticate: (id, shown) => host.authenticate(id, shown),
      notAuthenticated: () => codedError('BOOTSTRAP_NOT_AUTHENTICATED', {}),
    });
  } catch (error) {
    if (error instanceof CodedError && isOfTheDoor(error.fault.code)) return sendFault(reply, error.fault);
    throw error;
  }
  const { accept } = request.headers;
  const mediaType = mediaTypes.serializedMo;
  if (!accepts(accept, mediaType))
    return refuse(faultOf('BOOTSTRAP_NOT_ACCEPTABLE', { accept: accept ?? '', mediaType }));
  const whose = deviceId ?? '';
  reply.raw.once('close', () =>
    host.note(
      reply.raw.writableFinished
        ? { kind: 'sent', deviceId: whose, octets: found.length }
        : { kind: 'brokenOff', deviceId: whose },
    ),
  );
  return reply.type(mediaType).send(Buffer.from(found));
}

function sendFault(reply: FastifyReply, { code, message }: Fault): FastifyReply {
  return reply.code(httpStatusOf(code)).send({ code, message });
}
