import { z } from 'zod';
import { parseClientUri } from '../dm/client-uri.ts';
import type { ServerCommand } from '../dm/commands.ts';
import { parseNodeAddress } from '../dm/node-address.ts';
import { CodedError, type Fault } from '../errors.ts';
import { parseMoData, SerializationError, type SerializedMo } from '../mo/serialization.ts';

/** Checks a text with a parser of the domain. */
function parsed(parse: (text: string) => unknown) {
  return z.string().superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      context.addIssue({ code: 'custom', message: error.fault.message });
    }
  });
}

const clientUri = parsed(parseClientUri);
const address = parsed(parseNodeAddress);
const moid = z.string().regex(/^(urn|oma):[^\s/?#]+$/, 'a MOID such as urn:oma:mo:oma-fumo:1.0 is expected');
const moData = z.record(z.string(), z.unknown()).superRefine((data, context) => {
  try {
    parseMoData(data);
  } catch (error) {
    if (!(error instanceof SerializationError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});
const resource = z.string().regex(/^[\w.-]{1,100}$/, 'letters, digits, "_", "-" and "." are expected');

/** What a person wants a device to do in its next session: a command, before it has addresses of the server. */
export const queuedWorkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('GET'), targets: z.array(clientUri).min(1).max(100) }),
  z.strictObject({
    kind: z.enum(['HPUT', 'HPOST']),
    targets: z.array(clientUri).min(1).max(100),
    resource,
  }),
  /** Puts a node and all below it in place of what is there (HGET); MOData, the node by its name. */
  z.strictObject({ kind: z.literal('place'), target: address, data: moData }),
  z.strictObject({ kind: z.literal('DELETE'), target: clientUri }),
  z.strictObject({ kind: z.literal('EXEC'), target: clientUri, asynchronous: z.boolean() }),
  z.strictObject({ kind: z.literal('SUB'), target: clientUri, resource }),
  z.strictObject({ kind: z.literal('UNSUB'), target: clientUri }),
  /** What the device fetches when something on it needs this MOID. */
  z.strictObject({ kind: z.literal('DEFAULT'), moid, data: moData }),
  /** A form of the device's profile. */
  z.strictObject({
    kind: z.literal('SHOW'),
    form: z.string().min(1),
    seconds: z.int().min(1).max(604_800),
  }),
]);
export type QueuedWork = z.infer<typeof queuedWorkSchema>;

/** What became of it. Times are milliseconds since 1970. */
export type QueuedState =
  /** It waits for the device's next session. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sent'; readonly sessionId: string; readonly at: number }
  /** The device reported a status: 200 is done, 202 begun, and everything else a refusal. */
  | {
      readonly kind: 'reported';
      readonly sessionId: string;
      readonly status: number;
      readonly at: number;
      /** What an operation that was begun came to, told later. */
      readonly resultCode?: number;
    }
  /** The session ended before the device had answered. */
  | { readonly kind: 'unreported'; readonly sessionId: string; readonly at: number }
  /** It could not be sent. */
  | { readonly kind: 'failed'; readonly fault: Fault; readonly at: number }
  | { readonly kind: 'cancelled'; readonly at: number };

/** What makes the addresses that a command carries. */
export interface QueuedAddresses {
  /** The device's own resource of this name in the Data Repository. */
  readonly resource: (name: string) => string;
  /** Where outcomes of asynchronous commands are to be told. */
  readonly dm: string;
  /** Begins the interaction that shows a form of the device's profile. @returns its address @throws FORM_UNKNOWN */
  readonly showForm: (form: string, seconds: number) => string;
}

/** Where what a queued command carries is kept for the device: among its own resources. */
export function queuedResource(id: string): string {
  return `queued/${id}`;
}

/** What the device fetches for a queued command; undefined where it fetches nothing. */
export function queuedContent(work: QueuedWork): SerializedMo | undefined {
  if (work.kind === 'place')
    return { clientUri: parseNodeAddress(work.target), data: parseMoData(work.data) };
  if (work.kind === 'DEFAULT')
    return { clientUri: parseNodeAddress(`${work.moid}//`), data: parseMoData(work.data) };
  return undefined;
}

/** The command that a device is sent. @throws FORM_UNKNOWN */
export function queuedCommand(id: string, work: QueuedWork, addresses: QueuedAddresses): ServerCommand {
  switch (work.kind) {
    case 'GET':
      return { kind: 'GET', targets: work.targets.map(parseClientUri) };
    case 'HPUT':
    case 'HPOST':
      return {
        kind: work.kind,
        destination: addresses.resource(work.resource),
        targets: work.targets.map(parseClientUri),
      };
    case 'place':
      return {
        kind: 'HGET',
        source: addresses.resource(queuedResource(id)),
        target: parseClientUri(work.target),
      };
    case 'DELETE':
    case 'UNSUB':
      return { kind: work.kind, target: parseClientUri(work.target) };
    case 'EXEC':
      return {
        kind: 'EXEC',
        target: parseClientUri(work.target),
        ...(work.asynchronous ? { replyTo: addresses.dm } : {}),
      };
    case 'SUB':
      return {
        kind: 'SUB',
        destination: addresses.resource(work.resource),
        target: parseClientUri(work.target),
      };
    case 'DEFAULT':
      return { kind: 'DEFAULT', source: addresses.resource(queuedResource(id)), moid: work.moid };
    case 'SHOW':
      return { kind: 'SHOW', page: addresses.showForm(work.form, work.seconds) };
  }
}
