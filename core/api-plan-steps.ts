import { z } from 'zod';
import type { Fault } from './errors.ts';
import type { StepExpectation, VariableOffer } from './provisioning/plan-step.ts';
import type { PlanOutline } from './provisioning/plan-steps-text.ts';
import { queuedWorkSchema } from './provisioning/queued-work.ts';

/** The part of the contract that is about commands which are saved as a step of a profile's session plan. */

/** The commands of the step: made up for the device, or queued and perhaps carried out. */
const commands = z
  .array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('staged'), work: queuedWorkSchema }),
      z.strictObject({ kind: z.literal('queued'), commandId: z.string().max(64) }),
    ]),
  )
  .min(1)
  .max(50);
const step = { deviceId: z.string().max(500), profileId: z.string().max(64), commands };

export const planStepRequests = {
  /** What a step of these commands can expect, and which of its values the profile has a variable for. */
  offerPlanStep: z.strictObject(step),
  /** Adds the step to what is not saved of the profile. */
  addPlanStep: z.strictObject({
    ...step,
    plan: z.string().max(200),
    /** After so many steps of the plan. */
    after: z.int().min(0).max(10_000),
    name: z.string().trim().min(1).max(200),
    /** The ids of what is expected, and the values that variables stand for. */
    expected: z.array(z.string().max(5000)).max(2000),
    variables: z.array(z.string().max(5000)).max(200),
  }),
} as const;

export interface StepOffer {
  readonly plans: readonly PlanOutline[];
  readonly expectations: readonly StepExpectation[];
  readonly variables: readonly VariableOffer[];
}

/** A step that was added, where it stands, and what is wrong with the profile now. */
export interface StepAdded {
  readonly plan: string;
  readonly index: number;
  readonly faults: readonly Fault[];
}

export interface PlanStepAnswers {
  offerPlanStep: StepOffer;
  addPlanStep: StepAdded;
}
