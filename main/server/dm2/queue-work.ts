import { mediaTypes } from '../../../core/dm/choices.ts';
import { printSerializedMos } from '../../../core/mo/serialization.ts';
import { type QueuedWork, queuedContent, queuedResource } from '../../../core/provisioning/queued-work.ts';
import type { QueuedCommandRecord } from '../../store/queued-commands.ts';
import type { Store } from '../../store/store.ts';

/** Puts a command into a device's queue, with what the device fetches for it. Call it within a transaction. */
export function queueWork(
  store: Store,
  command: {
    readonly commandId: string;
    readonly deviceId: string;
    readonly work: QueuedWork;
    readonly queuedAt: number;
  },
): QueuedCommandRecord {
  const content = queuedContent(command.work);
  if (content) {
    const name = queuedResource(command.commandId);
    const body = Buffer.from(JSON.stringify(printSerializedMos([content])));
    const owner = { kind: 'device', deviceId: command.deviceId } as const;
    store.repository.putSmall({ owner, name, mediaType: mediaTypes.serializedMo, body }, command.queuedAt);
  }
  store.queuedCommands.add(command);
  return { ...command, state: { kind: 'waiting' } };
}
