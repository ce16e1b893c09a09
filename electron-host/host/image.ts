import { provide } from './refuse.ts';

/** The part of Electron's `NativeImage` that a PNG answers. */
export function createImage(png: Buffer): object {
  return provide('NativeImage', {
    toPNG: (): Buffer => png,
    toDataURL: (): string => `data:image/png;base64,${png.toString('base64')}`,
    // Width and height stand in the PNG's first chunk.
    getSize: (): { width: number; height: number } => ({
      width: png.readUInt32BE(16),
      height: png.readUInt32BE(20),
    }),
    isEmpty: (): boolean => png.length === 0,
  });
}
