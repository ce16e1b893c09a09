import { z } from 'zod';
import type { Fault } from '../errors.ts';
import type { ServedPart } from './served.ts';

/** A name of a node, or none of an instance where the only one is meant. */
const nodeName = z.string().regex(/^[\w.-]{1,100}$/, 'letters, digits, "_", "-" and "." are expected');
const instance = z.union([z.literal(''), nodeName]);

/** What is to be updated: the firmware (FUMO), or a component of the software (SCOMO). */
export const updateTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('firmware'), instance }),
  z.strictObject({
    kind: z.literal('software'),
    instance,
    /** The name of the node below Download, and below Inventory/Deployed where the device keeps it. */
    component: nodeName,
    /** What people call it. */
    name: z.string().min(1).max(100),
  }),
]);
export type UpdateTarget = z.infer<typeof updateTargetSchema>;

/** An image in the Data Repository, as it was when it was chosen. */
export interface UpdateImage {
  /** Whose resource it is; missing where it is shared. */
  readonly deviceId?: string;
  readonly name: string;
  /** Its address, as the device reaches it. */
  readonly uri: string;
  readonly octets: number;
  readonly etag: string;
  /** SHA-256, in hexadecimal. */
  readonly sha256: string;
}

/** What a person wants: this image on this device, and that it says this version of itself afterwards. */
export interface UpdateOrder {
  readonly updateId: string;
  readonly deviceId: string;
  readonly target: UpdateTarget;
  readonly image: UpdateImage;
  readonly version: string;
  /** Seconds that one operation of the device (download, installation) may take until it tells its outcome. */
  readonly seconds: number;
  /** Whether the device is notified when there is something for it. */
  readonly notify: boolean;
}

/** An operation of the object: FUMO has all three; of SCOMO, the package is downloaded and installed in one. */
export type UpdateOperation = 'download' | 'install' | 'both';

/** What a queued command of an update is there for. */
export type CommandPurpose =
  | 'look'
  | 'packageName'
  | 'packageVersion'
  | 'packageAddress'
  | 'package'
  | 'digest'
  | 'subscribe'
  | 'execute'
  | 'inquire'
  | 'verify'
  | 'unsubscribe'
  | 'remove';

/** A command that was queued and is not answered yet. */
export interface AskedCommand {
  readonly commandId: string;
  readonly purpose: CommandPurpose;
  /** Whether a refusal ends the attempt. */
  readonly needed: boolean;
}

interface Asking {
  readonly commands: readonly AskedCommand[];
  /** How often it was asked, with this time. */
  readonly tries: number;
}

interface Operating {
  readonly operation: UpdateOperation;
  /** What follows it. */
  readonly after: readonly UpdateOperation[];
}

/** Where an attempt is. Times are milliseconds since 1970. */
export type UpdateCourse =
  /** Version, state and operations are read. */
  | ({ readonly kind: 'look' } & Asking)
  /** The package is named: address, version, digest. */
  | ({ readonly kind: 'name' } & Asking)
  /** An operation is about to be executed; the device has not answered. */
  | ({ readonly kind: 'begin' } & Operating & Asking)
  /** The device has accepted the operation, and tells the outcome later. */
  | ({ readonly kind: 'work'; readonly until: number } & Operating)
  /** It is not known whether the device is at it: it is asked for its state. */
  | ({ readonly kind: 'inquire'; readonly isSure: boolean; readonly until?: number } & Operating & Asking)
  /** The device is asked to give the package up. */
  | ({ readonly kind: 'stop'; readonly until: number } & Operating & Asking)
  /** The device has told that it succeeded: the version is read back. */
  | ({ readonly kind: 'verify' } & Asking)
  | { readonly kind: 'done'; readonly version: string; readonly at: number }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly at: number }
  /** `fault` says what was left as it is. */
  | { readonly kind: 'aborted'; readonly fault?: Fault; readonly at: number };

/** Something that happened in an attempt. */
export type UpdateNote =
  | { readonly kind: 'asked'; readonly step: 'look' | 'name' | 'inquire' | 'stop' | 'verify' }
  | { readonly kind: 'asked'; readonly step: 'begin'; readonly operation: UpdateOperation }
  /** What need not be done, and the device would not do. */
  | { readonly kind: 'leftOut'; readonly purpose: CommandPurpose; readonly status: number }
  | { readonly kind: 'accepted'; readonly operation: UpdateOperation }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'state'; readonly state: number }
  | { readonly kind: 'serving' }
  | { readonly kind: 'served' }
  | { readonly kind: 'result'; readonly operation: UpdateOperation; readonly code: number }
  | { readonly kind: 'abortAsked' }
  /** The device could not be kept from it: it had ended before. */
  | { readonly kind: 'abortTooLate' }
  /** The bench was started again meanwhile. */
  | { readonly kind: 'resumed' }
  /** An outcome that was told after the attempt had ended. */
  | { readonly kind: 'late'; readonly code: number };

export type UpdateLine = UpdateNote & { readonly at: number };

/** One attempt at an update. */
export interface UpdateAttempt {
  /** Counts from 1. */
  readonly number: number;
  readonly begunAt: number;
  readonly course: UpdateCourse;
  /** Somebody wants it to end; it does at the next place where it can. */
  readonly isAborting: boolean;
  /** As the device reported it before anything was done. */
  readonly versionBefore?: string;
  readonly stateBefore?: number;
  /** The operations that it takes; missing until the device was looked at. */
  readonly operations?: readonly UpdateOperation[];
  /** What the device reported last: State (FUMO), or Status of the package (SCOMO). */
  readonly state?: number;
  /** What the Data Repository has served of the image. */
  readonly served: readonly ServedPart[];
  /** In the order in which it happened; of many, the newest. */
  readonly lines: readonly UpdateLine[];
}

/** What an attempt is at, as people read it. */
export type UpdatePhase =
  | 'asked'
  | 'downloading'
  | 'downloaded'
  | 'updating'
  | 'verifying'
  | 'aborting'
  | 'done'
  | 'failed'
  | 'aborted';

/** Whether there is nothing more to come. */
export function hasEnded({ course }: Pick<UpdateAttempt, 'course'>): boolean {
  return course.kind === 'done' || course.kind === 'failed' || course.kind === 'aborted';
}

/** Whether the Data Repository has served every octet of the image. */
export function isServedWhole(attempt: Pick<UpdateAttempt, 'served'>, { octets }: UpdateImage): boolean {
  const [only] = attempt.served;
  return attempt.served.length === 1 && only?.first === 0 && only.last >= octets - 1;
}

/** The commands of an attempt that are not answered. */
export function askedCommands({ course }: Pick<UpdateAttempt, 'course'>): readonly AskedCommand[] {
  return 'commands' in course ? course.commands : [];
}
