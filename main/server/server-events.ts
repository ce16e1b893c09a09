import type { NotificationState } from '../../core/api-server.ts';
import type { Alert } from '../../core/dm/alerts.ts';
import type { Fault } from '../../core/errors.ts';

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
  | {
      readonly kind: 'notification';
      readonly deviceId: string;
      readonly notificationId: number;
      readonly state: NotificationState;
    }
  /** The store failed: notifications that were under way are sent no more before the next start. */
  | { readonly kind: 'notificationHalted'; readonly fault: Fault }
  | { readonly kind: 'simulatedDeviceFailed'; readonly fault: Fault }
  | { readonly kind: 'refused'; readonly deviceId?: string; readonly fault: Fault };

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
