import type { StepAdded, StepOffer } from '../../core/api-plan-steps.ts';
import type { CallRequest } from '../../core/api-requests.ts';
import { codedError } from '../../core/errors.ts';
import type { DeviceTree } from '../../core/inspect/device-tree.ts';
import { type AnsweredValue, answeredValues } from '../../core/inspect/reported-values.ts';
import {
  type CommandToPlan,
  planStepOf,
  stepExpectations,
  variableOffers,
} from '../../core/provisioning/plan-step.ts';
import { namingOf, planOutlines, withStep } from '../../core/provisioning/plan-steps-text.ts';
import { checkProfileText } from '../../core/provisioning/profile-check.ts';
import type { Variables } from '../../core/provisioning/variables.ts';
import type { Audit } from '../audit/audit-log.ts';
import { sha256OfText } from '../digest.ts';
import type { Store } from '../store/store.ts';
import type { ProfileLibrary } from './profile-library.ts';

/** Commands that were made up for a device, saved as a step of a profile's session plan. */
export interface PlanSteps {
  /** @throws PROFILE_UNKNOWN, PROFILE_NOT_JSON, DEVICE_UNKNOWN, QUEUED_COMMAND_UNKNOWN */
  offer(request: CallRequest<'offerPlanStep'>): StepOffer;
  /**
   * Adds the step to what is not saved of the profile; a version comes of it when somebody saves it.
   * @throws the same, PLAN_UNKNOWN, PROFILE_TOO_LONG
   */
  add(request: CallRequest<'addPlanStep'>, by: Audit): StepAdded;
}

export interface PlanStepsOptions {
  readonly store: Store;
  readonly library: ProfileLibrary;
  /** What the device reported, as it is known now. */
  readonly treeOf: (deviceId: string) => DeviceTree;
}

/** So many values of one command are offered: nobody ticks more. */
const mostValues = 100;

export function createPlanSteps({ store, library, treeOf }: PlanStepsOptions): PlanSteps {
  const rowOf = (deviceId: string): Variables => {
    const device = store.devices.get(deviceId);
    if (device === undefined) throw codedError('DEVICE_UNKNOWN', { device: deviceId });
    return store.jobs.get(device.jobId).variables;
  };
  /** What is not saved of the profile, or else its newest version. */
  const textOf = (profileId: string) => {
    const { draft, text, versions } = library.detail(profileId);
    return draft ? { text: draft.text, base: draft.base } : { text: text ?? '', base: versions[0]?.number };
  };
  const commandsOf = ({ deviceId, commands }: CallRequest<'offerPlanStep'>): readonly CommandToPlan[] => {
    let tree: DeviceTree | undefined;
    const values = (clientUri: string, at: number): readonly AnsweredValue[] => {
      tree ??= treeOf(deviceId);
      return answeredValues(tree, clientUri, at, mostValues);
    };
    return commands.map((command) => {
      if (command.kind === 'staged') return { work: command.work };
      const record = store.queuedCommands.get(command.commandId);
      if (record?.deviceId !== deviceId) throw codedError('QUEUED_COMMAND_UNKNOWN', {});
      const { work, state } = record;
      if (state.kind !== 'reported') return { work };
      if (work.kind !== 'GET' || state.status !== 200) return { work, status: state.status };
      const reported = work.targets.flatMap((target) => values(target, state.at));
      // Of two nodes with one path nobody could say which is meant.
      const once = reported.filter(
        ({ path }) => reported.filter((other) => other.path === path).length === 1,
      );
      return { work, status: state.status, values: once };
    });
  };

  return {
    offer(request) {
      const { text } = textOf(request.profileId);
      const commands = commandsOf(request);
      return {
        plans: planOutlines(text),
        expectations: stepExpectations(commands),
        variables: variableOffers(commands, rowOf(request.deviceId), namingOf(text)),
      };
    },
    add(request, by) {
      const { profileId, deviceId, plan, after, name } = request;
      const commands = commandsOf(request);
      const row = rowOf(deviceId);
      return store.transaction(() => {
        const { text, base } = textOf(profileId);
        const { summary } = library.detail(profileId);
        const naming = namingOf(text);
        const wanted = new Set(request.variables);
        const variables = variableOffers(commands, row, naming).filter(({ value }) => wanted.has(value));
        const chosen = { expected: new Set(request.expected), variables };
        const step = planStepOf(name, commands, chosen, naming.configurations);
        const steps = planOutlines(text).find((each) => each.name === plan)?.steps.length ?? 0;
        const changed = withStep(text, { plan, after }, step);
        by.record(
          { kind: 'planStepAdded', profile: summary.name, plan, step: name, sha256: sha256OfText(changed) },
          { deviceId },
        );
        library.keepDraft(profileId, { base, text: changed });
        const reading = checkProfileText(changed, summary.name);
        return {
          ...{ plan, index: Math.min(after, steps) },
          faults: reading.kind === 'faults' ? reading.faults : [],
        };
      });
    },
  };
}
