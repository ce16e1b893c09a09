import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceId, makeDevicesKnown, otherId } from '../server/interaction/interaction-fixture.ts';
import { openStore, type Store } from './store.ts';

describe('queued commands', () => {
  let store: Store;
  beforeEach(() => {
    store = openStore(mkdtempSync(path.join(os.tmpdir(), 'queue-')), () => 1);
    makeDevicesKnown(store);
  });
  afterEach(() => store.close());
  const add = (commandId: string, device = deviceId) =>
    store.queuedCommands.add({
      commandId,
      deviceId: device,
      work: { kind: 'DELETE', target: 'urn:a:b/i/n' },
      queuedAt: 5,
    });
  const waiting = (device = deviceId) =>
    store.queuedCommands.waiting(device, 10).map(({ commandId }) => commandId);

  it('wait in their order, each device its own', () => {
    for (const id of ['b', 'a', 'c']) add(id);
    add('other', otherId);
    expect(waiting()).toEqual(['b', 'a', 'c']);
    expect(store.queuedCommands.waiting(deviceId, 2)).toHaveLength(2);
    expect(waiting(otherId)).toEqual(['other']);
    expect(store.queuedCommands.ofDevice(deviceId, 10).map(({ commandId }) => commandId)).toEqual([
      'c',
      'a',
      'b',
    ]);
    expect(store.queuedCommands.get('a')).toEqual({
      commandId: 'a',
      deviceId,
      work: { kind: 'DELETE', target: 'urn:a:b/i/n' },
      state: { kind: 'waiting' },
      queuedAt: 5,
    });
    expect(store.queuedCommands.get('none')).toBeUndefined();
  });

  it('leave the queue once they are sent, and become unreported with a session that ends', () => {
    for (const id of ['a', 'b', 'c']) add(id);
    store.queuedCommands.keep('a', { kind: 'sent', sessionId: 's1', at: 6 });
    store.queuedCommands.keep('b', { kind: 'sent', sessionId: 's2', at: 6 });
    expect(waiting()).toEqual(['c']);
    store.queuedCommands.endSession('s1', 7);
    expect(store.queuedCommands.get('a')?.state).toEqual({ kind: 'unreported', sessionId: 's1', at: 7 });
    expect(store.queuedCommands.get('b')?.state.kind).toBe('sent');
  });

  it('begun with 202 are known until their outcome is', () => {
    for (const id of ['a', 'b']) add(id);
    const reported = { kind: 'reported', sessionId: 's', at: 1 } as const;
    store.queuedCommands.keep('a', { ...reported, status: 202 });
    store.queuedCommands.keep('b', { ...reported, status: 200 });
    const begun = () => store.queuedCommands.begun(deviceId).map(({ commandId }) => commandId);
    expect(begun()).toEqual(['a']);
    store.queuedCommands.keep('a', { ...reported, status: 202, resultCode: 200 });
    expect(begun()).toEqual([]);
  });

  it('that are undone with their transaction are looked for all the same', () => {
    expect(() =>
      store.transaction(() => {
        add('a');
        throw new Error('undone');
      }),
    ).toThrow('undone');
    expect(waiting()).toEqual([]);
  });
});
