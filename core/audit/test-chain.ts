import type { Act } from './acts.ts';
import { type ChainedEntry, type ChainHead, chained, emptyChain, type Sha256Hex } from './chain.ts';
import { type Checkpoint, checkpointOf, type Sign } from './checkpoint.ts';
import type { Actor, Subject } from './entry.ts';

/** An act of a chain for tests. */
export interface TestAct {
  readonly act: Act;
  readonly subject?: Subject;
  readonly actor?: Actor;
  readonly at?: number;
}

const bench: Actor = { kind: 'bench' };

/** The entries of these acts, one after the other. */
export function chainOf(
  acts: readonly TestAct[],
  sha256: Sha256Hex,
  from: ChainHead = emptyChain,
): readonly ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  let head = from;
  for (const [index, { act, subject = {}, actor = bench, at = 1_000 + index }] of acts.entries()) {
    const entry = chained(head, { at, actor, act, subject }, sha256);
    entries.push(entry);
    head = entry;
  }
  return entries;
}

/** So many entries that differ. */
export function someActs(count: number): readonly TestAct[] {
  return Array.from({ length: count }, (_, index) => ({
    act: { kind: 'cardErased', station: `reader ${index % 3}` },
    subject: { deviceId: `IMEI:${index}`, card: { atr: '3B00', iccid: `89445${index}` } },
    actor:
      index % 2 === 0
        ? ({ kind: 'bench' } as const)
        : ({ kind: 'operator', operatorId: 'o1', name: 'Ada' } as const),
  }));
}

/** What a bench has signed of a chain, at these entries. */
export function checkpointsAt(
  entries: readonly ChainedEntry[],
  sequences: readonly number[],
  key: { readonly fingerprint: string; readonly sign: Sign },
): readonly Checkpoint[] {
  return sequences.flatMap((sequence) => {
    const entry = entries.find((each) => each.sequence === sequence);
    return entry ? [checkpointOf(entry, 5_000 + sequence, key.fingerprint, key.sign)] : [];
  });
}
