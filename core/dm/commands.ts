import { CodedError } from '../errors.ts';
import { type ClientUri, parseClientUri, printClientUri } from './client-uri.ts';

/** A command that a server sends (DM 2.0 protocol, Commands). */
export type ServerCommand =
  /** The data comes back in this session's #3. */
  | { readonly kind: 'GET'; readonly targets: readonly ClientUri[] }
  /** The client GETs MO data from the Data Repository; without a target it chooses where to put them. */
  | { readonly kind: 'HGET'; readonly source: string; readonly target?: ClientUri }
  /** The client sends the nodes to the Data Repository. */
  | {
      readonly kind: 'HPUT' | 'HPOST';
      readonly destination: string;
      readonly targets: readonly ClientUri[];
    }
  | { readonly kind: 'DELETE'; readonly target: ClientUri }
  /** With `replyTo` the outcome comes later, in a new session, to that server. */
  | { readonly kind: 'EXEC'; readonly target: ClientUri; readonly replyTo?: string }
  | { readonly kind: 'SHOW'; readonly page: string }
  /** This and all later #3 of the session go to that server. */
  | { readonly kind: 'CONT'; readonly serverUri: string }
  | { readonly kind: 'DEFAULT'; readonly source: string; readonly moid: string }
  | { readonly kind: 'SUB'; readonly destination: string; readonly target: ClientUri }
  | { readonly kind: 'UNSUB'; readonly target: ClientUri }
  | { readonly kind: 'END' };

/** A command as a client reads it. What cannot be run keeps its name, so that it gets its own status. */
export type Command =
  | ServerCommand
  | { readonly kind: 'notSupported'; readonly name: string }
  | { readonly kind: 'malformed'; readonly name: string; readonly detail: string };

/** The names of all commands, in the order of the protocol's table. */
export const commandNames = [
  'HGET',
  'HPUT',
  'HPOST',
  'DELETE',
  'EXEC',
  'GET',
  'SHOW',
  'CONT',
  'END',
  'DEFAULT',
  'SUB',
  'UNSUB',
] as const satisfies readonly ServerCommand['kind'][];
type CommandName = (typeof commandNames)[number];

const serverUriScheme = /^https?:/i;

/** What is wrong with the parameters of a command. */
class ParameterError extends Error {}

/** The parameters of a command, told apart by their scheme, so that an unexpected order still works. */
class Parameters {
  readonly #servers: readonly string[];
  readonly #nodes: readonly string[];

  constructor(all: readonly string[]) {
    this.#servers = all.filter((parameter) => serverUriScheme.test(parameter));
    this.#nodes = all.filter((parameter) => !serverUriScheme.test(parameter));
  }

  server(): string {
    const [uri, more] = this.#servers;
    if (uri === undefined || !URL.canParse(uri)) throw new ParameterError('a ServerURI is needed');
    // A command that did half of what it says would be reported as done.
    if (more !== undefined) throw new ParameterError('only one ServerURI is taken');
    return uri;
  }

  optionalServer(): string | undefined {
    return this.#servers.length === 0 ? undefined : this.server();
  }

  node(): ClientUri {
    const [uri, more] = this.#nodes;
    if (uri === undefined) throw new ParameterError('a ClientURI is needed');
    if (more !== undefined) throw new ParameterError('only one ClientURI is taken');
    return parseClientUri(uri);
  }

  optionalNode(): ClientUri | undefined {
    return this.#nodes.length === 0 ? undefined : this.node();
  }

  nodes(): readonly ClientUri[] {
    if (this.#nodes.length === 0) throw new ParameterError('a ClientURI is needed');
    return this.#nodes.map(parseClientUri);
  }

  moid(): string {
    const [moid, more] = this.#nodes;
    if (moid === undefined || !/^(urn|oma):[^\s/?#]+\/?$/i.test(moid))
      throw new ParameterError('a MOID is needed');
    if (more !== undefined) throw new ParameterError('only one MOID is taken');
    return moid.replace(/\/$/, '');
  }
}

/**
 * Reads a command array (DM 2.0 protocol, Commands). Never throws: what is wrong with one command is that
 * command's status.
 */
export function parseCommand(json: readonly unknown[]): Command {
  const [name, ...rest] = json;
  if (typeof name !== 'string') return { kind: 'malformed', name: '', detail: 'the command has no name' };
  // Absent and null are the same; a client in the field sends the latter.
  const given = rest.filter((parameter) => parameter !== null);
  const parameters = given.filter((parameter): parameter is string => typeof parameter === 'string');
  const known = commandNames.find((each) => each === name.toUpperCase());
  if (known === undefined) return { kind: 'notSupported', name };
  if (parameters.length !== given.length)
    return { kind: 'malformed', name, detail: 'a parameter is not a text' };
  try {
    return commandOf(known, new Parameters(parameters));
  } catch (error) {
    if (error instanceof ParameterError || error instanceof CodedError)
      return { kind: 'malformed', name, detail: error.message };
    throw error;
  }
}

function commandOf(name: CommandName, parameters: Parameters): ServerCommand {
  switch (name) {
    case 'GET':
      return { kind: name, targets: parameters.nodes() };
    case 'HGET': {
      const target = parameters.optionalNode();
      return { kind: name, source: parameters.server(), ...(target ? { target } : {}) };
    }
    case 'HPUT':
    case 'HPOST':
      return { kind: name, destination: parameters.server(), targets: parameters.nodes() };
    case 'EXEC': {
      const replyTo = parameters.optionalServer();
      return { kind: name, target: parameters.node(), ...(replyTo === undefined ? {} : { replyTo }) };
    }
    case 'SUB':
      return { kind: name, destination: parameters.server(), target: parameters.node() };
    case 'DELETE':
    case 'UNSUB':
      return { kind: name, target: parameters.node() };
    case 'SHOW':
      return { kind: name, page: parameters.server() };
    case 'CONT':
      return { kind: name, serverUri: parameters.server() };
    case 'DEFAULT':
      return { kind: name, source: parameters.server(), moid: parameters.moid() };
    case 'END':
      return { kind: name };
  }
}

/** The array form of a command, parameters in the order of the protocol's table. */
export function printCommand(command: ServerCommand): readonly string[] {
  const { kind } = command;
  switch (kind) {
    case 'GET':
      return [kind, ...command.targets.map(printClientUri)];
    case 'HGET':
      return [kind, command.source, ...(command.target ? [printClientUri(command.target)] : [])];
    case 'HPUT':
    case 'HPOST':
      return [kind, command.destination, ...command.targets.map(printClientUri)];
    case 'DELETE':
    case 'UNSUB':
      return [kind, printClientUri(command.target)];
    case 'EXEC':
      return [kind, printClientUri(command.target), ...(command.replyTo ? [command.replyTo] : [])];
    case 'SHOW':
      return [kind, command.page];
    case 'CONT':
      return [kind, command.serverUri];
    case 'DEFAULT':
      return [kind, command.source, command.moid];
    case 'SUB':
      return [kind, command.destination, printClientUri(command.target)];
    case 'END':
      return [kind];
  }
}

/** What a command is about, in one text: its nodes, or the server's address where it names none. */
export function subjectOf(command: ServerCommand): string {
  const [, ...parameters] = printCommand(command);
  const nodes = parameters.filter((parameter) => !serverUriScheme.test(parameter));
  return (nodes.length > 0 ? nodes : parameters).join(' ');
}
