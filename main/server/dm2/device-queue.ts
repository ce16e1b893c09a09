import { type Alert, isOperationComplete, resultCodeOf } from '../../../core/dm/alerts.ts';
import { addressOf, parseClientUri } from '../../../core/dm/client-uri.ts';
import type { ServerCommand } from '../../../core/dm/commands.ts';
import { type NodeAddress, parseNodeAddress } from '../../../core/dm/node-address.ts';
import { CodedError, codedError } from '../../../core/errors.ts';
import type { SerializedMo } from '../../../core/mo/serialization.ts';
import type { CommandQueue } from '../../../core/provisioning/command-queue.ts';
import { queuedCommand } from '../../../core/provisioning/queued-work.ts';
import type { QueuedCommandRecord } from '../../store/queued-commands.ts';
import type { Store } from '../../store/store.ts';
import { resourceUri } from '../device-configurations.ts';
import type { ManagedDevice, ServerAddresses } from '../device-directory.ts';
import type { DeviceFollower } from '../device-follower.ts';
import type { Interactions } from '../interaction/interactions.ts';
import { createPlanAdvance } from './plan-advance.ts';

/** So many commands go into one package. */
const mostAtOnce = 50;

export interface DeviceQueueOptions {
  readonly store: Store;
  readonly interactions: Interactions;
  /** Goes on with what devices answer; left out, nobody does. */
  readonly follower?: DeviceFollower | undefined;
  readonly now: () => number;
  readonly newId: () => string;
}

/** The queued commands of devices, as DM sessions send them and hear of them. Call it within a transaction. */
export interface DeviceQueues {
  /** The queue of a device, for a package of one of its sessions. */
  of(device: ManagedDevice, sessionId: string, addresses: ServerAddresses): CommandQueue;
  /** What alerts tell of operations that queued commands have begun. */
  heard(deviceId: string, alerts: readonly Alert[]): void;
  /** Ends steps of queued plans whose outcomes were not told in time. */
  endOverdue(): void;
  /** What a device has put into the Data Repository of its objects. */
  uploaded(deviceId: string, entries: readonly SerializedMo[]): void;
}

export function createDeviceQueues(options: DeviceQueueOptions): DeviceQueues {
  const { store, interactions, follower, now, newId } = options;
  const { queuedCommands: records } = store;
  const plans = createPlanAdvance({ store, now, newId });
  return {
    of(device, sessionId, addresses) {
      const { deviceId, jobId } = device;
      const showForm = (name: string, seconds: number): string => {
        const found = device.form(name, addresses);
        if (found === undefined) throw codedError('FORM_UNKNOWN', { form: name, device: deviceId });
        return interactions.begin({
          ...{ deviceId, jobId, sessionId, form: found.form, variables: found.values },
          expiresAt: now() + seconds * 1000,
          origin: new URL(addresses.interaction).origin,
        }).address;
      };
      const resource = (name: string) => resourceUri(addresses.repository, deviceId, name);
      const commandOf = ({ commandId, work }: QueuedCommandRecord): ServerCommand | undefined => {
        const refusal = follower?.refusal(deviceId, commandId);
        if (refusal) {
          records.keep(commandId, { kind: 'failed', fault: refusal, at: now() });
          return undefined;
        }
        try {
          return queuedCommand(commandId, work, { resource, dm: addresses.dm, showForm });
        } catch (error) {
          // One that cannot be sent keeps no other one from its device.
          if (!(error instanceof CodedError)) throw error;
          records.keep(commandId, { kind: 'failed', fault: error.fault, at: now() });
          plans.failed(commandId, error.fault);
          return undefined;
        }
      };
      return {
        take: () =>
          records.waiting(deviceId, mostAtOnce).flatMap((record) => {
            const command = commandOf(record);
            if (command === undefined) return [];
            records.keep(record.commandId, { kind: 'sent', sessionId, at: now() });
            return [{ id: record.commandId, command }];
          }),
        reported(results) {
          for (const { id, result } of results) {
            records.keep(
              id,
              result.status === undefined
                ? { kind: 'unreported', sessionId, at: now() }
                : { kind: 'reported', sessionId, status: result.status.code, at: now() },
            );
            follower?.reported(deviceId, id, result.status);
            plans.reported(id, result);
          }
        },
      };
    },
    endOverdue: () => plans.endOverdue(),
    uploaded: (deviceId, entries) => follower?.uploaded(deviceId, entries),
    heard(deviceId, alerts) {
      const outcomes = alerts.filter(isOperationComplete);
      if (outcomes.length === 0) return;
      const begun = [...records.begun(deviceId)];
      for (const alert of outcomes) {
        const [source, resultCode] = [sourceOf(alert), resultCodeOf(alert)];
        const index = begun.findIndex(({ work }) => work.kind === 'EXEC' && executes(work.target, source));
        const [record] = index === -1 ? [] : begun.splice(index, 1);
        if (record?.state.kind !== 'reported' || resultCode === undefined) continue;
        records.keep(record.commandId, { ...record.state, resultCode });
        plans.toldOutcome(record.commandId, resultCode);
      }
      follower?.alerted(deviceId, outcomes);
    },
  };
}

/** The node that an alert is about; undefined where it does not say, or cannot be read. */
function sourceOf({ sourceUri }: Alert): NodeAddress | undefined {
  if (sourceUri === undefined) return undefined;
  try {
    return parseNodeAddress(sourceUri);
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}

/** Whether an EXEC of this target has begun what ran at the source. */
function executes(target: string, source: NodeAddress | undefined): boolean {
  const address = addressOf(parseClientUri(target));
  if (address === undefined || source === undefined) return false;
  return (
    address.moid === source.moid &&
    (address.instance === '' || address.instance === source.instance) &&
    address.path.join('/') === source.path.join('/')
  );
}
