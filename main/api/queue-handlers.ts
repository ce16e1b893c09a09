import type { PlanStepAnswers } from '../../core/api-plan-steps.ts';
import { printNodeAddress } from '../../core/dm/node-address.ts';
import { codedError } from '../../core/errors.ts';
import type { StagedChange } from '../../core/inspect/staged-change.ts';
import { type MoJson, printMoData } from '../../core/mo/serialization.ts';
import type { QueuedWork } from '../../core/provisioning/queued-work.ts';
import type { Bench } from '../bench-services.ts';
import { newId } from '../ids.ts';
import { createPlanSteps } from '../provisioning/plan-steps.ts';
import { createProfileLibrary } from '../provisioning/profile-library.ts';
import type { CallHandlers } from './answer-call.ts';

type QueueCalls =
  | keyof PlanStepAnswers
  | 'checkQueued'
  | 'queueCommands'
  | 'queueBranch'
  | 'queuedCommands'
  | 'cancelQueued';

/** The calls about commands that people queue for devices. */
export function createQueueHandlers({
  commands,
  inspection,
  store,
  audit,
}: Bench): Pick<CallHandlers, QueueCalls> {
  const library = createProfileLibrary(store, { now: () => Date.now(), newId, audit });
  const steps = createPlanSteps({ store, library, treeOf: inspection.treeOf });
  return {
    offerPlanStep: (request) => steps.offer(request),
    addPlanStep: (request) => steps.add(request, audit),
    checkQueued: ({ deviceId, works }) => commands.check(deviceId, works),
    queueCommands: ({ deviceId, works, notify }) => commands.queue(deviceId, works, notify),
    queueBranch({ deviceId, importId, notify }) {
      const changes = inspection.branchChanges(importId);
      if (changes === undefined) throw codedError('BRANCH_GONE', {});
      return commands.queue(deviceId, changes.map(workOf), notify);
    },
    queuedCommands: ({ deviceId }) => commands.ofDevice(deviceId),
    cancelQueued: ({ commandId }) => commands.cancel(commandId),
  };
}

function workOf({ clientUri, data }: StagedChange): QueuedWork {
  return {
    kind: 'place',
    target: printNodeAddress(clientUri),
    data: printMoData(data) as { readonly [name: string]: MoJson },
  };
}
