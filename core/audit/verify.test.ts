import { verify as checkSignature, createHash, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type ChainedEntry, digestAfter, noDigest } from './chain.ts';
import type { Checkpoint } from './checkpoint.ts';
import { chainOf, checkpointsAt, someActs } from './test-chain.ts';
import { verifyChain } from './verify.ts';

// They take as long as the machine has other work.
vi.setConfig({ testTimeout: 60_000 });

const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');

function testKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const fingerprint = sha256(publicKey.export({ type: 'spki', format: 'der' }));
  return {
    fingerprint,
    sign: (octets: Uint8Array) => new Uint8Array(sign(null, octets, privateKey)),
    check: (key: string, octets: Uint8Array, signature: Uint8Array) =>
      key === fingerprint ? checkSignature(null, octets, publicKey, signature) : undefined,
  };
}

const key = testKey();
const means = { sha256, check: key.check };
const entries = chainOf(someActs(40), sha256);
const signedAt = [1, 16, 32, 40];
const checkpoints = checkpointsAt(entries, signedAt, key);
const verify = (chain: readonly ChainedEntry[], signed: readonly Checkpoint[] = checkpoints) =>
  verifyChain(chain, signed, means);
const codes = (chain: readonly ChainedEntry[], signed?: readonly Checkpoint[]) =>
  verify(chain, signed).findings.map(({ sequence, fault }) => `${fault.code} ${sequence}`);

/** Ties entries to each other from a place on, as somebody could who has no key. */
function retied(chain: readonly ChainedEntry[], from: number): readonly ChainedEntry[] {
  const tied: ChainedEntry[] = [];
  for (const [index, entry] of chain.entries()) {
    const previous = tied[index - 1]?.digest ?? noDigest;
    tied.push(index < from ? entry : { ...entry, digest: digestAfter(previous, entry.text, sha256) });
  }
  return tied;
}

const withText = (chain: readonly ChainedEntry[], index: number, change: (text: string) => string) =>
  chain.map((entry, at) => (at === index ? { ...entry, text: change(entry.text) } : entry));

describe('a chain that nobody touched', () => {
  it('holds, and says up to where it is signed', () => {
    expect(verify(entries)).toEqual({
      entries: 40,
      head: { sequence: 40, digest: entries.at(-1)?.digest },
      signedUpTo: 40,
      findings: [],
    });
    expect(verify(entries, checkpoints.slice(0, 2))).toMatchObject({ signedUpTo: 16, findings: [] });
  });

  it('holds as a piece, from what it follows on', () => {
    const from = entries[9]!;
    expect(verifyChain(entries.slice(10), checkpoints, means, from)).toMatchObject({
      entries: 30,
      signedUpTo: 40,
      findings: [],
    });
    expect(verifyChain([], [], means, from).findings).toEqual([]);
  });

  it('holds when it is empty', () => {
    expect(verify([], [])).toMatchObject({ entries: 0, findings: [] });
  });
});

describe('a chain that somebody touched', () => {
  it('names the entry that was changed', () => {
    expect(codes(withText(entries, 9, (text) => text.replace('reader 0', 'reader 9')))).toEqual([
      'AUDIT_ENTRY_CHANGED 10',
    ]);
  });

  it('names the next checkpoint where all that follows was tied anew', () => {
    const changed = withText(entries, 9, (text) => text.replace('reader 0', 'reader 9'));
    expect(codes(retied(changed, 9))).toEqual([
      'AUDIT_CHECKPOINT_DIFFERS 16',
      'AUDIT_CHECKPOINT_DIFFERS 32',
      'AUDIT_CHECKPOINT_DIFFERS 40',
    ]);
  });

  it('names entries that are missing', () => {
    expect(codes([...entries.slice(0, 9), ...entries.slice(12)])).toEqual(['AUDIT_ENTRY_MISSING 13']);
    expect(verify([...entries.slice(0, 9), ...entries.slice(12)]).findings[0]?.fault.message).toContain(
      '10 to 12',
    );
    expect(codes(entries.slice(3))).toEqual(['AUDIT_ENTRY_MISSING 4']);
  });

  it('names what was put in or moved', () => {
    expect(codes([...entries.slice(0, 9), entries[4]!, ...entries.slice(9)])).toEqual([
      'AUDIT_ENTRY_ORDER 5',
    ]);
    const swapped = entries.toSpliced(9, 2, entries[10]!, entries[9]!);
    expect(codes(swapped)).toEqual(['AUDIT_ENTRY_MISSING 11', 'AUDIT_ENTRY_ORDER 10']);
  });

  it('names where it was cut off before a checkpoint, and all that is gone', () => {
    expect(codes(entries.slice(0, 30))).toEqual(['AUDIT_CUT_OFF 30']);
    expect(verify(entries.slice(0, 30)).findings[0]?.fault.message).toContain('up to entry 40');
    expect(codes([])).toEqual(['AUDIT_CUT_OFF 0']);
  });

  it('finds that it has none of the signatures that a bench makes', () => {
    expect(codes(entries, [])).toEqual(['AUDIT_UNSIGNED 40']);
    const long = chainOf(someActs(200), sha256);
    const early = checkpointsAt(long, [1, 64], key);
    expect(verifyChain(long, early, means).findings.map(({ fault }) => fault.code)).toEqual([
      'AUDIT_UNSIGNED',
    ]);
    expect(verifyChain(long.slice(0, 190), early, means).findings).toEqual([]);
  });

  it('finds that another one was put in its place, tied and signed with another key', () => {
    const other = testKey();
    const forged = chainOf(someActs(40).toReversed(), sha256);
    const theirs = checkpointsAt(forged, signedAt, other);
    expect(codes(forged, theirs)).toEqual(signedAt.map((sequence) => `AUDIT_KEY_UNKNOWN ${sequence}`));
    const pretended = theirs.map((each) => ({ ...each, key: key.fingerprint }));
    expect(codes(forged, pretended)).toEqual(
      signedAt.map((sequence) => `AUDIT_CHECKPOINT_FORGED ${sequence}`),
    );
  });
});

