import { describe, expect, it } from 'vitest';
import { faultOf } from '../errors.ts';
import { devInfoMoid, firmwareMoid } from '../mo/standard-objects.ts';
import { overdue } from '../provisioning/planner.ts';
import { plansWith } from '../provisioning/test-profile.ts';
import { alertTypes } from './alerts.ts';
import {
  accountOf,
  bootstrapped,
  gateway,
  gatewayMoid,
  object,
  resource,
  worldWith,
} from './client/test-device.ts';
import { type Conversation, type ConversationOptions, converse, timeout } from './test-conversation.ts';

const device = bootstrapped();
const identify = {
  step: 'Identify',
  commands: [
    {
      command: 'GET',
      target: `${devInfoMoid}//`,
      expect: { values: { 'DevInfo/DevID': 'IMEI:{{imei}}', 'DevInfo/FwV': '2.4.1' } },
    },
  ],
};
const configure = {
  step: 'Configure',
  commands: [
    { command: 'HGET', configuration: 'site' },
    { command: 'GET', target: `${gatewayMoid}/g1/`, expect: { configuration: 'site' } },
  ],
};
const plans = plansWith([identify, configure]);
const site = 'https://bench.example/repository/IMEI:1/site';
const resources = { [site]: resource(object(`${gatewayMoid}/g1/`, gateway())) };
const hold = (over: Partial<ConversationOptions> = {}): Conversation =>
  converse({ plans, device, world: worldWith(resources), ...over });
const fulfilled = { kind: 'fulfilled', passedOver: [] };
const faultOfOutcome = ({ outcome }: Conversation) =>
  outcome && 'fault' in outcome ? outcome.fault : undefined;

describe('a DM session', () => {
  it('goes #1, #2, #3, … to a #2 that holds END alone', () => {
    const { transcript, outcome, end } = hold({ alerts: [{ alertType: alertTypes.bootstrapComplete }] });
    expect(transcript.map((line) => line.slice(0, 14))).toEqual([
      '#1 {"Alert":[{',
      '#2 {"CMD":[["G',
      '#3 {"Status":[',
      '#2 {"CMD":[["H',
      'GET https://be',
      '#3 {"Status":[',
      '#2 {"CMD":[["E',
    ]);
    expect(transcript[0]).toContain('BootstrapComplete');
    expect(transcript.at(-1)).toBe('#2 {"CMD":[["END"]]}');
    expect(outcome).toEqual(fulfilled);
    expect(end).toEqual({ kind: 'ended', unsent: [] });
  });

  it('tells what came of each command, the objects that were reported, and the alerts', () => {
    const alert = { alertType: 'urn:a:alert', data: { A: 1 } };
    const { effects } = hold({ raised: ({ kind }) => (kind === 'sendPackage1' ? [alert] : []) });
    expect(effects.map((effect) => effect.kind)).toEqual([
      'alerted',
      'sendPackage2',
      'commandsReported',
      'objectsReported',
      'alerted',
      'sendPackage2',
      'commandsReported',
      'objectsReported',
      'sendPackage2',
      'ended',
    ]);
    const reported = effects.flatMap((effect) => (effect.kind === 'commandsReported' ? effect.results : []));
    expect(reported.map(({ command, status }) => [command.kind, status?.code])).toEqual([
      ['GET', 200],
      ['HGET', 200],
      ['GET', 200],
    ]);
    const objects = effects.flatMap((effect) => (effect.kind === 'objectsReported' ? effect.entries : []));
    expect(objects.map(({ data }) => data.name)).toEqual(['DevInfo', 'Gateway']);
    expect(effects).toContainEqual({ kind: 'alerted', alerts: [alert] });
  });

  it('answers a package that comes twice with the same #2, and runs it once', () => {
    const once = hold();
    const twice = hold({ deliver: () => 'twice' });
    expect(twice.outcome).toEqual(fulfilled);
    expect(twice.effects.filter(({ kind }) => kind !== 'sendPackage2')).toEqual(
      once.effects.filter(({ kind }) => kind !== 'sendPackage2'),
    );
    const answers = twice.transcript.filter((line) => line.startsWith('#2'));
    expect(answers).toHaveLength(6);
    for (const index of [0, 2, 4]) expect(answers[index]).toBe(answers[index + 1]);
  });

  it('goes on over rounds that end alike, and tells them from a package that comes twice', () => {
    const remove = (rest: string) => ({ command: 'DELETE', target: `${gatewayMoid}/g1/${rest}` });
    const alike = plansWith([
      { step: 'One', commands: [remove('APN')] },
      { step: 'Two', commands: [remove('Site/Name')] },
      { step: 'Three', commands: [remove('Site/Level')] },
      { step: 'Four', commands: [remove('Site/None')], onFailure: { retry: 3 } },
    ]);
    for (const delivery of ['delivered', 'twice'] as const) {
      const { outcome, effects } = hold({ plans: alike, deliver: () => delivery });
      expect(outcome).toMatchObject({ kind: 'failed', step: 'Four' });
      const codes = effects.flatMap((effect) =>
        effect.kind === 'commandsReported' ? effect.results.map(({ status }) => status?.code) : [],
      );
      expect(codes).toEqual([200, 200, 200, 404, 404, 404, 404]);
    }
  });

  it('ends where the plan says so at once', () => {
    const { transcript, outcome } = hold({
      plans: plansWith([
        { ...identify, commands: [{ command: 'GET', target: `${devInfoMoid}//None` }], onFailure: 'goOn' },
      ]),
    });
    expect(transcript).toHaveLength(4);
    expect(outcome).toMatchObject({ kind: 'fulfilled', passedOver: [{ step: 'Identify' }] });
  });
});

