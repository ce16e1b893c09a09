import type { repositoryLimits } from '../../../core/dm/choices.ts';
import { codedError } from '../../../core/errors.ts';
import type { RepositoryRecords, ResourceInfo, ResourceOwner } from '../../store/repository.ts';

/** What the Data Repository holds at most; see `repositoryLimits`, whose values are the usual ones. */
export type RepositoryLimits = { readonly [Name in keyof typeof repositoryLimits]: number };

/** Something that is coming in. */
export interface Incoming {
  readonly owner: ResourceOwner;
  readonly name: string;
  /** Whether a device puts it there itself: then its own limits hold too. */
  readonly byDevice: boolean;
  /** Octets, where that is known beforehand. */
  readonly length?: number | undefined;
}

/** The room that something takes while it comes in. */
export interface Claim {
  /** Counts octets that came. @throws REPOSITORY_TOO_LARGE, REPOSITORY_QUOTA */
  add(octets: number): void;
  /**
   * Whether it may be kept in place of what is there now; to be asked in the transaction that keeps it.
   * @throws REPOSITORY_QUOTA
   */
  confirm(current: ResourceInfo | undefined): void;
  /** It was kept, or is not going to be. */
  end(): void;
}

/** Sees to it that neither what is kept nor what is coming in is more than the limits allow. */
export interface Room {
  /** Begins to count. @throws REPOSITORY_TOO_LARGE, REPOSITORY_QUOTA where it is clear already that it is too much */
  claim(incoming: Incoming): Claim;
}

/** A limit, as far as it is not used up. */
interface Bound {
  /** Whose limit it is: a device's, or everybody's. */
  readonly of: string;
  /** Octets. */
  readonly free: number;
  readonly detail: string;
}

/** Stands for everybody among the ids of devices, which are never empty. */
const everybody = '';

export function createRoom(records: RepositoryRecords, limits: RepositoryLimits): Room {
  // Octets that are coming in, of each device and of everybody.
  const underWay = new Map<string, number>();
  const count = (of: string, octets: number): void => {
    const sum = (underWay.get(of) ?? 0) + octets;
    if (sum === 0) underWay.delete(of);
    else underWay.set(of, sum);
  };

  /** The limits that hold for something that takes the place of what is there now. */
  const boundsOf = ({ owner, byDevice }: Incoming, current: ResourceInfo | undefined): readonly Bound[] => {
    const { total, uploadsOfDevice, resourcesOfDevice } = limits;
    const before = current?.size ?? 0;
    const ofAll = {
      of: everybody,
      free: total - records.usage().octets + before,
      detail: `it holds ${total} octets at most`,
    };
    if (!byDevice || owner.kind === 'shared') return [ofAll];
    const own = records.uploads(owner.deviceId);
    const replaces = current?.uploaded === true;
    if (!replaces && own.resources >= resourcesOfDevice)
      throw noRoom(`a device may put ${resourcesOfDevice} resources there`);
    const ofDevice = {
      of: owner.deviceId,
      free: uploadsOfDevice - own.octets + (replaces ? before : 0),
      detail: `a device may put ${uploadsOfDevice} octets there`,
    };
    return [ofDevice, ofAll];
  };

  return {
    claim(incoming) {
      const { owner, name, byDevice, length = 0 } = incoming;
      const largest = byDevice ? limits.upload : limits.resource;
      const whose = byDevice && owner.kind === 'device' ? [owner.deviceId, everybody] : [everybody];
      let [came, held] = [0, 0];
      const hold = (octets: number): void => {
        if (octets > largest) throw codedError('REPOSITORY_TOO_LARGE', { limit: largest });
        // What was kept since the beginning counts too, or others would lose what they hold already.
        check(boundsOf(incoming, records.info(owner, name)), octets, (of) => (underWay.get(of) ?? 0) - held);
        for (const of of whose) count(of, octets - held);
        held = octets;
      };
      // What is announced is taken at once: who comes later learns at its beginning that there is no room.
      hold(length);
      return {
        add(octets) {
          came += octets;
          hold(Math.max(came, length));
        },
        confirm: (current) => check(boundsOf(incoming, current), came, () => 0),
        end() {
          for (const of of whose) count(of, -held);
          held = 0;
        },
      };
    },
  };
}

function check(bounds: readonly Bound[], octets: number, others: (of: string) => number): void {
  for (const { of, free, detail } of bounds) if (octets + others(of) > free) throw noRoom(detail);
}

function noRoom(detail: string) {
  return codedError('REPOSITORY_QUOTA', { detail });
}
