import type { DeviceObjects } from '../../mo/device-objects.ts';
import type { SerializedMo } from '../../mo/serialization.ts';
import type { ClientUri } from '../client-uri.ts';
import type { SeenNotification } from '../notification-check.ts';

/** A SUB that holds: on any change below the target, that subtree goes to the destination. */
export interface Subscription {
  readonly server: string;
  readonly destination: string;
  readonly target: ClientUri;
  /** What the server was told last, or what stood there when it subscribed. */
  readonly told: readonly SerializedMo[];
}

/** Where the configuration of a missing MOID comes from when something on the device needs it (DEFAULT). */
export interface ConfigurationSource {
  readonly server: string;
  readonly source: string;
}

/** Everything that a device holds between sessions. Never changed in place. */
export interface DeviceState {
  readonly objects: DeviceObjects;
  readonly subscriptions: readonly Subscription[];
  readonly defaults: ReadonlyMap<string, ConfigurationSource>;
  /** Notifications that were answered, and that would still be taken for new ones. */
  readonly seenNotifications: readonly SeenNotification[];
}

/** The device with other objects. */
export function withObjects(device: DeviceState, objects: DeviceObjects): DeviceState {
  return objects === device.objects ? device : { ...device, objects };
}