describe('a session fails', () => {
  it('on a value that differs, and does not go on to configure', () => {
    const values = { 'DevInfo/FwV': '2.5.0' };
    const wrong = { ...identify, commands: [{ ...identify.commands[0], expect: { values } }] };
    const conversation = hold({ plans: plansWith([wrong, configure]) });
    expect(faultOfOutcome(conversation)?.code).toBe('SESSION_VALUE_DIFFERS');
    expect(faultOfOutcome(conversation)?.message).toContain('2.4.1');
    expect(conversation.transcript.join()).not.toContain('HGET');
    expect(conversation.end.fault).toBeUndefined();
  });

  it('where the device reports fewer statuses than commands', () => {
    const conversation = hold({
      deliver: ({ text }) => ({
        text: text.replace(/,"Alert":\[\]/, '').replace(/"Status":\[.*\]/, '"Status":[]'),
      }),
    });
    expect(faultOfOutcome(conversation)).toMatchObject({ code: 'SESSION_COMMAND_UNREPORTED' });
  });

  it('where a success comes without the data that was asked for', () => {
    const conversation = hold({
      deliver: ({ text, kind }) =>
        kind === 'package3' ? { text: '{"Status":[{"sc":200},{"sc":200}]}' } : { text },
    });
    expect(faultOfOutcome(conversation)?.code).toBe('SESSION_VALUE_MISSING');
  });

  it.each([404, 401, 503])('where the Data Repository answers %i', (status) => {
    const conversation = hold({ world: worldWith({ [site]: status }) });
    expect(faultOfOutcome(conversation)?.message).toContain(`answered ${status}`);
    expect(faultOfOutcome(conversation)?.message).toContain('"Configure"');
  });

  it('where the bootstrap permitted too little', () => {
    const narrow = bootstrapped([accountOf('bench', { permittedMoids: [devInfoMoid] })]);
    expect(faultOfOutcome(hold({ device: narrow }))?.message).toContain('answered 403');
  });
});

