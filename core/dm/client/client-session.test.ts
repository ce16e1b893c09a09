import { describe, expect, it } from 'vitest';
import { faultOf } from '../../errors.ts';
import { instancesOf } from '../../mo/device-objects.ts';
import { devInfoMoid, firmwareMoid } from '../../mo/standard-objects.ts';
import { alertTypes } from '../alerts.ts';
import { mostRounds } from '../choices.ts';
import { openClientSession, stepClientSession, withAlert } from './client-session.ts';
import {
  accountOf,
  answer,
  bootstrapped,
  gatewayMoid,
  holdSession,
  serverOf,
  validate,
  worldWith,
} from './test-device.ts';

const device = bootstrapped();

describe('a session of the client', () => {
  const server = serverOf(device, 'bench')!;
  const opening = {
    server,
    serverUri: 'https://bench.example/dm',
    alerts: [{ alertType: alertTypes.clientInitiated }],
  };
  const context = { validate, serverOf: (id: string) => serverOf(device, id) };
  const get = (text: string) => [['GET', text]];

  it.each([
    ['alone', [['END']], []],
    [
      'after others',
      [['DELETE', `${gatewayMoid}/g1/`], ['EXEC', `${firmwareMoid}/f2/Update`], ['END']],
      [`EXEC ${firmwareMoid}/f2/Update`],
    ],
    [
      'before others',
      [['END'], ['EXEC', `${firmwareMoid}/f2/Update`], ['DELETE', `${gatewayMoid}/g1/`]],
      [`EXEC ${firmwareMoid}/f2/Update`],
    ],
    ['twice', [['END'], ['DELETE', `${gatewayMoid}/g1/`], ['END']], []],
  ])(
    'ends with an END that stands %s: the #2 is processed whole, and no #3 follows',
    (_where, commands, log) => {
      const world = worldWith();
      const session = holdSession(device, [commands], { world });
      expect(session.answers).toEqual([]);
      expect(session.end).toEqual({ kind: 'ended', unsent: [] });
      expect(world.log).toEqual(log);
      expect(instancesOf(session.device.objects, gatewayMoid).size).toBe(commands.length > 1 ? 0 : 1);
    },
  );

  it('tells alerts that came up meanwhile with its next #3, once, or leaves them over', () => {
    const alert = { alertType: 'urn:oma:at:fumo:1.0:OperationComplete', data: { ResultCode: 200 } };
    const opened = openClientSession(device, opening);
    const package2 = { kind: 'package2', package: { commands: [] } } as const;
    const answered = stepClientSession(withAlert(opened.session, alert), device, package2, context);
    expect(answered.effect).toMatchObject({ kind: 'sendPackage3', package: { alerts: [alert] } });
    const again = stepClientSession(answered.session, device, package2, context);
    expect(again.effect).toMatchObject({ kind: 'sendPackage3', package: { alerts: [] } });
    const end = { kind: 'package2', package: { commands: [{ kind: 'END' }] } } as const;
    expect(stepClientSession(withAlert(again.session, alert), device, end, context).effect).toEqual({
      kind: 'ended',
      unsent: [alert],
    });
    const fault = faultOf('DM_SERVER_REFUSED', { status: 503 });
    const failed = stepClientSession(
      withAlert(again.session, alert),
      device,
      { kind: 'serverFailed', fault },
      context,
    );
    expect(failed.effect).toEqual({ kind: 'ended', unsent: [alert], fault });
    expect(failed.device).toBe(device);
  });

  it('lists what it supports where that is asked for', () => {
    const supported = [{ moid: gatewayMoid, instances: ['g1'] }];
    expect(openClientSession(device, { ...opening, supported }).effect).toEqual({
      kind: 'sendPackage1',
      serverUri: 'https://bench.example/dm',
      package: { alerts: opening.alerts, supported },
    });
  });

  it('is given up on a server that never ends', () => {
    const forever = Array.from({ length: mostRounds + 10 }, () => get(`${devInfoMoid}//FwV`));
    const { answers, end } = holdSession(device, forever);
    expect(answers).toHaveLength(mostRounds);
    expect(end?.fault).toEqual(faultOf('DM_ANSWER_WRONG', { detail: 'no END after 100 rounds' }));
  });

  it('takes nothing but what it waits for', () => {
    const opened = openClientSession(device, opening);
    for (const event of [{ kind: 'carriedOut', status: 200 }, { kind: 'reportsSent' }] as const)
      expect(() => stepClientSession(opened.session, device, event, context)).toThrow(
        'awaitingPackage2 cannot take',
      );
    const end = { kind: 'package2', package: { commands: [{ kind: 'END' }] } } as const;
    const ended = stepClientSession(opened.session, device, end, context);
    expect(() => stepClientSession(ended.session, device, end, context)).toThrow(
      'ended cannot take package2',
    );
  });

  it('is held with the permits of its own account', () => {
    const narrow = bootstrapped([accountOf('bench', { permittedMoids: [devInfoMoid] })]);
    expect(
      answer(narrow, [
        ['GET', `${devInfoMoid}//`],
        ['GET', `${gatewayMoid}/g1/`],
      ]).codes,
    ).toEqual([200, 403]);
  });
});

describe('CONT', () => {
  it('says where this and all later #3 go, the newest last', () => {
    const { answers } = holdSession(device, [
      [['GET', `${devInfoMoid}//`]],
      [['CONT', 'https://other.example/1'], ['FLY'], ['CONT', 'https://other.example/2?session=1']],
      [],
      [['CONT', 'nowhere']],
      [['CONT', 'https://bench.example/dm']],
    ]);
    expect(answers.map(({ to }) => to)).toEqual([
      'https://bench.example/dm',
      'https://other.example/2?session=1',
      'https://other.example/2?session=1',
      'https://other.example/2?session=1',
      'https://bench.example/dm',
    ]);
  });
});
