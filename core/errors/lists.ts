import type { ErrorEntry } from './entry.ts';

/** Device lists as files: how they are read, which column is what, and what is in their cells. */
export const listErrors = {
  LIST_IS_XLS: {
    cause: '{file} is a workbook of Excel 97–2003 (.xls), which cannot be read.',
    remedy: 'Open it in a spreadsheet program and save it as "Excel workbook (.xlsx)" or "CSV UTF-8".',
  },
  LIST_IS_ODS: {
    cause: '{file} is an OpenDocument spreadsheet (.ods), which cannot be read.',
    remedy: 'Open it in a spreadsheet program and save it as .xlsx or as CSV in UTF-8.',
  },
  LIST_IS_XLSB: {
    cause: '{file} is a binary workbook (.xlsb), which cannot be read.',
    remedy: 'Open it in Excel and save it as "Excel workbook (.xlsx)" or "CSV UTF-8".',
  },
  LIST_ENCRYPTED: {
    cause: '{file} is protected by a password.',
    remedy: 'Open it in a spreadsheet program with its password, and save it without one.',
  },
  LIST_NOT_A_LIST: {
    cause: '{file} is neither CSV text nor a spreadsheet (.xlsx): {detail}.',
    remedy: 'Choose the device list, or save it as .xlsx or as CSV in UTF-8.',
  },
  LIST_DAMAGED: {
    cause: '{file} is a spreadsheet that is damaged or was cut off: {detail}.',
    remedy: 'Fetch or copy the file again; if a spreadsheet program opens it, save it anew.',
  },
  LIST_UNPACKS_TOO_LARGE: {
    cause: '{file} unpacks to {found} MB in {entry}; {limit} MB are read at most.',
    remedy: 'Save the list alone in a new workbook. A small file that unpacks to so much may be an attack.',
  },
  LIST_TOO_LARGE: {
    cause: '{file} is too large: {limit} MB are read at most.',
    remedy: 'Split the list into several batches.',
  },
  LIST_TOO_MANY_ROWS: {
    cause: 'The list has more than {limit} rows.',
    remedy: 'Split it into several lists.',
  },
  LIST_COLUMNS_LIMIT: {
    cause: 'The list has {found} columns; {limit} are read at most.',
    remedy: 'Remove the columns that the profile does not need.',
  },
  LIST_LINE_TOO_LONG: {
    cause: 'The line has {found} characters; {limit} are read at most.',
    remedy: 'Check whether line breaks are missing there, or a quote is not closed.',
  },
  LIST_QUOTES_TOO_MANY: {
    cause: 'More than {limit} quotes are wrong; the lines from here on were not read.',
    remedy: 'Check that the file is CSV, and how the program that wrote it writes quotes.',
  },
  LIST_NUL: {
    cause: 'The text holds NUL octets (the first at octet {offset}), which no list has.',
    remedy: 'Save it as CSV in UTF-8. Text in UTF-16 is read where it begins with a byte order mark.',
  },
  LIST_NAME_DIFFERS: {
    cause: 'The file is called {name} and is {kind}; it is read as that.',
    remedy: 'Nothing has to be done. Give it the right ending to be rid of this warning.',
  },
  LIST_SHEET_UNKNOWN: {
    cause: 'There is no sheet "{sheet}"; there are: {sheets}.',
    remedy: 'Choose one of these.',
  },
  LIST_NO_SHEET: {
    cause: '{file} has no sheet with cells in it.',
    remedy: 'Put the list into a sheet: a heading, and a row a device.',
  },
  LIST_LINE_BLANK: {
    cause: 'The line has separators and no values; it is left out.',
    remedy: 'Nothing has to be done. Remove the line to be rid of this warning.',
  },
  LIST_NUMBER_DIGITS: {
    cause:
      'The cell holds a number of {digits} digits, of which spreadsheets keep 15: the last ones are lost.',
    remedy: 'Format the column as text, and put the numbers in again from where they came.',
  },
  LIST_CELL_DATE: {
    cause: 'The cell holds a date; it is read as {value}.',
    remedy:
      'Nothing has to be done if it is meant so; otherwise format the column as text and type it again.',
  },
  LIST_CELL_ERROR: {
    cause: 'The cell holds the error {error}.',
    remedy: 'Mend the formula in the spreadsheet, and save it again.',
  },
  LIST_FORMULA_WITHOUT_RESULT: {
    cause: 'The cell holds a formula whose result is not in the file.',
    remedy:
      'Open the file in a spreadsheet program and save it there, or paste the values over the formulas.',
  },
  LIST_CELLS_MERGED: {
    cause: 'The cells {range} are merged: only the first of them has a value.',
    remedy: 'Take the cells apart in the spreadsheet, and fill each of them in.',
  },
  LIST_ROW_HIDDEN: {
    cause: 'The row is hidden in the spreadsheet; it is read like the others.',
    remedy: 'Nothing has to be done if the device belongs to the order; otherwise delete the row.',
  },
  LIST_COLUMN_HIDDEN: {
    cause: 'The column {column} is hidden in the spreadsheet; it is read like the others.',
    remedy: 'Nothing has to be done. Show the column in the spreadsheet to look at it.',
  },
  LIST_MAPPED_COLUMN_MISSING: {
    cause: 'The variable "{variable}" is to come from the column "{column}", which the list does not have.',
    remedy: 'Choose another column, or a value for the whole batch.',
  },
  LIST_MAPPED_VARIABLE_UNKNOWN: {
    cause: 'The profile has no variable "{variable}" that comes from the list.',
    remedy: 'Check how it is spelled; `profile check` and the profile name them.',
  },
  LIST_CONSTANT_WRONG: {
    cause: 'The value for every row does not fit "{variable}": {detail}',
    remedy: 'Change the value, or take it from a column of the list.',
  },
  LIST_COLUMN_MADE: {
    cause: 'The list has the column "{column}", whose values the profile makes itself; those are used.',
    remedy: 'Nothing has to be done. Map a variable of another name to the column to keep its values.',
  },
  LIST_DEVICE_TWICE: {
    cause: 'The device {device} is already on line {line}.',
    remedy: 'Each device may be in the list once: remove or mend one of the two lines.',
  },
  LIST_DEVICE_BEFORE: {
    cause: 'The device {device} was in the batch "{batch}" of {date} (UTC): {outcome}.',
    remedy: 'Nothing has to be done if it is to be provisioned again.',
  },
  LIST_HEADING_DOUBTFUL: {
    cause: 'The first line looks like a device, and not like the names of columns.',
    remedy: 'If the list has no heading, read it without one: every line is a device then.',
  },
  LIST_MORE_PROBLEMS: {
    cause: 'There are {count} more problems, which are counted but not listed.',
    remedy: 'Mend those above, and check the list again.',
  },
  LIST_READING_STOPPED: {
    cause: 'The list was not read to its end: {detail}.',
    remedy: 'Choose the file again; if it happens again, split the list into several.',
  },
  LIST_GONE: {
    cause: 'The list is not open any more.',
    remedy: 'Choose the file again.',
  },
  MAPPING_WRONG: {
    cause: '{detail}',
    remedy: 'A mapping is JSON: {"variable": "Column", "other": { "value": "for every row" }}.',
  },
  SEQUENCE_EXHAUSTED: {
    cause: 'The sequence of "{column}" ends at {last}; the batch needs numbers up to {needed}.',
    remedy: 'Give the sequence more digits in the profile.',
  },
} as const satisfies Record<string, ErrorEntry>;
