import { type SessionPlan, sessionPlanOf } from '../../core/provisioning/session-plan.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import type { BasicCredentials } from './auth/basic.ts';

/** A device that the server manages: how it proves who it is, and what is to be done with it. */
export interface ManagedDevice {
  readonly deviceId: string;
  readonly jobId: string;
  readonly credentials: BasicCredentials;
  plan(repository: string): SessionPlan;
}

/** Finds the devices that this bench has issued credentials to. */
export interface DeviceDirectory {
  find(deviceId: string): ManagedDevice | undefined;
}

/** The directory over a store: each device follows the profile of its newest batch. */
export function createDeviceDirectory(store: Store, vault: Vault): DeviceDirectory {
  return {
    find(deviceId) {
      const device = store.devices.get(deviceId);
      if (device === undefined) return undefined;
      return {
        deviceId,
        jobId: device.jobId,
        credentials: { userName: device.userName, password: vault.open(device.passwordSealed) },
        plan(repository) {
          const job = store.jobs.get(device.jobId);
          return sessionPlanOf(store.profiles.of(job.batchId), job.variables, (configuration) =>
            resourceUri(repository, deviceId, configuration),
          );
        },
      };
    },
  };
}

/** The address of a device's resource in the Data Repository. */
export function resourceUri(repository: string, deviceId: string, name: string): string {
  return `${repository}/${encodeURIComponent(deviceId)}/${encodeURIComponent(name)}`;
}
