import type { BootstrapCredential } from '../../store/bootstrap-credentials.ts';
import type { Store } from '../../store/store.ts';
import type { Vault } from '../../vault/vault.ts';
import type { BootstrapHost, BootstrapNote } from './bootstrap-endpoint.ts';

export interface IssueContext {
  readonly store: Store;
  readonly vault: Vault;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** So many octets that nobody can guess. */
  readonly randomOctets: (count: number) => Uint8Array;
}

/**
 * Opens a credential with which a device that is known can fetch this bootstrap message (its octets). An earlier one
 * of the device is worth nothing from then on.
 * @returns the credential, this once: it cannot be read again
 */
export function issueBootstrap(
  { store, vault, now, randomOctets }: IssueContext,
  deviceId: string,
  message: Uint8Array,
): BootstrapCredential {
  // As base64, so that any octets come back as they went.
  const messageSealed = vault.seal(Buffer.from(message).toString('base64'));
  return store.bootstrapCredentials.issue({ deviceId, messageSealed, at: now(), randomOctets });
}

/** The bootstrap endpoint's host over a store: what was issued there is what devices get. */
export function createBootstrapHost(
  store: Store,
  vault: Vault,
  note: (note: BootstrapNote) => void,
): BootstrapHost {
  return {
    bootstrapFor(deviceId, credential) {
      const sealed = store.bootstrapCredentials.match(deviceId, credential);
      return sealed && Buffer.from(vault.open(sealed), 'base64');
    },
    note,
  };
}
