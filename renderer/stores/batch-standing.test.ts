import { describe, expect, it } from 'vitest';
import type { BatchSummary } from '../../core/api.ts';
import { canResume, standingOf } from './batch-standing.ts';

function batch(change: Partial<BatchSummary>): BatchSummary {
  return {
    batchId: 'b',
    name: 'b',
    profileName: 'p',
    profileVersion: 1,
    createdAt: 0,
    state: 'paused',
    mode: 'cardThenSimulatedDevice' as const,
    total: 3,
    done: 0,
    failed: 0,
    inWork: 0,
    awaited: 0,
    held: 0,
    cancelled: 0,
    shared: false,
    waiting: 0,
    ...change,
  };
}

describe('where a batch stands', () => {
  it.each([
    [{ state: 'running', waiting: 3 }, 'running', false],
    [{ state: 'finished', done: 3 }, 'allDone', false],
    [{ state: 'paused', done: 2, failed: 1 }, 'throughWithFailures', true],
    [{ state: 'paused', done: 1, failed: 1, waiting: 1 }, 'paused', true],
    // Whatever main calls it, a row that is not done is no success.
    [{ state: 'finished', done: 2, failed: 1 }, 'throughWithFailures', true],
    [{ state: 'finished', done: 2, cancelled: 1 }, 'allDone', false],
    [{ state: 'paused', done: 2, held: 1 }, 'paused', false],
  ] as const)('%j is %s', (change, standing, resumable) => {
    expect(standingOf(batch(change))).toBe(standing);
    expect(canResume(batch(change))).toBe(resumable);
  });
});
