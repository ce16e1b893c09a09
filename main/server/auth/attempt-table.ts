import {
  type AttemptRule,
  type Attempts,
  addressRule,
  afterFailure,
  deviceRule,
} from '../../../core/authentication/attempts.ts';

/** What one more attempt with wrong credentials comes to. */
export interface FailureVerdict {
  /** For how long its answer is to be held; milliseconds. */
  readonly delay: number;
  /** Where the slowing begins with it: in whose name, or from where, and how many there were. */
  readonly begins: readonly {
    readonly by: 'device' | 'address';
    readonly name: string;
    readonly count: number;
  }[];
}

/** Counts attempts with wrong credentials, by the device that they name and by the address that they come from. */
export interface AttemptTable {
  /** @param now milliseconds since 1970 */
  failed(attempt: {
    readonly deviceId: string | undefined;
    readonly address: string;
    readonly now: number;
  }): FailureVerdict;
  /** How many devices and addresses are remembered. */
  size(): number;
}

/** So many of either are remembered; then the one that was quiet for longest is forgotten. */
const usualMost = 10_000;
/** What names no device of ours may be long. */
const longestName = 100;

/** An empty table. */
export function createAttemptTable(most = usualMost): AttemptTable {
  const devices = counters(deviceRule, most);
  const addresses = counters(addressRule, most);
  return {
    failed({ deviceId, address, now }) {
      const origins = [
        ...(deviceId === undefined
          ? []
          : [{ by: 'device', name: deviceId.slice(0, longestName), kept: devices } as const]),
        { by: 'address', name: networkOf(address), kept: addresses } as const,
      ];
      let delay = 0;
      const begins: FailureVerdict['begins'][number][] = [];
      for (const { by, name, kept } of origins) {
        const verdict = kept.failed(name, now);
        delay = Math.max(delay, verdict.delay);
        if (verdict.begins) begins.push({ by, name, count: verdict.attempts.count });
      }
      return { delay, begins };
    },
    size: () => devices.size() + addresses.size(),
  };
}

function counters(rule: AttemptRule, most: number) {
  // In the order in which they were counted last.
  const kept = new Map<string, Attempts>();
  return {
    failed(name: string, now: number) {
      const verdict = afterFailure(rule, kept.get(name), now);
      kept.delete(name);
      if (kept.size >= most) for (const [quietest] of kept.entries().take(1)) kept.delete(quietest);
      kept.set(name, verdict.attempts);
      return verdict;
    },
    size: () => kept.size,
  };
}

/** Whoever has one address of IPv6 usually has all of its /64; an address of IPv4 stands for itself. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [plain = ''] = address.split('%');
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - behind.length);
  const whole = [...groups, ...Array<string>(zeros).fill('0'), ...behind];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
