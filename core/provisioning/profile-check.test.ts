import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkProfileText, longestProfile, titleOf } from './profile-check.ts';
import { outlineOf } from './profile-outline.ts';
import { readTree } from './profile-text.ts';
import { profileJson } from './test-profile.ts';

const good = JSON.stringify(profileJson(), undefined, 2);
const codes = (text: string) => {
  const reading = checkProfileText(text, 'p.json');
  return reading.kind === 'faults'
    ? reading.faults.map(({ code, place }) => [code, place?.line, place?.column])
    : reading.kind;
};

describe('a profile for the library', () => {
  it.each(readdirSync('examples').filter((file) => file.endsWith('.profile.json')))(
    '%s has no fault',
    (file) => {
      expect(codes(readFileSync(`examples/${file}`, 'utf8'))).toBe('profile');
    },
  );

  it('has no member twice: only one of them would count', () => {
    const twice = good.replace('"name": "GW-200",', '"name": "GW-200",\n  "name": "GW-300",');
    expect(codes(twice)).toEqual([['PROFILE_MEMBER_TWICE', 3, 3]]);
  });

  it('has no member that a program would lose', () => {
    const odd = good.replace('"configurations": {', '"configurations": {\n    "__proto__": {},');
    expect(codes(odd)).toEqual([['PROFILE_MEMBER_UNUSABLE', 23, 5]]);
  });

  it('is not longer than people write', () => {
    expect(codes(good + ' '.repeat(longestProfile))).toEqual([['PROFILE_TOO_LONG', undefined, undefined]]);
    expect(codes(JSON.stringify({ ...profileJson(), description: 'x'.repeat(5_000_000) }))).toEqual([
      ['PROFILE_TOO_LONG', undefined, undefined],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['what is nested 1,000 deep', '{"a":'.repeat(1000)],
    ['lists nested without end', '['.repeat(900_000)],
  ])('is not %s', (_what, text) => {
    expect(codes(text)).toEqual([['PROFILE_NOT_JSON', 1, expect.any(Number)]]);
    expect(titleOf(text)).toEqual({});
  });

  it('names every fault, those of members first', () => {
    const both = good.replace('"name": "GW-200",', '"name": "GW-200",\n  "name": "",');
    expect(codes(both)).toEqual([
      ['PROFILE_MEMBER_TWICE', 3, 3],
      ['PROFILE_WRONG', expect.any(Number), expect.any(Number)],
    ]);
  });
});

describe('what a profile says of itself', () => {
  it('is read also where the text is not whole', () => {
    expect(titleOf('{ "name": "A", "description": "For gateways", "version": 3, "server": {')).toEqual({
      name: 'A',
      description: 'For gateways',
      version: 3,
    });
  });

  it.each(['{"name": ""}', '{"name": 3, "version": "x"}', '[]', '7', '{"version": 0.5}'])(
    'is nothing in %s',
    (text) => {
      expect(titleOf(text)).toEqual({});
    },
  );
});

describe('the outline', () => {
  const entries = (text: string) => {
    const tree = readTree(text);
    return tree ? outlineOf(tree) : [];
  };

  it('has the members in the order of the text, and in them what people look for', () => {
    const text = readFileSync('examples/installation.profile.json', 'utf8');
    const found = entries(text);
    expect(found.map(({ level, name }) => `${level} ${name}`)).toEqual(
      expect.arrayContaining([
        '1 server',
        '2 connectivity',
        '1 forms',
        '2 installation',
        '3 On the mast',
        '1 sessionPlan',
        '2 Ask where it is mounted',
      ]),
    );
    for (const { level, name, offset } of found)
      if (level === 1) expect(text.startsWith(`"${name}"`, offset)).toBe(true);
    expect(found.find(({ name }) => name === 'name')?.detail).toBe('GW-200 installation');
  });

  it('has the steps of every plan, in whichever form it is written', () => {
    const names = entries(readFileSync('examples/firmware.profile.json', 'utf8')).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Name the package', 'check', 'Check the new firmware']));
  });

  it('is there while somebody types', () => {
    expect(
      entries('{ "name": "A", "sessionPlan": [ { "step": "One" }, { "st').map(({ name }) => name),
    ).toEqual(['name', 'sessionPlan', 'One', '2']);
  });
});
