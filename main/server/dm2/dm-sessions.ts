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
import { uploadSource } from '../../../core/inspect/upload-source.ts';
import { withoutTokens } from '../../../core/interaction/addresses.ts';
import type { SerializedMo } from '../../../core/mo/serialization.ts';
import { type QueuedProgress, withQueue } from '../../../core/provisioning/command-queue.ts';
import { plannerOf } from '../../../core/provisioning/planner.ts';
import type { PlanSet } from '../../../core/provisioning/session-plan.ts';
import { withoutRepetition } from '../../../core/provisioning/told-outcomes.ts';
import type { Audit } from '../../audit/audit-log.ts';
import type { Store } from '../../store/store.ts';
import type { CredentialRenewal } from '../auth/credential-renewal.ts';
import type { DeviceDirectory, ManagedDevice, ServerAddresses } from '../device-directory.ts';
import type { ServerEvents } from '../server-events.ts';
import type { DeviceQueues } from './device-queue.ts';
import { endOf, endOverduePlans, type RecordedSession, recordEnd } from './plan-ends.ts';
import {
  doneIn,
  keepEffects,
  keepExchange,
  keepLine,
  keepReport,
  recallOf,
  type SessionIdentity,
  tellEffects,
  toldAlert,
} from './session-records.ts';
import type { ShownForms } from './shown-forms.ts';

/** So many sessions have their plans at hand; for others they are made again, so that ten thousand may be open. */
const mostPlans = 500;

/** A session in memory. */
interface KeptSession extends RecordedSession {
  state: ServerSession<QueuedProgress>;
  commandsDone: number;
}

export interface DmSessionsOptions {
  readonly store: Store;
  readonly forms: ShownForms;
  readonly queues: DeviceQueues;
  readonly renewal: CredentialRenewal;
  readonly directory: DeviceDirectory;
  readonly audit: Pick<Audit, 'record'>;
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
  /** Notes what happens in a UI interaction in the session that it began in, which may be over. */
  noteInteraction(
    session: { readonly sessionId: string; readonly deviceId: string },
    entry: TranscriptEntry,
  ): void;
  /** Notes a package that was refused, in the session that it may have been meant for. */
  noteRefused(deviceId: string, fault: Fault): void;
  /** Keeps what a device put into the Data Repository of its objects. */
  objectsUploaded(deviceId: string, entries: readonly SerializedMo[]): Promise<void>;
  /** Ends the plans of devices that did not tell in time what they wait for. */
  endOverdue(addresses: ServerAddresses): void;
  openCount(): number;
}

export function createDmSessions(options: DmSessionsOptions): DmSessions {
  const { store, forms, queues, renewal, audit, events, now, newId } = options;
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
    const at = now();
    store.transaction(() => {
      keepEffects(store, session, effects, session.commandsDone, at);
      recordEnd(audit, session, effects, session.commandsDone, at);
    });
    session.recorded = endOf(effects)?.kind ?? session.recorded;
    session.state = state;
    open--;
    tellEffects(events, session, effects, session.commandsDone);
    followForms(session, effects);
  };

  /** What a step of a session means for the forms that were shown in it. */
  const followForms = (session: SessionIdentity, effects: readonly ServerEffect<QueuedProgress>[]): void => {
    for (const effect of effects) {
      if (effect.kind === 'commandsReported') forms.reported(session, effect.results);
      if (effect.kind === 'ended') forms.sessionEnded(session, effect.outcome);
    }
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
    const last = sessions.get(deviceId);
    const recorded = last?.jobId === jobId ? last.recorded : undefined;
    return {
      ...{ sessionId, deviceId, jobId, resumed, recorded },
      ...{ lines: 0, state: newServerSession(), commandsDone: 0 },
    };
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
    const interactions = forms.forPlans(device, sessionId, addresses);
    const planner = plannerOf(plansFor(device, sessionId, addresses), now(), progress, interactions);
    const queued = store.queuedCommands.waiting(device.deviceId, 1).length > 0;
    const own = progress
      ? planner
      : withoutRepetition(planner, queued, () => store.sessions.anyFulfilled(device.jobId));
    return withCachedReads(
      withQueue(own, queues.of(device, sessionId, addresses)),
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
    const replacing: readonly ServerEffect<QueuedProgress>[] = replaced
      ? [{ kind: 'ended', outcome: { kind: 'abandoned', fault: faultOf('SESSION_REPLACED', {}) } }]
      : [];
    if (replaced) {
      keepEffects(store, replaced, replacing, replaced.commandsDone, at);
      recordEnd(audit, replaced, replacing, replaced.commandsDone, at);
    }
    // What an outcome leads to goes with the session that tells it.
    if (opens && event.kind === 'package1') queues.heard(device.deviceId, event.package.alerts);
    const step = stepServerSession(session.state, event, plannerFor(device, session, event, addresses));
    const sent = step.effects.find((effect) => effect.kind === 'sendPackage2');
    if (sent === undefined) throw outOfOrder(device.deviceId);
    const answer = printPackage2(sent.commands);
    const commandsDone = session.commandsDone + doneIn(step.effects);
    if (!repeated && event.kind !== 'abandon') {
      keepExchange(store, session, [
        { at, kind: event.kind, text: withoutTokens(body) },
        { at: now(), kind: 'package2', text: withoutTokens(answer), status: 200 },
      ]);
      if (event.kind === 'package1' && event.package.supported)
        store.objects.list(device.deviceId, event.package.supported, at);
      keepEffects(store, session, step.effects, commandsDone, at);
      if (event.kind === 'package3') queues.heard(device.deviceId, event.package.alerts);
      recordEnd(audit, session, step.effects, commandsDone, at);
      renewal.keep(device.deviceId, step.effects, at);
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
    session.recorded = endOf(step.effects)?.kind ?? session.recorded;
    sessions.set(deviceId, session);
    if (step.session.phase.kind === 'ended') plans.delete(sessionId);
    if (replaced) open--;
    open += Number(step.session.phase.kind !== 'ended') - Number(wasOpen);
    if (replaced) {
      tellEffects(events, replaced, replacing, replaced.commandsDone);
      followForms(replaced, replacing);
    }
    const alerts = step.effects.flatMap((effect) =>
      effect.kind === 'alerted' ? effect.alerts.map(toldAlert) : [],
    );
    if (opens) events.emit({ kind: 'sessionOpened', deviceId, sessionId, alerts });
    events.emit({ kind: 'package', deviceId, sessionId, package: kind });
    tellEffects(events, session, step.effects, commandsDone);
    followForms(session, step.effects);
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
      if (event.kind !== 'abandon') forms.heard(deviceId, event.package.alerts);
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
    noteInteraction({ sessionId, deviceId }, entry) {
      const session = sessions.get(deviceId);
      const work = () =>
        session?.sessionId === sessionId
          ? keepLine(store, session, entry)
          : store.sessions.append(sessionId, entry);
      void store.grouped(work).catch(unkept);
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
      const phase = openOf(deviceId)?.state.phase;
      const sent = phase?.kind === 'awaitingPackage3' ? phase.sent : [];
      await store.grouped(() => {
        for (const entry of entries) {
          const source = uploadSource(sent, entry.clientUri);
          keepReport(store, { deviceId, sessionId, at: now(), source }, entry);
        }
        queues.uploaded(deviceId, entries);
      });
    },
    endOverdue(addresses) {
      endOverduePlans(options, addresses);
      store.transaction(() => queues.endOverdue());
    },
  };
}

/** The planner of a step that asks none. */
const unasked: SessionPlanner<QueuedProgress> = {
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
