import type { ErrorEntry } from './entry.ts';

/** Alerts of devices, and the rules that act on them. */
export const alertErrors = {
  ALERT_UNKNOWN: {
    cause: 'There is no alert {alert}: there never was, or newer ones took its place.',
    remedy: 'Look at the list of alerts; what the device sent is in the transcript of its session.',
    http: 404,
  },
  ALERT_RULES_CHANGED: {
    cause: 'Somebody else has changed the alert rules meanwhile.',
    remedy: 'Load the rules again, and make your change once more.',
    http: 409,
  },
  ALERT_RULES_UNREADABLE: {
    cause: 'The alert rules of this data folder cannot be read: {detail}.',
    remedy:
      'No rule acts until rules are saved anew. If a newer version of DM Bench wrote them, use that one.',
  },
  ALERT_RULES_FILE_WRONG: {
    cause: 'These are no alert rules: {detail}.',
    remedy: 'Correct the file; "alerts rules" writes the rules that are in force in the same form.',
    http: 400,
  },
  ALERT_RULE_INTERRUPTED: {
    cause: 'The workstation ended while the rule "{rule}" was acting for {device}.',
    remedy: 'Look at the queued commands and notifications of the device: what is not there was not done.',
  },
} as const satisfies Record<string, ErrorEntry>;
