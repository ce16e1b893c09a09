import { describe, expect, it } from 'vitest';
import { instancesOf } from '../mo/device-objects.ts';
import { devInfoMoid, firmwareMoid } from '../mo/standard-objects.ts';
import { addresses, plansWith } from '../provisioning/test-profile.ts';
import {
  accountOf,
  bootstrapped,
  gateway,
  gatewayMoid,
  object,
  resource,
  worldWith,
} from './client/test-device.ts';
import { commandNames } from './commands.ts';
import { stepServerSession } from './server-session.ts';
import {
  type Conversation,
  type ConversationOptions,
  converse,
  type SentPackage,
  timeout,
} from './test-conversation.ts';

const newMoid = 'urn:oma:mo:example-new:1.0';
const g1 = `${gatewayMoid}/g1/`;
const update = `${firmwareMoid}/f2/Update`;
const permits = [...accountOf('bench').permittedMoids, newMoid];
const device = bootstrapped([accountOf('bench', { permittedMoids: permits })]);

/** A plan that uses every command, and what the device fetches in it. */
const plans = plansWith(
  [
    {
      step: 'Identify',
      commands: [
        { command: 'GET', target: `${devInfoMoid}//`, expect: { values: { 'DevInfo/Mod': 'GW-200' } } },
      ],
    },
    {
      step: 'Watch',
      commands: [
        { command: 'SUB', target: g1, resource: 'state' },
        { command: 'DEFAULT', configuration: 'later' },
      ],
    },
    {
      step: 'Configure',
      commands: [
        { command: 'HGET', configuration: 'site' },
        { command: 'HGET', configuration: 'extra', deviceChooses: true },
        { command: 'GET', target: g1, expect: { configuration: 'site' } },
      ],
    },
    {
      step: 'Upload',
      commands: [
        { command: 'HPUT', targets: [g1], resource: 'put' },
        { command: 'HPOST', targets: [g1, `${devInfoMoid}//`], resource: 'post' },
      ],
    },
    {
      step: 'Move',
      commands: [
        { command: 'CONT', serverUri: '{{server.dm}}?session=1' },
        { command: 'SHOW', page: 'https://bench.example/ui' },
      ],
    },
    {
      step: 'Clear',
      commands: [
        { command: 'UNSUB', target: g1 },
        { command: 'DELETE', target: `${g1}Site` },
        { command: 'EXEC', target: `${firmwareMoid}/f2/Download` },
      ],
    },
    {
      step: 'Update',
      commands: [{ command: 'EXEC', target: update, asynchronous: true }],
      wait: { seconds: 60 },
    },
  ],
  {
    permits,
    configurations: {
      site: { target: g1, data: gateway({ APN: 'new' }) },
      extra: { target: `${gatewayMoid}//`, data: gateway({ APN: 'extra' }) },
      later: { target: `${newMoid}/n1/`, data: { New: 1 } },
    },
  },
);
const packages = 8;
const completed = {
  alertType: 'urn:oma:at:fumo:1.0:OperationComplete',
  sourceUri: update,
  data: { ResultCode: 200 },
};

function hold(over: Partial<ConversationOptions> = {}) {
  const world = worldWith({
    [addresses.resource('site')]: resource(object(g1, gateway({ APN: 'new' }))),
    [addresses.resource('extra')]: resource(object(`${gatewayMoid}//`, gateway({ APN: 'extra' }))),
  });
  const raised: ConversationOptions['raised'] = (effect) =>
    effect.kind === 'execute' && effect.replyTo !== undefined ? [completed] : [];
  const conversation = converse({ plans, device, world, raised, ...over });
  return { ...conversation, log: world.log };
}
const steps = ['Identify', 'Watch', 'Configure', 'Upload', 'Move', 'Clear', 'Update'];
const numbers = Array.from({ length: packages }, (_each, number) => number);
const whole = hold();
/** The commands of each round as they were sent, and how many of them the plan knows nothing of. */
const rounds = steps.map((name, index) => {
  const text = whole.transcript.filter((line) => line.startsWith('#2'))[index]!.slice(3);
  const commands: readonly (readonly string[])[] = JSON.parse(text).CMD;
  const planned = plans.plan('sessionPlan')!.steps[index]!.commands.length;
  return { name, commands, marks: commands.length - planned };
});
const commandsOf = ({ effects }: Conversation) =>
  effects.flatMap((effect) => (effect.kind === 'commandsReported' ? effect.results : []));

