import { crc32, inflateRawSync } from 'node:zlib';
import type { Unpacking } from '../../core/order/zip.ts';

/** Unpacks with zlib, which ends at the limit instead of filling the memory. */
export const unpacking: Unpacking = {
  inflate: (octets, limit) => inflateRawSync(octets, { maxOutputLength: Math.max(1, limit) }),
  crc32: (octets) => crc32(octets),
};
