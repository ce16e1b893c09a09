import { describe, expect, it } from 'vitest';
import { supplyChainProblems } from './check-supply-chain.mjs';
import { packagesIn, shippedPlaces } from './shipped-packages.mjs';
import {
  deprecationProblems,
  licenceProblems,
  majorProblems,
  originProblems,
  pinningProblems,
  scriptProblems,
  settingsProblems,
} from './supply-chain.mjs';
import { POLICY } from './supply-policy.mjs';

const integrity = `sha512-${'A'.repeat(86)}==`;
const good = { version: '1.2.3', integrity, license: 'MIT' };
const lockWith = (packages, root = {}) => ({ lockfileVersion: 3, packages: { '': root, ...packages } });

it('nothing is wrong with the packages of the project, and all of them were looked at', () => {
  const { looked, shipped, problems } = supplyChainProblems();
  expect(problems).toEqual([]);
  expect(looked).toBeGreaterThan(500);
  expect(shipped).toBeGreaterThan(100);
});

describe('where packages come from', () => {
  const problemsOf = (entry) => originProblems(lockWith({ 'node_modules/bad': { ...good, ...entry } }));

  it('is a registry, with a digest', () => {
    expect(problemsOf({ dependencies: { a: '^1.0.0 || >=2 <4', b: 'latest', c: 'npm:@d/e@~1.2' } })).toEqual(
      [],
    );
  });

  it.each([
    [{ integrity: undefined }, 'has no sha512 digest'],
    [{ integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'has no sha512 digest'],
    [{ integrity: `sha512-${'A'.repeat(80)}` }, 'has no sha512 digest'],
    [{ link: true }, 'is a link to a folder'],
    [
      { version: 'git+ssh://git@host.example/a.git#1' },
      'has "git+ssh://git@host.example/a.git#1" for a version',
    ],
    [{ version: 'file:../a' }, 'has "file:../a" for a version'],
    [{ resolved: 'https://host.example/bad/-/bad-1.2.3.tgz' }, 'names where it was fetched from'],
    [{ resolved: 'git+https://host.example/a.git#1' }, 'names where it was fetched from'],
    [{ dependencies: { a: 'github:b/a' } }, 'asks for a from "github:b/a"'],
    [{ dependencies: { a: 'b/a' } }, 'asks for a from "b/a"'],
    [
      { optionalDependencies: { a: 'http://host.example/a.tgz' } },
      'asks for a from "http://host.example/a.tgz"',
    ],
    [{ peerDependencies: { a: 'file:../a' } }, 'asks for a from "file:../a"'],
    [{ dependencies: { a: './a' } }, 'asks for a from "./a"'],
  ])('%j is told', (entry, problem) => {
    expect(problemsOf(entry)).toEqual([`node_modules/bad: ${problem}`]);
  });

  it('is told of a lockfile of another version', () => {
    expect(originProblems({ lockfileVersion: 1, packages: {} })).toEqual([
      'package-lock.json is of version 1, not 3',
    ]);
  });
});

describe("the project's own dependencies", () => {
  const lock = (root) => lockWith({ 'node_modules/a': good }, root);

  it('are pinned, as in the lockfile', () => {
    const dependencies = { a: '1.2.3' };
    expect(pinningProblems({ dependencies }, lock({ dependencies }))).toEqual([]);
    const aliased = { a: 'npm:b@1.2.3' };
    expect(pinningProblems({ devDependencies: aliased }, lock({ devDependencies: aliased }))).toEqual([]);
  });

  it.each([
    '^1.2.3',
    '~1.2.3',
    '1.x',
    '*',
    'latest',
    'npm:b@^1.2.3',
    'file:../a',
    'https://host.example/a.tgz',
  ])('%s is told', (version) => {
    const dependencies = { a: version };
    expect(pinningProblems({ dependencies }, lock({ dependencies }))).toEqual([
      `a is not pinned: "${version}"`,
    ]);
  });

  it('that the lockfile has otherwise are told', () => {
    const [wanted, locked] = [{ dependencies: { a: '1.2.4' } }, { dependencies: { a: '1.2.3', b: '1.0.0' } }];
    expect(pinningProblems(wanted, lock(locked))).toEqual([
      'a 1.2.4 is not what package-lock.json has',
      'a differs between package.json and package-lock.json',
      'b differs between package.json and package-lock.json',
    ]);
  });

  it('are not changed by a field of which no rule knows', () => {
    expect(pinningProblems({ overrides: {} }, lock({}))).toEqual([
      'package.json has overrides, of which no rule knows',
    ]);
  });
});

describe('install scripts', () => {
  const packages = { 'node_modules/a': { ...good, hasInstallScript: true }, 'node_modules/b': good };

  it('are allowed or refused by name', () => {
    for (const a of [true, false])
      expect(scriptProblems({ allowScripts: { a } }, lockWith(packages))).toEqual([]);
  });

  it('that nobody decided about are told, and decisions about none', () => {
    expect(scriptProblems({}, lockWith(packages))).toEqual([
      'a has an install script, and allowScripts in package.json says nothing of it',
    ]);
    expect(scriptProblems({ allowScripts: { a: true, b: true } }, lockWith(packages))).toEqual([
      'allowScripts in package.json names b, which has no install script',
    ]);
  });
});

describe('licences of what is shipped', () => {
  const policy = { licences: new Set(['MIT', 'ISC']), otherLicences: {} };
  const problemsOf = (licence, otherLicences = {}) =>
    licenceProblems([{ name: 'a', licence }], { ...policy, otherLicences });

  it.each(['MIT', '(MIT OR GPL-3.0-only)', 'GPL-2.0-only OR ISC', 'MIT AND ISC'])(
    '%s is allowed',
    (licence) => {
      expect(problemsOf(licence)).toEqual([]);
    },
  );

  it.each([
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    '(MIT OR ISC) AND CC-BY-4.0',
    'SEE LICENSE IN LICENSE.md',
    'UNLICENSED',
    '',
    undefined,
    { type: 'MIT' },
  ])('%j is told', (licence) => {
    expect(problemsOf(licence)).toHaveLength(1);
  });

  it('have exceptions for exactly one licence, as long as they are needed', () => {
    const exception = (licence) => ({ a: { licence, reason: 'a reason' } });
    expect(problemsOf('OFL-1.1', exception('OFL-1.1'))).toEqual([]);
    expect(problemsOf('GPL-3.0-only', exception('OFL-1.1'))).toHaveLength(2);
    expect(problemsOf('MIT', exception('OFL-1.1'))).toEqual([
      'the exception for the licence of a is needed no more',
    ]);
  });
});

describe('majors of what is shipped', () => {
  const policy = { securityRelevant: [/^a$/], twoMajors: {} };
  const shipped = (...versions) => versions.map((version) => ({ name: 'a', version }));

  it('are one each where it matters', () => {
    expect(majorProblems(shipped('1.0.0', '1.1.0'), policy)).toEqual([]);
    expect(
      majorProblems(
        [
          { name: 'b', version: '1.0.0' },
          { name: 'b', version: '2.0.0' },
        ],
        policy,
      ),
    ).toEqual([]);
    expect(majorProblems(shipped('2.0.0', '1.0.0'), policy)).toEqual(['a is shipped as 1.0.0 and 2.0.0']);
  });

  it('have exceptions for exactly these versions, as long as they are needed', () => {
    const twoMajors = { a: { versions: ['1.0.0', '2.0.0'], reason: 'a reason' } };
    expect(majorProblems(shipped('1.0.0', '2.0.0'), { ...policy, twoMajors })).toEqual([]);
    expect(majorProblems(shipped('1.0.0', '2.0.1'), { ...policy, twoMajors })).toHaveLength(1);
    for (const left of [shipped('2.0.0'), []])
      expect(majorProblems(left, { ...policy, twoMajors })).toEqual([
        'the exception for two majors of a is needed no more',
      ]);
  });
});

describe('the rest', () => {
  it('tells of packages that were given up', () => {
    expect(
      deprecationProblems([
        { name: 'a', ...good },
        { name: 'b', ...good, deprecated: 'use c' },
      ]),
    ).toEqual(['b 1.2.3 is deprecated: use c']);
  });

  it('tells of settings that choose a registry or carry a key', () => {
    expect(settingsProblems('save-exact=true\nfund=false\n')).toEqual([]);
    expect(
      settingsProblems(
        'registry=https://host.example/\n@a:registry = https://host.example/\n//host.example/:_authToken=x\n_auth=x\n',
      ),
    ).toHaveLength(4);
  });

  it('gives every exception a reason', () => {
    for (const { reason } of [...Object.values(POLICY.otherLicences), ...Object.values(POLICY.twoMajors)])
      expect(reason).toMatch(/^.{20,}\.$/);
  });
});

describe('what is shipped', () => {
  it('is what the program and its window need, found as Node finds it', () => {
    const packages = {
      '': { dependencies: { a: '1.0.0' }, devDependencies: { tool: '1.0.0', ui: '1.0.0' } },
      'node_modules/a': { dependencies: { shared: '^2' }, optionalDependencies: { absent: '1' } },
      'node_modules/a/node_modules/shared': { dependencies: { deep: '1' } },
      'node_modules/deep': { dependencies: { a: '1' } },
      'node_modules/shared': {},
      'node_modules/tool': { dependencies: { shared: '^1' } },
      'node_modules/ui': { peerDependencies: { shared: '^1' } },
    };
    expect(shippedPlaces(packages, [])).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/shared',
      'node_modules/deep',
    ]);
    expect(shippedPlaces(packages, ['ui'])).toContain('node_modules/shared');
    expect(shippedPlaces(packages, ['ui'])).not.toContain('node_modules/tool');
  });

  it('is read off the imports of a source', () => {
    const text = `
      import a from 'a';
      import { b,
        c } from "@scope/b/sub";
      import 'd/style.css';
      import type { E } from 'e';
      import own from './own.ts';
      import fs from 'node:fs';
      const later = import('f/g');
      @import 'h/style.css';`;
    expect(packagesIn(text)).toEqual(['a', '@scope/b', 'd', 'e', 'f', 'h']);
  });
});
