import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const each = 16;
/** Random octets for many ids at once: asking for them costs more than taking them. */
const pool = new Uint8Array(each * 256);
let taken = pool.length;

/**
 * A new id, different from every other (RFC 9562, UUIDv7): ids of later milliseconds are greater, so that what is
 * written together lies together on the disk. Not a secret.
 */
export function newId(): string {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  const random = pool.subarray(taken, taken + each);
  taken += each;
  return v7({ random });
}
