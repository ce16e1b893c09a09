import { mediaTypes, serializedMoVariants } from '../../core/dm/choices.ts';
import type { ClientEffect, ClientEvent } from '../../core/dm/client/client-session.ts';
import type { ResourceAnswer } from '../../core/dm/client/place-resource.ts';
import type { ChangeReport } from '../../core/dm/client/subscriptions.ts';
import { isPackageError, parsePackage2, printPackage1, printPackage3 } from '../../core/dm/packages.ts';
import { faultOf, toFault } from '../../core/errors.ts';
import {
  parseSerializedMos,
  printSerializedMos,
  SerializationError,
  type SerializedMo,
} from '../../core/mo/serialization.ts';
import type { HttpTransport } from './http-transport.ts';

/** Sends package #1 or #3 and waits for the #2; whatever else comes ends the session. */
export async function sendPackage(
  transport: HttpTransport,
  effect: Extract<ClientEffect, { kind: 'sendPackage1' | 'sendPackage3' }>,
): Promise<ClientEvent> {
  const [contentType, body] =
    effect.kind === 'sendPackage1'
      ? [mediaTypes.package1, printPackage1(effect.package)]
      : [mediaTypes.package3, printPackage3(effect.package)];
  try {
    const answer = await transport.request(effect.serverUri, {
      method: 'POST',
      accept: mediaTypes.package2,
      body,
      contentType,
    });
    if (answer.status !== 200)
      return { kind: 'serverFailed', fault: faultOf('DM_SERVER_REFUSED', { status: answer.status }) };
    return {
      kind: 'package2',
      package: parsePackage2(answer.body),
      ...(answer.serverTakes === undefined ? {} : { serverTakes: answer.serverTakes }),
    };
  } catch (error) {
    const fault = isPackageError(error)
      ? faultOf('DM_ANSWER_WRONG', { detail: error.message })
      : toFault(error);
    return { kind: 'serverFailed', fault };
  }
}

/** GETs serialized MOs. What cannot be fetched or read has a status of its own; the session goes on. */
export async function getResource(transport: HttpTransport, uri: string): Promise<ResourceAnswer> {
  try {
    const answer = await transport.request(uri, { method: 'GET', accept: serializedMoVariants.join(', ') });
    if (answer.status !== 200) return { kind: 'refused', status: answer.status >= 400 ? answer.status : 500 };
    return { kind: 'received', entries: parseSerializedMos(JSON.parse(answer.body)) };
  } catch (error) {
    const unreadable = error instanceof SerializationError || error instanceof SyntaxError;
    return { kind: 'refused', status: unreadable ? 400 : 503 };
  }
}

/** PUTs or POSTs serialized MOs. @returns the DM status: 200, or what the server answered, 503 where none did */
export async function sendEntries(
  transport: HttpTransport,
  request: {
    readonly method: 'PUT' | 'POST';
    readonly uri: string;
    readonly mediaType: string;
    readonly entries: readonly SerializedMo[];
  },
): Promise<number> {
  try {
    const { status } = await transport.request(request.uri, {
      method: request.method,
      accept: '*/*',
      body: JSON.stringify(printSerializedMos(request.entries)),
      contentType: request.mediaType,
    });
    if (status >= 200 && status < 300) return 200;
    return status >= 400 ? status : 500;
  } catch {
    // Nobody answered: the server is told so in the #3 that follows, where it can be reached at all.
    return 503;
  }
}

/** Sends the change reports of subscriptions; one that does not arrive is not sent again (the next one will be). */
export function sendReport(transport: HttpTransport, report: ChangeReport): Promise<number> {
  const { destination: uri, entries } = report;
  return sendEntries(transport, { method: 'PUT', uri, mediaType: mediaTypes.serializedMo, entries });
}
