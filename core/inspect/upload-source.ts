import type { ServerCommand } from '../dm/commands.ts';
import type { NodeAddress } from '../dm/node-address.ts';
import type { ReportSource } from './provenance.ts';
import { instanceFits, segmentFits } from './staleness.ts';

/**
 * Why a device put a node into the Data Repository: because the round under way asks for it (HPUT, HPOST), or by
 * itself, as a subscription (SUB) has it do.
 * @param sent the commands that the device is carrying out; none between sessions
 */
export function uploadSource(
  sent: readonly ServerCommand[],
  { moid, instance, path }: NodeAddress,
): Exclude<ReportSource, 'reported'> {
  const isAsked = sent.some(
    (command) =>
      (command.kind === 'HPUT' || command.kind === 'HPOST') &&
      command.targets.some(
        (target) =>
          target.moid === moid &&
          (instance === '' || instanceFits(target.instance, instance)) &&
          target.path.length === path.length &&
          target.path.every((segment, index) => segmentFits(segment, path[index] ?? '')),
      ),
  );
  return isAsked ? 'uploaded' : 'subscribed';
}
