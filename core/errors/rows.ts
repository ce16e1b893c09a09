import type { ErrorEntry } from './entry.ts';

/** Rows of a batch that people hold back, cancel, change and add. */
export const rowErrors = {
  ROW_UNKNOWN: {
    cause: 'The batch has no row {row}.',
    remedy: 'Choose one of its rows; rows list shows them with their lines and devices.',
  },
  ROWS_NONE: {
    cause: 'No row of the batch is meant: nothing was changed.',
    remedy: 'Choose rows, or another filter or search.',
  },
  ROW_STATE: {
    cause: 'Line {line} ({label}) is {state}: it cannot be {decision}.',
    remedy: 'Look at the row as it is now, and decide about the others.',
  },
  ROW_CHANGED_MEANWHILE: {
    cause: 'Line {line} ({label}) was changed by somebody else meanwhile: it is {state} now.',
    remedy: 'Look at the row as it is now, and decide again.',
  },
  ROWS_REFUSED: {
    cause: '{count} rows cannot be {decision}: nothing was changed.',
    remedy: 'The reason of each is told. --others does it for the other rows.',
  },
  ROW_REASON_WRONG: {
    cause: 'The reason {detail}.',
    remedy: 'Say in 1 to 200 characters why: the report and the audit log show it.',
  },
  ROW_COLUMN_UNKNOWN: {
    cause: 'The list of the batch has no column "{column}".',
    remedy: 'Use the columns of the profile, spelled as there.',
  },
  ROW_VALUES_SAME: {
    cause: 'Line {line} ({label}) has these values already.',
    remedy: 'Nothing has to be done.',
  },
  ROW_VALUES_WRONG: {
    cause: 'The values have {count} faults: nothing was changed.',
    remedy: 'Mend the values named.',
  },
  ROW_VALUE_TAKEN: {
    cause: 'The value is already in line {line} of the batch.',
    remedy: 'Each device may be in the batch once. Reinstate or change that line, or mend this value.',
  },
  ROW_DEVICE_FIXED: {
    cause: 'Something was made for {device} already: its row cannot become that of another device.',
    remedy: 'Cancel this row, and add one for the other device.',
  },
} as const satisfies Record<string, ErrorEntry>;
