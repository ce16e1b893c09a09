import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interior, leaf, type MoNode } from '../mo/node.ts';
import {
  type ClientUri,
  clientUri,
  type InstancePart,
  parseClientUri,
  type UriSegment,
} from './client-uri.ts';
import { printNodeAddress } from './node-address.ts';
import { type Resolution, resolveClientUri } from './resolve-uri.ts';

const moid = 'urn:oma:mo:moid:1.0';
const reading = (date: string, value: number) =>
  interior([
    ['Date', leaf(date)],
    ['Value', leaf(value)],
  ]);
const sensor = (id: string, first: MoNode, second: MoNode) =>
  interior([
    ['ID', leaf(id)],
    [
      'Data',
      interior([
        ['1', first],
        ['2', second],
      ]),
    ],
  ]);
/** The instances of the protocol's example. */
const instances = new Map([
  ['left', sensor('GPS', reading('12.1', 5), reading('12.2', 6))],
  ['right', sensor('Temperature', reading('12.1', 7), reading('12.3', 8))],
]);
const found = (resolution: Resolution) =>
  resolution.status === 200 ? resolution.addresses.map(printNodeAddress) : resolution.status;
const resolve = (rest: string, among: ReadonlyMap<string, MoNode> = instances) =>
  found(resolveClientUri(parseClientUri(`${moid}/${rest}`), among));

describe('a ClientURI is resolved', () => {
  it.each([
    ['left/', ['left/']],
    ['/', 409],
    ['(x)/?nv=(x)/ID:Temperature', ['right/']],
    ['(x)/Data/1/Value?nv=(x)/ID:GPS', ['left/Data/1/Value']],
    ['(x)/Data/(y)/Value?nv=(x)/ID:GPS&nv=(y)/Date:12.2', ['left/Data/2/Value']],
    [
      '*/Data/*/Value',
      ['left/Data/1/Value', 'left/Data/2/Value', 'right/Data/1/Value', 'right/Data/2/Value'],
    ],
    ['(x)/Data/*/Value?nv=(x)/ID:GPS&nv=(x)/Setting:0xB2', 404],
  ])('as the protocol says: %s', (rest, expected) => {
    expect(resolve(rest)).toEqual(
      typeof expected === 'number' ? expected : expected.map((each) => `${moid}/${each}`),
    );
  });

  it.each([
    ['none/', 404],
    ['left/None', 404],
    ['left/ID/below', 404],
    ['*/None', 404],
    ['left/Data/3/*', 404],
    // An x-name is as ambiguous as "//" where two satisfy its conditions.
    ['(x)/?nv=(x)/Data/1/Date:12.1', 409],
    ['(x)/None?nv=(x)/Data/1/Date:12.1', 409],
    // It picks under each parent.
    ['*/Data/(y)/Value?nv=(y)/Date:12.1', [`${moid}/left/Data/1/Value`, `${moid}/right/Data/1/Value`]],
    ['*/Data/(y)/Value?nv=(y)/Date:12.3', [`${moid}/right/Data/2/Value`]],
    ['left/Data/(y)/?nv=(y)/Date:12.2&nv=(y)/Value:6', [`${moid}/left/Data/2`]],
    ['left/Data/(y)/?nv=(y)/Date:12.2&nv=(y)/Value:5', 404],
    // A condition asks for a value: an interior node has none.
    ['(x)/?nv=(x)/Data:', 404],
  ])('%s: %j', (rest, expected) => {
    expect(resolve(rest)).toEqual(expected);
  });

  it('compares values as their texts, and null as none', () => {
    const node = (value: string | number | boolean | null) => interior([['V', leaf(value)]]);
    const all = new Map([
      ['number', node(15)],
      ['truth', node(true)],
      ['nothing', node(null)],
      ['text', node('0xB2')],
    ]);
    const byValue = (value: string) => resolve(`(x)/?nv=(x)/V:${value}`, all);
    expect(byValue('15')).toEqual([`${moid}/number/`]);
    expect(byValue('true')).toEqual([`${moid}/truth/`]);
    expect(byValue('')).toEqual([`${moid}/nothing/`]);
    expect(byValue('0xb2')).toBe(404);
  });

  it('with "//" to the only instance, and to none where there is none', () => {
    expect(resolve('/ID', new Map([...instances].slice(0, 1)))).toEqual([`${moid}/left/ID`]);
    expect(resolve('/', new Map())).toBe(404);
    expect(resolve('*/', new Map())).toBe(404);
  });

  it('without a look at what may not be asked for', () => {
    const asked: string[] = [];
    const uri = parseClientUri(`${moid}/(x)/Data/(y)/Value?nv=(x)/ID:GPS&nv=(y)/Date:12.2`);
    const resolution = resolveClientUri(uri, instances, (instance, path) => {
      asked.push([instance, ...path].join('/'));
      return path.at(-1) !== 'Date';
    });
    expect(resolution.status).toBe(404);
    expect(asked).toEqual(['left/ID', 'right/ID', 'left/Data/1/Date', 'left/Data/2/Date']);
    expect(resolveClientUri(uri, instances, (instance) => instance === 'right').status).toBe(404);
  });
});

