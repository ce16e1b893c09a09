import type { Fault } from './errors.ts';

/**
 * The part of the contract that is about the DM server: where it listens, what it holds for devices, and what it
 * has asked them to do.
 */

/** The addresses of one of the server's listeners, as devices use them. */
export interface ListenerView {
  readonly dm: string;
  readonly repository: string;
  readonly bootstrap: string;
  readonly interaction: string;
}

/** The certificate by which devices know the bench. */
export interface AuthorityView {
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly validUntil: number;
  /** SHA-256, in hexadecimal. */
  readonly fingerprint: string;
}

/** A request that the server refused, as far as it can be told. */
export interface RefusalView {
  readonly at: number;
  /** What the request said it came from; never proved. */
  readonly deviceId?: string;
  readonly fault: Fault;
}

export interface ServerDetail {
  readonly http: ListenerView;
  readonly https: ListenerView;
  readonly authority: AuthorityView;
  readonly openSessions: number;
  /** How much the Data Repository holds, and how much it may. */
  readonly repository: { readonly resources: number; readonly octets: number; readonly most: number };
  /** The newest first; since the workstation was started. */
  readonly refusals: readonly RefusalView[];
}

/** A resource of the Data Repository. */
export interface ResourceView {
  /** Missing for what every device may read. */
  readonly deviceId?: string;
  readonly name: string;
  readonly uri: string;
  readonly mediaType: string;
  readonly octets: number;
  /** Whether the device put it there itself. */
  readonly uploaded: boolean;
  readonly changedAt: number;
}

/** What became of a notification. `answered` is said only once the session that it asked for was seen. */
export type NotificationState =
  /** It left so often; the fault says why it did not the last time. */
  | { readonly kind: 'sending'; readonly times: number; readonly fault?: Fault }
  | { readonly kind: 'answered'; readonly sessionId: string; readonly at: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly fault: Fault };

/** A notification (DM-1) that the server sent, or is sending. */
export interface NotificationView {
  readonly notificationId: number;
  readonly deviceId: string;
  readonly label: string;
  readonly address: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly state: NotificationState;
}
