import { mediaTypes } from '../../core/dm/choices.ts';
import { printSerializedMos } from '../../core/mo/serialization.ts';
import { type QueuedWork, queuedContent, queuedResource } from '../../core/provisioning/queued-work.ts';
import type { Store } from '../store/store.ts';

/** Queues a command, and what the device fetches for it, where it fetches something. Call it within a transaction. */
export function keepQueued(
  store: Store,
  command: {
    readonly commandId: string;
    readonly deviceId: string;
    readonly work: QueuedWork;
    readonly queuedAt: number;
  },
): void {
  const { commandId, deviceId, work, queuedAt } = command;
  const content = queuedContent(work);
  if (content) {
    const name = queuedResource(commandId);
    const body = Buffer.from(JSON.stringify(printSerializedMos([content])));
    const owner = { kind: 'device', deviceId } as const;
    store.repository.putSmall({ owner, name, mediaType: mediaTypes.serializedMo, body }, queuedAt);
  }
  store.queuedCommands.add(command);
}