/** Every way to change one thing. */
const places = fc.nat({ max: entries.length - 1 });
const digit = (text: string) => (text === '0' ? '1' : '0');
const mutation = fc.oneof(
  fc.record({
    kind: fc.constant('character' as const),
    at: places,
    where: fc.nat(),
    to: fc.string({ minLength: 1, maxLength: 1 }),
  }),
  fc.record({ kind: fc.constant('digest' as const), at: places, where: fc.nat({ max: 63 }) }),
  fc.record({ kind: fc.constant('sequence' as const), at: places, to: fc.integer({ min: -3, max: 60 }) }),
  fc.record({ kind: fc.constant('removed' as const), at: places, count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('inserted' as const), at: places, from: places }),
  fc.record({ kind: fc.constant('swapped' as const), at: places, with: places }),
  fc.record({ kind: fc.constant('cut' as const), at: places }),
  fc.record({ kind: fc.constant('replaced' as const), at: places, tie: fc.boolean() }),
);

function mutated(
  change: typeof mutation extends fc.Arbitrary<infer Value> ? Value : never,
): readonly ChainedEntry[] {
  const entry = entries[change.at]!;
  switch (change.kind) {
    case 'character': {
      const at = change.where % entry.text.length;
      const text = entry.text.slice(0, at) + change.to + entry.text.slice(at + 1);
      return entries.with(change.at, { ...entry, text });
    }
    case 'digest': {
      const { digest } = entry;
      const at = change.where;
      const other = digest.slice(0, at) + digit(digest.charAt(at)) + digest.slice(at + 1);
      return entries.with(change.at, { ...entry, digest: other });
    }
    case 'sequence':
      return entries.with(change.at, { ...entry, sequence: change.to });
    case 'removed':
      return entries.toSpliced(change.at, change.count);
    case 'inserted':
      return entries.toSpliced(change.at, 0, entries[change.from]!);
    case 'swapped':
      return entries.with(change.at, entries[change.with]!).with(change.with, entry);
    case 'cut':
      return entries.slice(0, change.at);
    case 'replaced': {
      const [other] = chainOf([{ act: { kind: 'benchStopped' } }], sha256, {
        sequence: entry.sequence - 1,
        digest: entries[change.at - 1]?.digest ?? noDigest,
      });
      const replaced = entries.with(change.at, other!);
      return change.tie ? retied(replaced, change.at) : replaced;
    }
  }
}

describe('any single change of a chain', () => {
  it('is found', () => {
    fc.assert(
      fc.property(mutation, (change) => {
        const chain = mutated(change);
        fc.pre(JSON.stringify(chain) !== JSON.stringify(entries));
        expect(codes(chain).length).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('of what was signed is found too', () => {
    const at = fc.nat({ max: checkpoints.length - 1 });
    const change = fc.oneof(
      fc.record({ at, sequence: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ at, digest: fc.constantFrom(...entries.map(({ digest }) => digest)) }),
      fc.record({ at, at2: fc.integer({ min: 0, max: 10_000 }) }),
      fc.record({ at, place: fc.nat({ max: 127 }) }),
    );
    fc.assert(
      fc.property(change, (made) => {
        const was = checkpoints[made.at]!;
        const { signature } = was;
        const is: Checkpoint = {
          ...was,
          ...('sequence' in made ? { sequence: made.sequence } : {}),
          ...('digest' in made ? { digest: made.digest } : {}),
          ...('at2' in made ? { at: made.at2 } : {}),
          ...('place' in made
            ? {
                signature:
                  signature.slice(0, made.place) +
                  digit(signature.charAt(made.place)) +
                  signature.slice(made.place + 1),
              }
            : {}),
        };
        fc.pre(JSON.stringify(is) !== JSON.stringify(was));
        expect(codes(entries, checkpoints.with(made.at, is)).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
