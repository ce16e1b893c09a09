import type { BootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import { parseBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import type { CardConnection } from '../../core/card/apdu.ts';
import { conduct } from '../../core/card/dialog.ts';
import { readCard } from '../../core/card/read-card.ts';
import type { alertTypes } from '../../core/dm/alerts.ts';
import { mediaTypes } from '../../core/dm/choices.ts';
import {
  type ClientEvent,
  openClientSession,
  type ResourceAnswer,
  stepClientSession,
} from '../../core/dm/client-session.ts';
import { isPackageError, parsePackage2, printPackage1, printPackage3 } from '../../core/dm/packages.ts';
import { codedError, type Fault, faultOf, toFault } from '../../core/errors.ts';
import { type DeviceObjects, noObjects, placeObject, withInstance } from '../../core/mo/device-objects.ts';
import { interior, type LeafValue, leaf } from '../../core/mo/node.ts';
import { parseSerializedMos, SerializationError } from '../../core/mo/serialization.ts';
import { devInfoKind, dmAccountKind } from '../../core/mo/standard-objects.ts';
import { createHttpTransport, type HttpTransport } from './http-transport.ts';

/** What a simulated device says of itself (DevInfo); DevID is who it is. */
export type DevInfo = Readonly<Record<string, LeafValue>>;

/** A device that was bootstrapped: its objects, and the account that it opens sessions with. */
export interface BootstrappedDevice {
  readonly deviceId: string;
  readonly objects: DeviceObjects;
  readonly message: BootstrapMessage;
}

/** A session as the device saw it; `fault` is missing where it ended as it should. */
export interface DeviceSession {
  readonly device: BootstrappedDevice;
  readonly rounds: number;
  readonly fault?: Fault;
}

/** Reads the bootstrap message from a card the way a device does at start (DM-4). @throws CARD_NO_MESSAGE */
export async function readBootstrapCard(connection: CardConnection): Promise<Uint8Array> {
  const { message } = await conduct(readCard(), connection);
  if (message === undefined) throw codedError('CARD_NO_MESSAGE', {});
  return message;
}

/** Takes a bootstrap message in: the account and the objects in it. @throws BOOTSTRAP_… */
export function bootstrapDevice(octets: Uint8Array, devInfo: DevInfo): BootstrappedDevice {
  const message = parseBootstrapMessage(octets);
  const deviceId = devInfo.DevID;
  if (typeof deviceId !== 'string')
    throw codedError('BOOTSTRAP_WRONG', { detail: 'the device has no DevID' });
  let objects = withInstance(
    noObjects,
    devInfoKind,
    'main',
    interior(Object.entries(devInfo).map(([name, value]) => [name, leaf(value)])),
  );
  const { account } = message;
  // The account is there so that it can be asked for; what is secret in it stays with the transport.
  objects = withInstance(
    objects,
    dmAccountKind,
    account.instance,
    interior([
      ['SrvID', leaf(account.serverId)],
      ['SrvURI', leaf(account.serverUri)],
      ['Name', leaf(account.name)],
    ]),
  );
  for (const entry of message.objects) {
    const placed = placeObject(objects, entry.clientUri, entry.data);
    if (placed.status !== 200)
      throw codedError('BOOTSTRAP_WRONG', {
        detail: `${entry.clientUri.moid} cannot be set up (${placed.status})`,
      });
    objects = placed.value.objects;
  }
  return { deviceId, objects, message };
}

/** Holds one session with the server of the device's account. Never throws: what went wrong is its fault. */
export async function holdSession(
  device: BootstrappedDevice,
  alertType: (typeof alertTypes)[keyof typeof alertTypes],
  signal: AbortSignal,
): Promise<DeviceSession> {
  const { account } = device.message;
  const transport = createHttpTransport(device.deviceId, account.serverUri, account.credentials, signal);
  try {
    return await converse(device, alertType, transport);
  } finally {
    transport.close();
  }
}

async function converse(
  device: BootstrappedDevice,
  alertType: string,
  transport: HttpTransport,
): Promise<DeviceSession> {
  const { account } = device.message;
  let step = openClientSession(device.objects, new Set(account.permittedMoids), { alertType });
  for (;;) {
    const { session, effect } = step;
    switch (effect.kind) {
      case 'ended': {
        const after = { ...device, objects: session.objects };
        return effect.fault
          ? { device: after, rounds: session.rounds, fault: effect.fault }
          : { device: after, rounds: session.rounds };
      }
      case 'sendPackage1':
        step = stepClientSession(
          session,
          await send(transport, account.serverUri, mediaTypes.package1, printPackage1(effect.package)),
        );
        break;
      case 'sendPackage3':
        step = stepClientSession(
          session,
          await send(transport, account.serverUri, mediaTypes.package3, printPackage3(effect.package)),
        );
        break;
      case 'getResource':
        step = stepClientSession(session, {
          kind: 'resource',
          answer: await getResource(transport, effect.serverUri),
        });
        break;
    }
  }
}

async function send(
  transport: HttpTransport,
  uri: string,
  contentType: string,
  body: string,
): Promise<ClientEvent> {
  try {
    const answer = await transport.request(uri, { body, contentType });
    if (answer.status !== 200)
      return { kind: 'serverFailed', fault: faultOf('DM_SERVER_REFUSED', { status: answer.status }) };
    return { kind: 'package2', package: parsePackage2(answer.body) };
  } catch (error) {
    const fault = isPackageError(error)
      ? faultOf('DM_ANSWER_WRONG', { detail: error.message })
      : toFault(error);
    return { kind: 'serverFailed', fault };
  }
}

/** What cannot be fetched or read has a status of its own; the session goes on. */
async function getResource(transport: HttpTransport, uri: string): Promise<ResourceAnswer> {
  try {
    const answer = await transport.request(uri, {});
    if (answer.status !== 200) return { kind: 'refused', status: answer.status >= 400 ? answer.status : 500 };
    return { kind: 'received', entries: parseSerializedMos(JSON.parse(answer.body)) };
  } catch (error) {
    const unreadable = error instanceof SerializationError || error instanceof SyntaxError;
    return { kind: 'refused', status: unreadable ? 400 : 503 };
  }
}
