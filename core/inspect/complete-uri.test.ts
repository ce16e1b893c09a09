import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientUriOf, parseClientUri, printClientUri } from '../dm/client-uri.ts';
import { type Resolution, resolveClientUri } from '../dm/resolve-uri.ts';
import { encodeSegment } from '../dm/uri-segments.ts';
import type { MoNode } from '../mo/node.ts';
import type { MoJson } from '../mo/serialization.ts';
import { buildTree, noTraces } from './build-tree.ts';
import { completeUri } from './complete-uri.ts';
import type { DeviceTree } from './device-tree.ts';
import { nodeOfJson } from './json-node.ts';
import { moid, part, reported, schemaOf, treeOf } from './test-tree.ts';
import { meaningOf } from './uri-meaning.ts';

const options = { limit: 50, plain: false };
const texts = (tree: DeviceTree, typed: string, more = {}) =>
  completeUri({ tree, further: [] }, typed, { ...options, ...more }).candidates.map(({ text }) => text);

/** Names with everything that a ClientURI gives a meaning, and everything that it does not. */
const name = fc.oneof(
  fc.constantFrom(
    'Name',
    'a/b?c',
    '"quoted"',
    '<b>',
    '*',
    '(x)',
    'a:b',
    '100%',
    '%2F',
    'é ü',
    'שלום',
    '#',
    '&',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
);
const leaf = fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(), fc.constant(null));
const node: fc.Arbitrary<MoJson> = fc.letrec<{ node: MoJson }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.dictionary(name, tie('node'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).node;
const root = fc.dictionary(name, node, { maxKeys: 5, noNullPrototype: true });
/** In the order of the tree. */
const instances = fc
  .uniqueArray(fc.tuple(name, root), { maxLength: 3, selector: ([key]) => key })
  .map((all) => all.toSorted(([left], [right]) => (left < right ? -1 : 1)));

const addressesOf = (found: Resolution) => ('addresses' in found ? found.addresses : []);

const treeWith = (all: readonly (readonly [string, MoJson])[]) =>
  treeOf(
    all.map(([instance, data]) => ({
      ...{ moid, instance },
      data: { rootName: 'Test', root: data, parts: [part([], 1)] },
    })),
  );

describe('completion of ClientURIs', () => {
  it('offers what parses, and is the node that it names', () => {
    fc.assert(
      fc.property(instances, fc.infiniteStream(fc.nat(5)), (all, choices) => {
        const tree = treeWith(all);
        const known = new Map<string, MoNode>(all.map(([instance, data]) => [instance, nodeOfJson(data)]));
        // Taking one candidate after the other leads down to a leaf, as somebody does who presses Tab.
        let typed = '';
        for (let step = 0; step < 6; step++) {
          const { candidates, total } = completeUri({ tree, further: [] }, typed, options);
          expect(candidates).toHaveLength(Math.min(total, options.limit));
          for (const candidate of candidates) {
            if (candidate.kind === 'object') continue;
            const found = resolveClientUri(parseClientUri(candidate.text), known);
            if (candidate.kind === 'every' || candidate.kind === 'only') expect(found.status).not.toBe(409);
            else {
              if (found.status !== 200) throw new Error(`${candidate.text}: ${found.status}`);
              const own = addressesOf(found).map(({ instance, path }) => path.at(-1) ?? instance);
              expect(own.every((each) => each === candidate.name)).toBe(true);
            }
          }
          const next = candidates[(choices.next().value ?? 0) % Math.max(1, candidates.length)];
          if (next === undefined) return;
          typed = next.text;
        }
      }),
    );
  });

  it('offers every node by the beginning of its name, however it is typed', () => {
    fc.assert(
      fc.property(root, fc.boolean(), (data, encode) => {
        const tree = treeWith([['a', data]]);
        for (const each of Object.keys(data)) {
          if (!each.isWellFormed()) continue;
          const begin = [...each].slice(0, 1).join('');
          // Signs that end a name have to be encoded by whoever types them.
          const typed = encode || /[/?#%*()]/.test(begin) ? encodeSegment(begin) : begin;
          const whole = `${moid}/a/${encodeSegment(each)}`;
          const offered = texts(tree, `${moid}/a/${typed}`);
          expect([...offered, `${moid}/a/${typed}`]).toEqual(
            expect.arrayContaining([expect.stringMatching(literally(whole))]),
          );
        }
      }),
    );
  });

  it('means what the device would find, with patterns and queries', () => {
    const step = fc.oneof(name.map(encodeSegment), fc.constant('*'), fc.constant('(x)'));
    fc.assert(
      fc.property(
        instances,
        fc.array(step, { minLength: 1, maxLength: 3 }),
        fc.tuple(name, fc.string({ maxLength: 4 })),
        (all, steps, [path, value]) => {
          const query = `?nv=(x)/${encodeSegment(path).replaceAll(':', '%3A')}:${encodeSegment(value)}`;
          const xs = steps.filter((each) => each === '(x)').length;
          fc.pre(xs <= 1);
          const text = `${moid}/${steps.join('/')}${xs === 1 ? query : ''}`;
          const known = new Map(all.map(([instance, data]) => [instance, nodeOfJson(data)]));
          const tree = treeWith(all);
          const found = resolveClientUri(parseClientUri(text), known);
          const meaning = meaningOf({ tree, further: [] }, text, { limit: 1000, plain: false });
          if (found.status === 409) expect(meaning.kind).toBe('ambiguous');
          else if (found.status === 404) expect(meaning.kind).toBe('nothing');
          else if (meaning.kind !== 'nodes') throw new Error(`${text} means ${meaning.kind}`);
          else
            expect(meaning.nodes.map(({ clientUri }) => clientUri).sort()).toEqual(
              addressesOf(found)
                .map((each) => printClientUri(clientUriOf(each)))
                .sort(),
            );
        },
      ),
    );
  });

  const schema = schemaOf({
    name: 'Test',
    format: 'node',
    children: [
      { name: 'Site', access: ['Get', 'Replace'] },
      { name: 'Started', format: 'int', occurrence: 'ZeroOrOne' },
      { name: 'Profiles', children: [{ name: '', children: [{ name: 'APN' }] }] },
    ],
  });
  const described = treeOf([reported({ Site: 'Hall 3', 'a/b?c': { '"q"': 1 }, '<b>': true })], {
    schemaOf: (each) => (each === moid ? schema : undefined),
  });

  it('marks what the device reported and what its description has', () => {
    const { candidates } = completeUri({ tree: described, further: [] }, `${moid}/a/t`, options);
    expect(candidates).toMatchObject([
      { name: 'Site', from: 'reported', format: 'chr' },
      { name: 'Started', from: 'described', format: 'int' },
    ]);
    // What only holds what was typed comes after what begins with it.
    expect(texts(described, `${moid}/a/s`)).toEqual([
      `${moid}/a/Site`,
      `${moid}/a/Started`,
      `${moid}/a/Profiles/`,
    ]);
  });

  it('escapes what a ClientURI gives a meaning', () => {
    expect(texts(described, `${moid}/a/a`)).toContain(`${moid}/a/a%2Fb%3Fc/`);
    expect(texts(described, `${moid}/a/a%2Fb%3Fc/`)).toContain(`${moid}/a/a%2Fb%3Fc/%22q%22`);
    expect(texts(described, `${moid}/a/<`)).toEqual([`${moid}/a/%3Cb%3E`]);
    // Half of an encoded sign is on its way to be one.
    expect(texts(described, `${moid}/a/a%2`)).toContain(`${moid}/a/a%2Fb%3Fc/`);
  });

  it('goes on below a name that nobody has given yet, as the description has it', () => {
    expect(texts(described, `${moid}/a/Profiles/mine/`)).toEqual([`${moid}/a/Profiles/mine/APN`]);
    const known = { tree: described, further: [] };
    expect(meaningOf(known, `${moid}/a/Profiles/mine/APN`, options)).toMatchObject({
      ...{ kind: 'nodes', there: 0, others: 1 },
      nodes: [{ from: 'described', format: 'chr', clientUri: `${moid}/a/Profiles/mine/APN` }],
    });
  });

  it('offers objects by their MOID and by their name, those too that the device has not told of', () => {
    const further = [{ moid: 'urn:oma:mo:other:1.0', schema: schema.root }];
    const offered = (typed: string) =>
      completeUri({ tree: described, further }, typed, options).candidates.map(({ text, from }) => [
        text,
        from,
      ]);
    expect(offered('Test')).toEqual([
      [`${moid}/`, 'reported'],
      ['urn:oma:mo:other:1.0/', 'described'],
    ]);
    expect(offered('urn:oma:mo:other:1.0//St')).toEqual([['urn:oma:mo:other:1.0//Started', 'described']]);
  });

  it('offers no patterns where a plain ClientURI is wanted', () => {
    const two = treeWith([
      ['a', { N: 1 }],
      ['b', { N: 2 }],
    ]);
    expect(texts(two, `${moid}/`)).toEqual([`${moid}/a/`, `${moid}/b/`, `${moid}/*/`]);
    expect(texts(two, `${moid}/`, { plain: true })).toEqual([`${moid}/a/`, `${moid}/b/`]);
    expect(texts(two, `${moid}//`)).toEqual([]);
    expect(meaningOf({ tree: two, further: [] }, `${moid}//N`, options)).toEqual({ kind: 'ambiguous' });
    expect(meaningOf({ tree: two, further: [] }, `${moid}/*/N`, { limit: 1, plain: true })).toMatchObject({
      kind: 'malformed',
    });
  });

  it('completes the query: the x-name, the path from it, and the values that were reported there', () => {
    const two = treeWith([
      ['a', { Name: 'one two', Port: 1 }],
      ['b', { Name: 'three', Port: 1 }],
    ]);
    expect(texts(two, `${moid}/(x)/Port?`)).toEqual([`${moid}/(x)/Port?nv=(x)/`]);
    expect(texts(two, `${moid}/(x)/Port?nv=(x)/N`)).toEqual([`${moid}/(x)/Port?nv=(x)/Name:`]);
    const values = texts(two, `${moid}/(x)/Port?nv=(x)/Name:`);
    expect(values).toEqual([`${moid}/(x)/Port?nv=(x)/Name:one%20two`, `${moid}/(x)/Port?nv=(x)/Name:three`]);
    expect(meaningOf({ tree: two, further: [] }, values[1] ?? '', options)).toMatchObject({
      ...{ kind: 'nodes', there: 1, nodes: [{ clientUri: `${moid}/b/Port` }] },
    });
    expect(meaningOf({ tree: two, further: [] }, `${moid}/(x)/Port?nv=(x)/Port:1`, options)).toEqual({
      kind: 'ambiguous',
    });
  });

  it('says how far something is known where nothing is, and what is wrong with what is no ClientURI', () => {
    const known = { tree: described, further: [] };
    const meaning = (text: string) => meaningOf(known, text, options);
    expect(meaning(' ')).toEqual({ kind: 'empty' });
    expect(meaning('urn:oma:mo:nobody:1.0//')).toEqual({ kind: 'nothing' });
    expect(meaning(`${moid}/a/Site/x/y`)).toEqual({ kind: 'nothing', upTo: `${moid}/a/Site` });
    expect(meaning(moid)).toEqual({ kind: 'object', isKnown: true });
    expect(meaning(`${moid}/a/(x)`)).toMatchObject({
      kind: 'malformed',
      detail: expect.stringContaining('nv'),
    });
  });

  it('tells no value that no command may read', () => {
    const secret = schemaOf({
      name: 'Test',
      format: 'node',
      children: [{ name: 'Key', access: ['Replace'] }],
    });
    const tree = buildTree({
      ...{ instances: [reported({ Key: 'geheim' })], assumed: [], traces: noTraces },
      schemaOf: () => secret,
    });
    const answer = JSON.stringify([
      meaningOf({ tree, further: [] }, `${moid}/a/Key`, options),
      completeUri({ tree, further: [] }, `${moid}/(x)/?nv=(x)/Key:`, options),
    ]);
    expect(answer).not.toContain('geheim');
    expect(answer).toContain('unreadable');
  });
});

function literally(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^$()|[\]\\{}]/g, '\\$&')}/?$`);
}
