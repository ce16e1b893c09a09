import { z } from 'zod';
import type { Page, SavedFile } from './api.ts';
import type { Fault } from './errors.ts';
import { type PlanOutcomeKind, planOutcomes } from './provisioning/device-plan.ts';

/** The part of the contract that is about plans which are queued for many devices. */

const deviceId = z.string().max(500);
const name = z.string().max(200);
const nothing = z.strictObject({});

export const planRunRequests = {
  /**
   * Checks every device, and queues the plan for each when all of them can run it; with `leaveOut`, for those that can.
   * The answer is how far it is; `planStart` tells the rest.
   */
  startPlanRun: z.strictObject({
    source: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('library'),
        profileId: z.string().max(64),
        plan: name,
        /** The names of the steps that are wanted; empty for all. */
        steps: z.array(name).max(500),
      }),
      /** A file of commands. */
      z.strictObject({
        kind: z.literal('commands'),
        name: z.string().max(255),
        text: z.string().max(1_000_000),
      }),
    ]),
    deviceIds: z.array(deviceId).min(1).max(100_000).readonly(),
    leaveOut: z.boolean(),
    /** Whether each device is asked to open a session. */
    notify: z.boolean(),
  }),
  /** What is being checked or queued, or was last. */
  planStart: nothing,
  /** Stops checking or queueing; what was queued stays queued. */
  cancelPlanStart: nothing,
  /** The plans of a profile's newest version, with the names of their steps. */
  profilePlans: z.strictObject({ profileId: z.string().max(64) }),
  /** The plans that were queued last, the newest first. */
  planRuns: nothing,
  planRunDevices: z.strictObject({
    runId: z.string().max(64),
    only: z.enum(planOutcomes).optional(),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  }),
  /** Cancels what waits for its device, and sends no further step of the run; what was sent goes on to its end. */
  cancelPlanRun: z.strictObject({ runId: z.string().max(64) }),
  /** Asks the person where to, and saves what became of it on each device. */
  savePlanRun: z.strictObject({ runId: z.string().max(64), format: z.enum(['json', 'csv']) }),
} as const;

/** A plan that is being checked and queued for devices. */
export interface PlanStartView {
  readonly name: string;
  /** `refused`: nothing was queued, for some devices cannot run it. */
  readonly state: 'checking' | 'queueing' | 'done' | 'refused' | 'cancelled';
  /** Missing until something is queued. */
  readonly runId?: string;
  readonly total: number;
  readonly checked: number;
  readonly queued: number;
  readonly refused: number;
  /** The first of those that cannot run it. */
  readonly refusals: readonly { readonly deviceId: string; readonly label: string; readonly fault: Fault }[];
}

/** A plan that was queued, and how many devices are how far with it. */
export interface PlanRunView {
  readonly runId: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  /** How many devices it was meant for; fewer were queued where that was cancelled or they were left out. */
  readonly total: number;
  readonly counts: Readonly<Record<PlanOutcomeKind, number>>;
}

/** What became of a plan on one device. */
export interface DevicePlanView {
  readonly deviceId: string;
  readonly label: string;
  readonly outcome: PlanOutcomeKind;
  /** The step it is at, from 0, and how many there are. */
  readonly step: number;
  readonly steps: number;
  readonly stepName: string;
  readonly fault?: Fault;
  /** Steps that failed and were left out, as the plan has it. */
  readonly passedOver: readonly string[];
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

export interface PlanRunAnswers {
  startPlanRun: PlanStartView;
  planStart: { readonly start?: PlanStartView };
  cancelPlanStart: { readonly start?: PlanStartView };
  profilePlans: readonly { readonly name: string; readonly steps: readonly string[] }[];
  planRuns: readonly PlanRunView[];
  planRunDevices: Page<DevicePlanView>;
  cancelPlanRun: { readonly cancelled: number };
  savePlanRun: SavedFile;
}

export interface PlanRunEvents {
  /** A plan that is checked or queued came further. */
  planStart: PlanStartView;
}
