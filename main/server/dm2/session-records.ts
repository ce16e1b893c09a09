import type { TranscriptEntry } from '../../../core/api.ts';
import { type Alert, interactionEndAlert, interactionEndOf } from '../../../core/dm/alerts.ts';
import type { KnownNode, Recall } from '../../../core/dm/cached-reads.ts';
import { printCommand } from '../../../core/dm/commands.ts';
import type { NodeAddress } from '../../../core/dm/node-address.ts';
import type { ServerEffect, SessionOutcome } from '../../../core/dm/server-session.ts';
import { type ReportSource, withPart } from '../../../core/inspect/provenance.ts';
import { withoutTokens } from '../../../core/interaction/addresses.ts';
import { nodeAt } from '../../../core/mo/node.ts';
import { type ReportedRoot, withReport } from '../../../core/mo/reported.ts';
import { parseMoData, printNode, type SerializedMo } from '../../../core/mo/serialization.ts';
import type { QueuedProgress } from '../../../core/provisioning/command-queue.ts';
import { type KeptInstance, partsOf } from '../../store/reported-objects.ts';
import type { Store } from '../../store/store.ts';
import type { ServerEvents } from '../server-events.ts';

/** What a session is known by, and how far it has come. */
export interface SessionIdentity {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly jobId: string;
  /** Whether its plan was begun in an earlier session. */
  readonly resumed: boolean;
  /** The lines that its transcript has. */
  lines: number;
}

/** Writes a line into the transcript of a session that is open. Call it within a transaction. */
export function keepLine(store: Store, session: SessionIdentity, entry: TranscriptEntry): void {
  // A line whose transaction fails leaves a gap, which means nothing.
  store.sessions.line(session.sessionId, ++session.lines, entry);
}

/** Writes a package and its answer into the transcript. Call it within a transaction. */
export function keepExchange(
  store: Store,
  session: SessionIdentity,
  entries: readonly [TranscriptEntry, TranscriptEntry],
): void {
  store.sessions.exchange(session.sessionId, session.lines + 1, entries);
  session.lines += entries.length;
}

type Effects = readonly ServerEffect<QueuedProgress>[];

/** Writes what a step of a session says into the store. Call it within a transaction. */
export function keepEffects(
  store: Store,
  session: SessionIdentity,
  effects: Effects,
  commandsDone: number,
  at: number,
): void {
  const { sessionId, deviceId } = session;
  for (const effect of effects) {
    switch (effect.kind) {
      case 'objectsReported':
        for (const entry of effect.entries)
          keepReport(store, { deviceId, sessionId, at, source: 'reported' }, entry);
        break;
      case 'ended':
        keepOutcome(store, session, effect.outcome, commandsDone, at);
        break;
      case 'alerted':
        store.alerts.keep({ deviceId, sessionId, at }, effect.alerts);
        break;
      case 'commandsReported':
      case 'sendPackage2':
      case 'refuse':
        break;
    }
  }
}

function keepOutcome(
  store: Store,
  session: SessionIdentity,
  outcome: SessionOutcome<QueuedProgress>,
  commandsDone: number,
  at: number,
): void {
  const { sessionId, deviceId, jobId, resumed } = session;
  const { fault } = 'fault' in outcome ? outcome : {};
  store.sessions.end(sessionId, { state: outcome.kind, at, commandsDone, ...(fault ? { fault } : {}) });
  if (outcome.kind === 'abandoned') store.queuedCommands.endSession(sessionId, at);
  if (outcome.kind === 'suspended')
    store.suspendedPlans.keep(
      { deviceId, jobId, progress: outcome.progress },
      outcome.progress.waitingUntil ?? at,
    );
  // A session that broke off in the middle of a plan does not end the waiting for what an earlier one began.
  else if (resumed && outcome.kind !== 'abandoned') store.suspendedPlans.forget(deviceId);
  if (outcome.kind === 'fulfilled')
    for (const { step, fault: passed } of outcome.passedOver)
      keepLine(store, session, {
        at,
        kind: 'note',
        text: `The step "${step}" was left out: ${passed.message}`,
      });
}

