import { type Fault, faultOf } from '../errors.ts';
import { type DeviceObjects, placeObject, readObject } from '../mo/device-objects.ts';
import type { SerializedMo } from '../mo/serialization.ts';
import type { Alert } from './alerts.ts';
import { mostRounds } from './choices.ts';
import { type ClientUri, printClientUri } from './client-uri.ts';
import type { Command } from './commands.ts';
import type { CommandStatus, Package1, Package2, Package3 } from './packages.ts';

/** The device's side of a DM session: what it holds and where in the session it stands. Never changed in place. */
export interface ClientSession {
  readonly objects: DeviceObjects;
  /** MOIDs that the bootstrap lets this server manage (DM Account, Perm). */
  readonly permitted: ReadonlySet<string>;
  readonly rounds: number;
  readonly phase: ClientPhase;
}

type ClientPhase =
  | { readonly kind: 'awaitingPackage2' }
  | {
      readonly kind: 'executing';
      readonly waiting: readonly Command[];
      readonly statuses: readonly CommandStatus[];
    }
  | { readonly kind: 'ended' };

/** What the Data Repository answered to an HGET. */
export type ResourceAnswer =
  | { readonly kind: 'received'; readonly entries: readonly SerializedMo[] }
  | { readonly kind: 'refused'; readonly status: number };

export type ClientEvent =
  | { readonly kind: 'package2'; readonly package: Package2 }
  | { readonly kind: 'resource'; readonly answer: ResourceAnswer }
  | { readonly kind: 'serverFailed'; readonly fault: Fault };

/** What the device has to do next; exactly one of them follows each event. */
export type ClientEffect =
  | { readonly kind: 'sendPackage1'; readonly package: Package1 }
  | { readonly kind: 'getResource'; readonly serverUri: string }
  | { readonly kind: 'sendPackage3'; readonly package: Package3 }
  | { readonly kind: 'ended'; readonly fault?: Fault };

export interface ClientStep {
  readonly session: ClientSession;
  readonly effect: ClientEffect;
}

/** Opens a session with package #1; the first alert says why. */
export function openClientSession(
  objects: DeviceObjects,
  permitted: ReadonlySet<string>,
  alert: Alert,
): ClientStep {
  return {
    session: { objects, permitted, rounds: 0, phase: { kind: 'awaitingPackage2' } },
    effect: { kind: 'sendPackage1', package: { alerts: [alert] } },
  };
}

/** One step of the device's state machine (DM 2.0 protocol, packages and commands). */
export function stepClientSession(session: ClientSession, event: ClientEvent): ClientStep {
  const { phase } = session;
  if (event.kind === 'serverFailed') return end(session, event.fault);
  if (event.kind === 'package2' && phase.kind === 'awaitingPackage2') {
    if (session.rounds >= mostRounds)
      return end(session, faultOf('DM_ANSWER_WRONG', { detail: `no END after ${mostRounds} rounds` }));
    const next = { ...session, rounds: session.rounds + 1 };
    return execute(next, event.package.commands, []);
  }
  if (event.kind === 'resource' && phase.kind === 'executing') {
    const [command, ...waiting] = phase.waiting;
    if (command?.kind !== 'HGET') throw new Error('a resource came that no HGET asked for');
    const { objects, status } = applyResource(session, command, event.answer);
    return execute({ ...session, objects }, waiting, [...phase.statuses, status]);
  }
  throw new Error(`a DM client that is ${phase.kind} cannot take ${event.kind}`);
}

/** Runs commands in order until one needs the Data Repository, END comes, or all have a status. */
function execute(
  session: ClientSession,
  commands: readonly Command[],
  done: readonly CommandStatus[],
): ClientStep {
  const statuses = [...done];
  for (const [index, command] of commands.entries()) {
    if (command.kind === 'HGET') {
      const refusal = refusalOf(session, command.target);
      if (refusal === undefined) {
        const phase = { kind: 'executing', waiting: commands.slice(index), statuses } as const;
        return { session: { ...session, phase }, effect: { kind: 'getResource', serverUri: command.source } };
      }
      statuses.push({ code: refusal });
    } else if (command.kind === 'END') {
      // A #2 with END is processed whole, and no #3 follows it: what is beside END has run or runs unheard.
      if (index === commands.length - 1 || commands.slice(index + 1).every((rest) => rest.kind === 'END'))
        return end(session);
      return execute(session, [...commands.slice(index + 1), command], statuses);
    } else statuses.push(run(session, command));
  }
  return {
    session: { ...session, phase: { kind: 'awaitingPackage2' } },
    effect: { kind: 'sendPackage3', package: { statuses, alerts: [] } },
  };
}

function run(session: ClientSession, command: Exclude<Command, { kind: 'HGET' | 'END' }>): CommandStatus {
  switch (command.kind) {
    case 'GET':
      return get(session, command.targets);
    case 'notSupported':
      return { code: 501 };
    case 'malformed':
      return { code: command.status };
  }
}

/** A GET with one bad URI has that URI's status and the data of the others. */
function get(session: ClientSession, targets: readonly ClientUri[]): CommandStatus {
  const data: SerializedMo[] = [];
  let code = 200;
  for (const target of targets) {
    const found = session.permitted.has(target.moid)
      ? readObject(session.objects, target)
      : ({ status: 403 } as const);
    if (found.status === 200) data.push(found.value);
    else if (code === 200) code = found.status;
  }
  return data.length > 0 ? { code, data } : { code };
}

function refusalOf(session: ClientSession, target: ClientUri | undefined): number | undefined {
  if (target === undefined) return undefined;
  if (!session.permitted.has(target.moid)) return 403;
  return session.objects.kinds.get(target.moid)?.access === 'get' ? 405 : undefined;
}

function applyResource(
  session: ClientSession,
  command: Extract<Command, { kind: 'HGET' }>,
  answer: ResourceAnswer,
): { readonly objects: DeviceObjects; readonly status: CommandStatus } {
  const { objects } = session;
  if (answer.kind === 'refused') return { objects, status: { code: answer.status } };
  const { target } = command;
  if (target !== undefined) {
    const wanted = printClientUri(target);
    const entry =
      answer.entries.length === 1
        ? answer.entries[0]
        : answer.entries.find((candidate) => printClientUri(candidate.clientUri) === wanted);
    if (entry === undefined) return { objects, status: { code: 400 } };
    const placed = placeObject(objects, target, entry.data);
    if (placed.status !== 200) return { objects, status: { code: placed.status } };
    // Where the server named no instance, it learns which one the device made.
    const told = target.instance === '' ? { uris: [printClientUri(placed.value.clientUri)] } : {};
    return { objects: placed.value.objects, status: { code: 200, ...told } };
  }
  let next = objects;
  const uris: string[] = [];
  for (const entry of answer.entries) {
    const refusal = refusalOf(session, entry.clientUri);
    const placed = refusal === undefined ? placeObject(next, entry.clientUri, entry.data) : undefined;
    // All or nothing: half of a resource is not a configuration.
    if (placed?.status !== 200) return { objects, status: { code: refusal ?? placed?.status ?? 500 } };
    next = placed.value.objects;
    uris.push(printClientUri(placed.value.clientUri));
  }
  return { objects: next, status: { code: 200, uris } };
}

function end(session: ClientSession, fault?: Fault): ClientStep {
  return {
    session: { ...session, phase: { kind: 'ended' } },
    effect: fault ? { kind: 'ended', fault } : { kind: 'ended' },
  };
}
