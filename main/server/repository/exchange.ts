import type { FastifyReply, FastifyRequest } from 'fastify';
import { deviceIdHeader } from '../../../core/dm/choices.ts';
import { type Fault, httpStatusOf } from '../../../core/errors.ts';
import type { Serving } from '../device-follower.ts';
import { ownerOfPath } from './resource-name.ts';

/** What the Data Repository needs of the server around it. */
export interface RepositoryHost {
  /**
   * The device that a request comes from, where that is proved.
   * @param deviceId the one that it says it is; undefined where neither a header nor its address names one
   * @throws DM_NOT_AUTHENTICATED, and what else a doorkeeper throws
   */
  admit(request: FastifyRequest, reply: FastifyReply, deviceId: string | undefined): Promise<string>;
  /** The new credentials that a device is to fetch, as serialized MOs; undefined where it gets none. */
  renewedCredentials(deviceId: string): Uint8Array | undefined;
  /** Is told while content goes to a device, whenever more of it has gone; left out, nobody is. */
  serving?(deviceId: string, serving: Serving): void;
  /** Is told of every exchange with a device that proved who it is, once it is over. */
  note(deviceId: string, exchange: RepositoryExchange): void;
  /**
   * Is given what a device put there as serialized MOs, up to `largestReadUpload`, after it is on the disk and before
   * the device is answered. What it throws goes into the note: the upload is kept.
   */
  uploaded(deviceId: string, read: () => Promise<Uint8Array>): Promise<void>;
}

/** An exchange with the Data Repository that is over. */
export interface RepositoryExchange {
  /** When it began; milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** As it came, percent-encoded, without a query; cut off where it is very long. */
  readonly path: string;
  /** What was answered, or would have been where the device was gone. */
  readonly status: number;
  /** Octets of content that went, in either direction, whether or not it was all. */
  readonly octets: number;
  /** Milliseconds until the last octet. */
  readonly took: number;
  /** Why it failed; or what went wrong though the answer stands, as where an upload's objects could not be read. */
  readonly fault?: Fault;
}

/** An exchange that is going on. */
export interface Exchange {
  readonly deviceId: string;
  /** Percent-encoded, without a query. */
  readonly path: string;
  /** Says what content goes to the device from now on: it is told of as it goes. */
  serves(content: Omit<Serving, 'octets'>): void;
  /** Counts octets of content that went. */
  count(octets: number): void;
  /** Says why it failed. */
  failed(fault: Fault): void;
  /** Says what went wrong though the answer stands. */
  remark(fault: Fault): void;
  /** The answer is decided: no more is going to be said of it. */
  decided(): void;
}

const longestShownPath = 1000;

/**
 * Begins an exchange: finds out who asks. The id is in the address too, where a client that only downloads does not
 * send the header.
 * @throws DM_NOT_AUTHENTICATED, and what else a doorkeeper throws
 */
export async function beginExchange(
  request: FastifyRequest,
  reply: FastifyReply,
  { host, now }: { readonly host: RepositoryHost; readonly now: () => number },
): Promise<Exchange> {
  const [path = ''] = request.url.split('?');
  const { method } = request;
  const shown = request.headers[deviceIdHeader];
  const owner = ownerOfPath(path);
  const named = owner?.kind === 'device' ? owner.deviceId : undefined;
  const deviceId = await host.admit(request, reply, typeof shown === 'string' ? shown : named);
  const at = now();
  let octets = 0;
  let failure: Fault | undefined;
  let fault: Fault | undefined;
  let content: Omit<Serving, 'octets'> | undefined;
  const over = new Promise<void>((resolve) => reply.raw.once('close', resolve));
  let decided = () => {};
  const decision = new Promise<void>((resolve) => {
    decided = resolve;
  });
  const tell = () =>
    host.note(deviceId, {
      at,
      method,
      path: path.length > longestShownPath ? `${path.slice(0, longestShownPath)}…` : path,
      status: failure ? httpStatusOf(failure.code) : reply.statusCode,
      octets,
      took: now() - at,
      ...(fault ? { fault } : {}),
    });
  // A device that goes away in the middle of an upload closes before it is decided what comes of that.
  void Promise.all([over, decision])
    .then(tell)
    .catch((error: unknown) => reply.log.error(error));
  return {
    deviceId,
    path,
    serves(served) {
      content = served;
    },
    count(more) {
      octets += more;
      if (content) host.serving?.(deviceId, { ...content, octets });
    },
    failed(reason) {
      failure = reason;
      fault = reason;
    },
    remark(reason) {
      fault = reason;
    },
    decided: () => decided(),
  };
}