/** Keeps an entry that a device reported, in a session or by an upload. Call it within a transaction. */
export function keepReport(
  store: Store,
  from: {
    readonly deviceId: string;
    readonly sessionId: string;
    readonly at: number;
    readonly source: ReportSource;
  },
  entry: SerializedMo,
): void {
  const { moid, path } = entry.clientUri;
  const { at, sessionId, source } = from;
  const { cacheValidator: validator } = entry;
  const instance = instanceOf(store, from.deviceId, entry.clientUri);
  const whole = path.length === 0;
  const known = whole ? undefined : store.objects.get(from.deviceId, moid, instance);
  const { rootName, root } = withReport(known && rootOf(known), entry);
  // A part that came with the validator of the whole that is known leaves that one whole.
  const holds = whole || (known !== undefined && known.validator === validator);
  const part = { path, at, sessionId, source, ...(validator === undefined ? {} : { validator }) };
  store.objects.put(from.deviceId, {
    moid,
    instance,
    rootName,
    root: printNode(root),
    reportedAt: at,
    sessionId,
    ...(holds && validator !== undefined ? { validator } : {}),
    source,
    ...(whole ? {} : { parts: withPart(known ? partsOf(known) : [], part) }),
  });
}

/** What the server can leave out of a device's answers, because it has it. */
export function recallOf(store: Store, deviceId: string): Recall {
  let validated: ReturnType<Store['objects']['validated']> | undefined;
  return (address): KnownNode | undefined => {
    validated ??= store.objects.validated(deviceId);
    if (!validated.some(({ moid }) => moid === address.moid)) return undefined;
    const known = store.objects.get(deviceId, address.moid, instanceOf(store, deviceId, address));
    if (known?.validator === undefined) return undefined;
    const { rootName, root } = rootOf(known);
    const node = nodeAt(root, address.path);
    return node && { validator: known.validator, data: { name: address.path.at(-1) ?? rootName, node } };
  };
}

/** The only instance is meant where none is named; which one that is the device may have listed. */
function instanceOf(store: Store, deviceId: string, { moid, instance }: NodeAddress): string {
  if (instance !== '') return instance;
  const [only, ...others] = store.objects.listed(deviceId, moid);
  return only !== undefined && others.length === 0 ? only : instance;
}

function rootOf({ rootName, root }: KeptInstance): ReportedRoot {
  return { rootName, root: parseMoData({ [rootName]: root }).node };
}

/** Tells what a step of a session says to whoever listens. */
export function tellEffects(
  events: ServerEvents,
  { sessionId, deviceId, jobId }: SessionIdentity,
  effects: Effects,
  commandsDone: number,
): void {
  for (const effect of effects) {
    switch (effect.kind) {
      case 'commandsReported':
        for (const { command, status } of effect.results)
          events.emit({
            kind: 'command',
            deviceId,
            sessionId,
            command: printCommand(command).map(withoutTokens),
            ...(status ? { status: status.code } : {}),
          });
        break;
      case 'alerted':
        for (const alert of effect.alerts)
          events.emit({
            kind: 'alert',
            deviceId,
            sessionId,
            alertType: alert.alertType,
            alert: toldAlert(alert),
          });
        break;
      case 'sendPackage2':
        events.emit({ kind: 'package', deviceId, sessionId, package: 2 });
        break;
      case 'ended': {
        const { fault } = 'fault' in effect.outcome ? effect.outcome : {};
        events.emit({
          kind: 'sessionEnded',
          deviceId,
          sessionId,
          jobId,
          outcome: effect.outcome.kind,
          commandsDone,
          ...(fault ? { fault } : {}),
        });
        break;
      }
      case 'objectsReported':
      case 'refuse':
        break;
    }
  }
}

/** An alert as it is told: a UI interaction's address is the device's alone. */
export function toldAlert(alert: Alert): Alert {
  const end = interactionEndOf(alert);
  return end ? interactionEndAlert({ ...end, serverUri: withoutTokens(end.serverUri) }) : alert;
}

/** Commands that the device reported done, among what a step says. */
export function doneIn(effects: Effects): number {
  return effects.reduce(
    (count, effect) =>
      effect.kind === 'commandsReported'
        ? count + effect.results.filter(({ status }) => status && isDone(status.code)).length
        : count,
    0,
  );
}

/** 200, and 304: the device has what was asked for unchanged. 202 is begun, not done. */
function isDone(status: number): boolean {
  return status === 200 || status === 304;
}
