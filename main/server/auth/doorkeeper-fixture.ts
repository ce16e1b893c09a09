import { createServerEvents, type ServerEvents } from '../server-events.ts';
import type { AttemptTable } from './attempt-table.ts';
import { createDoorkeeper, type Doorkeeper, type DoorkeeperOptions } from './doorkeeper.ts';
import { createNonces, type Nonces } from './nonces.ts';

/** Counts nothing, so that a test may be wrong as often as it likes. */
export const withoutEnd: AttemptTable = { failed: () => ({ delay: 0, begins: [] }), size: () => 0 };

/** A doorkeeper for the tests of one door. */
export function testDoorkeeper(options: Partial<DoorkeeperOptions> = {}): {
  readonly doorkeeper: Doorkeeper;
  readonly nonces: Nonces;
  readonly events: ServerEvents;
} {
  const events = options.events ?? createServerEvents();
  const now = options.now ?? Date.now;
  const nonces = options.nonces ?? createNonces({ now, secret: crypto.getRandomValues(new Uint8Array(32)) });
  const usual = { peerOf: () => undefined, attempts: withoutEnd };
  return { doorkeeper: createDoorkeeper({ ...usual, ...options, events, nonces, now }), nonces, events };
}
