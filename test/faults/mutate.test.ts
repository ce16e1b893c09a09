import { describe, expect, it } from 'vitest';
import { chanceOf, mutateOctets, mutateText } from '../support/mutate.ts';

const source = '<MgmtTree><VerDTD>1.2</VerDTD></MgmtTree>';
const octets = new TextEncoder().encode(source);
const dictionary = ['<', '>', 'MgmtTree', 'Node', ']]>', '&amp;'];
const seeds = Array.from({ length: 500 }, (_, seed) => seed);

describe('chance', () => {
  it('follows from its seed, everywhere and for good', () => {
    const { next } = chanceOf(42);
    expect([next(), next(), next()]).toEqual([0.6011037519201636, 0.44829055899754167, 0.8524657934904099]);
    expect(() => chanceOf(1).pick([])).toThrow('nothing to pick from');
  });

  it('takes every choice now and then, and no other', () => {
    const chance = chanceOf(7);
    const counts = new Map<number, number>();
    for (let times = 0; times < 6000; times++) {
      const number = chance.below(6);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('mutations', () => {
  const made = seeds.map((seed) =>
    mutateText(source, chanceOf(seed), { dictionary, others: ['0123456789'] }),
  );

  it('follow from the seed, for texts and octets', () => {
    for (const [seed, text] of made.entries()) {
      expect(mutateText(source, chanceOf(seed), { dictionary, others: ['0123456789'] })).toBe(text);
      const twice = [1, 2].map(() => mutateOctets(octets, chanceOf(seed), { dictionary }));
      expect(twice[0]).toEqual(twice[1]);
    }
  });

  it('differ from seed to seed, and from one to the next', () => {
    expect(new Set(made).size).toBeGreaterThan(400);
    const chance = chanceOf(1);
    expect(new Set(seeds.map(() => mutateText(source, chance))).size).toBeGreaterThan(400);
  });

  it('are splices, doublings, removals, flips, repetitions and words', () => {
    const some = (fits: (text: string) => boolean) => made.some(fits);
    expect(some((text) => /[03-9]{3}/.test(text))).toBe(true);
    expect(some((text) => text.includes('<VerDTD><VerDTD>') || text.includes('1.21.2'))).toBe(true);
    expect(some((text) => text.length < source.length / 2)).toBe(true);
    expect(some((text) => text.length > 20 * source.length)).toBe(true);
    expect(some((text) => text.includes('&amp;'))).toBe(true);
    expect(some((text) => text.includes('<Node>') && !text.includes('<MgmtTree>'))).toBe(true);
    expect(some((text) => /[^ -~]/.test(text))).toBe(true);
  });

  it('are never longer than they may be, and leave the source as it is', () => {
    for (const seed of seeds) {
      expect(mutateText(source, chanceOf(seed)).length).toBeLessThanOrEqual(4 * source.length + 1024);
      expect(mutateText(source, chanceOf(seed), { largest: 50 }).length).toBeLessThanOrEqual(50);
      expect(mutateOctets(octets, chanceOf(seed), { largest: 50 }).length).toBeLessThanOrEqual(50);
      expect(mutateText('', chanceOf(seed))).toBe('');
      expect(mutateOctets(new Uint8Array(), chanceOf(seed))).toEqual(new Uint8Array());
    }
    expect(new TextDecoder().decode(octets)).toBe(source);
  });
});
