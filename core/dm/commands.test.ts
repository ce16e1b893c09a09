import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClientUri, clientUriOf, parseClientUri } from './client-uri.ts';
import { commandNames, parseCommand, printCommand, type ServerCommand, subjectOf } from './commands.ts';
import { nodeAddress } from './node-address.ts';

const node = parseClientUri('urn:a:b/i/x');
const other = parseClientUri('urn:a:b/(x)/*?nv=(x)/ID:1&cv=9f31');

/** Each command of the protocol's table in its array form, parameters in the order shown there. */
const table: readonly (readonly [readonly string[], ServerCommand])[] = [
  [['HGET', 'https://h/r', 'urn:a:b/i/x'], { kind: 'HGET', source: 'https://h/r', target: node }],
  [['HGET', 'https://h/r'], { kind: 'HGET', source: 'https://h/r' }],
  [['HPUT', 'https://h/r', 'urn:a:b/i/x'], { kind: 'HPUT', destination: 'https://h/r', targets: [node] }],
  [
    ['HPOST', 'http://h/r', 'urn:a:b/i/x', 'urn:a:b/(x)/*?nv=(x)/ID:1&cv=9f31'],
    { kind: 'HPOST', destination: 'http://h/r', targets: [node, other] },
  ],
  [['DELETE', 'urn:a:b/i/x'], { kind: 'DELETE', target: node }],
  [['EXEC', 'urn:a:b/i/x'], { kind: 'EXEC', target: node }],
  [['EXEC', 'urn:a:b/i/x', 'https://h/dm'], { kind: 'EXEC', target: node, replyTo: 'https://h/dm' }],
  [['GET', 'urn:a:b/i/x'], { kind: 'GET', targets: [node] }],
  [['SHOW', 'https://h/ui'], { kind: 'SHOW', page: 'https://h/ui' }],
  [['CONT', 'https://h/dm?s=1'], { kind: 'CONT', serverUri: 'https://h/dm?s=1' }],
  [['END'], { kind: 'END' }],
  [['DEFAULT', 'https://h/r', 'urn:a:b'], { kind: 'DEFAULT', source: 'https://h/r', moid: 'urn:a:b' }],
  [['SUB', 'https://h/r', 'urn:a:b/i/x'], { kind: 'SUB', destination: 'https://h/r', target: node }],
  [['UNSUB', 'urn:a:b/i/x'], { kind: 'UNSUB', target: node }],
];

describe('a command', () => {
  it.each(table)('%j is read and written in its array form', (array, command) => {
    expect(parseCommand(array)).toEqual(command);
    expect(printCommand(command)).toEqual(array);
  });

  it('of every name is in the table above', () => {
    expect(new Set(table.map(([[name]]) => name))).toEqual(new Set(commandNames));
  });

  it.each(table)(
    '%j is read with its parameters in another order, and with null among them',
    (array, command) => {
      const [name, ...parameters] = array;
      const servers = parameters.filter((parameter) => parameter.startsWith('http'));
      const nodes = parameters.filter((parameter) => !parameter.startsWith('http'));
      for (const order of [
        [...nodes, ...servers],
        [...servers, ...nodes],
        [...nodes.slice(0, 1), ...servers, ...nodes.slice(1)],
      ]) {
        expect(parseCommand([name, ...order])).toEqual(command);
        expect(parseCommand([name, null, ...order.flatMap((parameter) => [parameter, null])])).toEqual(
          command,
        );
      }
    },
  );

  it.each([
    [['get', 'urn:a:b/i/x'], { kind: 'GET', targets: [node] }],
    [['DEFAULT', 'https://h/r', 'urn:a:b/'], { kind: 'DEFAULT', source: 'https://h/r', moid: 'urn:a:b' }],
    [['HGET', 'HTTPS://h/r'], { kind: 'HGET', source: 'HTTPS://h/r' }],
    [['END', 'now'], { kind: 'END' }],
  ])('%j is read liberally', (array, command) => {
    expect(parseCommand(array)).toEqual(command);
  });

  it.each([
    [['FLY', 'urn:a:b//'], 'FLY'],
    [['REPLACE', 'urn:a:b//', 7], 'REPLACE'],
    [['GET '], 'GET '],
    [[''], ''],
  ])('%j is not supported, under its name', (array, name) => {
    expect(parseCommand(array)).toEqual({ kind: 'notSupported', name });
  });

  it.each([
    [['GET'], 'a ClientURI is needed'],
    [['GET', null], 'a ClientURI is needed'],
    [['GET', 'https://h/r'], 'a ClientURI is needed'],
    [['GET', 7], 'a parameter is not a text'],
    [['GET', 'urn:a:b//', ['urn:a:b//']], 'a parameter is not a text'],
    [['GET', 'nonsense'], '"nonsense" is not a ClientURI: it does not begin with a MOID.'],
    [['GET', 'urn:a:b/i/x', 'urn:a:b'], '"urn:a:b" is not a ClientURI: the instance is missing.'],
    [['HGET'], 'a ServerURI is needed'],
    [['HGET', 'urn:a:b//'], 'a ServerURI is needed'],
    [['HGET', 'https://'], 'a ServerURI is needed'],
    [['HGET', 'https://h/r', 'urn:a:b'], '"urn:a:b" is not a ClientURI: the instance is missing.'],
    [['HPUT', 'https://h/r'], 'a ClientURI is needed'],
    [['HPOST', 'urn:a:b//'], 'a ServerURI is needed'],
    [['DELETE'], 'a ClientURI is needed'],
    [['EXEC', 'https://h/dm'], 'a ClientURI is needed'],
    [['EXEC', 'urn:a:b//', 'http://['], 'a ServerURI is needed'],
    [['SHOW', 'ftp://h/x'], 'a ServerURI is needed'],
    [['CONT'], 'a ServerURI is needed'],
    [['DEFAULT', 'https://h/r'], 'a MOID is needed'],
    [['DEFAULT', 'https://h/r', 'urn:a:b/i/x'], 'a MOID is needed'],
    [['DEFAULT', 'urn:a:b'], 'a ServerURI is needed'],
    [['SUB', 'https://h/r'], 'a ClientURI is needed'],
    [['SUB', 'urn:a:b//'], 'a ServerURI is needed'],
    [['UNSUB'], 'a ClientURI is needed'],
    // What it would leave undone is never silently dropped.
    [['DELETE', 'urn:a:b/i/', 'urn:a:b/j/'], 'only one ClientURI is taken'],
    [['HGET', 'https://h/r', 'urn:a:b/i/', 'urn:a:b/j/'], 'only one ClientURI is taken'],
    [['CONT', 'https://h/1', 'https://h/2'], 'only one ServerURI is taken'],
    [['HPUT', 'https://h/1', 'https://h/2', 'urn:a:b/i/'], 'only one ServerURI is taken'],
    [['EXEC', 'urn:a:b//', 'https://h/1', 'https://h/2'], 'only one ServerURI is taken'],
    [['DEFAULT', 'https://h/r', 'urn:a:b', 'urn:a:c'], 'only one MOID is taken'],
  ])('%j is malformed, with its name and the reason', (array, detail) => {
    expect(parseCommand(array)).toEqual({ kind: 'malformed', name: array[0], detail });
  });

  it.each([
    [[]],
    [[null, 'urn:a:b//']],
    [[42]],
    [[['GET'], 'urn:a:b//']],
    // Neither has a text of its own: turned into one, they throw.
    [JSON.parse('[{"toString":1,"valueOf":1}]')],
    [JSON.parse(`[${'['.repeat(50_000)}${']'.repeat(50_000)}]`)],
  ])('%#: without a name is malformed', (array) => {
    expect(parseCommand(array)).toEqual({ kind: 'malformed', name: '', detail: 'the command has no name' });
  });

  it.each(table)('%j: what it is about', (array, command) => {
    const nodes = array.filter((parameter) => parameter.startsWith('urn:'));
    expect(subjectOf(command)).toBe((nodes.length > 0 ? nodes : array.slice(1)).join(' '));
  });
});

