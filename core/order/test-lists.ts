import type { Profile } from '../provisioning/profile.ts';
import type { ListChoice } from './column-mapping.ts';
import { type OrderList, readOrderList } from './order-list.ts';
import type { Unpacking } from './zip.ts';

// What the tests of lists share.

/** Unpacks nothing: for the tests of texts, and for archives whose entries are stored. */
export const testUnpacking: Unpacking = {
  inflate: () => {
    throw new Error('there is nothing to inflate');
  },
  crc32: () => 0,
};

/** A CSV text, read and checked. */
export function readText(text: string, profile: Profile, choice: ListChoice = {}): OrderList {
  const octets = new TextEncoder().encode(text);
  return readOrderList(profile, { name: 'list.csv', octets }, choice, { unpacking: testUnpacking });
}
