import { nodeWords, serverWords } from '../../format/addresses.ts';

/** A parameter of a command, short enough to read; `whole` is how it stands in the package. */
export interface CommandPart {
  readonly kind: 'node' | 'server' | 'other';
  readonly whole: string;
  readonly short: string;
  /** What the nodes of a pattern have to fulfil. */
  readonly conditions: readonly string[];
  /** Whether the device answers only if the node has changed. */
  readonly unlessUnchanged: boolean;
  /** How it follows from what stands before it. */
  readonly join?: 'to' | 'from' | 'reportsTo';
}

/**
 * The parameters of a command in the order in which the data goes: what is read before where it goes. They are told
 * apart by their scheme, as the protocol has it (DM 2.0 protocol, Commands).
 */
export function partsOf(
  name: string,
  parameters: readonly string[],
  deviceId: string,
): readonly CommandPart[] {
  const parts = parameters.map((parameter) => partOf(parameter, deviceId));
  const servers = parts.filter((part) => part.kind === 'server');
  const others = parts.filter((part) => part.kind !== 'server');
  switch (name.toUpperCase()) {
    case 'HGET':
      return [...servers, ...joined(others, 'to')];
    case 'HPUT':
    case 'HPOST':
    case 'SUB':
      return [...others, ...joined(servers, 'to')];
    case 'DEFAULT':
      return [...others, ...joined(servers, 'from')];
    case 'EXEC':
      return [...others, ...joined(servers, 'reportsTo')];
    default:
      return parts;
  }
}

function joined(parts: readonly CommandPart[], join: NonNullable<CommandPart['join']>): CommandPart[] {
  return parts.map((part, index) => (index === 0 ? { ...part, join } : part));
}

function partOf(whole: string, deviceId: string): CommandPart {
  const plain = { whole, conditions: [], unlessUnchanged: false };
  if (/^https?:/i.test(whole)) return { ...plain, kind: 'server', short: serverWords(whole, deviceId) };
  if (!/^(urn|oma):/i.test(whole)) return { ...plain, kind: 'other', short: whole };
  const { address, conditions, unlessUnchanged } = nodeWords(whole);
  return { kind: 'node', whole, short: address, conditions, unlessUnchanged };
}
