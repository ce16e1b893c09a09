import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError, codedError, toFault } from '../errors.ts';
import type { Json } from '../json.ts';
import { interior, leaf, type MoNode } from '../mo/node.ts';
import { clientUriOf } from './client-uri.ts';
import { nodeAddress } from './node-address.ts';
import {
  isPackageError,
  parsePackage1,
  parsePackage2,
  parsePackage3,
  printPackage1,
  printPackage2,
  printPackage3,
} from './packages.ts';

const entry = {
  clientUri: nodeAddress('urn:a:b', '', ['FwV']),
  data: { name: 'FwV', node: leaf('2.4.1') },
};

describe('the packages of the protocol', () => {
  it('#1 is written as it is shown there, and read', () => {
    const text =
      '{"MOS":[{"DDF":"https://vendor.example/devinfo.ddf","MOID":"urn:oma:mo:oma-dm-devinfo:1.0","MIID":["main"]}],' +
      '"Alert":[{"AlertType":"urn:oma:at:dm:2.0:ClientInitiatedMgmt"}]}';
    const package1 = {
      supported: [
        {
          moid: 'urn:oma:mo:oma-dm-devinfo:1.0',
          instances: ['main'],
          ddf: 'https://vendor.example/devinfo.ddf',
        },
      ],
      alerts: [{ alertType: 'urn:oma:at:dm:2.0:ClientInitiatedMgmt' }],
    };
    expect(printPackage1(package1)).toBe(text);
    expect(parsePackage1(text)).toEqual(package1);
    expect(printPackage1({ alerts: [] })).toBe('{"Alert":[]}');
  });

  it('#2 is', () => {
    const text = '{"CMD":[["GET","urn:a:b//FwV"],["END"]]}';
    const commands = [{ kind: 'GET', targets: [clientUriOf(entry.clientUri)] }, { kind: 'END' }] as const;
    expect(printPackage2(commands)).toBe(text);
    expect(parsePackage2(text)).toEqual({ commands });
  });

  it('#3 is', () => {
    const text =
      '{"Status":[{"sc":200,"URI":["urn:a:b/i1/"]},' +
      '{"sc":200,"Data":[{"ClientURI":"urn:a:b//FwV","CV":"9f31","MOData":{"FwV":"2.4.1"}}]},{"sc":202}],"Alert":[]}';
    const package3 = {
      statuses: [
        { code: 200, uris: ['urn:a:b/i1/'] },
        { code: 200, data: [{ ...entry, cacheValidator: '9f31' }] },
        { code: 202 },
      ],
      alerts: [],
    };
    expect(printPackage3(package3)).toBe(text);
    expect(parsePackage3(text)).toEqual(package3);
  });

  it('carry alerts with all their fields', () => {
    const text =
      '{"Alert":[{"AlertType":"urn:oma:at:scomo:1.0:OperationComplete","SourceURI":"urn:a:b/i/x","TargetURI":"t",' +
      '"Mark":"warning","DataType":"application/json","Data":{"ResultCode":200}}]}';
    const { alerts } = parsePackage1(text);
    expect(alerts).toEqual([
      {
        alertType: 'urn:oma:at:scomo:1.0:OperationComplete',
        sourceUri: 'urn:a:b/i/x',
        targetUri: 't',
        mark: 'warning',
        dataType: 'application/json',
        data: { ResultCode: 200 },
      },
    ]);
    expect(printPackage1({ alerts })).toBe(text);
    expect(parsePackage3(text).alerts).toEqual(alerts);
  });
});

