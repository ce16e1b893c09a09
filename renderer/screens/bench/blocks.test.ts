import { describe, expect, it } from 'vitest';
import { type Block, drawnBlocks, paintBlocks } from './blocks.ts';

function picture(blocks: readonly Block[]): string {
  return blocks.map((block) => (block === 'verify' ? 'V' : block === 'write' ? 'w' : '.')).join('');
}

describe('the blocks of a panel', () => {
  it('keep the colour of what was going on when they were passed', () => {
    let blocks: readonly Block[] = [];
    for (let done = 0; done <= 8; done++) blocks = paintBlocks(blocks, 'write', { done, total: 16 });
    expect(picture(blocks)).toBe('wwwwwwww........');
    for (let done = 8; done <= 12; done++) blocks = paintBlocks(blocks, 'verify', { done, total: 16 });
    expect(picture(blocks)).toBe('wwwwwwwwVVVV....');
    blocks = paintBlocks(blocks, 'write', { done: 14, total: 16 });
    expect(picture(blocks)).toBe('wwwwwwwwVVVVww..');
  });

  it('are drawn only when all that they stand for is behind', () => {
    expect(picture(paintBlocks([], 'write', { done: 1, total: 100 }))).toBe('.'.repeat(drawnBlocks));
    expect(picture(paintBlocks([], 'write', { done: 99, total: 100 }))).toBe(`${'w'.repeat(15)}.`);
    expect(picture(paintBlocks([], 'write', { done: 0, total: 0 }))).toBe('.'.repeat(drawnBlocks));
  });

  it('do not claim a reading back that nobody saw', () => {
    expect(picture(paintBlocks([], 'verify', { done: 8, total: 16 }))).toBe('wwwwwwwV........');
  });

  it('go back where a row begins again', () => {
    const before = paintBlocks([], 'write', { done: 16, total: 16 });
    expect(picture(paintBlocks(before, 'write', { done: 2, total: 16 }))).toBe('ww..............');
  });
});
