import type { MoNode } from '../mo/node.ts';
import { record } from './node-values.ts';

/** What sessions of a device run over. */
export interface Connection {
  /** The type of the bearer, such as LTE, WLAN or Ethernet. */
  readonly bearer: string;
  /** Whether it is in the network of another operator than its own. */
  readonly roaming: boolean;
}

/** The simulated device is in the machine that it runs on. */
export const wiredConnection: Connection = { bearer: 'Ethernet', roaming: false };

/** The root of Session Information: what bearer and conditions sessions have (CBT, the current bearer type). */
export function sessionInformation({ bearer, roaming }: Connection): MoNode {
  return record({ CBT: bearer, Roaming: roaming });
}