describe('packages are read liberally:', () => {
  it.each([
    ['{}', {}],
    ['{"MOS":null,"Alert":null}', {}],
    ['{"MOS":[],"Alert":[],"More":1}', { supported: [] }],
    ['{"MOS":[{"MOID":"urn:a:b"}]}', { supported: [{ moid: 'urn:a:b', instances: [] }] }],
    [
      '{"MOS":[{"MOID":"urn:a:b","MIID":null,"DDF":null,"More":[]}]}',
      { supported: [{ moid: 'urn:a:b', instances: [] }] },
    ],
  ])('#1 %s', (text, package1) => {
    expect(parsePackage1(text)).toEqual({ alerts: [], ...package1 });
  });

  it.each(['{}', '{"CMD":null}', '{"CMD":[],"More":{"a":[]}}'])('#2 %s', (text) => {
    expect(parsePackage2(text)).toEqual({ commands: [] });
  });

  it('#2 with commands that cannot be run, each as itself', () => {
    const { commands } = parsePackage2('{"CMD":[["FLY"],[],["GET","urn:a:b//FwV"]]}');
    expect(commands.map(({ kind }) => kind)).toEqual(['notSupported', 'malformed', 'GET']);
  });

  it.each([
    ['{}', []],
    ['{"Status":null,"Alert":null}', []],
    [
      '{"Status":[{"sc":200,"URI":null,"Data":null,"ClientURI":null,"MOData":null,"More":1}]}',
      [{ code: 200 }],
    ],
    ['{"Status":[{"sc":200,"Data":[]}]}', [{ code: 200 }]],
    [
      '{"Status":[{"sc":200,"ClientURI":"urn:a:b//FwV","MOData":{"FwV":"2.4.1"}}]}',
      [{ code: 200, data: [entry] }],
    ],
    [
      '{"Status":[{"sc":200,"Data":[{"ClientURI":"urn:a:b//FwV","CV":null,"DDF":null,"MOData":{"FwV":"2.4.1"},"More":1}]}]}',
      [{ code: 200, data: [entry] }],
    ],
  ])('#3 %s', (text, statuses) => {
    expect(parsePackage3(text)).toEqual({ statuses, alerts: [] });
  });

  it('alerts with null for what is absent', () => {
    const alert =
      '{"AlertType":"a","SourceURI":null,"TargetURI":null,"Mark":null,"DataType":null,"Data":null}';
    expect(parsePackage3(`{"Alert":[${alert}]}`).alerts).toEqual([{ alertType: 'a' }]);
  });
});

describe('a package that cannot be read is refused with its place:', () => {
  const faultOf = (read: (body: string) => unknown, text: string) => {
    try {
      read(text);
    } catch (error) {
      expect(isPackageError(error)).toBe(true);
      return toFault(error);
    }
    throw new Error(`${text} was read`);
  };

  it.each(['nonsense', '', '{"Alert":[}', '\u0000'])('%j is no JSON', (text) => {
    for (const read of [parsePackage1, parsePackage2, parsePackage3])
      expect(faultOf(read, text).code).toBe('DM_PACKAGE_NOT_JSON');
  });

  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const moData = (data: string) =>
    `{"Status":[{"sc":200},{"sc":200,"Data":[{"ClientURI":"urn:a:b//","MOData":${data}}]}]}`;
  it.each([
    [parsePackage1, '[]', 'the top'],
    [parsePackage1, '1', 'the top'],
    [parsePackage1, '{"MOS":{}}', 'MOS'],
    [parsePackage1, '{"MOS":[{"MIID":[]}]}', 'MOS.0.MOID'],
    [parsePackage1, '{"MOS":[{"MOID":"urn:a:b","MIID":"main"}]}', 'MOS.0.MIID'],
    [parsePackage1, '{"Alert":[{}]}', 'Alert.0.AlertType'],
    [parsePackage1, '{"Alert":[{"AlertType":"a"},{"AlertType":"a","Mark":1}]}', 'Alert.1.Mark'],
    [parsePackage1, `{"Alert":[{"AlertType":"a","Data":${nested(65)}}]}`, 'Alert.0.Data'],
    [parsePackage1, `{"Alert":[{"AlertType":"a","Data":${nested(50_000)}}]}`, 'Alert.0.Data'],
    [parsePackage2, '[]', 'the top'],
    [parsePackage2, '{"CMD":["GET"]}', 'CMD.0'],
    [parsePackage2, '{"CMD":[["END"],42]}', 'CMD.1'],
    [parsePackage3, 'null', 'the top'],
    [parsePackage3, '{"Status":[{}]}', 'Status.0.sc'],
    [parsePackage3, '{"Status":[{"sc":"200"}]}', 'Status.0.sc'],
    [parsePackage3, '{"Status":[{"sc":99}]}', 'Status.0.sc'],
    [parsePackage3, '{"Status":[{"sc":600}]}', 'Status.0.sc'],
    [parsePackage3, '{"Status":[{"sc":200.5}]}', 'Status.0.sc'],
    [parsePackage3, '{"Status":[{"sc":200,"URI":"urn:a:b//"}]}', 'Status.0.URI'],
    [parsePackage3, '{"Status":[{"sc":200,"Data":{}}]}', 'Status[0].Data'],
    [parsePackage3, '{"Status":[{"sc":200,"Data":[{"MOData":{}}]}]}', 'Status[0].Data[0].ClientURI'],
    [parsePackage3, '{"Status":[{"sc":200,"MOData":{"a":1}}]}', 'Status[0].Data[0].ClientURI'],
    [parsePackage3, moData('{}'), 'Status[1].Data[0].MOData'],
    [parsePackage3, moData('{"a":1,"b":2}'), 'Status[1].Data[0].MOData'],
    [parsePackage3, moData('{"a":{"b":[1]}}'), 'Status[1].Data[0].MOData.a.b'],
    [parsePackage3, moData('{"$1":{"":1}}'), 'Status[1].Data[0].MOData.$1'],
    [parsePackage3, moData(nested(50_000)), 'Status[1].Data[0].MOData.a'],
  ])('%#', (read, text, path) => {
    const { code, message } = faultOf(read, text);
    expect(code).toBe('DM_PACKAGE_WRONG');
    expect(message).toContain(`The package has the wrong shape at ${path}`);
  });

  it('and nothing else counts as a package that cannot be read', () => {
    expect(isPackageError(new Error('x'))).toBe(false);
    expect(isPackageError(codedError('DM_PACKAGE_TOO_LARGE', { limit: 1 }))).toBe(false);
  });

  it('whatever text comes', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          { MOS: fc.jsonValue(), CMD: fc.jsonValue(), Status: fc.jsonValue(), Alert: fc.jsonValue() },
          { requiredKeys: [] },
        )
        .map((json) => JSON.stringify(json)),
    );
    fc.assert(
      fc.property(text, (body) => {
        for (const read of [parsePackage1, parsePackage2, parsePackage3])
          try {
            read(body);
          } catch (error) {
            expect(error).toBeInstanceOf(CodedError);
            expect(isPackageError(error)).toBe(true);
          }
      }),
      { numRuns: 500 },
    );
  });
});

