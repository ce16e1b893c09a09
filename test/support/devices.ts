import { bootstrappedState, type DevInfo } from '../../main/device/bootstrapped-state.ts';
import type { DeviceEvent } from '../../main/device/device-events.ts';
import { SimulatedDevice } from '../../main/device/simulated-device.ts';
import type { WebBrowser } from '../../main/device/web-browser.ts';

/** A simulated device with what it told so far. */
export interface TestDevice {
  readonly device: SimulatedDevice;
  readonly told: readonly DeviceEvent[];
}

/** A device that was just bootstrapped with a message. */
export function bootedDevice(octets: Uint8Array, devInfo: DevInfo, browser?: WebBrowser): TestDevice {
  const told: DeviceEvent[] = [];
  const device = new SimulatedDevice({
    deviceId: String(devInfo.DevID),
    state: bootstrappedState(octets, devInfo),
    now: () => Date.now(),
    tell: (event) => told.push(event),
    browser,
  });
  return { device, told };
}
