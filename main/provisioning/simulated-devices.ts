import { interruptedOperations } from '../../core/device/behaviours.ts';
import { alertTypes } from '../../core/dm/alerts.ts';
import { type DeviceState, withObjects } from '../../core/dm/client/device-state.ts';
import { parseDeviceState, printDeviceState } from '../../core/dm/client/device-state-text.ts';
import { CodedError, codedError, type Fault, toFault } from '../../core/errors.ts';
import { listenForNotifications } from '../device/notification-listener.ts';
import { SimulatedDevice } from '../device/simulated-device.ts';
import type { WebBrowser } from '../device/web-browser.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';

/** The built-in simulated devices after their first session: they take notifications, and call in when asked to. */
export interface SimulatedDevices {
  /** Takes a device that is on over from whoever had it: it goes to sleep when it has nothing to do. */
  adopt(device: SimulatedDevice): void;
  /** Where notifications reach a device; undefined for one that is not simulated here. */
  addressOf(deviceId: string): string | undefined;
  /** Lets a device hold a session, as somebody at it would. @throws DEVICE_NOT_SIMULATED, and why it did not go well */
  callIn(deviceId: string): Promise<void>;
  close(): Promise<void>;
}

export interface SimulatedDevicesOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly now: () => number;
  /** Told what went wrong in a device or its listener; the others go on. */
  readonly failed: (fault: Fault) => void;
  /** What shows pages to the person at a device; left out, the devices have no browser. */
  readonly browser?: WebBrowser | undefined;
}

/** A device that is doing something, and how many things. */
interface Awake {
  readonly device: SimulatedDevice;
  uses: number;
}

/**
 * Starts the simulated devices of a data folder: one listener for all of them. Each sleeps in the store, sealed,
 * until it has something to do.
 */
export async function startSimulatedDevices({
  store,
  vault,
  now,
  failed: tellFault,
  browser,
}: SimulatedDevicesOptions): Promise<SimulatedDevices> {
  const failed = (error: unknown) => tellFault(toFault(error));
  const awake = new Map<string, Awake>();
  const tasks = new Set<Promise<void>>();

  const keep = (deviceId: string, state: DeviceState): void =>
    store.simulatedDevices.put(deviceId, vault.seal(printDeviceState(state)), now());

  const wake = (deviceId: string): Awake => {
    const known = awake.get(deviceId);
    if (known) return known;
    const sealed = store.simulatedDevices.get(deviceId);
    if (sealed === undefined) throw codedError('DEVICE_NOT_SIMULATED', { device: deviceId });
    const state = parseDeviceState(vault.open(sealed), 'the data folder');
    // Whatever it was doing when the workstation ended was interrupted.
    const device = new SimulatedDevice({
      deviceId,
      state: withObjects(state, interruptedOperations(state.objects)),
      now,
      browser,
    });
    const entry = { device, uses: 0 };
    awake.set(deviceId, entry);
    return entry;
  };

  /** Lets a device do something, then sleep again unless something else keeps it awake. */
  const use = async (
    deviceId: string,
    work: (device: SimulatedDevice) => Promise<unknown>,
  ): Promise<void> => {
    const entry = wake(deviceId);
    entry.uses++;
    try {
      await work(entry.device);
      await entry.device.left();
    } finally {
      entry.uses--;
      if (entry.uses === 0) {
        awake.delete(deviceId);
        keep(deviceId, entry.device.state);
        await entry.device.off();
      }
    }
  };

  const begin = (deviceId: string, work: (device: SimulatedDevice) => Promise<unknown>): Promise<void> => {
    const task = use(deviceId, work);
    tasks.add(task);
    void task.catch(() => {}).finally(() => tasks.delete(task));
    return task;
  };

  const listener = await listenForNotifications({
    httpPort: 0,
    // A notification to nobody is ignored like any other that cannot be used.
    received(deviceId, octets) {
      if (store.simulatedDevices.has(deviceId))
        begin(deviceId, (device) => device.notified(octets)).catch(failed);
    },
    failed: tellFault,
  });

  return {
    adopt(device) {
      const { deviceId, state } = device;
      keep(deviceId, state);
      // One that is awake here was woken while somebody else had it: what it does now counts.
      if (awake.has(deviceId)) return void device.off();
      awake.set(deviceId, { device, uses: 0 });
      begin(deviceId, async () => {}).catch(failed);
    },
    addressOf: (deviceId) =>
      store.simulatedDevices.has(deviceId) ? listener.addressOf(deviceId) : undefined,
    callIn: (deviceId) =>
      new Promise((resolve, reject) => {
        const call = async (device: SimulatedDevice) => {
          const { fault } = await device.session([{ alertType: alertTypes.clientInitiated }]);
          // What it begins in the session may take long: nobody waits for that here.
          if (fault) reject(new CodedError(fault));
          else resolve();
        };
        begin(deviceId, call).catch(reject);
      }),
    async close() {
      await listener.close();
      for (const { device } of awake.values()) await device.off();
      await Promise.allSettled(tasks);
    },
  };
}
