import type { ErrorEntry } from './entry.ts';

/** The workstation itself: ports, the data folder, batches. */
export const workstationErrors = {
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
    http: 507,
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
  CERTIFICATE_DAMAGED: {
    cause: "The bench's own certificates in {file} cannot be used: {detail}.",
    remedy:
      'Restore the file from a backup. If there is none, remove it: the bench makes a new authority, and devices that trust the old one have to be provisioned again.',
  },
  CERTIFICATE_AUTHORITY_TIME: {
    cause: "The bench's own authority is valid from {from} to {to}; the clock says {now}.",
    remedy:
      'Set the clock of this machine. If it is right, the authority has run out: remove certificates.json from the data folder and start again, and provision the devices anew that trust the old one.',
  },
  CERTIFICATE_ADDRESS_WRONG: {
    cause: '"{address}" is neither a name nor an IP address that a certificate can carry.',
    remedy: 'Give the name or address by which devices reach this machine.',
  },
  TLS_FAILED: {
    cause: 'The HTTPS listener cannot use its certificate: {detail}.',
    remedy: 'Start DM Bench again. If it happens again, send the technical detail to the makers of DM Bench.',
  },
  BENCH_NOT_RUNNING: {
    cause: 'No bench runs over the data folder {folder}.',
    remedy: 'Start the workstation, or dm-bench serve, with this data folder; then try again.',
  },
  PAGE_REFUSED: {
    cause: 'The workstation was called by {asker}, which may not.',
    remedy: 'Nothing was done. Close every window that you did not open, and start DM Bench again.',
  },
  SWITCH_REFUSED: {
    cause: 'DM Bench does not open its window with {switches}: it would be open to others.',
    remedy:
      'Start it without. An AppImage adds --no-sandbox by itself where the system gives no user namespaces: use the Debian package there.',
  },
  STATION_AT_WORK: {
    cause: '{station} is at work in a batch.',
    remedy: 'Pause the batch, or wait until it is done, before you work with a card by hand there.',
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
