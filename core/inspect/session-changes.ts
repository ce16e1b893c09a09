import type { ClientUri, InstancePart, UriSegment } from '../dm/client-uri.ts';
import { clientUriOf, parseClientUri } from '../dm/client-uri.ts';
import type { ServerCommand } from '../dm/commands.ts';
import { parseNodeAddress } from '../dm/node-address.ts';
import type { CommandStatus, Package1, Package3 } from '../dm/packages.ts';
import { parsePackage1, parsePackage2, parsePackage3 } from '../dm/packages.ts';

/** Why nodes may not be any more what was reported of them. */
export type ChangeKind = 'written' | 'deleted' | 'executed' | 'alerted';

/** Nodes that something happened to in a session: what was reported of them before may be over. */
export interface SessionChange {
  readonly kind: ChangeKind;
  readonly moid: string;
  readonly instance: InstancePart;
  /** With all below it; empty for the whole instance. */
  readonly path: readonly UriSegment[];
  readonly sessionId: string;
  /** It happened not before this, */
  readonly from: number;
  /** and not after this. Equal to `from` where the moment is known, or where the device never answered. */
  readonly until: number;
  /** What was read after it within that time. */
  readonly readAfter: readonly ClientUri[];
}

/** A device that answered a conditional read (`cv`) with 304: an instance is what it was at that validator. */
export interface Confirmation {
  readonly moid: string;
  readonly instance: InstancePart;
  readonly validator: string;
  readonly at: number;
}

export interface SessionTraces {
  readonly changes: readonly SessionChange[];
  readonly confirmations: readonly Confirmation[];
}

/** A package of a session as the transcript keeps it, in the order in which packages came. */
export interface KeptPackage {
  readonly sessionId: string;
  readonly kind: 'package1' | 'package2' | 'package3';
  readonly at: number;
  readonly text: string;
}

/**
 * What sessions did to a device's objects, from the packages of their transcripts. What was sent and refused (4xx)
 * changed nothing; what was never answered may have.
 */
export function tracesOf(packages: readonly KeptPackage[]): SessionTraces {
  const changes: SessionChange[] = [];
  const confirmations: Confirmation[] = [];
  for (const [index, each] of packages.entries()) {
    if (each.kind === 'package2') {
      const next = packages[index + 1];
      const answer = next?.sessionId === each.sessionId && next.kind === 'package3' ? next : undefined;
      readRound(each, answer, changes, confirmations);
    } else changes.push(...alertedIn(each));
  }
  return { changes, confirmations };
}

function readRound(
  sent: KeptPackage,
  answer: KeptPackage | undefined,
  changes: SessionChange[],
  confirmations: Confirmation[],
): void {
  const commands = readable(() => parsePackage2(sent.text).commands) ?? [];
  const statuses = answer ? (readable(() => parsePackage3(answer.text).statuses) ?? []) : [];
  const until = answer?.at ?? sent.at;
  const { sessionId } = sent;
  for (const [index, command] of commands.entries()) {
    const status = statuses[index];
    if (command.kind === 'GET' && status?.code === 304 && answer)
      for (const { moid, instance, cacheValidator: validator } of command.targets)
        if (validator !== undefined) confirmations.push({ moid, instance, validator, at: answer.at });
    if (command.kind === 'notSupported' || command.kind === 'malformed') continue;
    if (status && status.code >= 400 && status.code < 500) continue;
    const change = changeOf(command, status);
    if (change === undefined) continue;
    const readAfter = commands.slice(index + 1).flatMap((later, offset) => {
      if (later.kind === 'HPUT' || later.kind === 'HPOST') return later.targets;
      if (later.kind !== 'GET') return [];
      return (statuses[index + 1 + offset]?.data ?? []).map(({ clientUri }) => clientUriOf(clientUri));
    });
    for (const { moid, instance, path } of change.targets)
      changes.push({ kind: change.kind, moid, instance, path, sessionId, from: sent.at, until, readAfter });
  }
}

type Target = Pick<ClientUri, 'moid' | 'instance' | 'path'>;

function changeOf(
  command: ServerCommand,
  status: CommandStatus | undefined,
): { readonly kind: ChangeKind; readonly targets: readonly Target[] } | undefined {
  switch (command.kind) {
    case 'HGET':
      return {
        kind: 'written',
        targets: command.target ? [command.target] : (status?.uris ?? []).flatMap(targetsOf),
      };
    case 'DELETE':
      return { kind: 'deleted', targets: [command.target] };
    case 'EXEC':
      // What an operation changes is its own affair, within its instance.
      return { kind: 'executed', targets: [{ ...command.target, path: [] }] };
    case 'GET':
    case 'HPUT':
    case 'HPOST':
    case 'SHOW':
    case 'CONT':
    case 'END':
    case 'DEFAULT':
    case 'SUB':
    case 'UNSUB':
      return undefined;
  }
}

/** What a device tells of by an alert happened before it told. */
function alertedIn({ kind, text, at, sessionId }: KeptPackage): readonly SessionChange[] {
  const read = (): Package1 | Package3 => (kind === 'package1' ? parsePackage1(text) : parsePackage3(text));
  const alerts = readable(read)?.alerts ?? [];
  return alerts.flatMap(({ sourceUri }) =>
    (sourceUri === undefined ? [] : targetsOf(sourceUri)).map(
      ({ moid, instance }): SessionChange => ({
        ...{ kind: 'alerted', moid, instance, path: [], sessionId, from: at, until: at, readAfter: [] },
      }),
    ),
  );
}

/** A device's own words: what is no ClientURI says nothing of a node. */
function targetsOf(uri: string): readonly Target[] {
  const found = readable(() => clientUriOf(parseNodeAddress(uri))) ?? readable(() => parseClientUri(uri));
  return found ? [found] : [];
}

/** Packages were checked when they came; one of an earlier version that cannot be read any more says nothing. */
function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
