import { userInfo } from 'node:os';
import type { Actor } from '../../core/audit/entry.ts';

/** Whoever runs a command, by the name that the system knows them by. */
export function commandLineActor(): Actor {
  return { kind: 'commandLine', user: systemUser() };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A process may run as a user who has no name.
    return String(process.getuid?.() ?? 'unknown');
  }
}