describe('a plan over several sessions', () => {
  const target = `${firmwareMoid}/f2/Update`;
  const update = plansWith([
    { step: 'Update', commands: [{ command: 'EXEC', target, asynchronous: true }], wait: { seconds: 60 } },
    identify,
  ]);
  const outcome = (ResultCode: number) => ({
    alertType: 'urn:oma:at:fumo:1.0:OperationComplete',
    sourceUri: target,
    data: { ResultCode },
  });
  const first = hold({ plans: update, now: 1000 });
  const suspended = first.outcome?.kind === 'suspended' ? first.outcome.progress : undefined;

  it('ends the session with END while an outcome is awaited', () => {
    expect(first.transcript.map((line) => line.slice(0, 17))).toEqual([
      '#1 {"Alert":[{"Al',
      '#2 {"CMD":[["EXEC',
      `EXEC ${target}`.slice(0, 17),
      '#3 {"Status":[{"s',
      '#2 {"CMD":[["END"',
    ]);
    expect(suspended).toEqual({
      plan: 'sessionPlan',
      step: 0,
      attempt: 1,
      waitingUntil: 61_000,
      passedOver: [],
    });
  });

  const resumed = JSON.parse(JSON.stringify(suspended));
  it('goes on in the session that tells it', () => {
    const alerts = [{ alertType: alertTypes.clientInitiated }, outcome(200)];
    const second = hold({ plans: update, now: 30_000, resumed, alerts });
    expect(second.outcome).toEqual(fulfilled);
    expect(second.transcript.join()).not.toContain('EXEC');
  });

  it('fails in the session that tells another result', () => {
    const second = hold({ plans: update, now: 30_000, resumed, alerts: [outcome(401)] });
    expect(faultOfOutcome(second)).toMatchObject({ code: 'SESSION_OUTCOME_FAILED' });
    expect(second.transcript.at(-1)).toBe('#2 {"CMD":[["END"]]}');
  });

  it('stays suspended in a session that tells something else, and ends when the time is over', () => {
    const other = hold({ plans: update, now: 30_000, resumed });
    expect(other.outcome).toEqual({ kind: 'suspended', progress: suspended });
    expect(other.transcript).toHaveLength(2);
    expect(overdue(update, resumed, 61_000)).toBeUndefined();
    expect(overdue(update, resumed, 61_001)?.code).toBe('SESSION_OUTCOME_MISSING');
    expect(faultOfOutcome(hold({ plans: update, now: 61_001, resumed }))?.code).toBe(
      'SESSION_OUTCOME_MISSING',
    );
  });

  it('goes on in the same session where the outcome comes with the same #3', () => {
    const raised: ConversationOptions['raised'] = ({ kind }) => (kind === 'execute' ? [outcome(200)] : []);
    const { outcome: whole } = hold({ plans: update, raised });
    expect(whole).toEqual(fulfilled);
  });
});

describe('a session with CONT', () => {
  it('goes on at the other address', () => {
    const moved = {
      step: 'Move',
      commands: [{ command: 'CONT', serverUri: 'https://bench.example/dm?session=7' }],
    };
    const to: string[] = [];
    const { outcome } = hold({
      plans: plansWith([identify, moved, configure]),
      deliver: (sent) => {
        to.push(sent.to);
        return 'delivered';
      },
    });
    expect(outcome).toEqual(fulfilled);
    expect(to).toEqual([
      'https://bench.example/dm',
      'https://bench.example/dm',
      'https://bench.example/dm?session=7',
      'https://bench.example/dm?session=7',
    ]);
  });
});

describe('a session that breaks off', () => {
  it('is abandoned by the server, and ended with the fault by the device', () => {
    const conversation = hold({ deliver: ({ number }) => (number === 1 ? 'packageLost' : 'delivered') });
    expect(conversation.outcome).toEqual({ kind: 'abandoned', fault: timeout });
    expect(conversation.end.fault?.code).toBe('DM_SERVER_UNREACHABLE');
  });

  it('with a package that cannot be read is refused, and stays as it was', () => {
    const conversation = hold({
      deliver: ({ number, text }) => ({ text: number === 1 ? '{"Status":[{}]}' : text }),
    });
    expect(conversation.end.fault).toEqual(faultOf('DM_SERVER_REFUSED', { status: 400 }));
    expect(conversation.outcome).toEqual({ kind: 'abandoned', fault: timeout });
    expect(conversation.effects.filter(({ kind }) => kind === 'commandsReported')).toEqual([]);
  });
});
