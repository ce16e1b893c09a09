import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { compareProfiles, type ProfileDifference } from './profile-compare.ts';

const sample = JSON.parse(readFileSync('examples/gateway.profile.json', 'utf8')) as Record<string, Json>;
const words = ({ section, path, kind }: ProfileDifference) => `${kind} ${[section, ...path].join(' > ')}`;
const between = (before: Json, after: Json) => compareProfiles(before, after).map(words);
const step = (name: string, target = 'urn:oma:mo:x:1.0//') => ({
  step: name,
  commands: [{ command: 'GET', target }],
});

describe('two versions of a profile', () => {
  it('that are the same have no difference, whatever the order of their members', () => {
    expect(compareProfiles(sample, structuredClone(sample))).toEqual([]);
    expect(compareProfiles({ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } })).toEqual([]);
  });

  it('differ by what was added, removed and changed, each at its place with its value', () => {
    const after = { ...sample, description: 'Another', server: { id: 'dm-bench', name: 'Bench 2' } };
    expect(compareProfiles(sample, after)).toEqual([
      { section: 'description', path: [], kind: 'changed', before: sample.description, after: 'Another' },
      { section: 'server', path: ['name'], kind: 'changed', before: 'DM Bench', after: 'Bench 2' },
      { section: 'server', path: ['instance'], kind: 'removed', before: 'bench' },
    ]);
    expect(compareProfiles({}, { forms: {} })).toEqual([
      { section: 'forms', path: [], kind: 'added', after: {} },
    ]);
  });

  it('know a step by its name: one that was put in is one difference', () => {
    const before = { sessionPlan: [step('A'), step('B')] };
    const after = { sessionPlan: [step('A'), step('New'), step('B', 'urn:oma:mo:y:1.0//')] };
    expect(between(before, after)).toEqual([
      'added sessionPlan > New',
      'changed sessionPlan > B > commands > 1 > target',
    ]);
  });

  it('tell what was moved', () => {
    const before = { sessionPlan: [step('A'), step('B'), step('C')] };
    expect(between(before, { sessionPlan: [step('C'), step('A'), step('B')] })).toEqual([
      'moved sessionPlan > C',
    ]);
  });

  it('compare lists without names by what is the same in them', () => {
    expect(between({ permits: ['a', 'b', 'c'] }, { permits: ['a', 'x', 'b', 'c'] })).toEqual([
      'added permits > 2',
    ]);
    expect(between({ permits: ['a', 'b'] }, { permits: ['b'] })).toEqual(['removed permits > 1']);
    expect(between({ permits: ['a', 'b'] }, { permits: ['a', 'c'] })).toEqual(['changed permits > 2']);
    expect(between({ a: [{ step: 'x' }, { step: 'x' }] }, { a: [{ step: 'x' }] })).toEqual(['removed a > 2']);
  });

  it('tell a member that is null from one that is not there', () => {
    expect(between({ a: [{ x: null, y: 1 }] }, { a: [{ z: null, y: 1 }] })).toEqual(
      ['removed a > 1 > x', 'added a > 1 > z'].toSorted((left, right) => left.localeCompare(right)),
    );
  });

  it('of another kind altogether are compared as what they are', () => {
    expect(between([1], { a: 1 })).toEqual(['added a']);
    expect(between({ a: [1] }, { a: { b: 1 } })).toEqual(['changed a']);
  });

  it('with names that objects have by themselves are no trouble', () => {
    const odd = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1, "toString": [2]}') as Json;
    expect(between({}, odd)).toEqual(['added __proto__', 'added constructor', 'added toString']);
    expect(between(odd, odd)).toEqual([]);
  });
});

describe('any two values', () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

  it('have no difference exactly where they are the same', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(compareProfiles({ it: one }, { it: one })).toEqual([]);
        const found = compareProfiles({ it: one }, { it: other });
        const equal = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(found.length === 0).toBe(equal);
      }),
      { numRuns: 500 },
    );
  });

  it('in long lists come to an end', () => {
    const [one, other] = [0, 1].map((shift) => Array.from({ length: 3000 }, (_, index) => index * 2 + shift));
    expect(compareProfiles({ it: one ?? [] }, { it: other ?? [] })).toHaveLength(3000);
  });
});

/** The same value with its members in order; no two numbers of JSON are -0 and 0. */
function sorted(value: Json): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return { members: members.map(([name, member]) => [name, sorted(member)]) };
}
