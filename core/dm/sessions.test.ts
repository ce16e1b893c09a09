import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { noObjects, withInstance } from '../mo/device-objects.ts';
import { interior, leaf } from '../mo/node.ts';
import { devInfoKind } from '../mo/standard-objects.ts';
import { plannerOf, type SessionPlan } from '../provisioning/session-plan.ts';
import { alertTypes } from './alerts.ts';
import { type ClientEvent, type ClientStep, openClientSession, stepClientSession } from './client-session.ts';
import { parseClientUri } from './client-uri.ts';
import {
  type Package3,
  parsePackage1,
  parsePackage2,
  parsePackage3,
  printPackage1,
  printPackage2,
  printPackage3,
} from './packages.ts';
import {
  newServerSession,
  type ServerEffect,
  type ServerEvent,
  type ServerSession,
  type SessionOutcome,
  stepServerSession,
} from './server-session.ts';

const apnMoid = 'urn:oma:mo:example-apn:1.0';
const devInfoUri = parseClientUri(`${devInfoKind.moid}//`);
const apnUri = parseClientUri(`${apnMoid}/a1/`);
const objects = withInstance(
  noObjects,
  devInfoKind,
  'main',
  interior([
    ['DevID', leaf('IMEI:352099001761408')],
    ['FwV', leaf('2.4.1')],
  ]),
);
const permitted = new Set([devInfoKind.moid, apnMoid]);
const apnData = { name: 'APN', node: interior([['Name', leaf('m2m.example')]]) };
const plan: SessionPlan = [
  {
    name: 'Identify',
    commands: [
      {
        command: { kind: 'GET', targets: [devInfoUri] },
        expected: [{ path: ['DevInfo', 'DevID'], value: 'IMEI:352099001761408' }],
      },
    ],
  },
  {
    name: 'Configure',
    commands: [
      { command: { kind: 'HGET', source: 'http://h:1/apn', target: apnUri }, expected: [] },
      {
        command: { kind: 'GET', targets: [apnUri] },
        expected: [{ path: ['APN', 'Name'], value: 'm2m.example' }],
      },
    ],
  },
];

/** Both engines against each other, every package through its JSON text. */
function converse(options: {
  plan?: SessionPlan;
  resource?: ClientEvent & { kind: 'resource' };
  permitted?: ReadonlySet<string>;
  alterPackage3?: (pack: Package3, round: number) => Package3;
  repeat?: boolean;
}): { outcome: SessionOutcome | undefined; log: string[]; client: ClientStep } {
  const planner = plannerOf(options.plan ?? plan);
  const log: string[] = [];
  let server: ServerSession<number> = newServerSession();
  let outcome: SessionOutcome | undefined;
  let client = openClientSession(objects, options.permitted ?? permitted, {
    alertType: alertTypes.bootstrapComplete,
  });
  const deliver = (event: ServerEvent): readonly ServerEffect[] => {
    const step = stepServerSession(server, event, planner);
    server = step.session;
    return step.effects;
  };
  for (let round = 0; round < 20; round++) {
    const { effect } = client;
    if (effect.kind === 'ended') return { outcome, log, client };
    if (effect.kind === 'getResource') {
      log.push(`GET ${effect.serverUri}`);
      client = stepClientSession(
        client.session,
        options.resource ?? {
          kind: 'resource',
          answer: { kind: 'received', entries: [{ clientUri: apnUri, data: apnData }] },
        },
      );
      continue;
    }
    const text =
      effect.kind === 'sendPackage1'
        ? printPackage1(effect.package)
        : printPackage3(options.alterPackage3?.(effect.package, round) ?? effect.package);
    log.push(`#${effect.kind === 'sendPackage1' ? 1 : 3} ${text}`);
    const event: ServerEvent =
      effect.kind === 'sendPackage1'
        ? { kind: 'package1', package: parsePackage1(text), digest: text }
        : { kind: 'package3', package: parsePackage3(text), digest: text };
    let effects = deliver(event);
    if (options.repeat) {
      const again = deliver(event);
      expect(again).toEqual(effects.filter((each) => each.kind === 'sendPackage2'));
    }
    for (const each of effects) {
      if (each.kind === 'ended') outcome = each.outcome;
      if (each.kind === 'sendPackage2') {
        const answer = printPackage2(each.commands);
        log.push(`#2 ${answer}`);
        client = stepClientSession(client.session, { kind: 'package2', package: parsePackage2(answer) });
      }
    }
    effects = [];
  }
  throw new Error('the session did not end');
}