const uri: fc.Arbitrary<ClientUri> = fc.oneof(
  fc.constantFrom(node, other, parseClientUri('oma:x//')),
  fc
    .tuple(
      fc.string({ unit: 'binary' }),
      fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 3 }),
    )
    .map(([instance, path]) => clientUriOf(nodeAddress('urn:a:b', instance, path))),
);
const server = fc.webUrl({ withQueryParameters: true, withFragments: true });
const targets = fc.array(uri, { minLength: 1, maxLength: 4 });
const optional = <Name extends string, Value>(name: Name, value: fc.Arbitrary<Value>) =>
  fc.oneof(
    fc.constant({}),
    value.map((each) => ({ [name]: each }) as { [Key in Name]: Value }),
  );
const anyCommand: fc.Arbitrary<ServerCommand> = fc.oneof(
  targets.map((all) => ({ kind: 'GET', targets: all }) as const),
  fc
    .tuple(server, optional('target', uri))
    .map(([source, rest]) => ({ kind: 'HGET', source, ...rest }) as const),
  fc.record({ kind: fc.constantFrom('HPUT', 'HPOST'), destination: server, targets }),
  fc.record({ kind: fc.constantFrom('DELETE', 'UNSUB'), target: uri }),
  fc
    .tuple(uri, optional('replyTo', server))
    .map(([target, rest]) => ({ kind: 'EXEC', target, ...rest }) as const),
  server.map((page) => ({ kind: 'SHOW', page }) as const),
  server.map((serverUri) => ({ kind: 'CONT', serverUri }) as const),
  fc.record({ kind: fc.constant('DEFAULT'), source: server, moid: fc.constantFrom('urn:a:b', 'oma:x:1.0') }),
  fc.record({ kind: fc.constant('SUB'), destination: server, target: uri }),
  fc.constant({ kind: 'END' } as const),
);

describe('commands', () => {
  it('come back from JSON text as they went', () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        expect(parseCommand(JSON.parse(JSON.stringify(printCommand(command))))).toEqual(command);
      }),
      { numRuns: 500 },
    );
  });

  it('of any shape are read without an exception', () => {
    const parameter = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('urn:a:b//', 'https://h/', 'urn:a:b/(x)/'),
      fc.string(),
    );
    const array = fc.oneof(
      fc.array(parameter),
      fc.tuple(fc.constantFrom(...commandNames), fc.array(parameter)).map(([name, rest]) => [name, ...rest]),
    );
    fc.assert(
      fc.property(array, (json) => {
        const command = parseCommand(json);
        expect(['malformed', 'notSupported', ...commandNames]).toContain(command.kind);
      }),
      { numRuns: 1000 },
    );
  });
});
