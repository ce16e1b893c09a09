import type { NotificationCredentials } from '../bootstrap/dm-account.ts';
import { codedError } from '../errors.ts';
import { concatenate } from '../octets.ts';
import {
  decodeNotification,
  encodeNotification,
  type Notification,
  type ReceivedNotification,
} from './notification.ts';

/** SHA-256: octets to the 32 octets of their digest. */
export type Sha256 = (octets: Uint8Array) => Uint8Array;

const zeroDigest = new Uint8Array(32);

/**
 * The octets of a notification with its digest (Package#0, SHA256-DIGEST): made with a digest of zeros, which the
 * digest over secret, notification and data then takes the place of.
 * @param credentials Auth/Noti of the DM Account, Secret and Data in base64
 * @throws DM_NOTIFICATION_VALUE, DM_NOTIFICATION_CREDENTIALS
 */
export function sealNotification(
  notification: Omit<Notification, 'digest'>,
  credentials: NotificationCredentials,
  sha256: Sha256,
): Uint8Array {
  const octets = encodeNotification({ ...notification, digest: zeroDigest });
  const { digestAt } = decodeNotification(octets);
  if (digestAt === undefined) throw new Error('a notification with a digest says where it is');
  const sealed = octets.slice();
  sealed.set(digestOver(octets, digestAt, credentials, sha256), digestAt);
  return sealed;
}

/**
 * Whether a notification has a digest and it is the right one, over the octets as they came. Takes the same time
 * wherever the two differ.
 * @throws DM_NOTIFICATION_CREDENTIALS
 */
export function verifyNotification(
  { notification, octets, digestAt }: ReceivedNotification,
  credentials: NotificationCredentials,
  sha256: Sha256,
): boolean {
  if (notification.digest === undefined || digestAt === undefined) return false;
  const expected = digestOver(octets, digestAt, credentials, sha256);
  let difference = expected.length ^ notification.digest.length;
  for (const [index, octet] of expected.entries()) difference |= octet ^ (notification.digest[index] ?? 0);
  return difference === 0;
}

function digestOver(
  octets: Uint8Array,
  digestAt: number,
  { secret, data }: NotificationCredentials,
  sha256: Sha256,
): Uint8Array {
  const zeroed = octets.slice();
  zeroed.set(zeroDigest, digestAt);
  return sha256(concatenate(octetsOf('Secret', secret), zeroed, octetsOf('Data', data)));
}

/** DM Account's `bin` values are base64, of either alphabet. The error never shows what was there instead. */
function octetsOf(node: 'Secret' | 'Data', base64: string): Uint8Array {
  try {
    const text = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    throw codedError('DM_NOTIFICATION_CREDENTIALS', { node });
  }
}
