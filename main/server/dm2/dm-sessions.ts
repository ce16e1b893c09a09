import { hash } from 'node:crypto';
import type { TranscriptEntry } from '../../../core/api.ts';
import { withCachedReads } from '../../../core/dm/cached-reads.ts';
import { parsePackage1, parsePackage3, printPackage2 } from '../../../core/dm/packages.ts';
import {
  newServerSession,
  type ServerEffect,
  type ServerEvent,
  type ServerSession,
  type SessionPlanner,
  stepServerSession,
} from '../../../core/dm/server-session.ts';
import { codedError, type Fault, faultOf, httpStatusOf } from '../../../core/errors.ts';
import type { SerializedMo } from '../../../core/mo/serialization.ts';
import { overdue, type PlanProgress, plannerOf } from '../../../core/provisioning/planner.ts';
import type { PlanSet } from '../../../core/provisioning/session-plan.ts';
import type { Store } from '../../store/store.ts';
import type { DeviceDirectory, ManagedDevice, ServerAddresses } from '../device-directory.ts';
import type { ServerEvents } from '../server-events.ts';
import {
  doneIn,
  keepEffects,
  keepExchange,
  keepLine,
  keepReport,
  recallOf,
  type SessionIdentity,
  tellEffects,
} from './session-records.ts';

/** So many sessions have their plans at hand; for others they are made again, so that ten thousand may be open. */
const mostPlans = 500;

/** A session in memory. */
interface KeptSession extends SessionIdentity {
  state: ServerSession<PlanProgress>;
  commandsDone: number;
}

export interface DmSessionsOptions {
  readonly store: Store;
  readonly directory: DeviceDirectory;
  readonly events: ServerEvents;
  readonly now: () => number;
  readonly newId: () => string;
}

/** The server's sessions: packages in, packages out, everything kept before it is answered. */
export interface DmSessions {
  /** A package of an authenticated device; the answer is the text of package #2. @throws coded errors */
  receive(
    device: ManagedDevice,
    kind: 'package1' | 'package3',
    body: string,
    addresses: ServerAddresses,
  ): Promise<string>;
  /** Gives up on a device's open session, if it has one. */
  abandon(deviceId: string, fault: Fault): void;
  /** Notes an exchange with the Data Repository in the device's open session. */
  noteRepository(deviceId: string, entry: TranscriptEntry): void;
  /** Notes a package that was refused, in the session that it may have been meant for. */
  noteRefused(deviceId: string, fault: Fault): void;
  /** Keeps what a device put into the Data Repository of its objects. */
  objectsUploaded(deviceId: string, entries: readonly SerializedMo[]): Promise<void>;
  /** Ends the plans of devices that did not tell in time what they wait for. */
  endOverdue(addresses: ServerAddresses): void;
  openCount(): number;
}