describe('server and client engines together', () => {
  it('hold the first session: identify, configure, read back, END in a package of its own', () => {
    const { outcome, log } = converse({});
    expect(outcome).toEqual({ kind: 'fulfilled' });
    expect(log).toHaveLength(7);
    expect(log[0]).toContain('BootstrapComplete');
    expect(log.at(-1)).toBe('#2 {"CMD":[["END"]]}');
  });

  it('answers a repeated package without running it again', () => {
    expect(converse({ repeat: true }).outcome).toEqual({ kind: 'fulfilled' });
  });

  it('fails on a value that differs, and does not go on to configure', () => {
    const wrong = structuredClone(plan) as typeof plan;
    const first = wrong[0]!.commands[0]!;
    const altered = [
      { ...wrong[0]!, commands: [{ ...first, expected: [{ path: ['DevInfo', 'FwV'], value: '2.5.0' }] }] },
      wrong[1]!,
    ];
    const { outcome, log } = converse({ plan: altered });
    expect(outcome?.kind === 'failed' && outcome.fault.code).toBe('SESSION_VALUE_DIFFERS');
    expect(outcome?.kind === 'failed' && outcome.fault.message).toContain('2.4.1');
    expect(log.some((line) => line.includes('HGET'))).toBe(false);
  });

  it('fails when the device reports fewer statuses than commands', () => {
    const { outcome } = converse({
      alterPackage3: (pack) => ({ ...pack, statuses: pack.statuses.slice(0, -1) }),
    });
    expect(outcome?.kind === 'failed' && outcome.fault.code).toBe('SESSION_COMMAND_UNREPORTED');
  });

  it('fails when a success comes without the data that was asked for', () => {
    const { outcome } = converse({
      alterPackage3: (pack) => ({ ...pack, statuses: pack.statuses.map(({ code }) => ({ code })) }),
    });
    expect(outcome?.kind === 'failed' && outcome.fault.code).toBe('SESSION_VALUE_MISSING');
  });

  it.each([
    [{ kind: 'refused', status: 404 } as const, 404],
    [{ kind: 'received', entries: [] } as const, 400],
    [
      { kind: 'received', entries: [{ clientUri: apnUri, data: { name: 'APN', node: leaf(1) } }] } as const,
      undefined,
    ],
  ])('carries what the Data Repository answers (%j)', (answer, status) => {
    const { outcome } = converse({ resource: { kind: 'resource', answer } });
    expect(outcome?.kind).toBe('failed');
    if (status !== undefined && outcome?.kind === 'failed')
      expect(outcome.fault.message).toContain(`answered ${status}`);
  });

  it('refuses what the bootstrap did not permit', () => {
    const { outcome } = converse({ permitted: new Set([devInfoKind.moid]) });
    expect(outcome?.kind === 'failed' && outcome.fault.message).toContain('answered 403');
  });
});

