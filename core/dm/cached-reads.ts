import type { NamedNode } from '../mo/node.ts';
import { addressOf } from './client-uri.ts';
import type { ServerCommand } from './commands.ts';
import type { NodeAddress } from './node-address.ts';
import type { CommandResult, PlanTurn, SessionPlanner } from './server-session.ts';

/** What the server has of an instance as the device reported it, whole, with the validator of that state. */
export interface KnownNode {
  readonly validator: string;
  readonly data: NamedNode;
}

/** Finds the server's copy of a node; undefined where it has none that is whole. */
export type Recall = (address: NodeAddress) => KnownNode | undefined;

/**
 * A planner that does not ask for what it has already (DM 2.0 protocol, Cache validators): it appends `cv=` to the
 * reads of known instances, and gives the plan its own copy where the device answers 304.
 */
export function withCachedReads<Progress>(
  planner: SessionPlanner<Progress>,
  recall: Recall,
): SessionPlanner<Progress> {
  const turn = (planned: PlanTurn<Progress>): PlanTurn<Progress> =>
    planned.kind === 'commands'
      ? { ...planned, commands: planned.commands.map((command) => withValidator(command, recall)) }
      : planned;
  return {
    serverUri: planner.serverUri,
    begin: (package1) => turn(planner.begin(package1)),
    next: (progress, results, alerts) =>
      turn(
        planner.next(
          progress,
          results.map((result) => recalled(result, recall)),
          alerts,
        ),
      ),
  };
}

function withValidator(command: ServerCommand, recall: Recall): ServerCommand {
  const [target] = command.kind === 'GET' ? command.targets : [];
  const address = target && addressOf(target);
  // A validator holds for one instance: of several ClientURIs, all or none would have to be known.
  if (command.kind !== 'GET' || command.targets.length !== 1 || !target || !address) return command;
  const known = recall(address);
  return known ? { kind: 'GET', targets: [{ ...target, cacheValidator: known.validator }] } : command;
}

function recalled(result: CommandResult, recall: Recall): CommandResult {
  const { command, status } = result;
  if (status?.code !== 304 || command.kind !== 'GET') return result;
  const [target] = command.targets;
  const address = target && addressOf(target);
  const known = address && recall(address);
  if (address === undefined || known === undefined || known.validator !== target?.cacheValidator)
    return result;
  return { command, status: { code: 200, data: [{ clientUri: address, data: known.data }] } };
}