type Names = readonly string[];

/** Every node of every instance by its names, the instance's first, with the text of its value. */
function nodesOf(all: ReadonlyMap<string, MoNode>): readonly { names: Names; text?: string }[] {
  const nodes: { names: Names; text?: string }[] = [];
  const visit = (names: Names, node: MoNode) => {
    nodes.push(node.kind === 'leaf' ? { names, text: String(node.value) } : { names });
    if (node.kind === 'interior') for (const [name, child] of node.children) visit([...names, name], child);
  };
  for (const [name, root] of all) visit([name], root);
  return nodes;
}

/** What the protocol says, by brute force: each node there is, tested against the pattern on its own. */
function bruteForce(uri: ClientUri, all: ReadonlyMap<string, MoNode>): readonly string[] | number {
  const nodes = nodesOf(all);
  const steps = [uri.instance, ...uri.path];
  const fits = (names: Names) =>
    names.every((name, index) => {
      const step = steps[index]!;
      if (step.kind === 'name') return step.name === name;
      if (step.kind !== 'placeholder') return true;
      return uri.conditions.every(({ letter, path, value }) => {
        const wanted = [...names.slice(0, index + 1), ...path].join('/');
        return (
          letter !== step.letter ||
          nodes.some((node) => node.names.join('/') === wanted && node.text === value)
        );
      });
    });
  if (uri.instance.kind === 'only' && all.size > 1) return 409;
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'placeholder') continue;
    const parents = nodes
      .filter(({ names }) => names.length === index + 1 && fits(names))
      .map(({ names }) => names.slice(0, -1).join('/'));
    if (new Set(parents).size < parents.length) return 409;
  }
  const matching = nodes.filter(({ names }) => names.length === steps.length && fits(names));
  if (matching.length === 0) return 404;
  return matching.map(({ names: [instance, ...path] }) => `${uri.moid}/${instance}/${path.join('/')}`);
}

describe('over random trees and ClientURIs', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const value = fc.constantFrom('1', '2');
  const children = (node: fc.Arbitrary<MoNode>) =>
    fc.uniqueArray(fc.tuple(name, node), { selector: ([each]) => each, maxLength: 3 });
  const leaves: fc.Arbitrary<MoNode> = value.map(leaf);
  const low: fc.Arbitrary<MoNode> = children(leaves).map(interior);
  const middle: fc.Arbitrary<MoNode> = children(fc.oneof(leaves, low)).map(interior);
  const trees = children(fc.oneof(leaves, middle, middle)).map((all) => new Map(all));

  const letter = fc.constantFrom('x', 'y', 'z');
  const segment: fc.Arbitrary<UriSegment> = fc.oneof(
    name.map((each): UriSegment => ({ kind: 'name', name: each })),
    fc.constant<UriSegment>({ kind: 'every' }),
    letter.map((each): UriSegment => ({ kind: 'placeholder', letter: each })),
  );
  const instance: fc.Arbitrary<InstancePart> = fc.oneof(
    segment,
    segment,
    fc.constant({ kind: 'only' } as const),
  );
  const conditions = fc.array(
    fc.record({ letter, path: fc.array(name, { minLength: 1, maxLength: 2 }), value }),
    { maxLength: 3 },
  );
  const uris = fc
    .record({ instance, path: fc.array(segment, { maxLength: 3 }), conditions })
    .map((parts) => clientUri({ moid, ...parts }));

  it('it finds what brute force finds, in the same order', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(trees, uris, (all, uri) => {
        const expected = bruteForce(uri, all);
        expect(found(resolveClientUri(uri, all))).toEqual(expected);
        const kind =
          typeof expected === 'number' ? String(expected) : expected.length > 1 ? 'several' : 'one';
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }),
      { numRuns: 5000 },
    );
    for (const kind of ['one', 'several', '404', '409']) expect(seen.get(kind)).toBeGreaterThan(100);
  });
});
