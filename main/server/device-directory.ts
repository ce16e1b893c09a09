import { type PlanSet, plansOf } from '../../core/provisioning/session-plan.ts';
import { withBuiltIns } from '../../core/provisioning/variables.ts';
import type { DeviceRecord } from '../store/devices.ts';
import type { JobRecord } from '../store/jobs.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import type { BasicCredentials } from './auth/basic.ts';

/** The server's addresses on one of its listeners, as devices use them. */
export interface ServerAddresses {
  readonly dm: string;
  readonly repository: string;
  readonly bootstrap: string;
}

/** A device that the server manages: how it proves who it is, and what is to be done with it. */
export interface ManagedDevice {
  readonly deviceId: string;
  readonly jobId: string;
  /** Its credentials as they are kept: others are there once they were issued anew. */
  readonly credentialsSealed: Uint8Array;
  /** @throws VAULT_DAMAGED */
  credentials(): BasicCredentials;
  /** Its session plans, with the addresses of the listener that it talks to. */
  plans(addresses: ServerAddresses): PlanSet;
}

/** Finds the devices that this bench has issued credentials to. */
export interface DeviceDirectory {
  find(deviceId: string): ManagedDevice | undefined;
}

/** So many devices that came last are found without asking the store; a few hundred octets each. */
const mostKnown = 20_000;

/** The directory over a store: each device follows the profile of its newest batch. */
export function createDeviceDirectory(store: Store, vault: Vault): DeviceDirectory {
  const known = new Map<string, ManagedDevice>();
  let version = store.devices.version();
  return {
    find(deviceId) {
      if (version !== store.devices.version() || known.size >= mostKnown) {
        version = store.devices.version();
        known.clear();
      }
      const found = known.get(deviceId);
      if (found) return found;
      const device = store.devices.get(deviceId);
      if (device === undefined) return undefined;
      const managed = managedDevice(store, vault, device);
      known.set(deviceId, managed);
      return managed;
    },
  };
}

function managedDevice(store: Store, vault: Vault, device: DeviceRecord): ManagedDevice {
  const { deviceId, jobId, userName, passwordSealed } = device;
  // What a row says never changes.
  let row: Pick<JobRecord, 'batchId' | 'variables'> | undefined;
  return {
    deviceId,
    jobId,
    credentialsSealed: passwordSealed,
    credentials: () => ({ userName, password: vault.open(passwordSealed) }),
    plans({ dm: own, repository }) {
      if (row === undefined) {
        const { batchId, variables } = store.jobs.get(jobId);
        row = { batchId, variables };
      }
      const profile = store.profiles.of(row.batchId);
      // The server may be known to devices by another name than its own.
      const dm = profile.server.address ?? own;
      const variables = withBuiltIns(row.variables, { id: profile.server.id, dm, repository });
      return plansOf(profile, variables, { dm, resource: (name) => resourceUri(repository, deviceId, name) });
    },
  };
}

/** The address of a device's resource in the Data Repository; a name may have several parts. */
export function resourceUri(repository: string, deviceId: string, name: string): string {
  return [repository, ...[deviceId, ...name.split('/')].map(encodeURIComponent)].join('/');
}
