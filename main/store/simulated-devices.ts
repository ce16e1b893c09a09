import type { Database } from './database.ts';

/** What the built-in simulated devices hold between sessions, sealed. */
export interface SimulatedDeviceStates {
  get(deviceId: string): Uint8Array | undefined;
  has(deviceId: string): boolean;
  put(deviceId: string, stateSealed: Uint8Array, at: number): void;
}

export function createSimulatedDeviceStates(database: Database): SimulatedDeviceStates {
  return {
    get(deviceId) {
      const row = database.first('SELECT state_sealed FROM simulated_device WHERE device_id = ?', deviceId);
      return row?.state_sealed instanceof Uint8Array ? row.state_sealed : undefined;
    },
    has: (deviceId) =>
      database.first('SELECT 1 FROM simulated_device WHERE device_id = ?', deviceId) !== undefined,
    put: (deviceId, stateSealed, at) =>
      void database.run(
        'INSERT OR REPLACE INTO simulated_device VALUES (?, ?, ?)',
        deviceId,
        stateSealed,
        at,
      ),
  };
}
