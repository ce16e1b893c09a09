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
  /** Every step came back as expected, but for those that the plan says to leave out when they fail. */
  | {
      readonly kind: 'fulfilled';
      readonly passedOver: readonly { readonly step: string; readonly fault: Fault }[];
    }
  | { readonly kind: 'failed'; readonly step: string; readonly fault: Fault };

export type PlanTurn<Progress> =
  | { readonly kind: 'commands'; readonly commands: readonly ServerCommand[]; readonly progress: Progress }
  /** The session ends, and the plan goes on in a later one, from here: the device has something to tell first. */
  | { readonly kind: 'suspended'; readonly progress: Progress }
  | { readonly kind: 'finished'; readonly outcome: PlanOutcome };

/** A session plan as the engine asks it: a function over values, first with no results, then with each round's. */
export interface SessionPlanner<Progress> {
  /** Where the session is opened (ServerURI), as the device reaches it. */
  readonly serverUri: string;
  begin(package1: Package1): PlanTurn<Progress>;
  next(progress: Progress, results: readonly CommandResult[], alerts: readonly Alert[]): PlanTurn<Progress>;
}

/** The server's side of one DM session. Never changed in place. */
export interface ServerSession<Progress> {
  readonly phase: ServerPhase<Progress>;
  /** The last package and its answer: a package that comes twice is answered, not executed, again. */
  readonly lastExchange?: {
    readonly digest: string;
    readonly commands: readonly ServerCommand[];
    /** How often the same package has come again. */
    readonly repeats: number;
  };
}

/** A client that repeats a package this often does not understand the answer. */
const mostRepeats = 20;

type ServerPhase<Progress> =
  | { readonly kind: 'awaitingPackage1' }
  | {
      readonly kind: 'awaitingPackage3';
      readonly sent: readonly ServerCommand[];
      /** Whether the first of them is there only to tell this round's #3 from the one before. */
      readonly marked: boolean;
      /** Where this round's #3 is to go, as far as CONT was not refused. */
      readonly heldAt: string;
      readonly progress: Progress;
    }
  | { readonly kind: 'ended'; readonly outcome: SessionOutcome<Progress> };

export type SessionOutcome<Progress> =
  | PlanOutcome
  | { readonly kind: 'suspended'; readonly progress: Progress }
  | { readonly kind: 'abandoned'; readonly fault: Fault };

/** A package as it came: parsed, with the digest of its octets. */
export type ServerEvent =
  | { readonly kind: 'package1'; readonly package: Package1; readonly digest: string }
  | { readonly kind: 'package3'; readonly package: Package3; readonly digest: string }
  | { readonly kind: 'abandon'; readonly fault: Fault };

export type ServerEffect<Progress> =
  | { readonly kind: 'sendPackage2'; readonly commands: readonly ServerCommand[] }
  | { readonly kind: 'refuse'; readonly code: 'DM_PACKAGE_OUT_OF_ORDER' }
  /** Each command of the round before, with what the device said of it. */
  | { readonly kind: 'commandsReported'; readonly results: readonly CommandResult[] }
  | { readonly kind: 'objectsReported'; readonly entries: readonly SerializedMo[] }
  | { readonly kind: 'alerted'; readonly alerts: readonly Alert[] }
  | { readonly kind: 'ended'; readonly outcome: SessionOutcome<Progress> };

export interface ServerStep<Progress> {
  readonly session: ServerSession<Progress>;
  readonly effects: readonly ServerEffect<Progress>[];
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
    // A device that comes back with the #1 that it sent before opens a new session.
    return {
      session: { phase: { kind: 'ended', outcome } },
      effects: [{ kind: 'ended', outcome }],
    };
  }
  if (lastExchange?.digest === event.digest) {
    const { commands, repeats } = lastExchange;
    if (repeats >= mostRepeats)
      return { session, effects: [{ kind: 'refuse', code: 'DM_PACKAGE_OUT_OF_ORDER' }] };
    return {
      session: { ...session, lastExchange: { ...lastExchange, repeats: repeats + 1 } },
      effects: [{ kind: 'sendPackage2', commands }],
    };
  }
  if (event.kind === 'package1' && phase.kind === 'awaitingPackage1')
    return answer(planner.begin(event.package), event.digest, {
      before: alertEffects(event.package.alerts),
      heldAt: planner.serverUri,
    });
  if (event.kind === 'package3' && phase.kind === 'awaitingPackage3') {
    const all = phase.sent.map((command, index): CommandResult => {
      const status = event.package.statuses[index];
      return status ? { command, status } : { command };
    });
    const results = phase.marked ? all.slice(1) : all;
    const entries = results.flatMap((result) => result.status?.data ?? []);
    return answer(planner.next(phase.progress, results, event.package.alerts), event.digest, {
      before: [
        { kind: 'commandsReported', results },
        ...(entries.length > 0 ? [{ kind: 'objectsReported', entries } as const] : []),
        ...alertEffects(event.package.alerts),
      ],
      heldAt: movedTo(all) ?? phase.heldAt,
      sentBefore: phase.sent.length,
    });
  }
  return { session, effects: [{ kind: 'refuse', code: 'DM_PACKAGE_OUT_OF_ORDER' }] };
}

function answer<Progress>(
  turn: PlanTurn<Progress>,
  digest: string,
  round: {
    readonly before: readonly ServerEffect<Progress>[];
    /** Where the session is held by now. */
    readonly heldAt: string;
    /** How many commands the round before had. */
    readonly sentBefore?: number;
  },
): ServerStep<Progress> {
  const { before, heldAt, sentBefore } = round;
  if (turn.kind === 'commands') {
    // Two rounds whose commands all end well have the same statuses, and so the same octets: a #3 that came twice
    // could not be told from the next one. CONT to where the session is held changes nothing but their number.
    const marked = turn.commands.length === sentBefore;
    const commands = marked
      ? [{ kind: 'CONT', serverUri: heldAt } as const, ...turn.commands]
      : turn.commands;
    return {
      session: {
        phase: { kind: 'awaitingPackage3', sent: commands, marked, heldAt, progress: turn.progress },
        lastExchange: { digest, commands, repeats: 0 },
      },
      effects: [...before, { kind: 'sendPackage2', commands }],
    };
  }
  // END travels in a package of its own: a client may run nothing that stands beside it.
  const commands = [{ kind: 'END' }] as const;
  const outcome = turn.kind === 'finished' ? turn.outcome : turn;
  // A device that still has nothing to tell opens its next session with the same #1: by then the time may be over.
  const mayReopen = turn.kind === 'suspended' && sentBefore === undefined;
  return {
    session: {
      phase: { kind: 'ended', outcome },
      ...(mayReopen ? {} : { lastExchange: { digest, commands, repeats: 0 } }),
    },
    effects: [...before, { kind: 'sendPackage2', commands }, { kind: 'ended', outcome }],
  };
}

/** Where a CONT of the plan moved the session to; undefined where none did. */
function movedTo(results: readonly CommandResult[]): string | undefined {
  const moves = results.map(({ command, status }) =>
    command.kind === 'CONT' && status?.code === 200 ? command.serverUri : undefined,
  );
  return moves.findLast((serverUri) => serverUri !== undefined);
}

function alertEffects(alerts: readonly Alert[]): readonly ServerEffect<never>[] {
  return alerts.length > 0 ? [{ kind: 'alerted', alerts }] : [];
}
