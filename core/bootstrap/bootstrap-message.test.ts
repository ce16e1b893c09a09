import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeAddress } from '../dm/node-address.ts';
import { toFault } from '../errors.ts';
import { interior, leaf } from '../mo/node.ts';
import {
  type BootstrapMessage,
  composeBootstrapMessage,
  parseBootstrapMessage,
} from './bootstrap-message.ts';
import type { DmAccount } from './dm-account.ts';

const bench: DmAccount = {
  instance: 'bench',
  serverId: 'dm-bench',
  serverUri: 'http://127.0.0.1:8440/dm',
  name: 'DM Bench',
  permittedMoids: ['urn:oma:mo:oma-dm-devinfo:1.0', 'urn:oma:mo:example:1.0'],
  credentials: { kind: 'password', userName: '352099001761408', password: 'geheim-trsp' },
};
const vendor: DmAccount = {
  instance: 'vendor',
  serverId: 'vendor.example',
  serverUri: 'https://vendor.example/dm?x=1',
  name: 'Vendor',
  permittedMoids: [],
  credentials: { kind: 'password', userName: 'device', password: 'geheim-vendor' },
  notification: { data: 'bm90aQ==', secret: 'Z2VoZWltLW5vdGk=' },
  trustAnchor: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
};
const objects = [
  {
    clientUri: nodeAddress('urn:oma:mo:example:1.0', 'a1'),
    data: { name: 'Gateway', node: interior([['APN', leaf('m2m.example')]]) },
  },
];
const secrets = ['geheim-trsp', 'geheim-vendor', 'Z2VoZWltLW5vdGk='];
const encode = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));
const textOf = (message: BootstrapMessage) => new TextDecoder().decode(composeBootstrapMessage(message));

describe('a bootstrap message', () => {
  it('is compact JSON: accounts first, then the objects', () => {
    expect(textOf({ accounts: [bench], objects })).toBe(
      '[{"ClientURI":"urn:oma:mo:oma-dm-dmacc:1.2/bench/","MOData":{"DMAcc":{"SrvID":"dm-bench",' +
        '"SrvURI":"http://127.0.0.1:8440/dm","Name":"DM Bench",' +
        '"Perm":{"1":{"MOID":"urn:oma:mo:oma-dm-devinfo:1.0"},"2":{"MOID":"urn:oma:mo:example:1.0"}},' +
        '"Auth":{"Trsp":{"Data":"352099001761408","Secret":"geheim-trsp"}}}}},' +
        '{"ClientURI":"urn:oma:mo:example:1.0/a1/","MOData":{"Gateway":{"APN":"m2m.example"}}}]',
    );
  });

  it('carries what proves notifications, and the certificate to trust', () => {
    const text = textOf({ accounts: [vendor], objects: [] });
    expect(JSON.parse(text)[0].MOData.DMAcc).toMatchObject({
      Auth: { Noti: { Type: 1, Data: 'bm90aQ==', Secret: 'Z2VoZWltLW5vdGk=' } },
      Ext: { TrustAnchor: vendor.trustAnchor },
    });
  });

  it.each<readonly [string, BootstrapMessage]>([
    ['one account', { accounts: [bench], objects: [] }],
    ['one account with everything', { accounts: [vendor], objects }],
    ['two accounts', { accounts: [vendor, bench], objects }],
  ])('comes back as it went: %s', (_what, message) => {
    expect(parseBootstrapMessage(composeBootstrapMessage(message))).toEqual(message);
  });

  it('is read whatever the order of its entries, accounts in theirs', () => {
    const entries = JSON.parse(textOf({ accounts: [bench, vendor], objects }));
    expect(parseBootstrapMessage(encode(entries.reverse()))).toEqual({ accounts: [vendor, bench], objects });
  });

  it('carries any text', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    const account = fc.record(
      {
        instance: text,
        serverId: text,
        serverUri: fc.webUrl({ withQueryParameters: true }),
        name: text,
        permittedMoids: fc.array(text),
        credentials: fc.record({ kind: fc.constant('password' as const), userName: text, password: text }),
        notification: fc.record({ data: text, secret: text }),
        trustAnchor: text,
      },
      { requiredKeys: ['instance', 'serverId', 'serverUri', 'name', 'permittedMoids', 'credentials'] },
    );
    fc.assert(
      fc.property(account, account, (first, second) => {
        fc.pre(first.instance !== second.instance && first.serverId !== second.serverId);
        const message = { accounts: [first, second], objects } as const;
        expect(parseBootstrapMessage(composeBootstrapMessage(message))).toEqual(message);
      }),
    );
  });
});