/** What has to hold of both ends, whatever came between them. */
function expectConsistent(conversation: ReturnType<typeof hold>): void {
  const { session, effects, outcome, log, end } = conversation;
  expect(session.phase).toEqual({ kind: 'ended', outcome });
  expect(effects.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
  // Nothing is done twice, and what is done is done in the plan's order.
  expect(log).toEqual(whole.log.slice(0, log.length));
  expect(end.unsent.length === 0 || end.fault !== undefined).toBe(true);
  // Of a session that is over, nothing is taken any more.
  const late = { kind: 'package3', package: { statuses: [], alerts: [] }, digest: 'late' } as const;
  const planner = { serverUri: '', begin: () => expect.unreachable(), next: () => expect.unreachable() };
  expect(stepServerSession(session, late, planner).effects).toEqual([
    { kind: 'refuse', code: 'DM_PACKAGE_OUT_OF_ORDER' },
  ]);
}

describe('a session that uses every command', () => {
  it('is fulfilled where nothing goes wrong', () => {
    expect(whole.outcome).toEqual({ kind: 'fulfilled', passedOver: [] });
    expectConsistent(whole);
    const sent = whole.effects.flatMap((effect) => (effect.kind === 'sendPackage2' ? effect.commands : []));
    expect(new Set(sent.map(({ kind }) => kind))).toEqual(new Set(commandNames));
    expect(whole.transcript.filter((line) => line.startsWith('#2'))).toHaveLength(packages);
    expect(commandsOf(whole).map(({ status }) => status?.code)).toEqual([
      200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 202,
    ]);
    expect(whole.log.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      `GET ${addresses.resource('site')}`,
      `GET ${addresses.resource('extra')}`,
      'REPORT bench',
      `PUT ${addresses.resource('put')}`,
      `POST ${addresses.resource('post')}`,
      'SHOW https://bench.example/ui',
      `EXEC ${firmwareMoid}/f2/Download`,
      `EXEC ${update}`,
    ]);
    expect([...instancesOf(whole.device.objects, gatewayMoid).keys()]).toEqual(['g1', 'i2']);
    expect(whole.device.subscriptions).toEqual([]);
    expect(whole.device.defaults.get(newMoid)?.source).toBe(addresses.resource('later'));
  });

  describe.each(numbers)('where package %i', (number) => {
    const only = (delivery: 'twice' | 'packageLost' | 'answerLost') => (sent: SentPackage) =>
      sent.number === number ? delivery : 'delivered';

    it('comes twice: it is fulfilled all the same, and each thing is done once', () => {
      const conversation = hold({ deliver: only('twice') });
      expect(conversation.outcome).toEqual(whole.outcome);
      expect(conversation.log).toEqual(whole.log);
      expect(conversation.device).toEqual(whole.device);
      expect(commandsOf(conversation)).toEqual(commandsOf(whole));
      expectConsistent(conversation);
    });

    it.each(['packageLost', 'answerLost'] as const)('meets silence (%s): both ends give up', (delivery) => {
      const conversation = hold({ deliver: only(delivery) });
      expect(conversation.end.fault?.code).toBe('DM_SERVER_UNREACHABLE');
      // The server has its END sent, and cannot know that it did not arrive.
      if (delivery === 'answerLost' && number === packages - 1)
        expect(conversation.outcome).toEqual(whole.outcome);
      else expect(conversation.outcome).toEqual({ kind: 'abandoned', fault: timeout });
      expect(commandsOf(conversation)).toEqual(commandsOf(whole).slice(0, commandsOf(conversation).length));
      expectConsistent(conversation);
    });

    it('comes as something that is no package: the server refuses it, and waits on', () => {
      const deliver = (sent: SentPackage) =>
        sent.number === number ? { text: sent.text.slice(0, -1) } : 'delivered';
      const conversation = hold({ deliver });
      expect(conversation.end.fault?.code).toBe('DM_SERVER_REFUSED');
      expect(conversation.outcome).toEqual({ kind: 'abandoned', fault: timeout });
      expectConsistent(conversation);
    });
  });

  describe.each(rounds.entries().toArray())(
    'where in step %i, $1.name,',
    (index, { name: step, commands, marks }) => {
      const sent = [...commands.entries()].slice(marks);

      it.each(sent)('command %i, %j, fails: the plan ends there', (position, command) => {
        for (const status of [304, 400, 401, 403, 404, 405, 406, 409, 413, 420, 500, 501, 503]) {
          const conversation = hold({
            deliver: ({ number, text }) => ({
              text: number === index + 1 ? withStatus(text, position, status) : text,
            }),
          });
          const { outcome } = conversation;
          expect(outcome).toMatchObject({ kind: 'failed', step, fault: { code: 'SESSION_COMMAND_FAILED' } });
          const message = outcome?.kind === 'failed' ? outcome.fault.message : '';
          expect(message).toContain(command[0]);
          expect(message).toContain(`answered ${status} in the step "${step}"`);
          expect(conversation.transcript.at(-1)).toBe('#2 {"CMD":[["END"]]}');
          expect(conversation.transcript.filter((line) => line.startsWith('#3'))).toHaveLength(index + 1);
          expect(conversation.end.fault).toBeUndefined();
          expectConsistent(conversation);
        }
      });

      it.each(sent)(
        'the status of command %i, %j, and of those after it, is missing',
        (position, command) => {
          const conversation = hold({
            deliver: ({ number, text }) => ({
              text: number === index + 1 ? withoutStatuses(text, position) : text,
            }),
          });
          const { outcome } = conversation;
          expect(outcome).toMatchObject({
            kind: 'failed',
            step,
            fault: { code: 'SESSION_COMMAND_UNREPORTED' },
          });
          expect(outcome?.kind === 'failed' && outcome.fault.message).toContain(
            `no status for ${command[0]}`,
          );
          expectConsistent(conversation);
        },
      );
    },
  );

  it('goes on where a device refuses the CONT that only tells its packages apart', () => {
    expect(rounds.map(({ marks }) => marks)).toEqual([0, 0, 0, 0, 1, 1, 0]);
    expect(rounds[5]?.commands[0]).toEqual(['CONT', `${addresses.dm}?session=1`]);
    const conversation = hold({
      deliver: ({ number, text }) => ({ text: rounds[number - 1]?.marks ? withStatus(text, 0, 501) : text }),
    });
    expect(conversation.outcome).toEqual(whole.outcome);
    expectConsistent(conversation);
  });

  it.each([
    [addresses.resource('site'), 404, 'Configure'],
    [addresses.resource('extra'), 503, 'Configure'],
    [addresses.resource('put'), 413, 'Upload'],
    [addresses.resource('post'), 507, 'Upload'],
  ])('fails where the Data Repository refuses %s with %i', (uri, status, step) => {
    const world = worldWith({
      [addresses.resource('site')]: resource(object(g1, gateway({ APN: 'new' }))),
      [addresses.resource('extra')]: resource(object(`${gatewayMoid}//`, gateway({ APN: 'extra' }))),
      [uri]: status,
    });
    const { outcome, session } = hold({ world });
    expect(outcome).toMatchObject({ kind: 'failed', step });
    expect(outcome?.kind === 'failed' && outcome.fault.message).toContain(`answered ${status}`);
    expect(session.phase.kind).toBe('ended');
  });
});

/** A #3 with another status in one place. */
function withStatus(text: string, position: number, sc: number): string {
  const json = JSON.parse(text);
  return JSON.stringify({ ...json, Status: json.Status.with(position, { sc }) });
}

/** A #3 without the statuses from one place on; the alert keeps it from being the #3 before it once more. */
function withoutStatuses(text: string, from: number): string {
  const json = JSON.parse(text);
  return JSON.stringify({ Status: json.Status.slice(0, from), Alert: [{ AlertType: 'urn:a:alert' }] });
}
