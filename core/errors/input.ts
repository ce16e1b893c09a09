import type { ErrorEntry } from './entry.ts';

/** What a person gave: arguments, files, device lists. */
export const inputErrors = {
  INTERNAL: {
    cause: 'Something unexpected happened: {detail}.',
    remedy: 'Try again. If it happens again, send the technical detail to the makers of DM Bench.',
    http: 500,
  },
  USAGE: { cause: '{detail}', remedy: 'See the command line section of the README, or run it with --help.' },
  FILE_UNREADABLE: {
    cause: 'The file {file} cannot be read: {detail}.',
    remedy: 'Check its name, that it exists, and that you may read it.',
  },
  FILE_NOT_WRITTEN: {
    cause: 'The file {file} could not be written: {detail}.',
    remedy: 'Check that the folder exists, that you may write there, and that there is room on the disk.',
  },
  FILE_NOT_UTF8: {
    cause: '{file} is not UTF-8 text (octet {offset}).',
    remedy: 'Save it again as UTF-8; spreadsheet programs call it "CSV UTF-8".',
  },
  LIST_EMPTY: {
    cause: 'The device list has no rows.',
    remedy: 'The first line names the columns; add a line a device below it.',
  },
  LIST_HAS_FAULTS: {
    cause: 'The device list has {count} faults; no card was touched.',
    remedy: 'Mend the lines named and check the list again.',
  },
  LIST_COLUMN_MISSING: {
    cause: 'The profile needs the column "{column}" and the list does not have it.',
    remedy: 'Add the column to the first line, spelled like this, or choose another profile.',
  },
  LIST_COLUMN_TWICE: {
    cause: 'The column "{column}" is there twice.',
    remedy: 'Rename or remove one of the two.',
  },
  LIST_TOO_MANY_COLUMNS: {
    cause: 'The line has {found} values and the list has {expected} columns.',
    remedy: 'Remove what is too much, or put a value that contains the separator in quotes.',
  },
  LIST_TOO_FEW_COLUMNS: {
    cause: 'The line has {found} values and the list has {expected} columns.',
    remedy: 'Add the missing values; an empty value still needs its separator.',
  },
  LIST_QUOTE_UNCLOSED: {
    cause: 'A quote is opened and never closed.',
    remedy: 'Close it, or write a quote inside a value twice.',
  },
  LIST_QUOTE_MISPLACED: {
    cause: 'A quote stands inside a value, or text follows a closed quote.',
    remedy: 'Put the whole value in quotes and write a quote inside it twice.',
  },
  LIST_VALUE_REQUIRED: { cause: 'The value is empty and the profile needs one.', remedy: 'Fill it in.' },
  LIST_VALUE_TWICE: {
    cause: 'The value is already on line {line}.',
    remedy: 'Each device may be in the list once: remove or mend one of the two lines.',
  },
  LIST_VALUE_TOO_LONG: {
    cause: 'The value has {found} characters and the profile allows {limit}.',
    remedy: 'Shorten it.',
  },
  LIST_VALUE_PATTERN: {
    cause: 'The value does not look as the profile asks ({pattern}).',
    remedy: 'Mend the value, or the pattern in the profile.',
  },
  LIST_IMEI_DIGITS: { cause: 'An IMEI has 15 digits and nothing else.', remedy: 'Scan or type it again.' },
  LIST_IMEI_CHECK_DIGIT: {
    cause: 'The last digit of the IMEI does not fit the others.',
    remedy: 'One digit is wrong or two are swapped: scan it again.',
  },
  LIST_ICCID_LENGTH: {
    cause: 'An ICCID has 18 to 20 digits; this one has {found}.',
    remedy: 'Scan it again from the card.',
  },
  LIST_ICCID_DIGITS: { cause: 'An ICCID has digits only.', remedy: 'Scan it again from the card.' },
  LIST_ICCID_CHECK_DIGIT: {
    cause: 'The last digit of the ICCID does not fit the others.',
    remedy: 'One digit is wrong or two are swapped: scan it again.',
  },
  LIST_VALUE_BLANKS: {
    cause: 'The value begins or ends with a blank; it is used without.',
    remedy: 'Nothing has to be done. Remove the blank to be rid of this warning.',
  },
  LIST_VALUE_HIDDEN: {
    cause: 'The value holds {character}, which does not show but changes what does.',
    remedy: 'Type the value again, without it.',
  },
  LIST_VALUE_FORMULA: {
    cause: 'The value looks like a spreadsheet formula; it is kept as plain text.',
    remedy: 'Nothing has to be done if it is meant so. Reports write it so that it cannot run.',
  },
} as const satisfies Record<string, ErrorEntry>;