describe('the DM client', () => {
  const answerTo = (cmd: unknown[]) => {
    const opened = openClientSession(objects, permitted, { alertType: alertTypes.clientInitiated });
    return stepClientSession(opened.session, {
      kind: 'package2',
      package: parsePackage2(JSON.stringify({ CMD: cmd })),
    }).effect;
  };
  const codes = (cmd: unknown[]) => {
    const effect = answerTo(cmd);
    return effect.kind === 'sendPackage3' ? effect.package.statuses.map(({ code }) => code) : effect.kind;
  };

  it.each([
    [[['FLY', 'urn:a:b//']], [501]],
    [[['GET']], [400]],
    [[['GET', 'nonsense']], [400]],
    [[['GET', `${devInfoKind.moid}/*/DevID`]], [501]],
    [[[42]], [400]],
    [[['GET', 7]], [400]],
    [
      [
        ['GET', `${devInfoKind.moid}//None`],
        ['GET', `${devInfoKind.moid}//FwV`],
      ],
      [404, 200],
    ],
    [[['GET', 'urn:oma:mo:other:1.0//']], [403]],
    [[['HGET', 'http://h:1/x', `${devInfoKind.moid}/main/`]], [405]],
    [[['HGET', `${apnMoid}/a1/`]], [400]],
    [[], []],
  ])('answers %j with %j', (cmd, expected) => {
    expect(codes(cmd)).toEqual(expected);
  });

  it('takes parameters in another order', () => {
    expect(answerTo([['HGET', `${apnMoid}/a1/`, 'https://h:1/x']])).toEqual({
      kind: 'getResource',
      serverUri: 'https://h:1/x',
    });
  });

  it('processes a package with END whole, then ends without a #3', () => {
    expect(codes([['GET', `${devInfoKind.moid}//`], ['END']])).toBe('ended');
    expect(answerTo([['END'], ['HGET', 'http://h:1/x']]).kind).toBe('getResource');
  });

  it('gives the session up when the server fails', () => {
    const opened = openClientSession(objects, permitted, { alertType: alertTypes.clientInitiated });
    const fault = faultOf('DM_SERVER_REFUSED', { status: 503 });
    expect(stepClientSession(opened.session, { kind: 'serverFailed', fault }).effect).toEqual({
      kind: 'ended',
      fault,
    });
  });

  it('gives up on a server that never ends', () => {
    let step = openClientSession(objects, permitted, { alertType: alertTypes.clientInitiated });
    for (let round = 0; round < 200 && step.effect.kind !== 'ended'; round++)
      step = stepClientSession(step.session, { kind: 'package2', package: { commands: [] } });
    expect(step.effect.kind === 'ended' && step.effect.fault?.code).toBe('DM_ANSWER_WRONG');
  });
});

describe('the DM server', () => {
  it('refuses a #3 without a session, and reports an abandoned one', () => {
    const planner = plannerOf(plan);
    const pack = { statuses: [], alerts: [] };
    const fresh = newServerSession<number>();
    const refused = stepServerSession(fresh, { kind: 'package3', package: pack, digest: 'a' }, planner);
    expect(refused.effects).toEqual([{ kind: 'refuse', code: 'DM_PACKAGE_OUT_OF_ORDER' }]);
    const opened = stepServerSession(
      fresh,
      { kind: 'package1', package: { alerts: [] }, digest: 'b' },
      planner,
    );
    const fault = faultOf('SESSION_TIMEOUT', { seconds: 30 });
    const abandoned = stepServerSession(opened.session, { kind: 'abandon', fault }, planner);
    expect(abandoned.effects).toEqual([{ kind: 'ended', outcome: { kind: 'abandoned', fault } }]);
    expect(stepServerSession(abandoned.session, { kind: 'abandon', fault }, planner).effects).toEqual([]);
  });
});

describe('packages', () => {
  it.each([
    ['{"Alert":null,"Status":null}', 0],
    ['{"Status":[{"sc":200,"extra":1}]}', 1],
    ['{"Status":[{"sc":200,"ClientURI":"urn:a:b//","MOData":{"X":1}}]}', 1],
  ])('#3 is read liberally: %s', (text, count) => {
    expect(parsePackage3(text).statuses).toHaveLength(count);
  });

  it.each([
    ['nonsense', 'DM_PACKAGE_NOT_JSON', ''],
    ['{"Status":[{"sc":"200"}]}', 'DM_PACKAGE_WRONG', 'Status.0.sc'],
    [
      '{"Status":[{"sc":200,"Data":[{"ClientURI":"urn:a:b//","MOData":{"X":[1]}}]}]}',
      'DM_PACKAGE_WRONG',
      'X',
    ],
    ['[]', 'DM_PACKAGE_WRONG', 'the top'],
  ])('#3 %s is refused with its place', (text, code, place) => {
    expect(() => parsePackage3(text)).toThrow(expect.objectContaining({ name: code }));
    expect(() => parsePackage3(text)).toThrow(place);
  });
});
