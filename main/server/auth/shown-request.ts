import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { PeerIdentity } from './peer-identity.ts';

/** What a request shows of who it comes from. */
export interface ShownRequest {
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly method: string;
  /** The request target as it came over the line. */
  readonly url: string;
  /** Who the connection was proved to belong to. */
  readonly peer?: PeerIdentity | undefined;
  /** Whether nobody else can read the connection. */
  readonly isPrivate: boolean;
}

/** Why a request is not let in. */
export type RefusalReason =
  /** It shows nothing yet: clients wait to be asked. */
  | 'notShown'
  | 'wrong'
  /** A password that others could read on its way. */
  | 'readable'
  /** Right, for a nonce that is too old. */
  | 'stale'
  /** Right, and used before. */
  | 'replayed'
  /** The connection belongs to another device than the one that the request names. */
  | 'otherPeer'
  /** Everything is right, but the device is to be proved by its connection, and is not. */
  | 'peerMissing';

/** What was found of a request. */
export type Admission<Who> =
  | {
      readonly kind: 'admitted';
      readonly who: Who;
      /** The server's own proof, for the answer's Authentication-Info. */
      readonly authenticationInfo?: string;
    }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** A refusal as a value. */
export function refusal(reason: RefusalReason): { readonly kind: 'refused'; readonly reason: RefusalReason } {
  return { kind: 'refused', reason };
}

/** A text that a client chose, as it can be told to people: nothing in it moves a cursor or a line. */
export function tellable(text: string): string {
  return text.slice(0, longestTold).replaceAll(/[^\x20-\x7e]/g, '\u{fffd}');
}

const longestTold = 100;

/** Whether nobody else can read what this connection carries: TLS, or it never leaves this machine. */
export function isPrivate(socket: Socket): boolean {
  return socket instanceof TLSSocket || /^(::ffff:)?127\.|^::1$/.test(socket.localAddress ?? '');
}
