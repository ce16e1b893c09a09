import type { Fault } from '../errors.ts';
import type { SerializedMo } from '../mo/serialization.ts';
import type { Alert } from './alerts.ts';
import type { ServerCommand } from './commands.ts';
import type { CommandStatus, Package1, Package3 } from './packages.ts';

/** What became of one command; `status` is missing where the device reported none. */
export interface CommandResult {
  readonly command: ServerCommand;
  readonly status?: CommandStatus;
}

/** How a session plan ended. */
export type PlanOutcome =
  | { readonly kind: 'fulfilled' }
  | { readonly kind: 'failed'; readonly step: string; readonly fault: Fault };

export type PlanTurn<Progress> =
  | { readonly kind: 'commands'; readonly commands: readonly ServerCommand[]; readonly progress: Progress }
  | { readonly kind: 'finished'; readonly outcome: PlanOutcome };

/** A session plan as the engine asks it: a function over values, first with no results, then with each round's. */
export interface SessionPlanner<Progress> {
  begin(package1: Package1): PlanTurn<Progress>;
  next(progress: Progress, results: readonly CommandResult[]): PlanTurn<Progress>;
}

/** The server's side of one DM session. Never changed in place. */
export interface ServerSession<Progress> {
  readonly phase: ServerPhase<Progress>;
  /** The last package and its answer: a package that comes twice is answered, not executed, again. */
  readonly lastExchange?: { readonly digest: string; readonly commands: readonly ServerCommand[] };
}

type ServerPhase<Progress> =
  | { readonly kind: 'awaitingPackage1' }
  | {
      readonly kind: 'awaitingPackage3';
      readonly sent: readonly ServerCommand[];
      readonly progress: Progress;
    }
  | { readonly kind: 'ended'; readonly outcome: SessionOutcome };

export type SessionOutcome = PlanOutcome | { readonly kind: 'abandoned'; readonly fault: Fault };

/** A package as it came: parsed, with the digest of its octets. */
export type ServerEvent =
  | { readonly kind: 'package1'; readonly package: Package1; readonly digest: string }
  | { readonly kind: 'package3'; readonly package: Package3; readonly digest: string }
  | { readonly kind: 'abandon'; readonly fault: Fault };

export type ServerEffect =
  | { readonly kind: 'sendPackage2'; readonly commands: readonly ServerCommand[] }
  | { readonly kind: 'refuse'; readonly code: 'DM_PACKAGE_OUT_OF_ORDER' }
  /** Each command of the round before, with what the device said of it. */
  | { readonly kind: 'commandsReported'; readonly results: readonly CommandResult[] }
  | { readonly kind: 'objectsReported'; readonly entries: readonly SerializedMo[] }
  | { readonly kind: 'alerted'; readonly alerts: readonly Alert[] }
  | { readonly kind: 'ended'; readonly outcome: SessionOutcome };

export interface ServerStep<Progress> {
  readonly session: ServerSession<Progress>;
  readonly effects: readonly ServerEffect[];
}

/** A session that waits for its package #1. */
export function newServerSession<Progress>(): ServerSession<Progress> {
  return { phase: { kind: 'awaitingPackage1' } };
}

/** One step of the server's state machine (DM 2.0 protocol, sessions and packages). */
export function stepServerSession<Progress>(
  session: ServerSession<Progress>,
  event: ServerEvent,
  planner: SessionPlanner<Progress>,
): ServerStep<Progress> {
  const { phase, lastExchange } = session;
  if (event.kind === 'abandon') {
    if (phase.kind === 'ended') return { session, effects: [] };
    const outcome = { kind: 'abandoned', fault: event.fault } as const;
    return {
      session: { ...session, phase: { kind: 'ended', outcome } },
      effects: [{ kind: 'ended', outcome }],
    };
  }
  if (lastExchange?.digest === event.digest)
    return { session, effects: [{ kind: 'sendPackage2', commands: lastExchange.commands }] };
  if (event.kind === 'package1' && phase.kind === 'awaitingPackage1')
    return answer(planner.begin(event.package), event.digest, alertEffects(event.package.alerts));
  if (event.kind === 'package3' && phase.kind === 'awaitingPackage3') {
    const results = phase.sent.map((command, index): CommandResult => {
      const status = event.package.statuses[index];
      return status ? { command, status } : { command };
    });
    const entries = results.flatMap((result) => result.status?.data ?? []);
    return answer(planner.next(phase.progress, results), event.digest, [
      { kind: 'commandsReported', results },
      ...(entries.length > 0 ? [{ kind: 'objectsReported', entries } as const] : []),
      ...alertEffects(event.package.alerts),
    ]);
  }
  return { session, effects: [{ kind: 'refuse', code: 'DM_PACKAGE_OUT_OF_ORDER' }] };
}

function answer<Progress>(
  turn: PlanTurn<Progress>,
  digest: string,
  before: readonly ServerEffect[],
): ServerStep<Progress> {
  if (turn.kind === 'commands')
    return {
      session: {
        phase: { kind: 'awaitingPackage3', sent: turn.commands, progress: turn.progress },
        lastExchange: { digest, commands: turn.commands },
      },
      effects: [...before, { kind: 'sendPackage2', commands: turn.commands }],
    };
  // END travels in a package of its own: a client may run nothing that stands beside it.
  const commands = [{ kind: 'END' }] as const;
  return {
    session: { phase: { kind: 'ended', outcome: turn.outcome }, lastExchange: { digest, commands } },
    effects: [...before, { kind: 'sendPackage2', commands }, { kind: 'ended', outcome: turn.outcome }],
  };
}

function alertEffects(alerts: readonly Alert[]): readonly ServerEffect[] {
  return alerts.length > 0 ? [{ kind: 'alerted', alerts }] : [];
}
