import { type DmAccount, readDmAccount } from '../../bootstrap/dm-account.ts';
import { CodedError } from '../../errors.ts';
import { type DeviceObjects, instancesOf } from '../../mo/device-objects.ts';
import { nodeAt } from '../../mo/node.ts';
import { devInfoMoid, dmAccountMoid } from '../../mo/standard-objects.ts';
import type { SupportedMo } from '../packages.ts';
import type { ManagingServer } from './server-access.ts';

/** The accounts that a device has, as its own objects hold them; what a server made unusable is left out. */
export function accountsOf(objects: DeviceObjects): readonly DmAccount[] {
  const accounts: DmAccount[] = [];
  for (const [instance, root] of instancesOf(objects, dmAccountMoid)) {
    try {
      accounts.push(readDmAccount(instance, root));
    } catch (error) {
      // An account that cannot be read is no account: the device has no way to reach that server.
      if (!(error instanceof CodedError)) throw error;
    }
  }
  return accounts;
}

/** The server of an account, with what it may manage. */
export function managingServer(account: DmAccount): ManagingServer {
  return { id: account.serverId, permitted: new Set(account.permittedMoids) };
}

/** The management objects that a device tells a server of in package #1: those that it is permitted to manage. */
export function supportedMos(objects: DeviceObjects, server: ManagingServer): readonly SupportedMo[] {
  return [...objects.kinds.values()]
    .filter(({ moid }) => server.permitted.has(moid))
    .map(({ moid, ddf }) => ({
      moid,
      instances: [...instancesOf(objects, moid).keys()],
      ...(ddf === undefined ? {} : { ddf }),
    }));
}

/** The id that the device says of itself (DevInfo, DevID); undefined where it has none. */
export function deviceIdOf(objects: DeviceObjects): string | undefined {
  for (const root of instancesOf(objects, devInfoMoid).values()) {
    const node = nodeAt(root, ['DevID']);
    if (node?.kind === 'leaf' && typeof node.value === 'string') return node.value;
  }
  return undefined;
}
