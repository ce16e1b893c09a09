import { z } from 'zod';
import type { BulkView } from './api-inspect.ts';
import type { Fault } from './errors.ts';
import type { QueuedProblem } from './provisioning/queued-checks.ts';
import type { QueuedWork } from './provisioning/queued-work.ts';
import {
  type CommandPurpose,
  type UpdateAttempt,
  type UpdateOrder,
  type UpdatePhase,
  updateTargetSchema,
} from './updates/update.ts';

/** The part of the contract that is about updates of firmware and software. */

/** Seconds that one operation of a device may take: half an hour, where nobody says otherwise. */
export const usualOperationSeconds = 1800;

const wanted = {
  deviceId: z.string(),
  target: updateTargetSchema,
  /** The name of the image in the Data Repository: the device's own, or what is shared. */
  image: z.string().min(1).max(300),
  version: z.string().min(1).max(200),
};
const seconds = z.int().min(1).max(604_800);

export const updateRequests = {
  /** What of a device can be updated, as far as it has said, and with what. */
  updateChoices: z.strictObject({ deviceId: z.string() }),
  /** The commands that an update will send, and what speaks against them. Nothing is sent. */
  checkUpdate: z.strictObject(wanted),
  startUpdate: z.strictObject({ ...wanted, seconds, notify: z.boolean() }),
  /** The updates of a device, the newest first. */
  updates: z.strictObject({ deviceId: z.string() }),
  update: z.strictObject({ updateId: z.string() }),
  /** Ends an update where it can be ended; where the device is asked for it, when it has answered. */
  abortUpdate: z.strictObject({ updateId: z.string() }),
  /** Begins an update of the firmware of each of these devices, one after the other; `bulk` tells how far that is. */
  beginBulkUpdate: z.strictObject({
    deviceIds: z.array(z.string().max(500)).min(1).max(100_000).readonly(),
    image: wanted.image,
    version: wanted.version,
  }),
  /** Another attempt at one that failed or was aborted; what came of the others stays. */
  retryUpdate: z.strictObject({ updateId: z.string() }),
} as const;

export type UpdateWish = z.infer<(typeof updateRequests)['checkUpdate']>;

/** An object of a device that updates go through. */
export interface UpdatableObject {
  /** The instance; empty where the device has not said which it has, and the only one is meant. */
  readonly instance: string;
  /** As the device reported it. */
  readonly version?: string;
  /** Components that are deployed (SCOMO). */
  readonly components: readonly {
    readonly component: string;
    readonly name: string;
    readonly version?: string;
  }[];
}

/** What of a device can be updated in one way, or why nothing can. */
export type UpdateWay =
  | { readonly kind: 'possible'; readonly objects: readonly UpdatableObject[]; readonly isKnown: boolean }
  | { readonly kind: 'impossible'; readonly fault: Fault };

export interface ImageChoice {
  readonly name: string;
  readonly isOwn: boolean;
  readonly octets: number;
  readonly changedAt: number;
}

export interface UpdateChoices {
  readonly firmware: UpdateWay;
  readonly software: UpdateWay;
  /** Shared ones and the device's own; the newest first. */
  readonly images: readonly ImageChoice[];
  readonly canBeNotified: boolean;
}

/** A step of an update, as it is shown before anything is sent. */
export interface PlannedStep {
  readonly step: 'look' | 'name' | 'download' | 'install' | 'both' | 'verify';
  readonly works: readonly {
    readonly purpose: CommandPurpose;
    readonly needed: boolean;
    readonly work: QueuedWork;
    readonly problems: readonly QueuedProblem[];
  }[];
}

export interface UpdatePreview {
  readonly steps: readonly PlannedStep[];
  readonly image: { readonly name: string; readonly octets: number; readonly sha256: string };
}

/** An update and where it stands. */
export interface UpdateView {
  readonly order: UpdateOrder;
  /** What people call the device. */
  readonly label: string;
  readonly createdAt: number;
  readonly phase: UpdatePhase;
  readonly attempt: UpdateAttempt;
  /** Octets of the image that the Data Repository has served to the device in this attempt. */
  readonly servedOctets: number;
  /** Whether a command of it waits for the device's next session. */
  readonly waitsForSession: boolean;
}

export interface UpdateDetail extends UpdateView {
  /** The attempts before, in order. */
  readonly earlier: readonly UpdateAttempt[];
}

/** What came of starting: the update, and whether the device could be asked for a session. */
export interface UpdateStarted {
  readonly update: UpdateView;
  readonly notification: 'sent' | 'unknownAddress' | 'notAsked';
}

export interface UpdateAnswers {
  updateChoices: UpdateChoices;
  checkUpdate: UpdatePreview;
  startUpdate: UpdateStarted;
  updates: readonly UpdateView[];
  update: UpdateDetail;
  abortUpdate: UpdateView;
  retryUpdate: UpdateStarted;
  beginBulkUpdate: BulkView;
}

/** What main tells of updates unasked. */
export interface UpdateEvents {
  updatesChanged: { readonly deviceId: string };
}
