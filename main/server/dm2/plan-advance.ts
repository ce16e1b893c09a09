import type { CommandResult } from '../../../core/dm/server-session.ts';
import { type Fault, faultOf } from '../../../core/errors.ts';
import type { PlanWorkStep } from '../../../core/provisioning/device-plan.ts';
import { commandFault } from '../../../core/provisioning/step-faults.ts';
import type { DevicePlanRecord } from '../../store/plan-runs.ts';
import type { Store } from '../../store/store.ts';
import { queueWork } from './queue-work.ts';

/** Takes plans that were queued for devices from step to step. Call it within a transaction. */
export interface PlanAdvance {
  /** Queues the commands of the step that a device is at. */
  sendStep(number: number): void;
  /** The device has answered a command: what it reported decides how its plan goes on. */
  reported(commandId: string, result: CommandResult): void;
  /** The device has told what an operation came to. */
  toldOutcome(commandId: string, resultCode: number): void;
  /** A command could not be sent. */
  failed(commandId: string, fault: Fault): void;
  /** Plans whose devices did not tell an outcome in time go on without it, as a failed step has it. */
  endOverdue(): void;
}

export interface PlanAdvanceOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: () => string;
}

export function createPlanAdvance({ store, now, newId }: PlanAdvanceOptions): PlanAdvance {
  const { planRuns } = store;
  const sendStep = (number: number): void => {
    const { deviceId, steps, step } = planRuns.device(number);
    for (const [position, work] of (steps[step]?.works ?? []).entries()) {
      const commandId = newId();
      queueWork(store, { commandId, deviceId, work, queuedAt: now() });
      planRuns.addCommand(number, { commandId, position });
    }
  };
  const goTo = (number: number, step: number, attempt: number): void => {
    if (planRuns.isCancelled(number)) planRuns.endCancelled(number, now());
    else {
      planRuns.goTo(number, { step, attempt }, now());
      sendStep(number);
    }
  };
  const goOn = ({ number, steps, step }: DevicePlanRecord): void => {
    if (step + 1 < steps.length) goTo(number, step + 1, 1);
    else planRuns.end(number, undefined, now());
  };
  const settle = (commandId: string, number: number, fault: Fault | undefined): void => {
    planRuns.settle(commandId, fault);
    const { open, fault: first } = planRuns.standing(number);
    if (open > 0) return;
    const device = planRuns.device(number);
    const { step, attempt, steps } = device;
    const current = steps[step];
    if (first === undefined || current === undefined) goOn(device);
    else if (isTriedAgain(current, attempt) && !planRuns.isCancelled(number)) goTo(number, step, attempt + 1);
    else if (current.onFailure.kind === 'goOn') {
      planRuns.passOver(number, current.name);
      goOn(device);
    } else planRuns.end(number, first, now());
  };

  const isTriedAgain = ({ onFailure }: PlanWorkStep, attempt: number) =>
    onFailure.kind === 'retry' && attempt <= onFailure.times;

  return {
    sendStep,
    reported(commandId, result) {
      const of = planRuns.ofCommand(commandId);
      // One that was not answered comes to nothing: nobody knows whether it was carried out.
      if (of === undefined || result.status === undefined) return;
      const { steps, step } = planRuns.device(of.number);
      const current = steps[step];
      const expected = current?.expectations[of.position];
      if (current === undefined || expected === undefined) return;
      const { statuses, values } = expected;
      const fault = commandFault(
        current.name,
        { command: result.command, statuses, expected: values },
        result,
      );
      const isBegun = result.status.code === 202 && current.works[of.position]?.kind === 'EXEC';
      if (fault === undefined && isBegun) {
        const { outcomeSeconds: seconds } = current;
        if (seconds !== undefined) planRuns.awaitOutcome(commandId, now() + seconds * 1000);
        return;
      }
      settle(commandId, of.number, fault);
    },
    toldOutcome(commandId, resultCode) {
      const of = planRuns.ofCommand(commandId);
      if (of === undefined) return;
      const { steps, step } = planRuns.device(of.number);
      const { resultCodes = [], name = '' } = steps[step] ?? {};
      const fault = resultCodes.includes(resultCode)
        ? undefined
        : faultOf('SESSION_OUTCOME_FAILED', {
            ...{ alert: 'OperationComplete', result: resultCode, expected: resultCodes.join(', ') },
            step: name,
          });
      settle(commandId, of.number, fault);
    },
    failed(commandId, fault) {
      const of = planRuns.ofCommand(commandId);
      if (of) settle(commandId, of.number, fault);
    },
    endOverdue() {
      for (const commandId of planRuns.overdueOutcomes(now())) {
        // Settling one may have taken its step away from the others.
        const of = planRuns.ofCommand(commandId);
        if (of === undefined) continue;
        const { steps, step } = planRuns.device(of.number);
        const { outcomeSeconds: seconds = 0, name = '' } = steps[step] ?? {};
        const fault = faultOf('SESSION_OUTCOME_MISSING', { alert: 'OperationComplete', seconds, step: name });
        settle(commandId, of.number, fault);
      }
    },
  };
}
