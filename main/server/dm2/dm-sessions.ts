import { createHash } from 'node:crypto';
import type { TranscriptEntry } from '../../../core/api.ts';
import { printCommand } from '../../../core/dm/commands.ts';
import {
  type Package1,
  type Package3,
  parsePackage1,
  parsePackage3,
  printPackage2,
} from '../../../core/dm/packages.ts';
import {
  newServerSession,
  type ServerEffect,
  type ServerEvent,
  type ServerSession,
  type SessionOutcome,
  stepServerSession,
} from '../../../core/dm/server-session.ts';
import { codedError, type Fault, faultOf } from '../../../core/errors.ts';
import { withReport } from '../../../core/mo/reported.ts';
import { parseMoData, printNode, type SerializedMo } from '../../../core/mo/serialization.ts';
import { type PlanProgress, plannerOf, type SessionPlan } from '../../../core/provisioning/session-plan.ts';
import type { Store } from '../../store/store.ts';
import type { ManagedDevice } from '../device-directory.ts';
import type { ServerEvents } from '../server-events.ts';

interface OpenSession {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly jobId: string;
  readonly plan: SessionPlan;
  state: ServerSession<PlanProgress>;
  commandsDone: number;
}

export interface DmSessionsOptions {
  readonly store: Store;
  readonly events: ServerEvents;
  readonly now: () => number;
  readonly newId: () => string;
}

/** The server's sessions: packages in, packages out, everything kept before it is answered. */
export interface DmSessions {
  /** A package of an authenticated device; the answer is the text of package #2. @throws coded errors */
  receive(device: ManagedDevice, kind: 'package1' | 'package3', body: string, repository: string): string;
  /** Gives up on a device's open session, if it has one. */
  abandon(deviceId: string, fault: Fault): void;
  /** Notes an exchange with the Data Repository in the device's open session. */
  noteRepository(deviceId: string, entry: TranscriptEntry): void;
  openCount(): number;
}

