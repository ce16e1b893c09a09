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
  BOOTSTRAP_NEEDS_TLS: {
    cause: 'A bootstrap message was asked for over a connection that others can read.',
    remedy: "Use the bench's address that begins with https, and a new credential: this one was readable.",
    http: 403,
  },
  BOOTSTRAP_NOT_AUTHENTICATED: {
    cause: 'The device is unknown, or its bootstrap credential is wrong or closed.',
    remedy: 'Issue a new bootstrap credential for the device.',
    http: 401,
  },
  BOOTSTRAP_NOT_ACCEPTABLE: {
    cause: 'The device accepts only "{accept}", and the bootstrap message is {mediaType}.',
    remedy: 'Name that media type in Accept, or leave Accept out.',
    http: 406,
  },
  BOOTSTRAP_ACCESS_WRONG: {
    cause: '{file} does not say how to fetch a bootstrap message: {detail}.',
    remedy: 'Use the file as the bench wrote it, or issue a new bootstrap credential for the device.',
  },
  BOOTSTRAP_SERVER_UNREACHABLE: {
    cause: 'The bootstrap server {uri} cannot be reached: {detail}.',
    remedy: 'Check the address in the file, the network, and that the server runs.',
  },
  BOOTSTRAP_SERVER_NOT_TRUSTED: {
    cause: 'The bootstrap server {uri} is not one that the device may trust: {detail}.',
    remedy:
      'Nothing was sent to it. Check the address, the clock of this machine, and that trustAnchor in the file is the ca.pem of that bench.',
  },
  BOOTSTRAP_REFUSED: {
    cause: '{uri} does not take the bootstrap credential of {device}.',
    remedy: 'It is wrong, or was closed after the device was bootstrapped: issue a new one.',
  },
  BOOTSTRAP_REDIRECTED: {
    cause: '{uri} sends the device on to {target}, where its credential must not go.',
    remedy: 'Issue a new bootstrap credential at the bench that the device belongs to.',
  },
  BOOTSTRAP_STATUS: {
    cause: 'The bootstrap server {uri} answered {status}.',
    remedy: 'Check that the address in the file is the one of a bootstrap server, and look at that server.',
  },
  BOOTSTRAP_ANSWER_WRONG: {
    cause: 'What {uri} sent is not a bootstrap message: {detail}.',
    remedy: 'Check that the address in the file is the one of a bootstrap server.',
  },
  DEVICE_HAS_NO_ACCOUNT: {
    cause: 'The simulated device has no account of the server "{server}".',
    remedy: 'Bootstrap the device with a message that holds one.',
  },
  DEVICE_NOT_SIMULATED: {
    cause: '{device} is not one of the simulated devices.',
    remedy: 'A real device opens sessions by itself; a notification asks it to.',
  },
  DEVICE_STATE_WRONG: {
    cause: 'What the simulated device kept in {file} cannot be read.',
    remedy: 'Remove the file: the device is as it left the factory then, and has to be bootstrapped again.',
  },

  DM_CLIENT_URI_MALFORMED: {
    cause: '"{uri}" is not a ClientURI: {detail}.',
    remedy: 'Write it as MOID/instance/path, for example urn:oma:mo:oma-dm-devinfo:1.0//DevID.',
    http: 400,
  },
  DM_CLIENT_URI_NOT_PLAIN: {
    cause: '"{uri}" uses a pattern or a query where one node has to be named.',
    remedy: 'Name the instance and the nodes.',
    http: 400,
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
  DM_CREDENTIALS_READABLE: {
    cause: 'The device showed its password over a connection that others can read.',
    remedy:
      'Give it new credentials, for these were readable; use the address that begins with https, or HTTP Digest.',
    http: 401,
  },
  DM_CREDENTIALS_REPLAYED: {
    cause: 'Right credentials (HTTP Digest) came that were used before.',
    remedy: 'Nothing was done. If it happens again, somebody repeats what the device sent: use https.',
    http: 401,
  },
  DM_PEER_DIFFERS: {
    cause: 'The connection was proved to be that of {peer}, and its request names another device.',
    remedy:
      'Nothing was done. Look at that device: it claims to be another one, or has the key of another one.',
    http: 403,
  },
  DM_AUTHENTICATION_SLOWED: {
    cause: 'Wrong credentials came {count} times {origin}; answers to further ones are slowed.',
    remedy:
      'Find out who it is. A device with the right credentials is let in all the same; one with an old card has to be provisioned again.',
  },
  DM_TOO_MANY_ATTEMPTS: {
    cause: 'Too many requests with wrong credentials are waiting for their answers.',
    remedy: 'Come back later, with the right ones.',
    http: 429,
  },
  DM_CREDENTIALS_NEED_TLS: {
    cause: 'New credentials of a device were asked for over a connection that others can read.',
    remedy: "Set the transport of the profile's server to https, and provision the device again.",
    http: 403,
  },
  DM_PACKAGE_TOO_SLOW: {
    cause: 'The package did not come whole within {seconds} seconds.',
    remedy: 'Check the connection of the device; it may open a new session.',
    http: 408,
  },
  DM_SERVER_ASKS_READABLE: {
    cause: '{uri} asks the device for its password over a connection that others can read.',
    remedy: 'Nothing was shown. Use the address that begins with https, or a server that takes HTTP Digest.',
  },
  DM_SERVER_NOT_PROVED: {
    cause: 'Who answered at {uri} did not prove that it knows the credentials of the device.',
    remedy: 'What it sent was not used. Check the address: somebody may stand between device and server.',
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
  DM_NOTIFICATION_CUT_OFF: {
    cause: 'The notification ends within {what}, at octet {offset}.',
    remedy: 'Send it again: octets were lost on the way.',
  },
  DM_NOTIFICATION_VERSION: {
    cause: 'The notification has version {version} (octet 0), which is not known.',
    remedy: 'Check that the server sends notifications of DM 2.0.',
  },
  DM_NOTIFICATION_OPTION: {
    cause: 'The option {option} of the notification, at octet {offset}, cannot be used: {detail}.',
    remedy: 'Check how the server makes its notifications.',
  },
  DM_NOTIFICATION_NO_SERVER: {
    cause:
      'The notification names no server: SERVER-ID is not among its options, which end at octet {offset}.',
    remedy: 'Check how the server makes its notifications.',
  },
  DM_NOTIFICATION_TRAILING: {
    cause: 'The notification goes on after its last option, at octet {offset}.',
    remedy: 'Check how the server counts the options, and that nothing was added on the way.',
  },
  DM_NOTIFICATION_VALUE: {
    cause: 'A notification cannot carry this {option}: {detail}.',
    remedy: 'Mend the value.',
  },
  DM_NOTIFICATION_CREDENTIALS: {
    cause: 'Auth/Noti/{node} of the DM Account is not base64, so that notifications cannot be proved.',
    remedy: 'Bootstrap the device again with an account whose Auth/Noti is whole.',
  },
  NOTIFICATION_ADDRESS_WRONG: {
    cause: 'Notifications cannot be sent to "{address}": {detail}.',
    remedy: 'Write it as http://host:port/path, https://host:port/path or udp://host:port.',
  },
  NOTIFICATION_NO_ADDRESS: {
    cause: 'It is not known where notifications for {device} can be sent to.',
    remedy: 'Say where it takes notifications, or send the octets of one by other means.',
  },
  NOTIFICATION_NOT_SENT: {
    cause: 'The notification could not be sent to {address}: {detail}.',
    remedy:
      'Check that the device is on and listens there. It is tried again until the notification expires.',
  },
  NOTIFICATION_REFUSED: {
    cause: 'The notification was refused at {address} with status {status}.',
    remedy: 'Check that the address is the one of a device, then send a new notification.',
  },
  NOTIFICATION_EXPIRED: {
    cause: '{device} opened no session as long as it would have taken the notification.',
    remedy: 'Check that the device is on, that it is reached at this address, and that its clock is right.',
  },
  NOTIFICATION_IDS_USED_UP: {
    cause: 'Every notification id is in use for {device}.',
    remedy: 'Wait ten minutes: ids become free again when their notifications have expired.',
  },
  NOTIFICATION_UNKNOWN: { cause: 'There is no such notification.', remedy: 'Choose one of the list.' },
  NOTIFICATION_LISTEN_FAILED: {
    cause: 'The simulated device cannot listen for notifications on {protocol} port {port}: {detail}.',
    remedy: 'Close the program that uses the port, or choose another one (0 picks a free one).',
  },
  REPOSITORY_NOT_FOUND: {
    cause: 'The Data Repository has nothing at {path}.',
    remedy: 'Check the configuration that the session plan names.',
    http: 404,
  },
  REPOSITORY_NAME_WRONG: {
    cause: 'The Data Repository cannot use the name {name}: {detail}.',
    remedy: 'Use parts between "/" that hold letters, digits and signs, and neither "." nor ".." alone.',
    http: 400,
  },
  REPOSITORY_HEADER_WRONG: {
    cause: 'The header {header} cannot be used: {detail}.',
    remedy: 'Send it as HTTP describes it (RFC 9110), or leave it out.',
    http: 400,
  },
  REPOSITORY_ENCODED: {
    cause: 'The Data Repository takes no {encoding} content.',
    remedy: 'Send the content as it is, without Content-Encoding.',
    http: 415,
  },
  REPOSITORY_FORBIDDEN: {
    cause: 'This part of the Data Repository belongs to somebody else.',
    remedy: "Use an address below the device's own id, or of the shared space.",
    http: 403,
  },
  REPOSITORY_METHOD: {
    cause: '{method} cannot be used on {path}.',
    remedy: 'Use one of the methods named in Allow.',
    http: 405,
  },
  REPOSITORY_NOT_ACCEPTABLE: {
    cause: '{path} is {mediaType}, and only {accept} is accepted.',
    remedy: 'Name the media type in Accept, or put the resource there in one that is named.',
    http: 406,
  },
  REPOSITORY_STALLED: {
    cause: 'Nothing more of an upload came for {seconds} seconds.',
    remedy: 'Nothing was kept. Check the connection and send it again.',
    http: 408,
  },
  REPOSITORY_BROKEN_OFF: {
    cause: 'The connection ended before all of an upload had come.',
    remedy: 'Nothing was kept. Check the connection and send it again.',
    http: 400,
  },
  REPOSITORY_CHANGED: {
    cause: '{path} is not as the request says it has to be.',
    remedy: 'Fetch it again to see what it is now, then decide.',
    http: 412,
  },
  REPOSITORY_TOO_LARGE: {
    cause: 'The content is larger than {limit} octets.',
    remedy: 'Send less at once.',
    http: 413,
  },
  REPOSITORY_RANGE: {
    cause: '{path} has {size} octets; the range asked for lies outside.',
    remedy: 'Fetch it whole, or from within its size.',
    http: 416,
  },
  REPOSITORY_QUOTA: {
    cause: 'The Data Repository has no room for this: {detail}.',
    remedy: 'Delete what is not needed any more.',
    http: 507,
  },
  REPOSITORY_DAMAGED: {
    cause: 'The content of {name} is missing from the data folder, or is not whole.',
    remedy: 'Put it into the Data Repository again, or restore the data folder from a backup.',
    http: 500,
  },
  REPOSITORY_UNREADABLE: {
    cause: 'The content of {name} cannot be read: {detail}.',
    remedy: 'Check the disk of the data folder, then try it again.',
    http: 500,
  },
  UPLOAD_NOT_OBJECTS: {
    cause: 'What the device put into the repository as objects is none: {detail}.',
    remedy: 'It is kept as it came, and nothing of it is shown as reported. Look at what the device sends.',
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
  SESSION_OUTCOME_FAILED: {
    cause: 'The device reports result {result} ({alert}); {expected} was expected (step "{step}").',
    remedy: 'Look at the alert in the session, and at what the device says of the state it is in.',
  },
  SESSION_OUTCOME_MISSING: {
    cause: 'The device did not tell the outcome ({alert}) within {seconds} seconds (step "{step}").',
    remedy: 'Check that the device is on and connected; a notification brings it back. Then retry.',
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
