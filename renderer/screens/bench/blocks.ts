/** As many blocks as the panel draws, however many the plan has. */
export const drawnBlocks = 16;

/** What a block of the plan was: written, or read back; undefined while it is still to come. */
export type Block = 'write' | 'verify' | undefined;

interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * The blocks as they are now. Progress counts over the whole plan, which writes and reads back in turns: each
 * block keeps the colour of what was going on when it was passed. A block is drawn only once all that it stands
 * for is behind, and nothing that went by unseen is drawn as read back.
 */
export function paintBlocks(
  before: readonly Block[],
  step: 'write' | 'verify',
  { done, total }: Progress,
): readonly Block[] {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const passed = Math.floor(share * drawnBlocks);
  const seen = before.filter((block) => block !== undefined).length;
  // A plan begins with writing: where it was not seen from the start, the part missed counts as written.
  const missed = seen === 0 && step === 'verify' ? passed - 1 : seen;
  return Array.from({ length: drawnBlocks }, (_, index) => {
    if (index >= passed) return undefined;
    if (index < seen) return before[index];
    return index < missed ? 'write' : step;
  });
}
