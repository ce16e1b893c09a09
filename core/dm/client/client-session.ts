import { type Fault, faultOf } from '../../errors.ts';
import { nodeSchemaOf } from '../../mo/device-objects.ts';
import type { SerializedMo } from '../../mo/serialization.ts';
import type { Alert } from '../alerts.ts';
import { mostRounds } from '../choices.ts';
import type { Command, ServerCommand } from '../commands.ts';
import { serializedMoTypeFor } from '../media-types.ts';
import type { NodeAddress } from '../node-address.ts';
import type { CommandStatus, Package1, Package2, Package3, SupportedMo } from '../packages.ts';
import { type DeviceState, withObjects } from './device-state.ts';
import { get, readAll, remove, setDefault, type Validate } from './local-commands.ts';
import { placeResource, placingRefusal, type ResourceAnswer } from './place-resource.ts';
import { type ManagingServer, placeFor, resolveFor } from './server-access.ts';
import { type ChangeReport, type DeviceChange, dueReports, subscribe, unsubscribe } from './subscriptions.ts';

/** The device's side of a DM session: where in the session it stands. What the device holds is kept apart. */
export interface ClientSession {
  readonly server: ManagingServer;
  /** Where #1 went, and where all further #3 go (CONT changes it). */
  readonly serverUri: string;
  /** What the server takes in HPUT and HPOST, where it said so (OMADM-Accept). */
  readonly serverTakes?: string;
  readonly rounds: number;
  /** Alerts that go with the next #3. */
  readonly alerts: readonly Alert[];
  readonly phase: ClientPhase;
}

type ClientPhase =
  | { readonly kind: 'awaitingPackage2' }
  /** The first of the waiting commands is being carried out by the device; `place` is where an HGET puts its data. */
  | {
      readonly kind: 'executing';
      readonly waiting: readonly Command[];
      readonly statuses: readonly CommandStatus[];
      readonly place?: NodeAddress;
    }
  | { readonly kind: 'reporting'; readonly statuses: readonly CommandStatus[]; readonly ends: boolean }
  | { readonly kind: 'ended' };

/** What happened to the device meanwhile; each answers the effect before it. */
export type ClientEvent =
  | { readonly kind: 'package2'; readonly package: Package2; readonly serverTakes?: string }
  /** The answer to an HGET. */
  | { readonly kind: 'resource'; readonly answer: ResourceAnswer }
  /** What an HPUT, HPOST, EXEC or SHOW came to. */
  | { readonly kind: 'carriedOut'; readonly status: number }
  | { readonly kind: 'reportsSent' }
  | { readonly kind: 'serverFailed'; readonly fault: Fault };

/** What the device has to do next; exactly one of them follows each event. */
export type ClientEffect =
  | { readonly kind: 'sendPackage1'; readonly serverUri: string; readonly package: Package1 }
  | { readonly kind: 'sendPackage3'; readonly serverUri: string; readonly package: Package3 }
  | { readonly kind: 'getResource'; readonly serverUri: string }
  | {
      readonly kind: 'sendResource';
      readonly method: 'PUT' | 'POST';
      readonly serverUri: string;
      readonly mediaType: string;
      readonly entries: readonly SerializedMo[];
    }
  /** EXEC: with `replyTo` it is begun only (202), and the outcome is told there later, in a new session. */
  | { readonly kind: 'execute'; readonly nodes: readonly NodeAddress[]; readonly replyTo?: string }
  | { readonly kind: 'showPage'; readonly page: string }
  | { readonly kind: 'sendReports'; readonly reports: readonly ChangeReport[] }
  | { readonly kind: 'ended'; readonly unsent: readonly Alert[]; readonly fault?: Fault };

export interface ClientStep {
  readonly session: ClientSession;
  readonly device: DeviceState;
  readonly effect: ClientEffect;
}

/** What a session needs to know beside what the device holds. */
export interface ClientContext {
  readonly validate: Validate;
  /** The servers that the device has an account of. */
  readonly serverOf: (id: string) => ManagingServer | undefined;
}

