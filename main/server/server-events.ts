import type { Fault } from '../../core/errors.ts';

/** What happens in the DM server, as it happens: for the command line, the window and whoever waits for a session. */
export type ServerEventRecord =
  | { readonly kind: 'sessionOpened'; readonly deviceId: string; readonly sessionId: string }
  | {
      readonly kind: 'package';
      readonly deviceId: string;
      readonly sessionId: string;
      readonly package: 1 | 2 | 3;
    }
  | {
      readonly kind: 'command';
      readonly deviceId: string;
      readonly sessionId: string;
      readonly command: readonly string[];
      readonly status?: number;
    }
  | {
      readonly kind: 'alert';
      readonly deviceId: string;
      readonly sessionId: string;
      readonly alertType: string;
    }
  | {
      readonly kind: 'repository';
      readonly deviceId: string;
      readonly method: string;
      readonly resource: string;
      readonly status: number;
    }
  | {
      readonly kind: 'sessionEnded';
      readonly deviceId: string;
      readonly sessionId: string;
      readonly jobId: string;
      readonly outcome: 'fulfilled' | 'failed' | 'abandoned';
      readonly commandsDone: number;
      readonly fault?: Fault;
    }
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
