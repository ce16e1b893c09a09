import { CodedError } from '../errors.ts';
import { type ClientUri, parseClientUri, printClientUri } from './client-uri.ts';

/** A DM command, parsed. What cannot be run keeps its name, so that it gets its own status. */
export type Command =
  | { readonly kind: 'GET'; readonly targets: readonly ClientUri[] }
  | { readonly kind: 'HGET'; readonly source: string; readonly target?: ClientUri }
  | { readonly kind: 'END' }
  | { readonly kind: 'notSupported'; readonly name: string }
  | {
      readonly kind: 'malformed';
      readonly name: string;
      readonly status: 400 | 501;
      readonly detail: string;
    };

/** A command that a server sends. */
export type ServerCommand = Extract<Command, { kind: 'GET' | 'HGET' | 'END' }>;

/**
 * Reads a command array. Parameters are told apart by their scheme, so an unexpected order still works.
 * Never throws: what is wrong with one command is that command's status.
 */
export function parseCommand(json: readonly unknown[]): Command {
  const [name, ...rest] = json;
  if (typeof name !== 'string')
    return { kind: 'malformed', name: String(name), status: 400, detail: 'the command has no name' };
  const parameters = rest.filter((parameter): parameter is string => typeof parameter === 'string');
  if (parameters.length !== rest.length)
    return { kind: 'malformed', name, status: 400, detail: 'a parameter is not a text' };
  const serverUris = parameters.filter((parameter) => /^https?:/i.test(parameter));
  const clientUris = parameters.filter((parameter) => !/^https?:/i.test(parameter));
  try {
    switch (name) {
      case 'GET':
        return clientUris.length === 0
          ? { kind: 'malformed', name, status: 400, detail: 'GET needs a ClientURI' }
          : { kind: 'GET', targets: clientUris.map(parseClientUri) };
      case 'HGET': {
        const [source] = serverUris;
        const [target] = clientUris;
        if (source === undefined)
          return { kind: 'malformed', name, status: 400, detail: 'HGET needs a ServerURI' };
        return target === undefined
          ? { kind: 'HGET', source }
          : { kind: 'HGET', source, target: parseClientUri(target) };
      }
      case 'END':
        return { kind: 'END' };
      default:
        return { kind: 'notSupported', name };
    }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const status = error.fault.code === 'DM_CLIENT_URI_UNSUPPORTED' ? 501 : 400;
    return { kind: 'malformed', name, status, detail: error.message };
  }
}

/** The array form of a command, parameters in the order of the protocol's table. */
export function printCommand(command: ServerCommand): readonly string[] {
  switch (command.kind) {
    case 'GET':
      return ['GET', ...command.targets.map(printClientUri)];
    case 'HGET':
      return command.target
        ? ['HGET', command.source, printClientUri(command.target)]
        : ['HGET', command.source];
    case 'END':
      return ['END'];
  }
}
