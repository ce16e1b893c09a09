/** What went wrong, what it means, and what to do: the one table that the UI, the CLI, reports and HTTP use. */
interface ErrorEntry {
  /** One sentence; `{name}` stands for a parameter. */
  readonly cause: string;
  /** What a person does next. */
  readonly remedy: string;
  /** The HTTP status where the error is answered over HTTP. */
  readonly http?: number;
}

export const errorTable = {
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
  LIST_VALUE_FORMULA: {
    cause: 'The value looks like a spreadsheet formula; it is kept as plain text.',
    remedy: 'Nothing has to be done if it is meant so. Reports write it so that it cannot run.',
  },

  PROFILE_NOT_JSON: {
    cause: 'The profile is not valid JSON: {detail}.',
    remedy: 'Mend the place named.',
  },
  PROFILE_WRONG: {
    cause: 'At {path}: {detail}.',
    remedy: 'See examples/profile.schema.json for what belongs there; editors that know JSON Schema show it.',
  },
  PROFILE_VARIABLE_UNKNOWN: {
    cause: 'At {path}: the variable {variable} is not a column of this profile.',
    remedy: 'Declare it under "columns", or mend its name.',
  },
  PROFILE_CONFIGURATION_UNKNOWN: {
    cause: 'At {path}: there is no configuration "{configuration}" in this profile.',
    remedy: 'Add it under "configurations", or mend its name.',
  },
  PROFILE_HAS_FAULTS: {
    cause: 'The profile has {count} faults.',
    remedy: 'Mend the places named and check it again.',
  },

  CARD_PROTOCOL: {
    cause: 'The card answered {got} where {expected} was expected.',
    remedy: 'Take the card out, put it in again and retry. If it stays so, set the card aside.',
  },
  CARD_NOT_PKCS15: {
    cause: 'This card has no PKCS#15 application, so it cannot hold bootstrap data.',
    remedy: 'Put in a card that was prepared for device bootstrap.',
  },
  CARD_FILE_MISSING: {
    cause: 'The card has no file {file}.',
    remedy: 'Put in a card that was prepared for device bootstrap, or change the card layout in the profile.',
  },
  CARD_FILE_TOO_SMALL: {
    cause: 'The file {file} holds {size} octets and {needed} are needed. Nothing was written.',
    remedy: 'Use cards with a larger file, or shorten what the profile puts into the bootstrap message.',
  },
  CARD_MESSAGE_TOO_LARGE: {
    cause: 'The bootstrap message has {size} octets; {limit} is the most.',
    remedy: 'Shorten what the profile puts into the bootstrap message.',
  },
  CARD_CONTENT_UNREADABLE: {
    cause: 'The content of {file} cannot be understood: {detail}.',
    remedy: 'The card is damaged or of another kind. Look at its octets with "card read", or set it aside.',
  },
  CARD_NO_MESSAGE: {
    cause: 'The card holds no bootstrap message.',
    remedy: 'Write the card first.',
  },
  CARD_HOLDS_ANOTHER: {
    cause: 'This card already holds the bootstrap message of {holder}. Nothing was written.',
    remedy:
      'Take it out and put in a fresh card. To use it again on purpose, allow overwriting for this batch.',
  },
  CARD_NOT_IN_LIST: {
    cause: 'The card {iccid} is not in the device list, or its row is finished.',
    remedy: 'Take it out and put in a card of this order.',
  },
  CARD_OTHER_PUT_IN: {
    cause: 'Another card was put in before this one was finished.',
    remedy: 'Put the first card back in and retry, or set it aside.',
  },
  CARD_ADM_NEEDED: {
    cause: 'Writing this card needs its issuer key (ADM), and none was given.',
    remedy: 'Give the key file that came with the cards (--adm-file, or Card keys in the batch).',
  },
  CARD_ADM_REFUSED: {
    cause: 'Wrong issuer key for this card; {tries} tries are left. Nothing was written.',
    remedy: 'Check that the key file belongs to this card delivery. Do not try further keys by guess.',
  },
  CARD_ADM_LAST_TRY: {
    cause: 'The issuer key was not tried, because only {tries} try is left. Nothing was written.',
    remedy: 'Set the card aside: one more wrong key would lock it for ever.',
  },
  CARD_ADM_BLOCKED: {
    cause: 'The issuer key of this card is blocked. Nothing was written.',
    remedy: 'Set the card aside. Only its issuer can unblock it.',
  },
  CARD_ACCESS_REFUSED: {
    cause: 'The card refused access to {file} (6982).',
    remedy: 'Check the issuer key, and which key the card layout in the profile names.',
  },
  CARD_MEMORY_FAILURE: {
    cause: "The card's memory failed at {file} (6581).",
    remedy: 'Set the card aside; its memory is worn out or damaged.',
  },
  CARD_READ_BACK_DIFFERS: {
    cause: 'What was read back from {file} differs from what was written, at octet {offset}.',
    remedy: 'Retry once. If it happens again, set the card aside.',
  },
  CARD_PULLED: {
    cause: 'The card was taken out before it was finished.',
    remedy: 'Put the same card in again; it is written anew from the start.',
  },
  CARD_MUTE: {
    cause: 'The card in {reader} does not answer.',
    remedy: 'Turn it over, clean its contacts and put it in again. If it stays mute, set it aside.',
  },
  CARD_ABSENT: {
    cause: 'There is no card in {reader}.',
    remedy: 'Put a card in.',
  },
  ADM_FILE_WRONG: {
    cause: 'Line {line} of the key file is not a key.',
    remedy: 'Write one key of 16 hexadecimal digits for all cards, or a line "ICCID KEY" for each card.',
  },

  READER_UNKNOWN: {
    cause: 'There is no reader "{reader}". Known: {known}.',
    remedy: 'Plug it in, or choose one of those known ("dm-bench readers" lists them).',
  },
  READER_LOST: {
    cause: 'The reader {reader} is gone.',
    remedy: 'Plug it in again; the work goes on by itself.',
  },
  READER_BUSY: {
    cause: 'Another program is using the card in {reader}.',
    remedy: 'Close the other program, then retry.',
  },
  READER_FAILED: {
    cause: 'The reader {reader} failed: {detail}.',
    remedy:
      'Take the card out and put it in again; if that does not help, unplug the reader and plug it in again.',
  },
  PCSC_NOT_RUNNING: {
    cause: 'The smartcard service (pcscd) is not running.',
    remedy:
      'Start it ("systemctl start pcscd", or "pcscd --foreground"). The virtual station works without it.',
  },
  PCSC_UNAVAILABLE: {
    cause: 'Smartcard readers cannot be used here: the module "smartcard" is not installed.',
    remedy:
      'Install the packages libpcsclite-dev and g++ and start again. The virtual station works without them.',
  },

  BOOTSTRAP_NOT_JSON: {
    cause: 'The bootstrap message is not valid JSON.',
    remedy: 'Write the card again.',
  },
  BOOTSTRAP_WRONG: {
    cause: 'The bootstrap message cannot be used: {detail}.',
    remedy: 'Check the profile it was made from, and write the card again.',
  },

  DM_CLIENT_URI_MALFORMED: {
    cause: '"{uri}" is not a ClientURI: {detail}.',
    remedy: 'Write it as MOID/instance/path, for example urn:oma:mo:oma-dm-devinfo:1.0//DevID.',
    http: 400,
  },
  DM_CLIENT_URI_UNSUPPORTED: {
    cause: '"{uri}" uses a pattern, and only plain names are understood here.',
    remedy: 'Name the instance and the nodes.',
    http: 501,
  },
  DM_PACKAGE_NOT_JSON: {
    cause: 'The package is not valid JSON: {detail}.',
    remedy: 'Look at the session: the device sent something else than its media type says.',
    http: 400,
  },
  DM_PACKAGE_WRONG: {
    cause: 'The package has the wrong shape at {path}: {detail}.',
    remedy: 'Look at the session to see the package as it came.',
    http: 400,
  },
  DM_PACKAGE_OUT_OF_ORDER: {
    cause: 'Package #3 came from {device}, which has no open session.',
    remedy: 'The device has to begin with package #1.',
    http: 409,
  },
  DM_PACKAGE_TOO_LARGE: {
    cause: 'The package is larger than {limit} octets.',
    remedy: 'Ask the device for less at once.',
    http: 413,
  },
  DM_MEDIA_TYPE: {
    cause: 'The media type "{mediaType}" is not understood.',
    remedy: 'Send one of those named in OMADM-Accept.',
    http: 415,
  },
  DM_NOT_ACCEPTABLE: {
    cause: 'The device accepts only "{accept}".',
    remedy: 'DM 2.0 packages are sent as application/vnd.oma.dm.request+json.',
    http: 406,
  },
  DM_NOT_AUTHENTICATED: {
    cause: 'The device is unknown or its credentials are wrong.',
    remedy: 'Provision the device with this bench; its card may be from another one.',
    http: 401,
  },
  DM_SERVER_REFUSED: {
    cause: 'The DM server answered {status}.',
    remedy: 'Look at the session on the server to see why.',
  },
  DM_SERVER_UNREACHABLE: {
    cause: 'The DM server {uri} cannot be reached: {detail}.',
    remedy: 'Check the address in the profile, the network, and that the server runs.',
  },
  DM_ANSWER_WRONG: {
    cause: 'The DM server sent something that is not a package #2: {detail}.',
    remedy: 'Check that the address in the bootstrap message is a DM 2.0 server.',
  },
  REPOSITORY_NOT_FOUND: {
    cause: 'The Data Repository has nothing at {path}.',
    remedy: 'Check the configuration that the session plan names.',
    http: 404,
  },
  SESSION_COMMAND_FAILED: {
    cause: '{command} {target} answered {status} in the step "{step}".',
    remedy: 'Look at the session to see what the device reported; check the profile against the device.',
  },
  SESSION_COMMAND_UNREPORTED: {
    cause: 'The device reported no status for {command} {target} in the step "{step}".',
    remedy: 'Look at the session; the device may not know the command.',
  },
  SESSION_VALUE_DIFFERS: {
    cause: 'The device reports {path} = {reported}; the profile expects {expected} (step "{step}").',
    remedy: 'Check that the right device is in the row, and its firmware; then retry.',
  },
  SESSION_VALUE_MISSING: {
    cause: 'The device did not report {path}, which the profile expects to be {expected} (step "{step}").',
    remedy: 'Check the profile against what the device offers.',
  },
  SESSION_REPLACED: {
    cause: 'The device opened a new session before the last one was finished.',
    remedy: 'Nothing has to be done if the new session ended well.',
  },
  SESSION_TIMEOUT: {
    cause: 'The device did not finish its session within {seconds} seconds.',
    remedy: 'Check that the device is on and connected, then retry the row.',
  },
  SESSION_INTERRUPTED: {
    cause: 'The workstation was stopped during the session.',
    remedy: 'Resume the batch; the device opens a new session.',
  },

  PORT_IN_USE: {
    cause: 'Port {port} on {host} is used by another program.',
    remedy: 'Close that program, or choose another port (--port N; 0 picks a free one).',
  },
  LISTEN_FAILED: {
    cause: 'The DM server cannot listen on {host}:{port}: {detail}.',
    remedy: 'Choose an address of this machine and a port that you may use.',
  },
  DATA_FOLDER_IN_USE: {
    cause: 'The data folder {folder} is used by another DM Bench.',
    remedy: 'Close the other one, or choose another folder (--data DIR).',
  },
  DATA_FOLDER_UNUSABLE: {
    cause: 'The data folder {folder} cannot be used: {detail}.',
    remedy: 'Choose a folder that you may write to (--data DIR).',
  },
  DATA_FOLDER_NEWER: {
    cause: 'The data folder {folder} was written by a newer DM Bench.',
    remedy: 'Use that version, or choose another folder.',
  },
  STORE_FULL: {
    cause: 'The disk of the data folder is full.',
    remedy: 'Make room and resume the batch: nothing that was recorded is lost.',
  },
  STORE_FAILED: {
    cause: 'The data folder could not be written: {detail}.',
    remedy: 'Check the disk, then resume the batch: nothing that was recorded is lost.',
  },
  VAULT_LOCKED: {
    cause: 'The secrets in this data folder were sealed by {keeper}, which is not available here.',
    remedy: 'Open the folder with the program that made it, or choose another folder.',
  },
  VAULT_DAMAGED: {
    cause: 'A sealed secret cannot be opened.',
    remedy: 'The vault key and the data do not belong together: restore both from the same backup.',
  },

  BATCH_UNKNOWN: { cause: 'There is no batch {batch}.', remedy: 'Choose one of the list.' },
  BATCH_UNFINISHED: {
    cause: 'This list was begun before with this profile and is not finished.',
    remedy: 'Add --resume to go on with it.',
  },
  BATCH_ROWS_LEFT: {
    cause: '{failed} rows failed and {left} are left.',
    remedy: 'See the report for the reasons; then go on with --resume.',
  },
  BATCH_RUNNING: {
    cause: 'This batch is running already.',
    remedy: 'Nothing has to be done; stop it first to change its stations.',
  },
  JOB_TRANSITION: {
    cause: 'A row that is {state} cannot become {event}.',
    remedy: 'Resume the batch. If it happens again, send the report to the makers of DM Bench.',
  },
  STOPPED: { cause: 'Stopped by a person.', remedy: 'Resume the batch to go on.' },
  SESSION_UNKNOWN: { cause: 'There is no such session.', remedy: 'Choose one of the list.' },
  DEVICE_UNKNOWN: { cause: 'There is no device {device}.', remedy: 'Choose one of the list.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

type ParameterOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/** The parameters that the text of a code needs; the compiler asks for each of them. */
export type ErrorParameters<Code extends ErrorCode> = {
  readonly [Name in ParameterOf<(typeof errorTable)[Code]['cause']>]: string | number;
};

/** Where in the input the fault is, as far as it is known. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly columnName?: string;
  readonly apdu?: string;
}

/** A coded error as a value: what reports, the store, the CLI and the renderer hold. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly place?: Place;
}

/** The text of a code with its parameters put in. */
export function faultOf<Code extends ErrorCode>(
  code: Code,
  parameters: ErrorParameters<Code>,
  place?: Place,
): Fault {
  const entry: ErrorEntry = errorTable[code];
  const values: Readonly<Record<string, string | number>> = parameters;
  const message = entry.cause.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(values[name]));
  return place ? { code, message, remedy: entry.remedy, place } : { code, message, remedy: entry.remedy };
}

/** The error that our own code throws: always with a code of the table. */
export class CodedError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.message, options);
    this.name = fault.code;
    this.fault = fault;
  }
}

/** Makes a coded error: `throw codedError('CARD_ABSENT', { reader })`. */
export function codedError<Code extends ErrorCode>(
  code: Code,
  parameters: ErrorParameters<Code>,
  options?: { readonly place?: Place; readonly cause?: unknown },
): CodedError {
  return new CodedError(
    faultOf(code, parameters, options?.place),
    options?.cause === undefined ? undefined : { cause: options.cause },
  );
}

/** Whatever was thrown, as a fault; what is not ours becomes INTERNAL with its message. */
export function toFault(thrown: unknown): Fault {
  if (thrown instanceof CodedError) return thrown.fault;
  return faultOf('INTERNAL', { detail: thrown instanceof Error ? thrown.message : String(thrown) });
}

/** The HTTP status that a code is answered with; 500 where the table names none. */
export function httpStatusOf(code: ErrorCode): number {
  const entry: ErrorEntry = errorTable[code];
  return entry.http ?? 500;
}
