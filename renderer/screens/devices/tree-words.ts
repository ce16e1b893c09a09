import type { Occurrence } from '../../../core/mo/object-schema.ts';
import { texts } from '../../texts.ts';

/** How often a node may stand in its place, in words. */
export function occurrenceWords({ least, most }: Occurrence): string {
  const { occurs } = texts.deviceTree;
  if (most === undefined) return least === 0 ? occurs.any : occurs.some;
  if (most === 1) return least === 0 ? occurs.atMostOne : occurs.one;
  return least === 0 ? occurs.upTo(most) : occurs.oneTo(most);
}
