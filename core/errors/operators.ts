import type { ErrorEntry } from './entry.ts';

/** The people at the bench. */
export const operatorErrors = {
  OPERATOR_SIGN_IN_NEEDED: {
    cause: 'Nobody is signed in at this bench.',
    remedy: 'Sign in with your PIN or your badge.',
  },
  OPERATOR_NOT_PERMITTED: {
    cause: 'This is for engineers; {name} is signed in as a technician.',
    remedy: 'Ask an engineer to sign in and do it.',
  },
  OPERATOR_PIN_WRONG: {
    cause: 'This is not the PIN of this operator.',
    remedy: 'Try again. After several wrong PINs the bench makes you wait.',
  },
  OPERATOR_BADGE_UNKNOWN: {
    cause: 'No operator has this badge.',
    remedy: 'Sign in with your PIN, or have an engineer give you the badge.',
  },
  OPERATOR_WAIT: {
    cause: 'Too many wrong tries: the next one is taken in {seconds} seconds.',
    remedy: 'Wait, then try again; or ask an engineer for a new PIN.',
  },
  OPERATOR_UNKNOWN: {
    cause: 'There is no operator {operator}.',
    remedy: 'Choose one of the list.',
  },
  OPERATOR_NAME_TAKEN: {
    cause: 'There is an operator {name} already.',
    remedy: 'Choose another name; one that was disabled keeps its name, for the records refer to it.',
  },
  OPERATOR_NAME_WRONG: {
    cause: 'A name has 1 to {longest} characters and no control characters.',
    remedy: 'Choose another name.',
  },
  OPERATOR_PIN_UNFIT: {
    cause: 'A PIN has {least} to {most} digits, and not all of them the same or in a row.',
    remedy: 'Choose another PIN.',
  },
  OPERATOR_BADGE_UNFIT: {
    cause: 'The code of a badge has {least} to {most} characters.',
    remedy: 'Scan a badge with a longer code.',
  },
  OPERATOR_BADGE_TAKEN: {
    cause: 'This badge belongs to {name}.',
    remedy: 'Scan another badge, or take it away from that operator first.',
  },
  OPERATOR_NO_WAY_IN: {
    cause: '{name} would have neither a PIN nor a badge.',
    remedy: 'Give a PIN or a badge; or disable the operator.',
  },
  OPERATOR_FIRST_ENGINEER: {
    cause: 'The first operator of a bench is an engineer.',
    remedy: 'Name an engineer first, with a PIN; technicians come after.',
  },
  OPERATOR_LAST_ENGINEER: {
    cause: '{name} is the only engineer who can sign in with a PIN.',
    remedy: 'Name another engineer with a PIN first.',
  },
  OPERATOR_NO_FOLDER: {
    cause: '{folder} is not the data folder of a bench.',
    remedy: 'Give the folder that Settings shows (--data DIR).',
  },
  OPERATOR_PIN_MISSING: {
    cause: 'There is no PIN.',
    remedy:
      'Give one in a file (--pin-file FILE) or in DM_BENCH_OPERATOR_PIN; in a terminal the command asks for it.',
  },
} as const satisfies Record<string, ErrorEntry>;