export function createDmSessions({ store, directory, events, now, newId }: DmSessionsOptions): DmSessions {
  // The last session of each device. One that ended stays, so that a repeated #3 gets its END again.
  const sessions = new Map<string, KeptSession>();
  // The package of each device that is being kept: the next one waits for it.
  const underWay = new Map<string, Promise<unknown>>();
  // The plans of the sessions that packages came for last.
  const plans = new Map<string, PlanSet>();
  let open = 0;

  const openOf = (deviceId: string): KeptSession | undefined => {
    const session = sessions.get(deviceId);
    return session && session.state.phase.kind !== 'ended' ? session : undefined;
  };

  const abandon = (deviceId: string, fault: Fault): void => {
    const session = openOf(deviceId);
    if (session === undefined) return;
    const event = { kind: 'abandon', fault } as const;
    const { session: state, effects } = stepServerSession(session.state, event, unasked);
    store.transaction(() => keepEffects(store, session, effects, session.commandsDone, now()));
    session.state = state;
    open--;
    tellEffects(events, session, effects, session.commandsDone);
  };

  const plansFor = (device: ManagedDevice, sessionId: string, addresses: ServerAddresses): PlanSet => {
    const known = plans.get(sessionId) ?? device.plans(addresses);
    // The one that was used longest ago goes first.
    plans.delete(sessionId);
    plans.set(sessionId, known);
    const [oldest] = plans.keys();
    if (plans.size > mostPlans && oldest !== undefined) plans.delete(oldest);
    return known;
  };

  const begin = (device: ManagedDevice): KeptSession => {
    const { deviceId, jobId } = device;
    const sessionId = newId();
    store.sessions.open({ sessionId, deviceId, jobId, openedAt: now() });
    const resumed = store.suspendedPlans.get(deviceId)?.jobId === jobId;
    return { sessionId, deviceId, jobId, resumed, lines: 0, state: newServerSession(), commandsDone: 0 };
  };

  /** The planner of one package; where the device was in its plans is asked for the first one only. */
  const plannerFor = (
    device: ManagedDevice,
    { sessionId, resumed }: KeptSession,
    event: ServerEvent,
    addresses: ServerAddresses,
  ) => {
    const progress =
      resumed && event.kind === 'package1' ? store.suspendedPlans.get(device.deviceId)?.progress : undefined;
    return withCachedReads(
      plannerOf(plansFor(device, sessionId, addresses), now(), progress),
      recallOf(store, device.deviceId),
    );
  };

  /** One package, within a transaction: nothing in memory changes until it is on the disk. */
  const take = (device: ManagedDevice, event: ServerEvent, body: string, addresses: ServerAddresses) => {
    const last = sessions.get(device.deviceId);
    const repeated = event.kind !== 'abandon' && last?.state.lastExchange?.digest === event.digest;
    const opens = event.kind === 'package1' && !repeated;
    const replaced = opens ? openOf(device.deviceId) : undefined;
    const session = opens ? begin(device) : last;
    if (session === undefined) throw outOfOrder(device.deviceId);
    const at = now();
    const replacing: readonly ServerEffect<PlanProgress>[] = replaced
      ? [{ kind: 'ended', outcome: { kind: 'abandoned', fault: faultOf('SESSION_REPLACED', {}) } }]
      : [];
    if (replaced) keepEffects(store, replaced, replacing, replaced.commandsDone, at);
    const step = stepServerSession(session.state, event, plannerFor(device, session, event, addresses));
    const sent = step.effects.find((effect) => effect.kind === 'sendPackage2');
    if (sent === undefined) throw outOfOrder(device.deviceId);
    const answer = printPackage2(sent.commands);
    const commandsDone = session.commandsDone + doneIn(step.effects);
    if (!repeated && event.kind !== 'abandon') {
      keepExchange(store, session, [
        { at, kind: event.kind, text: body },
        { at: now(), kind: 'package2', text: answer, status: 200 },
      ]);
      if (event.kind === 'package1' && event.package.supported)
        store.objects.list(device.deviceId, event.package.supported);
      keepEffects(store, session, step.effects, commandsDone, at);
    }
    return { session, step, answer, commandsDone, opens, replaced, replacing };
  };

  /** What a package that is on the disk now changes in memory, and who is told. */
  const taken = (kind: 1 | 3, result: ReturnType<typeof take>): void => {
    const { session, step, commandsDone, opens, replaced, replacing } = result;
    const { deviceId, sessionId } = session;
    const wasOpen = sessions.get(deviceId) === session && session.state.phase.kind !== 'ended';
    session.state = step.session;
    session.commandsDone = commandsDone;
    sessions.set(deviceId, session);
    if (step.session.phase.kind === 'ended') plans.delete(sessionId);
    if (replaced) open--;
    open += Number(step.session.phase.kind !== 'ended') - Number(wasOpen);
    if (replaced) tellEffects(events, replaced, replacing, replaced.commandsDone);
    const alerts = step.effects.flatMap((effect) => (effect.kind === 'alerted' ? effect.alerts : []));
    if (opens) events.emit({ kind: 'sessionOpened', deviceId, sessionId, alerts });
    events.emit({ kind: 'package', deviceId, sessionId, package: kind });
    tellEffects(events, session, step.effects, commandsDone);
  };

  return {
    abandon,
    openCount: () => open,
    async receive(device, kind, body, addresses) {
      const { deviceId } = device;
      const event = eventOf(kind, body);
      for (let before = underWay.get(deviceId); before; before = underWay.get(deviceId))
        await before.catch(() => {});
      // The device follows a newer order now: the plan of its session is not its plan any more.
      const held = openOf(deviceId);
      if (held && held.jobId !== device.jobId) abandon(deviceId, faultOf('SESSION_REPLACED', {}));
      const work = store.grouped(
        () => take(device, event, body, addresses),
        (result) => taken(kind === 'package1' ? 1 : 3, result),
      );
      underWay.set(deviceId, work);
      try {
        return (await work).answer;
      } finally {
        underWay.delete(deviceId);
      }
    },
    noteRepository(deviceId, entry) {
      const session = openOf(deviceId);
      if (session) void store.grouped(() => keepLine(store, session, entry)).catch(unkept);
    },
    noteRefused(deviceId, fault) {
      const session = openOf(deviceId);
      const entry = {
        at: now(),
        kind: 'refused',
        text: fault.message,
        status: httpStatusOf(fault.code),
      } as const;
      if (session) void store.grouped(() => keepLine(store, session, entry)).catch(unkept);
    },
    async objectsUploaded(deviceId, entries) {
      const sessionId = sessions.get(deviceId)?.sessionId ?? store.sessions.ofDevice(deviceId)[0]?.sessionId;
      // A device that never held a session has reported nothing yet; what it uploads stays in the repository.
      if (sessionId === undefined) return;
      await store.grouped(() => {
        for (const entry of entries) keepReport(store, { deviceId, sessionId, at: now() }, entry);
      });
    },
    endOverdue(addresses) {
      for (const { deviceId, jobId, progress } of store.suspendedPlans.overdue(now())) {
        const device = directory.find(deviceId);
        const fault = device && overdue(device.plans(addresses), progress, now());
        // A plan that was suspended under an earlier profile is forgotten: the device follows a newer one.
        store.suspendedPlans.forget(deviceId);
        if (device?.jobId !== jobId || fault === undefined) continue;
        const session = store.sessions.lastOfJob(jobId);
        if (session)
          store.sessions.append(session.sessionId, { at: now(), kind: 'note', text: fault.message });
        events.emit({ kind: 'planOverdue', deviceId, jobId, fault });
      }
    },
  };
}

/** The planner of a step that asks none. */
const unasked: SessionPlanner<PlanProgress> = {
  serverUri: '',
  begin: () => {
    throw new Error('a session that is given up asks no plan');
  },
  next: () => {
    throw new Error('a session that is given up asks no plan');
  },
};

/** A note that cannot be kept stops nothing: the package that it is about was answered already. */
function unkept(): void {}

function eventOf(kind: 'package1' | 'package3', body: string): ServerEvent {
  const digest = hash('sha256', `${kind} ${body}`, 'base64');
  return kind === 'package1'
    ? { kind, package: parsePackage1(body), digest }
    : { kind, package: parsePackage3(body), digest };
}

function outOfOrder(device: string) {
  return codedError('DM_PACKAGE_OUT_OF_ORDER', { device });
}