const text = fc.string({ unit: 'binary' });
const given = fc.string({ unit: 'binary', minLength: 1 });
const json = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
const alert = fc.record(
  {
    alertType: text,
    sourceUri: given,
    targetUri: given,
    mark: given,
    dataType: given,
    data: json.filter((value) => value !== null),
  },
  { requiredKeys: ['alertType'] },
);
const alerts = fc.array(alert, { maxLength: 3 });
const { node } = fc.letrec<{ node: MoNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)).map(leaf),
    fc.array(fc.tuple(given, tie('node')), { maxLength: 4 }).map(interior),
  ),
}));
const serialized = fc.record(
  {
    clientUri: fc
      .tuple(text, fc.array(given, { maxLength: 3 }))
      .map(([instance, path]) => nodeAddress('urn:a:b', instance, path)),
    data: fc.record({ name: given, node }),
    ddf: text,
    cacheValidator: text,
  },
  { requiredKeys: ['clientUri', 'data'] },
);
const status = fc.record(
  {
    code: fc.integer({ min: 100, max: 599 }),
    uris: fc.array(text),
    data: fc.array(serialized, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['code'] },
);
const supported = fc.array(
  fc.record({ moid: text, instances: fc.array(text), ddf: given }, { requiredKeys: ['moid', 'instances'] }),
);

describe('packages come back from their texts as they went:', () => {
  it('#1', () => {
    fc.assert(
      fc.property(fc.record({ alerts, supported }, { requiredKeys: ['alerts'] }), (package1) => {
        expect(parsePackage1(printPackage1(package1))).toEqual(package1);
      }),
    );
  });

  it('#3', () => {
    fc.assert(
      fc.property(fc.record({ statuses: fc.array(status), alerts }), (package3) => {
        expect(parsePackage3(printPackage3(package3))).toEqual(package3);
      }),
    );
  });
});
