import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mediaTypes } from '../../../core/dm/choices.ts';
import { accepts } from '../../../core/dm/media-types.ts';
import { type Fault, faultOf, httpStatusOf } from '../../../core/errors.ts';
import { type BasicCredentials, basicChallenge, parseBasic } from '../auth/basic.ts';
import { shownDeviceId } from '../dm2/dm-endpoint.ts';

/** What came of a request for a bootstrap message. */
export type BootstrapNote =
  /** The whole message went out. Whether the device took it shows in its BootstrapComplete. */
  | { readonly kind: 'sent'; readonly deviceId: string; readonly octets: number }
  /** The connection ended before the whole message had gone out. */
  | { readonly kind: 'brokenOff'; readonly deviceId: string }
  /** The device id is the one that was shown: nothing proves it where the credential was refused. */
  | { readonly kind: 'refused'; readonly deviceId?: string; readonly fault: Fault };

/** What the endpoint needs of the bench. */
export interface BootstrapHost {
  /**
   * The octets of a device's bootstrap message, where this is its bootstrap credential and it is open; undefined for
   * everything else, in a time that does not tell what was wrong.
   */
  bootstrapFor(deviceId: string, credential: BasicCredentials): Uint8Array | undefined;
  note(note: BootstrapNote): void;
}

/** Is asked for in place of a device or a credential that was not shown, so that this takes as long. */
const nobody = { deviceId: '', credential: { userName: '', password: '' } };

/**
 * DM-3, the bootstrap that a client begins: `GET /bootstrap` with the device's id in `OMADM-DevID` and its bootstrap
 * credential by HTTP Basic answers its bootstrap message. Unknown, wrong, missing and closed are one answer.
 */
export function registerBootstrap(server: FastifyInstance, host: BootstrapHost): void {
  void server.register(async (scope) => {
    // A HEAD would take the message and leave it.
    scope.get('/bootstrap', { exposeHeadRoute: false }, (request, reply) => answer(host, request, reply));
  });
}

function answer(host: BootstrapHost, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.header('cache-control', 'no-store');
  const deviceId = shownDeviceId(request);
  const refuse = (fault: Fault) => {
    host.note({ kind: 'refused', fault, ...(deviceId === undefined ? {} : { deviceId }) });
    return sendFault(reply, fault);
  };
  // Before anything is looked at: what was shown here was shown to others too.
  if (!isPrivate(request.raw.socket)) return refuse(faultOf('BOOTSTRAP_NEEDS_TLS', {}));

  const credential = parseBasic(request.headers.authorization);
  const found = host.bootstrapFor(deviceId ?? nobody.deviceId, credential ?? nobody.credential);
  if (deviceId === undefined || credential === undefined || found === undefined) {
    void reply.header('www-authenticate', basicChallenge);
    const fault = faultOf('BOOTSTRAP_NOT_AUTHENTICATED', {});
    // A client shows no credential before it is asked: the first 401 is the asking.
    return request.headers.authorization === undefined ? sendFault(reply, fault) : refuse(fault);
  }
  const { accept } = request.headers;
  const mediaType = mediaTypes.serializedMo;
  if (!accepts(accept, mediaType))
    return refuse(faultOf('BOOTSTRAP_NOT_ACCEPTABLE', { accept: accept ?? '', mediaType }));
  reply.raw.once('close', () =>
    host.note(
      reply.raw.writableFinished
        ? { kind: 'sent', deviceId, octets: found.length }
        : { kind: 'brokenOff', deviceId },
    ),
  );
  return reply.type(mediaType).send(Buffer.from(found));
}

function sendFault(reply: FastifyReply, { code, message }: Fault): FastifyReply {
  return reply.code(httpStatusOf(code)).send({ code, message });
}

/** Whether nobody else can read what this connection carries: TLS, or it never leaves this machine. */
function isPrivate(socket: Socket): boolean {
  return socket instanceof TLSSocket || /^(::ffff:)?127\.|^::1$/.test(socket.localAddress ?? '');
}
