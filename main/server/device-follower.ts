import type { Alert } from '../../core/dm/alerts.ts';
import type { CommandStatus } from '../../core/dm/packages.ts';
import type { Fault } from '../../core/errors.ts';
import type { SerializedMo } from '../../core/mo/serialization.ts';
import type { ResourceOwner } from '../store/repository.ts';

/** Content of a resource that a device is being sent. */
export interface Serving {
  readonly owner: ResourceOwner;
  readonly name: string;
  readonly etag: string;
  /** The first octet that was sent, and how many have been since. */
  readonly first: number;
  readonly octets: number;
}

/**
 * Follows what devices say of queued commands, to go on with them. All but `serving` is called within the transaction
 * that keeps what was said: what is queued there goes with the same session.
 */
export interface DeviceFollower {
  /** Why a queued command must not be sent after all; asked right before it is. */
  refusal(deviceId: string, commandId: string): Fault | undefined;
  /** The device has answered a queued command; the status is missing where it said nothing of it. */
  reported(deviceId: string, commandId: string, status: CommandStatus | undefined): void;
  alerted(deviceId: string, alerts: readonly Alert[]): void;
  /** The device has put objects of its own into the Data Repository. */
  uploaded(deviceId: string, entries: readonly SerializedMo[]): void;
  /** The Data Repository is sending something to the device. */
  serving(deviceId: string, serving: Serving): void;
}
