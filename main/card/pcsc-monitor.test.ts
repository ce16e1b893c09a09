import { describe, expect, it } from 'vitest';
import { faultOf } from '../../core/errors.ts';
import { changedReaders, type PcscView, type SeenReader } from './pcsc-monitor.ts';

const running = (...readers: readonly SeenReader[]): PcscView => ({ kind: 'running', readers });
const [left, right] = ['left', 'right'].map((name) => ({ name, card: 'absent', changes: 0 }) as const) as [
  SeenReader,
  SeenReader,
];

describe('readers that changed', () => {
  it('are those in which a card came, went, or was changed for another one', () => {
    const put = { ...left, card: 'present', changes: 1, atr: Uint8Array.of(0x3b) } as const;
    expect(changedReaders(running(left, right), running(put, right))).toEqual(['left']);
    expect(changedReaders(running(put, right), running({ ...put, changes: 3 }, right))).toEqual(['left']);
    expect(changedReaders(running(put, right), running(put, right))).toEqual([]);
  });

  it('are those that came and went, and all of them where the service did', () => {
    expect(changedReaders(running(left), running(right))).toEqual(['left', 'right']);
    const away: PcscView = { kind: 'unavailable', fault: faultOf('PCSC_NOT_RUNNING', {}) };
    expect(changedReaders(running(left, right), away)).toEqual(['left', 'right']);
    expect(changedReaders(away, running(left))).toEqual(['left']);
  });
});
