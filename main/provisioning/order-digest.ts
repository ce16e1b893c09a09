import { createHash } from 'node:crypto';
import { isPlain, type ListReading } from '../../core/order/reading.ts';
import { sha256 } from '../digest.ts';

/**
 * The same profile and list, read in the same way, have the same digest: it is how an order begun before is found
 * again. Lists whose columns are the profile's have the digest that they had before there were mappings.
 */
export function digestOfOrder(profileText: string, octets: Uint8Array, reading: ListReading): string {
  const list = isPlain(reading)
    ? [profileText, new TextDecoder().decode(octets)]
    : [profileText, sha256(octets), reading];
  return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}
