import { CodedError, type Fault, faultOf } from '../errors.ts';
import { type PlanProgress, plannerOf } from '../provisioning/planner.ts';
import type { PlanSet } from '../provisioning/session-plan.ts';
import { type Alert, alertTypes } from './alerts.ts';
import {
  type ClientEffect,
  type ClientEvent,
  openClientSession,
  stepClientSession,
  withAlert,
} from './client/client-session.ts';
import type { DeviceState } from './client/device-state.ts';
import { carryOut, serverOf, validate, type World, worldWith } from './client/test-device.ts';
import {
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

// A DM session in memory, for tests: both engines against each other, every package through its JSON text.

/** A package of the device on its way to the server; the #1 is number 0. */
export interface SentPackage {
  readonly number: number;
  readonly kind: 'package1' | 'package3';
  readonly text: string;
  readonly to: string;
}

/** What the network does to a package of the device, or to its answer. */
export type Delivery =
  | 'delivered'
  /** It comes a second time; the answer to the second is the one that the device gets. */
  | 'twice'
  | 'packageLost'
  | 'answerLost'
  /** It comes as another text. */
  | { readonly text: string };

export interface ConversationOptions {
  readonly plans: PlanSet;
  readonly device: DeviceState;
  readonly world?: World;
  readonly server?: string;
  readonly alerts?: readonly Alert[];
  readonly now?: number;
  /** Where the device's plans stood when its last session ended. */
  readonly resumed?: PlanProgress;
  readonly deliver?: (sent: SentPackage) => Delivery;
  /** Alerts that come up on the device while it does something. */
  readonly raised?: (effect: ClientEffect) => readonly Alert[];
}

/** What became of a session: how each end saw it. */
export interface Conversation {
  /** Every package, `#1 {…}`, and what the device did for it, in order. */
  readonly transcript: readonly string[];
  readonly outcome: SessionOutcome<PlanProgress> | undefined;
  readonly effects: readonly ServerEffect<PlanProgress>[];
  readonly session: ServerSession<PlanProgress>;
  readonly device: DeviceState;
  readonly end: Extract<ClientEffect, { kind: 'ended' }>;
}

const unreachable = faultOf('DM_SERVER_UNREACHABLE', { uri: 'https://bench.example/dm', detail: 'silence' });
export const timeout: Fault = faultOf('SESSION_TIMEOUT', { seconds: 30 });
const mostSteps = 1000;

/** Holds a session until the device ends it; a session that the server still waits in is given up then. */
export function converse(options: ConversationOptions): Conversation {
  const { plans, world = worldWith(), now = 0, server: id = 'bench', deliver = () => 'delivered' } = options;
  const transcript: string[] = [];
  const effects: ServerEffect<PlanProgress>[] = [];
  let session = newServerSession<PlanProgress>();
  const take = (event: ServerEvent): readonly ServerEffect<PlanProgress>[] => {
    // As the server does it: the plan is made again for each package.
    const step = stepServerSession(session, event, plannerOf(plans, now, options.resumed));
    session = step.session;
    effects.push(...step.effects);
    return step.effects;
  };

  const receive = (sent: SentPackage): ClientEvent => {
    transcript.push(`#${sent.kind === 'package1' ? 1 : 3} ${sent.text}`);
    let event: ServerEvent;
    try {
      event = eventOf(sent);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { kind: 'serverFailed', fault: faultOf('DM_SERVER_REFUSED', { status: 400 }) };
    }
    const [answer] = take(event).flatMap((effect) => (effect.kind === 'sendPackage2' ? [effect] : []));
    if (answer === undefined)
      return { kind: 'serverFailed', fault: faultOf('DM_SERVER_REFUSED', { status: 409 }) };
    const text = printPackage2(answer.commands);
    transcript.push(`#2 ${text}`);
    return { kind: 'package2', package: parsePackage2(text) };
  };

  const send = (sent: SentPackage): ClientEvent => {
    const delivery = deliver(sent);
    if (delivery === 'packageLost') return { kind: 'serverFailed', fault: unreachable };
    const answer = receive(typeof delivery === 'string' ? sent : { ...sent, ...delivery });
    if (delivery === 'answerLost') return { kind: 'serverFailed', fault: unreachable };
    return delivery === 'twice' ? receive(sent) : answer;
  };

  const server = serverOf(options.device, id);
  if (server === undefined) throw new Error(`the device has no account of ${id}`);
  let sentPackages = 0;
  let step = openClientSession(options.device, {
    server,
    serverUri: `https://${id}.example/dm`,
    alerts: options.alerts ?? [{ alertType: alertTypes.clientInitiated }],
  });
  for (let steps = 0; steps < mostSteps; steps++) {
    const { effect, device } = step;
    if (effect.kind === 'ended') {
      if (session.phase.kind !== 'ended') take({ kind: 'abandon', fault: timeout });
      const outcome = session.phase.kind === 'ended' ? session.phase.outcome : undefined;
      return { transcript, outcome, effects, session, device, end: effect };
    }
    let event: ClientEvent;
    if (effect.kind === 'sendPackage1' || effect.kind === 'sendPackage3')
      event = send(sentPackage(sentPackages++, effect));
    else {
      const before = world.log.length;
      event = carryOut(effect, world);
      transcript.push(...world.log.slice(before));
    }
    const alerts = options.raised?.(effect) ?? [];
    const context = { validate, serverOf: (other: string) => serverOf(device, other) };
    step = stepClientSession(alerts.reduce(withAlert, step.session), device, event, context);
  }
  throw new Error('the session did not end');
}

function sentPackage(
  number: number,
  effect: Extract<ClientEffect, { kind: 'sendPackage1' | 'sendPackage3' }>,
): SentPackage {
  const to = effect.serverUri;
  return effect.kind === 'sendPackage1'
    ? { number, kind: 'package1', text: printPackage1(effect.package), to }
    : { number, kind: 'package3', text: printPackage3(effect.package), to };
}

/** A package as the server gets it: told from a repeated one by its octets alone, as the real one does it. */
function eventOf({ kind, text }: SentPackage): ServerEvent {
  const digest = `${kind} ${text}`;
  return kind === 'package1'
    ? { kind, package: parsePackage1(text), digest }
    : { kind, package: parsePackage3(text), digest };
}