/** Opens a session with package #1; the first alert says why. */
export function openClientSession(
  device: DeviceState,
  opening: {
    readonly server: ManagingServer;
    readonly serverUri: string;
    readonly alerts: readonly Alert[];
    readonly supported?: readonly SupportedMo[];
  },
): ClientStep {
  const { server, serverUri, alerts, supported } = opening;
  return {
    session: { server, serverUri, rounds: 0, alerts: [], phase: { kind: 'awaitingPackage2' } },
    device,
    effect: {
      kind: 'sendPackage1',
      serverUri,
      package: { alerts, ...(supported ? { supported } : {}) },
    },
  };
}

/** The session with an alert for its next #3. */
export function withAlert(session: ClientSession, alert: Alert): ClientSession {
  return { ...session, alerts: [...session.alerts, alert] };
}

/** One step of the device's state machine (DM 2.0 protocol, packages and commands). */
export function stepClientSession(
  session: ClientSession,
  device: DeviceState,
  event: ClientEvent,
  context: ClientContext,
): ClientStep {
  const { phase } = session;
  const run = new Run(session, device, context);
  if (event.kind === 'serverFailed') return run.end(event.fault);
  if (event.kind === 'package2' && phase.kind === 'awaitingPackage2') {
    if (session.rounds >= mostRounds)
      return run.end(faultOf('DM_ANSWER_WRONG', { detail: `no END after ${mostRounds} rounds` }));
    const takes = event.serverTakes === undefined ? {} : { serverTakes: event.serverTakes };
    run.session = { ...session, ...takes, rounds: session.rounds + 1 };
    return run.execute(event.package.commands, []);
  }
  if (event.kind === 'reportsSent' && phase.kind === 'reporting')
    return phase.ends ? run.end() : run.answer(phase.statuses);
  if (phase.kind === 'executing') {
    const [, ...waiting] = phase.waiting;
    if (event.kind === 'resource') {
      const { objects, status } = placeResource(device.objects, session.server, phase.place, event.answer);
      run.device = withObjects(device, objects);
      return run.execute(waiting, [...phase.statuses, status]);
    }
    if (event.kind === 'carriedOut') return run.execute(waiting, [...phase.statuses, { code: event.status }]);
  }
  throw new Error(`a DM client that is ${phase.kind} cannot take ${event.kind}`);
}

/** One step under way: what of the session and the device it has changed so far. */
class Run {
  session: ClientSession;
  device: DeviceState;
  readonly #context: ClientContext;

  constructor(session: ClientSession, device: DeviceState, context: ClientContext) {
    this.session = session;
    this.device = device;
    this.#context = context;
  }

  /** Runs commands in order until one needs the world outside, END comes, or all have a status. */
  execute(commands: readonly Command[], done: readonly CommandStatus[]): ClientStep {
    const statuses = [...done];
    for (const [index, command] of commands.entries()) {
      if (command.kind === 'END') {
        // A #2 with END is processed whole, and no #3 follows it: what is beside END runs unheard.
        const rest = commands.slice(index + 1).filter((each) => each.kind !== 'END');
        return rest.length === 0 ? this.#report(statuses, true) : this.execute([...rest, command], statuses);
      }
      const outcome = this.#begin(command);
      if ('effect' in outcome) {
        const place = outcome.place ? { place: outcome.place } : {};
        const phase = { kind: 'executing', waiting: commands.slice(index), statuses, ...place } as const;
        return this.#step({ ...this.session, phase }, outcome.effect);
      }
      statuses.push(outcome);
    }
    return this.#report(statuses, false);
  }

