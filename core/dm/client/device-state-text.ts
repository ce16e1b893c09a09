import { z } from 'zod';
import { CodedError, codedError } from '../../errors.ts';
import { type DeviceObjects, noObjects, withInstance, withKind } from '../../mo/device-objects.ts';
import { parseMoData, printMoData, SerializationError } from '../../mo/serialization.ts';
import { standardKind } from '../../mo/standard-objects.ts';
import { standardSchema } from '../../mo/standard-schemas.ts';
import { parseClientUri, printClientUri } from '../client-uri.ts';
import { accountsOf, managingServer } from './accounts.ts';
import type { DeviceState } from './device-state.ts';
import { readFor } from './server-access.ts';

const stateJson = z.strictObject({
  version: z.literal(1),
  kinds: z.array(
    z.strictObject({
      moid: z.string(),
      rootName: z.string(),
      ddf: z.string().optional(),
      // In order: the account that came first is the one of the first server.
      instances: z.array(z.tuple([z.string(), z.unknown()])),
    }),
  ),
  subscriptions: z.array(z.strictObject({ server: z.string(), destination: z.string(), target: z.string() })),
  defaults: z.record(z.string(), z.strictObject({ server: z.string(), source: z.string() })),
  seenNotifications: z
    .array(z.strictObject({ serverId: z.string(), notificationId: z.number(), until: z.number() }))
    .default([]),
});

/** What a device holds, as a text for a file. It holds the device's secrets. */
export function printDeviceState(device: DeviceState): string {
  const { objects, subscriptions, defaults, seenNotifications } = device;
  const state: z.infer<typeof stateJson> = {
    version: 1,
    kinds: [...objects.kinds.values()].map(({ moid, rootName, ddf }) => ({
      moid,
      rootName,
      ...(ddf === undefined ? {} : { ddf }),
      instances: [...(objects.instances.get(moid) ?? [])].map(([name, root]) => [
        name,
        printMoData({ name: rootName, node: root }),
      ]),
    })),
    subscriptions: subscriptions.map(({ server, destination, target }) => ({
      server,
      destination,
      target: printClientUri(target),
    })),
    defaults: Object.fromEntries(defaults),
    seenNotifications: [...seenNotifications],
  };
  return JSON.stringify(state);
}

/**
 * Reads what a device held. Subscriptions begin anew: what changed while the device was off was told before.
 * @throws DEVICE_STATE_WRONG; never with what is in it
 */
export function parseDeviceState(text: string, file: string): DeviceState {
  const wrong = () => codedError('DEVICE_STATE_WRONG', { file });
  let parsed: z.infer<typeof stateJson>;
  let objects: DeviceObjects = noObjects;
  try {
    parsed = stateJson.parse(JSON.parse(text));
    for (const { moid, rootName, ddf, instances } of parsed.kinds) {
      const kind = standardSchema(moid)
        ? standardKind(moid)
        : { moid, rootName, ...(ddf === undefined ? {} : { ddf }) };
      objects = withKind(objects, kind);
      for (const [name, data] of instances)
        objects = withInstance(objects, kind, name, parseMoData(data).node);
    }
    const servers = new Map(
      accountsOf(objects).map((account) => [account.serverId, managingServer(account)]),
    );
    const subscriptions = parsed.subscriptions.flatMap(({ server: id, destination, target: uri }) => {
      const [server, target] = [servers.get(id), parseClientUri(uri)];
      const read = server && readFor(objects, server, target);
      return read?.status === 200 ? [{ server: id, destination, target, told: read.value }] : [];
    });
    const defaults = new Map(Object.entries(parsed.defaults));
    return { objects, subscriptions, defaults, seenNotifications: parsed.seenNotifications };
  } catch (error) {
    const unreadable = [SyntaxError, z.ZodError, SerializationError, CodedError];
    if (unreadable.some((kind) => error instanceof kind)) throw wrong();
    throw error;
  }
}
