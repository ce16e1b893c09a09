import { renewedCredentialsResource, transportCredentialPath } from '../../../core/dm/choices.ts';
import type { ServerCommand } from '../../../core/dm/commands.ts';
import { nodeAddress } from '../../../core/dm/node-address.ts';
import type { ServerEffect } from '../../../core/dm/server-session.ts';
import { interior, leaf } from '../../../core/mo/node.ts';
import { printSerializedMos } from '../../../core/mo/serialization.ts';
import { dmAccountMoid } from '../../../core/mo/standard-objects.ts';
import type { Store } from '../../store/store.ts';
import type { Vault } from '../../vault/vault.ts';
import { resourceUri } from '../device-configurations.ts';

/**
 * Gives devices new passwords by their session plans. A new one is sealed with the step that sends the device to
 * fetch it, and from then on both open the door: until the device has reported that it took the new one (200), and
 * shows it then. Up to that the same one is given again, whatever breaks off, for the device may have it already.
 */
export interface CredentialRenewal {
  /** Keeps what a step of a session says of it. Call it within the transaction that keeps the step. */
  keep(deviceId: string, effects: readonly ServerEffect<unknown>[], at: number): void;
  /** A device shows its new password. @returns whether the old one is forgotten now */
  showed(deviceId: string, at: number): boolean;
  /** What the device fetches, as serialized MOs; undefined where it gets no new password. */
  resource(deviceId: string): Uint8Array | undefined;
}

export interface CredentialRenewalOptions {
  readonly store: Store;
  readonly vault: Vault;
  /** So many octets that nobody can guess. */
  readonly randomOctets: (count: number) => Uint8Array;
}

const passwordOctets = 24;

/** Whether an address is the one of a device's new credentials, whichever listener it is on. */
function isOf(deviceId: string, address: string): boolean {
  return (
    address.endsWith(`/${renewedCredentialsResource}`) &&
    address.endsWith(resourceUri('', deviceId, renewedCredentialsResource))
  );
}

/** The renewal over a store and its vault. */
export function createCredentialRenewal(options: CredentialRenewalOptions): CredentialRenewal {
  const { store, vault, randomOctets } = options;
  const begin = (deviceId: string): void => {
    if (store.devices.get(deviceId)?.renewal) return;
    const password = Buffer.from(randomOctets(passwordOctets)).toString('base64url');
    store.devices.renew(deviceId, vault.seal(password));
  };
  return {
    keep(deviceId, effects, at) {
      const isOurs = (command: ServerCommand) => command.kind === 'HGET' && isOf(deviceId, command.source);
      for (const effect of effects) {
        if (effect.kind === 'sendPackage2' && effect.commands.some(isOurs)) begin(deviceId);
        if (effect.kind === 'commandsReported')
          for (const { command, status } of effect.results)
            if (isOurs(command) && status?.code === 200) store.devices.renewalReported(deviceId, at);
      }
    },
    showed: (deviceId, at) => store.transaction(() => store.devices.renewalShown(deviceId, at)),
    resource(deviceId) {
      const device = store.devices.get(deviceId);
      if (device?.renewal === undefined) return undefined;
      const { batchId } = store.jobs.get(device.jobId);
      const { instance } = store.profiles.of(batchId).server;
      const name = transportCredentialPath.at(-1) ?? '';
      const node = interior([
        ['Data', leaf(device.userName)],
        ['Secret', leaf(vault.open(device.renewal.passwordSealed))],
      ]);
      const clientUri = nodeAddress(dmAccountMoid, instance, transportCredentialPath);
      return Buffer.from(JSON.stringify(printSerializedMos([{ clientUri, data: { name, node } }])));
    },
  };
}