  /** What a command comes to at once, or what the device has to do for it. */
  #begin(
    command: Exclude<Command, { kind: 'END' }>,
  ): CommandStatus | { readonly effect: ClientEffect; readonly place?: NodeAddress } {
    const { session, device } = this;
    const { server } = session;
    switch (command.kind) {
      case 'GET':
        return get(device, server, command.targets, this.#context.validate);
      case 'HGET':
        return this.#beginHget(command);
      case 'HPUT':
      case 'HPOST':
        return this.#beginUpload(command);
      case 'DELETE':
        return this.#changed(remove(device, server, command.target));
      case 'EXEC':
        return this.#beginExec(command);
      case 'SHOW':
        return { effect: { kind: 'showPage', page: command.page } };
      case 'CONT':
        this.session = { ...session, serverUri: command.serverUri };
        return { code: 200 };
      case 'DEFAULT':
        return this.#changed(setDefault(device, server, command.source, command.moid));
      case 'SUB':
        return this.#changed(subscribe(device, server, command.destination, command.target));
      case 'UNSUB':
        return this.#changed(unsubscribe(device, server, command.target));
      case 'notSupported':
        return { code: 501 };
      case 'malformed':
        return { code: 400 };
    }
  }

  #beginHget(command: Extract<ServerCommand, { kind: 'HGET' }>) {
    const effect = { kind: 'getResource', serverUri: command.source } as const;
    if (command.target === undefined) return { effect };
    const { server } = this.session;
    const place = placeFor(this.device.objects, server, command.target);
    if (place.status !== 200) return { code: place.status };
    const refusal = placingRefusal(this.device.objects, server, place.value);
    return refusal === undefined ? { effect, place: place.value } : { code: refusal };
  }

  #beginUpload(command: Extract<ServerCommand, { kind: 'HPUT' | 'HPOST' }>) {
    const mediaType = serializedMoTypeFor(this.session.serverTakes);
    if (mediaType === undefined) return { code: 406 };
    const { code, entries } = readAll(this.device, this.session.server, command.targets);
    // An upload is whole or not at all: who reads it later does not see this status.
    if (code !== 200) return { code };
    const method = command.kind === 'HPUT' ? 'PUT' : 'POST';
    return {
      effect: { kind: 'sendResource', method, serverUri: command.destination, mediaType, entries } as const,
    };
  }

  #beginExec(command: Extract<ServerCommand, { kind: 'EXEC' }>) {
    const { objects } = this.device;
    const resolved = resolveFor(objects, this.session.server, command.target, 'E');
    if (resolved.status !== 200) return { code: resolved.status };
    const nodes = resolved.value;
    if (!nodes.every((node) => nodeSchemaOf(objects, node)?.access.has('Exec'))) return { code: 405 };
    const { replyTo } = command;
    return { effect: { kind: 'execute', nodes, ...(replyTo === undefined ? {} : { replyTo }) } as const };
  }

  #changed({ status, device }: DeviceChange): CommandStatus {
    this.device = device;
    return { code: status };
  }

  /** Changes made by one #2 are one report, and it goes out before the #3. */
  #report(statuses: readonly CommandStatus[], ends: boolean): ClientStep {
    const { device, reports } = dueReports(this.device, this.#context.serverOf);
    this.device = device;
    if (reports.length === 0) return ends ? this.end() : this.answer(statuses);
    const phase = { kind: 'reporting', statuses, ends } as const;
    return this.#step({ ...this.session, phase }, { kind: 'sendReports', reports });
  }

  answer(statuses: readonly CommandStatus[]): ClientStep {
    const { alerts, serverUri } = this.session;
    return this.#step(
      { ...this.session, alerts: [], phase: { kind: 'awaitingPackage2' } },
      { kind: 'sendPackage3', serverUri, package: { statuses, alerts } },
    );
  }

  end(fault?: Fault): ClientStep {
    const effect = { kind: 'ended', unsent: this.session.alerts } as const;
    return this.#step(
      { ...this.session, alerts: [], phase: { kind: 'ended' } },
      fault ? { ...effect, fault } : effect,
    );
  }

  #step(session: ClientSession, effect: ClientEffect): ClientStep {
    return { session, device: this.device, effect };
  }
}
