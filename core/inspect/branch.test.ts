import { describe, expect, it } from 'vitest';
import type { ServerCommand } from '../dm/commands.ts';
import { parseCommand } from '../dm/commands.ts';
import { nodeAddress, parseNodeAddress } from '../dm/node-address.ts';
import { toFault } from '../errors.ts';
import { printBranch, readBranch } from './branch.ts';
import { compareObjects } from './compare-devices.ts';
import { nodeOfJson } from './json-node.ts';
import { leadsTo, withPart } from './provenance.ts';
import { moid, part, schemaOf } from './test-tree.ts';
import { uploadSource } from './upload-source.ts';

const schema = schemaOf({
  name: 'Test',
  access: ['Get', 'Add', 'Replace'],
  children: [
    { name: 'Name', access: ['Get', 'Replace'] },
    { name: 'Count', format: 'int', occurrence: 'ZeroOrOne', access: ['Get', 'Replace'] },
    { name: 'State', format: 'int', occurrence: 'ZeroOrOne' },
    { name: 'Secret', occurrence: 'ZeroOrOne', access: ['Replace'] },
  ],
});
const instance = (root: unknown, name = 'a') => ({
  ...{ moid, instance: name, rootName: 'Test', root: nodeOfJson(root as never) },
});
const sources = {
  instances: [instance({ Name: 'x', Count: 1, State: 2, Secret: 'hunter2' }), instance({ Name: 'y' }, 'b')],
  schemaOf: () => schema,
  ddfOf: () => 'https://vendor.example/x.ddf',
};
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'none';
  } catch (error) {
    return toFault(error).code;
  }
};

describe('a branch', () => {
  it('is saved as serialized MOs, without what no command may read', () => {
    expect(JSON.parse(printBranch({ moid, instance: 'a', path: [] }, sources))).toEqual([
      {
        DDF: 'https://vendor.example/x.ddf',
        ClientURI: `${moid}/a/`,
        MOData: { Test: { Name: 'x', Count: 1, State: 2 } },
      },
    ]);
    expect(JSON.parse(printBranch({ moid, instance: 'a', path: ['Name'] }, sources))).toMatchObject([
      { ClientURI: `${moid}/a/Name`, MOData: { Name: 'x' } },
    ]);
    expect(JSON.parse(printBranch({ moid, path: [] }, sources))).toHaveLength(2);
    expect(codeOf(() => printBranch({ moid, instance: 'a', path: ['None'] }, sources))).toBe('BRANCH_EMPTY');
    expect(codeOf(() => printBranch({ moid, instance: 'a', path: ['Secret'] }, sources))).toBe(
      'BRANCH_EMPTY',
    );
  });

  it('is checked before it is anything more than a file', () => {
    const text = printBranch({ moid, instance: 'a', path: ['Name'] }, sources);
    const same = readBranch(text, 'f', sources);
    expect(same.entries).toMatchObject([{ effect: 'equal', values: 1, hasSchema: true, problems: [] }]);
    expect(same.changes).toEqual([
      {
        kind: 'place',
        clientUri: nodeAddress(moid, 'a', ['Name']),
        data: { name: 'Name', node: nodeOfJson('x') },
      },
    ]);
    const file = (uri: string, data: object) => JSON.stringify([{ ClientURI: uri, MOData: data }]);
    const read = (uri: string, data: object) =>
      readBranch(file(`${moid}/${uri}`, data), 'f', sources).entries[0];
    expect(read('a/Count', { Count: 'many' })).toMatchObject({
      effect: 'changes',
      differences: 1,
      problems: [{ kind: 'wrongFormat' }],
    });
    expect(read('a/State', { State: 1 })?.problems).toMatchObject([{ kind: 'notWritable' }]);
    expect(read('a/Odd', { Odd: 1 })?.problems).toMatchObject([{ kind: 'unknownNode' }]);
    expect(read('c/', { Test: { Name: 'z' } })).toMatchObject({ effect: 'unknown', problems: [] });
    expect(read('a/', { Test: { Count: 1 } })?.problems).toMatchObject([
      { kind: 'missingNode', path: ['Name'] },
    ]);
    const unknown = readBranch(file('urn:oma:mo:other:1.0/x/', { Other: 1 }), 'f', {
      instances: [],
      schemaOf: () => undefined,
    });
    expect(unknown.entries).toMatchObject([{ hasSchema: false, effect: 'unknown', problems: [] }]);
  });

  it.each([
    '',
    '{',
    '[]',
    '{}',
    '[{"ClientURI":"x","MOData":{}}]',
    `[${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}]`,
  ])('is refused with a code where the file holds none: %.20s', (text) => {
    expect(codeOf(() => readBranch(text, 'f', sources))).toBe('BRANCH_NOT_READ');
  });
});

describe('two devices', () => {
  it('are compared by MOID and MIID, and their only instances whatever their names', () => {
    const left = [instance({ Name: 'x', Sub: { A: 1 } })];
    const right = [instance({ Name: 'y', Sub: { A: 1, B: 2 } }, 'other')];
    expect(compareObjects(left, right)).toMatchObject({
      instances: 1,
      equal: 1,
      differences: [
        { kind: 'changed', path: ['Name'], instance: { left: 'a', right: 'other' } },
        { kind: 'added', path: ['Sub', 'B'] },
      ],
    });
    // A profile does not say that what it does not set is wrong.
    expect(compareObjects(left, right, 'wanted').differences).toHaveLength(1);
    const two = [instance({ Name: 'x' }), instance({ Name: 'z' }, 'b')];
    expect(compareObjects(two, [instance({ Name: 'x' })]).differences).toMatchObject([
      { kind: 'removed', path: [], instance: { left: 'b' } },
    ]);
    expect(compareObjects([], two, 'wanted').differences).toEqual([]);
  });

  it('are compared as deep as they are', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 1000; level++) deep = { n: deep };
    expect(compareObjects([instance(deep)], [instance(deep)])).toMatchObject({ differences: [], equal: 1 });
  });
});

describe('the parts of an instance', () => {
  it('give way to what covers them', () => {
    const parts = [part([], 1), part(['A', 'B'], 2), part(['A', 'C'], 3), part(['AB'], 4)];
    expect(withPart(parts, part(['A'], 5)).map(({ at }) => at)).toEqual([1, 4, 5]);
    expect(withPart(parts, part([], 5)).map(({ at }) => at)).toEqual([5]);
    expect(withPart(parts, part(['A', 'B'], 5)).map(({ at }) => at)).toEqual([1, 3, 4, 5]);
    expect(leadsTo(['A'], ['AB'])).toBe(false);
  });
});

describe('what a device puts into the repository', () => {
  const sent = [
    ['HPUT', 'https://bench/x', `${moid}/a/Site`, `${moid}/*/Other/*`],
    ['GET', `${moid}/a/Name`],
  ].map((command) => parseCommand(command) as ServerCommand);
  it.each([
    [`${moid}/a/Site`, 'uploaded'],
    [`${moid}/b/Other/1`, 'uploaded'],
    [`${moid}/a/Name`, 'subscribed'],
    [`${moid}/b/Site`, 'subscribed'],
    ['urn:oma:mo:other:1.0/a/Site', 'subscribed'],
  ])('%s was %s', (uri, source) => {
    expect(uploadSource(sent, parseNodeAddress(uri))).toBe(source);
    expect(uploadSource([], parseNodeAddress(uri))).toBe('subscribed');
  });
});
