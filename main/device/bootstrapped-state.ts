import { parseBootstrapMessage } from '../../core/bootstrap/bootstrap-message.ts';
import { standardObjects } from '../../core/device/standard-device.ts';
import { bootstrapDevice } from '../../core/dm/client/bootstrap-device.ts';
import type { DeviceState } from '../../core/dm/client/device-state.ts';
import { codedError } from '../../core/errors.ts';
import type { LeafValue } from '../../core/mo/node.ts';

/** What a simulated device says of itself (DevInfo); DevID is who it is. */
export type DevInfo = Readonly<Record<string, LeafValue>>;

/** Takes a bootstrap message into a device as it left the factory. @throws BOOTSTRAP_… */
export function bootstrappedState(octets: Uint8Array, devInfo: DevInfo): DeviceState {
  if (typeof devInfo.DevID !== 'string')
    throw codedError('BOOTSTRAP_WRONG', { detail: 'the device has no DevID' });
  return bootstrapDevice(standardObjects(devInfo), parseBootstrapMessage(octets));
}