export function createDmSessions({ store, events, now, newId }: DmSessionsOptions): DmSessions {
  // The last session of each device. One that ended stays, so that a repeated #3 gets its END again.
  const sessions = new Map<string, OpenSession>();
  const isOpen = (session: OpenSession) => session.state.phase.kind !== 'ended';

  const begin = (device: ManagedDevice, repository: string): OpenSession => {
    abandon(device.deviceId, faultOf('SESSION_REPLACED', {}));
    const session: OpenSession = {
      sessionId: newId(),
      deviceId: device.deviceId,
      jobId: device.jobId,
      plan: device.plan(repository),
      state: newServerSession(),
      commandsDone: 0,
    };
    store.sessions.open({ ...session, openedAt: now() });
    return session;
  };

  const abandon = (deviceId: string, fault: Fault): void => {
    const session = sessions.get(deviceId);
    if (session === undefined || !isOpen(session)) return;
    const { session: state, effects } = stepServerSession(
      session.state,
      { kind: 'abandon', fault },
      plannerOf(session.plan),
    );
    store.transaction(() => keep(session, effects, session.commandsDone));
    session.state = state;
    tell(session, effects);
  };

  /** Everything that a step says, into the store. */
  const keep = (session: OpenSession, effects: readonly ServerEffect[], commandsDone: number): void => {
    for (const effect of effects) {
      if (effect.kind === 'objectsReported') for (const entry of effect.entries) keepReport(session, entry);
      if (effect.kind === 'ended')
        store.sessions.end(session.sessionId, {
          state: effect.outcome.kind,
          at: now(),
          commandsDone,
          ...(effect.outcome.kind === 'fulfilled' ? {} : { fault: effect.outcome.fault }),
        });
    }
  };

  const keepReport = (session: OpenSession, entry: SerializedMo): void => {
    const { moid, instance } = entry.clientUri;
    const known = store.sessions
      .reported(session.deviceId)
      .find((each) => each.moid === moid && each.instance === instance);
    const before = known && {
      rootName: known.rootName,
      root: parseMoData({ [known.rootName]: known.root }).node,
    };
    const { rootName, root } = withReport(before, entry);
    store.sessions.report(session.deviceId, {
      moid,
      instance,
      rootName,
      root: printNode(root),
      reportedAt: now(),
      sessionId: session.sessionId,
    });
  };

  const tell = (session: OpenSession, effects: readonly ServerEffect[]): void => {
    const { deviceId, sessionId, jobId } = session;
    for (const effect of effects) {
      switch (effect.kind) {
        case 'commandsReported':
          for (const { command, status } of effect.results)
            events.emit({
              kind: 'command',
              deviceId,
              sessionId,
              command: printCommand(command),
              ...(status ? { status: status.code } : {}),
            });
          break;
        case 'alerted':
          for (const { alertType } of effect.alerts)
            events.emit({ kind: 'alert', deviceId, sessionId, alertType });
          break;
        case 'sendPackage2':
          events.emit({ kind: 'package', deviceId, sessionId, package: 2 });
          break;
        case 'ended':
          events.emit({
            kind: 'sessionEnded',
            deviceId,
            sessionId,
            jobId,
            commandsDone: session.commandsDone,
            ...outcomeFields(effect.outcome),
          });
          break;
        case 'objectsReported':
        case 'refuse':
          break;
      }
    }
  };

  return {
    abandon,
    openCount: () => [...sessions.values()].filter(isOpen).length,
    noteRepository(deviceId, entry) {
      const session = sessions.get(deviceId);
      if (session && isOpen(session)) store.sessions.append(session.sessionId, entry);
    },
    receive(device, kind, body, repository) {
      const digest = createHash('sha256').update(kind).update(body).digest('base64');
      const event: ServerEvent = eventOf(kind, body, digest);
      const last = sessions.get(device.deviceId);
      const repeated = last?.state.lastExchange?.digest === digest;
      let answer: string | undefined;
      let opened = false;
      const [session, step] = store.transaction(() => {
        const current = kind === 'package1' && !repeated ? begin(device, repository) : last;
        if (current === undefined) throw outOfOrder(device.deviceId);
        opened = current !== last;
        const step = stepServerSession(current.state, event, plannerOf(current.plan));
        if (step.effects.some((effect) => effect.kind === 'refuse')) throw outOfOrder(device.deviceId);
        if (!repeated) store.sessions.append(current.sessionId, { at: now(), kind, text: body });
        for (const effect of step.effects)
          if (effect.kind === 'sendPackage2') answer = printPackage2(effect.commands);
        if (!repeated && answer !== undefined)
          store.sessions.append(current.sessionId, {
            at: now(),
            kind: 'package2',
            text: answer,
            status: 200,
          });
        keep(current, step.effects, current.commandsDone + doneIn(step.effects));
        return [current, step] as const;
      });
      // In memory only once it is on the disk: a package that could not be kept was not received.
      session.state = step.session;
      session.commandsDone += doneIn(step.effects);
      sessions.set(device.deviceId, session);
      const { deviceId, sessionId } = session;
      if (opened) events.emit({ kind: 'sessionOpened', deviceId, sessionId });
      events.emit({ kind: 'package', deviceId, sessionId, package: kind === 'package1' ? 1 : 3 });
      tell(session, step.effects);
      if (answer === undefined) throw new Error('every package is answered or refused');
      return answer;
    },
  };
}

function eventOf(kind: 'package1' | 'package3', body: string, digest: string): ServerEvent {
  const parsed: Package1 | Package3 = kind === 'package1' ? parsePackage1(body) : parsePackage3(body);
  return 'statuses' in parsed
    ? { kind: 'package3', package: parsed, digest }
    : { kind: 'package1', package: parsed, digest };
}

/** Commands that the device reported done, among what a step says. */
function doneIn(effects: readonly ServerEffect[]): number {
  return effects.reduce(
    (count, effect) =>
      effect.kind === 'commandsReported'
        ? count + effect.results.filter((result) => result.status?.code === 200).length
        : count,
    0,
  );
}

function outOfOrder(device: string) {
  return codedError('DM_PACKAGE_OUT_OF_ORDER', { device });
}

function outcomeFields(outcome: SessionOutcome) {
  return outcome.kind === 'fulfilled'
    ? ({ outcome: 'fulfilled' } as const)
    : ({ outcome: outcome.kind, fault: outcome.fault } as const);
}