describe('a bootstrap message that is wrong', () => {
  const entries = () => JSON.parse(textOf({ accounts: [bench, vendor], objects }));
  const faultOf = (octets: Uint8Array) => {
    try {
      parseBootstrapMessage(octets);
    } catch (error) {
      return toFault(error);
    }
    return undefined;
  };
  /** The message with one entry changed. */
  const changed = (index: number, change: (entry: { ClientURI: unknown; MOData: unknown }) => void) => {
    const all = entries();
    change(all[index]);
    return encode(all);
  };
  const [account] = entries();

  it.each<readonly [string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['half of it', new TextEncoder().encode('[{"Secret":"geheim-trsp"')],
    ['no UTF-8', Uint8Array.of(0xff, 0xfe)],
    ['a text that is no UTF-8', composeBootstrapMessage({ accounts: [bench], objects }).with(100, 0xff)],
    [
      'UTF-8 that breaks off',
      composeBootstrapMessage({ accounts: [{ ...bench, name: 'ä' }], objects: [] }).subarray(0, -80),
    ],
    ['a number too many', new TextEncoder().encode(`${textOf({ accounts: [bench], objects })}1`)],
  ])('is refused as no JSON: %s', (_what, octets) => {
    expect(faultOf(octets)?.code).toBe('BOOTSTRAP_NOT_JSON');
  });

  it.each<readonly [string, Uint8Array]>([
    ['an array is expected', encode({ DMAcc: {} })],
    ['the array is empty', encode([])],
    ['$[1]: an object is expected', encode([account, 7])],
    ['it holds no DM Account', encode(entries().slice(2))],
    ['$[0].ClientURI: a text is expected', changed(0, (entry) => (entry.ClientURI = 7))],
    ['is not a ClientURI', changed(2, (entry) => (entry.ClientURI = 'gateway'))],
    ['uses a pattern or a query', changed(2, (entry) => (entry.ClientURI = 'urn:a:b/*/'))],
    ['$[2].MOData: exactly one member', changed(2, (entry) => (entry.MOData = {}))],
    [
      '$[2].MOData.A.B: an object or a value is expected',
      changed(2, (entry) => (entry.MOData = { A: { B: [1] } })),
    ],
    [
      'dmacc:1.2/bench/ is not the root of a DM Account',
      changed(0, (entry) => (entry.MOData = { Other: {} })),
    ],
    [
      'dmacc:1.2/bench/Auth is not the root of a DM Account',
      changed(0, (entry) => (entry.ClientURI = `${String(entry.ClientURI)}Auth`)),
    ],
    [
      'two DM Accounts are of the server "dm-bench" or in the instance "other"',
      encode([account, { ...account, ClientURI: 'urn:oma:mo:oma-dm-dmacc:1.2/other/' }]),
    ],
    [
      'two DM Accounts are of the server "vendor.example"',
      changed(1, (entry) => (entry.ClientURI = account.ClientURI)),
    ],
  ])('is refused by what is wrong: %s', (words, octets) => {
    const fault = faultOf(octets);
    expect(fault?.code).toBe('BOOTSTRAP_WRONG');
    expect(fault?.message).toContain(words);
  });

  it('tells no secret, wherever it is damaged', () => {
    const octets = composeBootstrapMessage({ accounts: [bench, vendor], objects });
    let wrong = 0;
    fc.assert(
      fc.property(fc.nat(octets.length - 1), fc.nat(60), fc.uint8Array({ maxLength: 4 }), (at, cut, put) => {
        const damaged = [...octets.subarray(0, at), ...put, ...octets.subarray(at + cut)];
        const fault = faultOf(Uint8Array.from(damaged));
        if (fault === undefined) return;
        wrong++;
        expect(['BOOTSTRAP_NOT_JSON', 'BOOTSTRAP_WRONG']).toContain(fault.code);
        for (const secret of secrets) expect(JSON.stringify(fault)).not.toContain(secret);
      }),
      { numRuns: 2000 },
    );
    expect(wrong).toBeGreaterThan(500);
  });

  it('tells no secret, whatever stands in place of a node', () => {
    const paths = [...placesIn(entries())].slice(1);
    expect(paths.length).toBeGreaterThan(30);
    let wrong = 0;
    for (const path of paths)
      for (const other of [undefined, null, 7, '', 'x', [], {}, { A: 1, B: 2 }, { A: [] }]) {
        const fault = faultOf(encode(replaced(entries(), path, other)));
        if (fault === undefined) continue;
        wrong++;
        expect(fault.code).toBe('BOOTSTRAP_WRONG');
        for (const secret of secrets) expect(JSON.stringify(fault)).not.toContain(secret);
      }
    expect(wrong).toBeGreaterThan(100);
  });
});

type Path = readonly (string | number)[];

/** Every place in a JSON value, the whole first. */
function* placesIn(json: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof json === 'object' && json !== null)
    for (const [name, value] of Object.entries(json))
      yield* placesIn(value, [...path, Array.isArray(json) ? Number(name) : name]);
}

/** A JSON value with another one in one place. */
function replaced(json: unknown, path: Path, other: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return other;
  if (Array.isArray(json)) return json.with(Number(name), replaced(json[Number(name)], rest, other));
  const object = json as Readonly<Record<string, unknown>>;
  return { ...object, [name]: replaced(object[name], rest, other) };
}
