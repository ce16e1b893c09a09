import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNonces, nonceLifetime } from './nonces.ts';

const secret = new Uint8Array(32).fill(7);
const start = 1_795_600_000_000;

function running(most?: number) {
  const clock = { now: start };
  const nonces = createNonces({ now: () => clock.now, secret, ...(most === undefined ? {} : { most }) });
  return { clock, nonces };
}

describe('nonces', () => {
  it('are never the same, and fit a header as they are', () => {
    const { nonces } = running();
    const issued = Array.from({ length: 100 }, () => nonces.issue());
    expect(new Set(issued).size).toBe(100);
    for (const nonce of issued) expect(nonce).toMatch(/^[\w-]{38}$/);
  });

  it('take each count once, and only higher ones', () => {
    const { nonces } = running();
    const nonce = nonces.issue();
    const uses = [1, 1, 2, 5, 4, 3, 5, 6].map((count) => nonces.use(nonce, 'a', count));
    expect(uses).toEqual(['new', 'replayed', 'new', 'new', 'replayed', 'replayed', 'replayed', 'new']);
  });

  it('have a count for each user, so that nobody uses up the one of another', () => {
    const { nonces } = running();
    const nonce = nonces.issue();
    expect(nonces.use(nonce, 'a', 0xffffffff)).toBe('new');
    expect(nonces.use(nonce, 'b', 1)).toBe('new');
    expect(nonces.use(nonce, 'a', 1)).toBe('replayed');
  });

  it('grow old, used or not, and are none in the time before they were made', () => {
    const { clock, nonces } = running();
    const [used, unused] = [nonces.issue(), nonces.issue()];
    expect(nonces.use(used, 'a', 1)).toBe('new');
    clock.now += nonceLifetime - 1;
    expect(nonces.use(used, 'a', 2)).toBe('new');
    clock.now += 1;
    expect(nonces.use(used, 'a', 3)).toBe('stale');
    expect(nonces.use(unused, 'a', 1)).toBe('stale');
    clock.now = start - 1;
    expect(nonces.use(unused, 'a', 1)).toBe('stale');
  });

  it('are stale where somebody else made or changed them', () => {
    const { clock, nonces } = running();
    const other = createNonces({ now: () => clock.now, secret: new Uint8Array(32) });
    expect(nonces.use(other.issue(), 'a', 1)).toBe('stale');
    const nonce = nonces.issue();
    fc.assert(
      fc.property(fc.nat(nonce.length - 1), fc.constantFrom(...'AZaz09-_='), (at, character) => {
        fc.pre(nonce[at] !== character);
        const changed = nonce.slice(0, at) + character + nonce.slice(at + 1);
        expect(nonces.use(changed, 'a', 1)).toBe('stale');
      }),
    );
    for (const text of ['', nonce.slice(1), `${nonce}A`, `${nonce}=`, 'ä'])
      expect(nonces.use(text, 'a', 1)).toBe('stale');
    expect(nonces.use(nonce, 'a', 1)).toBe('new');
  });

  it('are forgotten in time, and taken no second time because of that', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(fc.nat(9), fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 4 })), {
          maxLength: 60,
        }),
        (most, uses) => {
          const { nonces } = running(most);
          const issued = Array.from({ length: 10 }, () => nonces.issue());
          const taken = new Set<string>();
          for (const [which, user, count] of uses) {
            const use = `${which} ${user} ${count}`;
            if (nonces.use(issued[which]!, user, count) !== 'new') continue;
            expect(taken.has(use)).toBe(false);
            taken.add(use);
          }
        },
      ),
    );
  });

  it('give way to newer ones, whose users are let in', () => {
    const { nonces } = running(3);
    const old = nonces.issue();
    expect(nonces.use(old, 'a', 1)).toBe('new');
    for (let round = 0; round < 10; round++) expect(nonces.use(nonces.issue(), 'a', 1)).toBe('new');
    expect(nonces.use(old, 'a', 2)).toBe('stale');
  });
});
