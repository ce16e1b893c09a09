import type { NotificationState } from '../../core/api-server.ts';
import type { Alert } from '../../core/dm/alerts.ts';
import type { Fault } from '../../core/errors.ts';
import type { toldOf } from './interaction/interaction-lines.ts';

/** What is told of a UI interaction: no answers, and no address. */
export type InteractionTold = ReturnType<typeof toldOf>;

/** Names a session among the events of a server. */
interface OfSession {
  readonly deviceId: string;
  readonly sessionId: string;
}

/** What happens in the DM server, as it happens: for the command line, the window and whoever waits for a session. */
export type ServerEventRecord =
  /** `alerts` say why: those of package #1. */
  | (OfSession & { readonly kind: 'sessionOpened'; readonly alerts: readonly Alert[] })
  | (OfSession & { readonly kind: 'package'; readonly package: 1 | 2 | 3 })
  | (OfSession & { readonly kind: 'command'; readonly command: readonly string[]; readonly status?: number })
  | (OfSession & { readonly kind: 'alert'; readonly alertType: string; readonly alert: Alert })
  | {
      readonly kind: 'repository';
      readonly deviceId: string;
      readonly method: string;
      readonly resource: string;
      readonly status: number;
      readonly octets: number;
    }
  | (OfSession & {
      readonly kind: 'sessionEnded';
      readonly jobId: string;
      readonly outcome: 'fulfilled' | 'suspended' | 'failed' | 'abandoned';
      readonly commandsDone: number;
      readonly fault?: Fault;
    })
  /** A device did not tell the outcome that its plan waits for, in no session. */
  | {
      readonly kind: 'planOverdue';
      readonly deviceId: string;
      readonly jobId: string;
      readonly fault: Fault;
    }
  /** A device put serialized objects into the Data Repository, and what they say is known now. */
  | { readonly kind: 'objectsUploaded'; readonly deviceId: string }
  /** A device fetched its bootstrap message (DM-3); whether it took it, its first session tells. */
  | { readonly kind: 'bootstrapFetched'; readonly deviceId: string }
  /** The certificate that HTTPS shows goes on as it is, and will end. */
  | { readonly kind: 'certificateNotRenewed'; readonly fault: Fault }
  /** The certificate that HTTPS shows was imported, and ends soon. */
  | { readonly kind: 'certificateEnding'; readonly fault: Fault }
  | {
      readonly kind: 'notification';
      readonly deviceId: string;
      readonly notificationId: number;
      readonly state: NotificationState;
    }
  /** The store failed: notifications that were under way are sent no more before the next start. */
  | { readonly kind: 'notificationHalted'; readonly fault: Fault }
  /** What an awaited device came to could not be written at its row: it is looked at again at the next start. */
  | { readonly kind: 'awaitedRowNotKept'; readonly fault: Fault }
  /** What happens in a UI interaction; whose it is, is missing where somebody asked for one that there is not. */
  | (Partial<OfSession> & { readonly kind: 'interaction'; readonly told: InteractionTold })
  | { readonly kind: 'simulatedDeviceFailed'; readonly fault: Fault }
  | { readonly kind: 'refused'; readonly deviceId?: string; readonly fault: Fault }
  /**
   * Wrong credentials came in a row, in the name of a device or from an address, and more of them are answered later
   * and later: told once in a row, in place of each.
   */
  | {
      readonly kind: 'authenticationSlowed';
      readonly deviceId?: string;
      readonly address?: string;
      readonly fault: Fault;
    }
  /** A device showed the new password that it had reported: the old one is forgotten. */
  | { readonly kind: 'credentialsRenewed'; readonly deviceId: string };

/** Tells whoever listens; a listener that fails stops nobody else. */
export interface ServerEvents {
  emit(event: ServerEventRecord): void;
  listen(listener: (event: ServerEventRecord) => void): () => void;
}

export function createServerEvents(): ServerEvents {
  const listeners = new Set<(event: ServerEventRecord) => void>();
  return {
    emit(event) {
      for (const listener of [...listeners]) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
