import type { DeviceObjects } from '../mo/device-objects.ts';
import type { OperationAnswer, OperationStep } from './operation.ts';

/** A part of an operation that comes to something itself. */
export type Steps<Result> = Generator<OperationStep, Result, OperationAnswer>;

/** Where the node of a package says what digest the package has to have: SHA-256 in hexadecimal (ours). */
export const digestPath = ['Ext', 'SHA256'] as const;

/** What a download came to. */
export type DownloadOutcome =
  | 'downloaded'
  /** The package is empty, or has another digest than was told. */
  | 'corrupted'
  | 'badAddress'
  | 'notAuthenticated'
  | 'timedOut'
  | 'serverUnavailable'
  | 'serverFailed'
  /** Nobody answered, or the answer broke off. */
  | 'networkFailed';

/** Changes the objects. @returns them as they are then */
export function* change(change: (objects: DeviceObjects) => DeviceObjects): Steps<DeviceObjects> {
  return objectsIn(yield { kind: 'change', change });
}

/** Is busy for so long. @returns the objects as they are then: servers may have changed them meanwhile */
export function* work(milliseconds: number): Steps<DeviceObjects> {
  return objectsIn(yield { kind: 'work', milliseconds });
}

/** Downloads a package. @param sha256 the digest that it has to have (see `digestPath`), where one was told */
export function* download(uri: string, sha256: string | undefined): Steps<DownloadOutcome> {
  const answer = yield { kind: 'download', uri };
  switch (answer.kind) {
    case 'downloaded': {
      const same = sha256 === undefined || sha256.trim().toLowerCase() === answer.sha256.toLowerCase();
      return same && answer.octets > 0 ? 'downloaded' : 'corrupted';
    }
    case 'downloadFailed':
      return outcomeOf(answer.status);
    case 'done':
      throw new Error('the device answered a download as if nothing had been asked for');
  }
}

/** An operation that cannot begin: nothing happens on the way to its result. */
export function* refused(result: number): Steps<number> {
  yield* [];
  return result;
}

/** Whether an address is one that packages can be downloaded from. */
export function isPackageAddress(uri: string): boolean {
  return URL.canParse(uri) && ['http:', 'https:'].includes(new URL(uri).protocol);
}

function outcomeOf(status: number): DownloadOutcome {
  switch (status) {
    case 0:
      return 'networkFailed';
    case 400:
    case 404:
    case 410:
    case 414:
      return 'badAddress';
    case 401:
    case 403:
    case 407:
      return 'notAuthenticated';
    case 408:
    case 504:
      return 'timedOut';
    case 502:
    case 503:
      return 'serverUnavailable';
    default:
      return 'serverFailed';
  }
}

function objectsIn(answer: OperationAnswer): DeviceObjects {
  if (answer.kind === 'done') return answer.objects;
  throw new Error('the device answered a step as if a download had been asked for');
}
