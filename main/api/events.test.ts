import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventSender } from './events.ts';

describe('events for the window', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function sender() {
    const sent: [name: string, event: unknown][] = [];
    const { send } = createEventSender(
      (name, event) => void sent.push([name, event]),
      () => Date.now(),
    );
    return { sent, tell: (batchId: string) => send('jobsChanged', { batchId }, batchId) };
  }

  it('go at once after a while of silence, those that come together in one go', () => {
    const { sent, tell } = sender();
    tell('a');
    tell('b');
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([
      ['jobsChanged', { batchId: 'a' }],
      ['jobsChanged', { batchId: 'b' }],
    ]);
  });

  it('go at most every fifty milliseconds, the newest of each key', () => {
    const { sent, tell } = sender();
    tell('a');
    vi.advanceTimersByTime(1);
    for (let times = 0; times < 48; times++) {
      tell('a');
      vi.advanceTimersByTime(1);
    }
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sent).toHaveLength(2);
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(2);
    tell('a');
    vi.advanceTimersByTime(1);
    expect(sent).toHaveLength(3);
  });
});
