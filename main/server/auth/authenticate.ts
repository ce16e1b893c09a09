import type { IncomingHttpHeaders } from 'node:http';
import { codedError } from '../../../core/errors.ts';
import type { DeviceDirectory, ManagedDevice } from '../device-directory.ts';
import { parseBasic, sameCredentials } from './basic.ts';

/** An unknown device is compared with these, so that it takes as long as a known one. */
const nobody = { userName: '', password: '' };

/**
 * The device that a request comes from. An unknown device and wrong credentials are the same answer.
 * @throws DM_NOT_AUTHENTICATED
 */
export function authenticate(
  directory: DeviceDirectory,
  deviceId: string | undefined,
  headers: IncomingHttpHeaders,
): ManagedDevice {
  const device = deviceId === undefined ? undefined : directory.find(deviceId);
  const shown = parseBasic(headers.authorization);
  const same = sameCredentials(shown ?? nobody, device?.credentials ?? nobody);
  if (device === undefined || shown === undefined || !same) throw codedError('DM_NOT_AUTHENTICATED', {});
  return device;
}
