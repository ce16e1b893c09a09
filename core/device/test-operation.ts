import { parseNodeAddress } from '../dm/node-address.ts';
import type { DeviceObjects } from '../mo/device-objects.ts';
import type { LeafValue } from '../mo/node.ts';
import { operationFor } from './behaviours.ts';
import { nodeOf, withValue } from './node-values.ts';
import type { Operation, OperationAnswer } from './operation.ts';
import { standardObjects } from './standard-device.ts';

// What the tests of operations share: a device that does what they ask for, in memory.

export const digest = 'a1b2c3d4'.repeat(8);
export const downloaded: OperationAnswer = { kind: 'downloaded', octets: 5_000_000, sha256: digest };
export const failed = (status: number): OperationAnswer => ({ kind: 'downloadFailed', status });

/** A device as it leaves the factory. */
export const factory = standardObjects({ DevID: 'IMEI:352099001761408' });

/** The device with leaves set: `withLeaves(factory, { 'urn:…/f1/State': 50 })`. */
export function withLeaves(
  objects: DeviceObjects,
  leaves: Readonly<Record<string, LeafValue>>,
): DeviceObjects {
  let next = objects;
  for (const [uri, value] of Object.entries(leaves)) {
    const { path, ...at } = parseNodeAddress(uri);
    next = withValue(next, at, path, value);
  }
  return next;
}

/** The value of a leaf; undefined where there is no node, or an interior one. */
export function valueAt(objects: DeviceObjects, uri: string): LeafValue | undefined {
  const { path, ...at } = parseNodeAddress(uri);
  const node = nodeOf(objects, at, path);
  return node?.kind === 'leaf' ? node.value : undefined;
}

export function begin(objects: DeviceObjects, uri: string): Operation | undefined {
  return operationFor(objects, parseNodeAddress(uri));
}

export interface Run {
  /** What the device did: the values that were watched after each change, `work` and the address of a download. */
  readonly steps: readonly (LeafValue | undefined)[];
  /** The result code; undefined where it was stopped before its end. */
  readonly result: number | undefined;
  readonly objects: DeviceObjects;
}

/**
 * Executes a node to its end.
 * @param watch the leaf whose values are noted on the way
 */
export function execute(
  objects: DeviceObjects,
  uri: string,
  watch: string,
  options: {
    readonly download?: OperationAnswer;
    /** The device is switched off when it has done so many steps. */
    readonly stopAfter?: number;
    /** What servers do to the objects while the device is busy. */
    readonly meanwhile?: (objects: DeviceObjects) => DeviceObjects;
  } = {},
): Run {
  const { download = downloaded, stopAfter = Number.POSITIVE_INFINITY, meanwhile } = options;
  const operation = begin(objects, uri);
  if (operation === undefined) throw new Error(`${uri} begins nothing`);
  const steps: (LeafValue | undefined)[] = [];
  let now = objects;
  let next = operation.next();
  while (!next.done && steps.length < stopAfter) {
    const step = next.value;
    switch (step.kind) {
      case 'change':
        now = step.change(now);
        steps.push(valueAt(now, watch));
        break;
      case 'work':
        now = meanwhile?.(now) ?? now;
        steps.push('work');
        break;
      case 'download':
        steps.push(step.uri);
        break;
    }
    next = operation.next(step.kind === 'download' ? download : { kind: 'done', objects: now });
  }
  return { steps, result: next.done ? next.value : undefined, objects: now };
}
