import type { UpdateOperation, UpdateOrder } from './update.ts';
import { type DeviceReading, standingOf } from './update-works.ts';

/** What the state of a device says of an operation that it was to begin, or had begun. */
export type InquiryStanding =
  /** It is at it, or has done it: the outcome is still to be told. */
  | { readonly kind: 'atIt' }
  /** It has done it, and the next operation can begin. */
  | { readonly kind: 'next' }
  | { readonly kind: 'notBegun'; readonly state: number | undefined }
  | { readonly kind: 'failed'; readonly state: number | undefined };

export interface Inquiry {
  readonly order: UpdateOrder;
  readonly operation: UpdateOperation;
  /** Whether the device had accepted the operation. */
  readonly isSure: boolean;
  readonly reading: DeviceReading;
  /** The state before anything was asked for. */
  readonly stateBefore: number | undefined;
}

/** What became of an operation, as far as a state can tell. That an installation succeeded, only its result code does. */
export function standingAfter(inquiry: Inquiry): InquiryStanding {
  const { order, operation, isSure, reading, stateBefore } = inquiry;
  const { state } = reading;
  const { kind } = order.target;
  const standing = standingOf(kind, state);
  // A state that was there before says nothing about what a device was asked for since.
  const isOld = !isSure && (operation === 'install' ? standing === 'holdsImage' : state === stateBefore);
  if (standing === 'atIt') return { kind: 'atIt' };
  if (isOld) return { kind: 'notBegun', state };
  switch (standing) {
    case 'holdsImage':
      return operation === 'download' ? { kind: 'next' } : { kind: 'failed', state };
    case 'updated':
      return operation === 'download' ? { kind: 'notBegun', state } : { kind: 'atIt' };
    case 'failed':
      return { kind: 'failed', state };
    case 'idle':
      // A package that is gone was installed (SCOMO), or given up: the outcome says which.
      return kind === 'software' && reading.hasPackage === false && isSure
        ? { kind: 'atIt' }
        : { kind: 'notBegun', state };
  }
}
