import type { BootstrapCredential, OpenBootstrap } from '../../store/bootstrap-credentials.ts';
import type { Store } from '../../store/store.ts';
import type { Vault } from '../../vault/vault.ts';
import { parseBasic } from '../auth/basic.ts';
import { takesBasic } from '../auth/challenges.ts';
import { checkDigest, digestSecretOf, isDigest, keptSecret } from '../auth/check-digest.ts';
import type { Nonces } from '../auth/nonces.ts';
import { type Admission, refusal } from '../auth/shown-request.ts';
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
  return store.bootstrapCredentials.issue({
    ...{ deviceId, messageSealed, at: now(), randomOctets },
    digestSecretSealed: (credential) => vault.seal(digestSecretOf(credential).secret),
  });
}

export interface BootstrapHostOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly nonces: Nonces;
  readonly note: (note: BootstrapNote) => void;
}

/** What nobody shows: it is compared where nothing was shown, or there is nothing to compare with. */
const nothing = { userName: '', password: '' };

/** The bootstrap endpoint's host over a store: what was issued there is what devices get. */
export function createBootstrapHost({ store, vault, nonces, note }: BootstrapHostOptions): BootstrapHost {
  const { bootstrapCredentials } = store;
  const opened = (sealed: Uint8Array): Admission<Uint8Array> => ({
    kind: 'admitted',
    who: Buffer.from(vault.open(sealed), 'base64'),
  });
  const secretOf = (open: OpenBootstrap | undefined) =>
    open?.digestSecretSealed === undefined
      ? digestSecretOf(nothing)
      : keptSecret(open.userName, vault.open(open.digestSecretSealed));
  return {
    note,
    authenticate(deviceId, request) {
      const { peer } = request;
      if (peer && deviceId !== undefined && peer.deviceId !== deviceId) return refusal('otherPeer');
      const header = request.headers.authorization;
      const open = bootstrapCredentials.open(deviceId ?? '');
      if (header === undefined) return open && peer ? opened(open.messageSealed) : refusal('notShown');
      if (isDigest(header)) {
        const found = checkDigest(request, [secretOf(open)], `bootstrap ${deviceId}`, nonces);
        // Without one of its own, nobody's secret was right.
        if (open?.digestSecretSealed === undefined) return refusal('wrong');
        if (found.kind !== 'right') return refusal(found.kind);
        return { ...opened(open.messageSealed), authenticationInfo: found.authenticationInfo };
      }
      const sealed = bootstrapCredentials.match(deviceId ?? '', parseBasic(header) ?? nothing);
      if (sealed === undefined) return refusal('wrong');
      return takesBasic(request) ? opened(sealed) : refusal('readable');
    },
  };
}
