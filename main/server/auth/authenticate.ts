import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { codedError } from '../../../core/errors.ts';
import type { DeviceDirectory, ManagedDevice } from '../device-directory.ts';
import { parseBasic, sameCredentials } from './basic.ts';

/**
 * Finds the device that a request comes from. An unknown device and wrong credentials are the same answer.
 * @throws DM_NOT_AUTHENTICATED
 */
export type Authenticate = (deviceId: string | undefined, headers: IncomingHttpHeaders) => ManagedDevice;

/** An unknown device is compared with these, so that it takes as long as a known one. */
const nobody = { userName: '', password: '' };

/** What a device showed when it was last let in. */
interface Proof {
  /** The credentials as they are kept: others are a new secret, and prove nothing any more. */
  readonly sealed: Uint8Array;
  readonly digest: Buffer;
}

/** So many devices are let in again without opening what is sealed; a few hundred octets each. */
const mostProofs = 20_000;

/** Authenticates devices by HTTP Basic (RFC 7617), with what was issued to them. */
export function createAuthenticator(directory: DeviceDirectory): Authenticate {
  // What opened the door once opens it again: only its digest is kept.
  const proofs = new Map<string, Proof>();
  return (deviceId, headers) => {
    const device = deviceId === undefined ? undefined : directory.find(deviceId);
    const header = headers.authorization ?? '';
    const digest = hash('sha256', header, 'buffer');
    const proof = device && proofs.get(device.deviceId);
    if (
      device &&
      proof &&
      sameOctets(proof.sealed, device.credentialsSealed) &&
      timingSafeEqual(proof.digest, digest)
    )
      return device;
    const shown = parseBasic(headers.authorization);
    const same = sameCredentials(shown ?? nobody, device?.credentials() ?? nobody);
    if (device === undefined || shown === undefined || !same) throw codedError('DM_NOT_AUTHENTICATED', {});
    if (proofs.size >= mostProofs) proofs.clear();
    proofs.set(device.deviceId, { sealed: device.credentialsSealed, digest });
    return device;
  };
}

function sameOctets(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
