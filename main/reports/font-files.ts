import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The typefaces of documents: static instances, because embedding takes no variable ones. */
export const fontNames = {
  regular: 'Inter-Regular.ttf',
  strong: 'Inter-SemiBold.ttf',
  mono: 'JetBrainsMono-Regular.ttf',
} as const;
export type FaceName = keyof typeof fontNames;

/** Beside the sources, beside the bundles, or beside the folder of their shared parts. */
const places = ['fonts', '../fonts'];

/** The octets of a typeface. */
export function fontOctets(face: FaceName): Buffer {
  const files = places.map((place) => path.join(import.meta.dirname, place, fontNames[face]));
  return readFileSync(files.find((file) => existsSync(file)) ?? fontNames[face]);
}
