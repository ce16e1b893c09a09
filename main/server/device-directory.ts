import { randomBytes } from 'node:crypto';
import type { Form } from '../../core/interaction/form-schema.ts';
import { type FormAnswers, withAnswers } from '../../core/provisioning/form-answers.ts';
import type { Authentication } from '../../core/provisioning/profile-server.ts';
import { answeredConfigurations, type PlanSet, plansOf } from '../../core/provisioning/session-plan.ts';
import { type Values, withBuiltIns } from '../../core/provisioning/variables.ts';
import type { DeviceRecord } from '../store/devices.ts';
import type { JobRecord } from '../store/job-record.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import type { BasicCredentials } from './auth/basic.ts';
import { putConfigurations, resourceUri } from './device-configurations.ts';

/** The server's addresses on one of its listeners, as devices use them. */
export interface ServerAddresses {
  readonly dm: string;
  readonly repository: string;
  readonly bootstrap: string;
  /** Below it are the UI interactions, on an origin of their own. */
  readonly interaction: string;
}

/** A device that the server manages: how it proves who it is, and what is to be done with it. */
export interface ManagedDevice {
  readonly deviceId: string;
  readonly jobId: string;
  /** Its credentials as they are kept: others are there once they were issued anew. */
  readonly credentialsSealed: readonly Uint8Array[];
  /**
   * What it can prove itself with: the credentials that were issued, and behind them, while it gets new ones, those.
   * @throws VAULT_DAMAGED
   */
  credentials(): readonly BasicCredentials[];
  /** How it has to prove itself, as its profile says. */
  authentication(): Authentication;
  /** Whether it has reported that it has the new ones: when it shows them, the old ones are forgotten. */
  readonly renewalReported: boolean;
  /** Its session plans, with the addresses of the listener that it talks to. */
  plans(addresses: ServerAddresses): PlanSet;
  /** Puts what the device fetches and what was answered to its forms together. Call it within a transaction. */
  keepAnswered(addresses: ServerAddresses, answers: FormAnswers, at: number): void;
  /** A form of its profile, with the values to put in; undefined where there is none of that name. */
  form(
    name: string,
    addresses: ServerAddresses,
  ): { readonly form: Form; readonly values: Values } | undefined;
}

/** Finds the devices that this bench has issued credentials to. */
export interface DeviceDirectory {
  find(deviceId: string): ManagedDevice | undefined;
  /** Credentials that nobody has: somebody unknown is compared with them, so that it takes as long. */
  nobody(): BasicCredentials;
}

/** So many devices that came last are found without asking the store; a few hundred octets each. */
const mostKnown = 20_000;

/** The directory over a store: each device follows the profile of its newest batch. */
export function createDeviceDirectory(store: Store, vault: Vault): DeviceDirectory {
  const known = new Map<string, ManagedDevice>();
  let version = store.devices.version();
  const nobodySealed = vault.seal(randomBytes(24).toString('base64url'));
  return {
    nobody: () => ({ userName: 'nobody', password: vault.open(nobodySealed) }),
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
  const { deviceId, jobId, userName, passwordSealed, renewal } = device;
  const credentialsSealed = renewal ? [passwordSealed, renewal.passwordSealed] : [passwordSealed];
  // What a row says never changes.
  let row: Pick<JobRecord, 'batchId' | 'variables'> | undefined;
  const rowAndProfile = () => {
    if (row === undefined) {
      const { batchId, variables } = store.jobs.get(jobId);
      row = { batchId, variables };
    }
    return { row, profile: store.profiles.of(row.batchId) };
  };
  const profileAndVariables = ({ dm: own, repository }: ServerAddresses) => {
    const { row, profile } = rowAndProfile();
    // The server may be known to devices by another name than its own.
    const dm = profile.server.address ?? own;
    return { profile, dm, variables: withBuiltIns(row.variables, { id: profile.server.id, dm, repository }) };
  };
  return {
    deviceId,
    jobId,
    credentialsSealed,
    credentials: () => credentialsSealed.map((sealed) => ({ userName, password: vault.open(sealed) })),
    authentication: () => rowAndProfile().profile.server.authentication,
    renewalReported: renewal?.reported === true,
    plans(addresses) {
      const { profile, dm, variables } = profileAndVariables(addresses);
      const resource = (name: string) => resourceUri(addresses.repository, deviceId, name);
      return plansOf(profile, variables, { dm, resource });
    },
    form(name, addresses) {
      const { profile, variables } = profileAndVariables(addresses);
      const form = Object.hasOwn(profile.forms, name) ? profile.forms[name] : undefined;
      const resource = (file: string) => resourceUri(addresses.repository, deviceId, file);
      return form && { form, values: withAnswers(variables, profile.forms, {}, resource) };
    },
    keepAnswered(addresses, answers, at) {
      const { profile, variables } = profileAndVariables(addresses);
      const { repository } = addresses;
      putConfigurations(
        store,
        { deviceId, profile, variables, repository, answers, at },
        answeredConfigurations(profile),
      );
    },
  };
}
