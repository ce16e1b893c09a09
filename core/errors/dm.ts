import type { ErrorEntry } from './entry.ts';

/** Bootstrap, packages, the Data Repository, sessions. */
export const dmErrors = {
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
} as const satisfies Record<string, ErrorEntry>;
