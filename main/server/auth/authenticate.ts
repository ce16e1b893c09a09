import { hash, timingSafeEqual } from 'node:crypto';
import type { DeviceDirectory, ManagedDevice } from '../device-directory.ts';
import { parseBasic, sameCredentials } from './basic.ts';
import { takesBasic } from './challenges.ts';
import { checkDigest, type DigestSecret, digestSecretOf, isDigest } from './check-digest.ts';
import type { Nonces } from './nonces.ts';
import type { PeerIdentity } from './peer-identity.ts';
import { type Admission, refusal, type ShownRequest } from './shown-request.ts';

/**
 * Finds the device that a request comes from: by its connection, by HTTP Digest or by HTTP Basic; what is shown in
 * several ways has to be right in each. An unknown device and wrong credentials are the same.
 * @param deviceId the one that the request says it comes from
 */
export type Authenticate = (deviceId: string | undefined, request: ShownRequest) => Admission<ManagedDevice>;

/** What a device proved itself with when it was last let in. */
interface Proof {
  /** The credentials as they are kept: others are new secrets, and prove nothing any more. */
  readonly sealed: readonly Uint8Array[];
  /** Of the header that opened the door (Basic), and which credentials were in it. */
  readonly basic?: { readonly digest: Buffer; readonly which: number };
  readonly secrets?: readonly DigestSecret[];
}

/** So many devices are let in again without opening what is sealed; a few hundred octets each. */
const mostProofs = 20_000;

export interface AuthenticatorOptions {
  readonly directory: DeviceDirectory;
  readonly nonces: Nonces;
  /** Is told when a device shows the new credentials that it has reported to have. */
  readonly showedNew: (device: ManagedDevice) => void;
}

/** Authenticates devices with what was issued to them (RFC 7616, RFC 7617), and by who their connection belongs to. */
export function createAuthenticator({ directory, nonces, showedNew }: AuthenticatorOptions): Authenticate {
  const proofs = new Map<string, Proof>();

  const proofOf = (device: ManagedDevice): Proof => {
    const proof = proofs.get(device.deviceId);
    return proof && sameOctets(proof.sealed, device.credentialsSealed)
      ? proof
      : { sealed: device.credentialsSealed };
  };
  const keep = (device: ManagedDevice, proof: Proof): void => {
    if (proofs.size >= mostProofs) proofs.clear();
    proofs.set(device.deviceId, proof);
  };
  const admitted = (device: ManagedDevice, which: number, authenticationInfo?: string) => {
    // Behind the first stand the new ones.
    if (which > 0 && device.renewalReported) showedNew(device);
    return {
      kind: 'admitted',
      who: device,
      ...(authenticationInfo === undefined ? {} : { authenticationInfo }),
    } as const;
  };

  const byBasic = (device: ManagedDevice | undefined, header: string): Admission<ManagedDevice> => {
    const digest = hash('sha256', header, 'buffer');
    const proof = device && proofOf(device);
    // What opened the door once opens it again: only its digest is kept.
    if (device && proof?.basic && timingSafeEqual(proof.basic.digest, digest))
      return admitted(device, proof.basic.which);
    const shown = parseBasic(header);
    let which = -1;
    for (const [index, issued] of (device?.credentials() ?? [directory.nobody()]).entries())
      if (sameCredentials(shown ?? { userName: '', password: '' }, issued)) which = index;
    if (device === undefined || proof === undefined || shown === undefined || which < 0)
      return refusal('wrong');
    keep(device, { ...proof, basic: { digest, which } });
    return admitted(device, which);
  };

  const byDigest = (device: ManagedDevice | undefined, request: ShownRequest): Admission<ManagedDevice> => {
    if (device === undefined) {
      checkDigest(request, [digestSecretOf(directory.nobody())], '', nonces);
      return refusal('wrong');
    }
    const proof = proofOf(device);
    const secrets = proof.secrets ?? device.credentials().map(digestSecretOf);
    const found = checkDigest(request, secrets, device.deviceId, nonces);
    if (found.kind !== 'right') return refusal(found.kind);
    if (proof.secrets === undefined) keep(device, { ...proof, secrets });
    return admitted(device, found.which, found.authenticationInfo);
  };

  return (deviceId, request) => {
    const { headers, peer } = request;
    const device = deviceId === undefined ? undefined : directory.find(deviceId);
    if (peer && deviceId !== undefined && peer.deviceId !== deviceId) return refusal('otherPeer');
    const header = headers.authorization;
    if (header === undefined)
      return device && peer ? provedBy(peer, { kind: 'admitted', who: device }) : refusal('notShown');
    if (isDigest(header)) return provedBy(peer, byDigest(device, request));
    const found = provedBy(peer, byBasic(device, header));
    // It may be right: whoever read it on its way could come with it next.
    return takesBasic(request) || found.kind === 'refused' ? found : refusal('readable');
  };
}

/** A device whose profile says that its connection proves it is not let in by anything else. */
function provedBy(peer: PeerIdentity | undefined, found: Admission<ManagedDevice>): Admission<ManagedDevice> {
  if (found.kind === 'refused') return found;
  const authentication = found.who.authentication();
  return authentication === 'password' || peer?.kind === authentication ? found : refusal('peerMissing');
}

function sameOctets(left: readonly Uint8Array[], right: readonly Uint8Array[]): boolean {
  return (
    left.length === right.length &&
    left.every((octets, index) => Buffer.compare(octets, right[index] ?? octets.subarray(0, 0)) === 0)
  );
}
