import type { ErrorEntry } from './entry.ts';

/** UI interactions (B.3): forms, and the browsers that show them. */
export const interactionErrors = {
  INTERACTION_UNKNOWN: {
    cause: 'There is no UI interaction at this address.',
    remedy: 'Have the device show its form again: every SHOW has an address of its own.',
    http: 404,
  },
  INTERACTION_ELSEWHERE: {
    cause: 'A second browser asked for the form of {device}, which another one has opened.',
    remedy:
      'Fill it in where it was opened first. If nobody did that, the address was seen by somebody else: end the interaction and have the device show the form again.',
    http: 403,
  },
  INTERACTION_CROSS_SITE: {
    cause: 'Something was posted to a UI interaction that does not come from its form: {detail}.',
    remedy: 'Nothing was taken. Open the form by the address that the device was sent.',
    http: 403,
  },
  INTERACTION_HOST: {
    cause: 'A browser asked for {host}, which is not an address of this workstation.',
    remedy: 'Use the address that the device was sent. A name that was made to lead here is an attack.',
    http: 421,
  },
  INTERACTION_OVER: {
    cause: 'The UI interaction is over ({state}).',
    remedy: 'Have the device show its form again if it is still needed.',
    http: 410,
  },
  INTERACTION_TOO_LARGE: {
    cause: 'What was posted is larger than {limit} octets.',
    remedy: 'Send smaller files, or write less.',
    http: 413,
  },
  INTERACTION_LENGTH_MISSING: {
    cause: 'A form was posted without Content-Length.',
    remedy: 'Browsers send it; look at what stands between the browser and this workstation.',
    http: 411,
  },
  INTERACTION_MEDIA_TYPE: {
    cause: 'The media type "{mediaType}" is not one that forms are posted in.',
    remedy: 'Send application/x-www-form-urlencoded or multipart/form-data.',
    http: 415,
  },
  INTERACTION_POST_WRONG: {
    cause: 'What was posted cannot be read: {detail}.',
    remedy: 'Nothing was taken. Open the form and send it again.',
    http: 400,
  },
  INTERACTION_METHOD: {
    cause: '{method} cannot be used on a UI interaction.',
    remedy: 'Use GET and POST.',
    http: 405,
  },
  QUEUE_FULL: {
    cause: 'More than {limit} commands would wait for {device}.',
    remedy: 'Let the device hold a session first, or cancel commands that wait.',
  },
  QUEUED_COMMAND_UNKNOWN: {
    cause: 'There is no such command in a queue.',
    remedy: 'Look at the queue of the device again.',
  },
  QUEUED_COMMAND_SENT: {
    cause: 'The command was sent to {device} already.',
    remedy: 'See what the device says of it; what it did is undone by another command.',
  },
  QUEUE_FILE_WRONG: {
    cause: 'The commands cannot be used: {detail}.',
    remedy: 'Write a list such as [{"kind":"GET","targets":["urn:oma:mo:oma-dm-devinfo:1.0//"]}].',
  },
  FORM_UNKNOWN: {
    cause: 'The profile of {device} has no form "{form}".',
    remedy: 'Choose one of its forms, or give the profile this one.',
  },
  SESSION_FORM_CLOSED: {
    cause: 'The form "{form}" of step "{step}" was closed before it was answered.',
    remedy: 'Run the device again, and fill its form in to the end.',
  },
  SESSION_FORM_EXPIRED: {
    cause: 'The form "{form}" of step "{step}" was not answered within {seconds} s.',
    remedy:
      'Run the device again while somebody is there to answer, or give the form more time in the profile.',
  },
  SESSION_FORM_FAILED: {
    cause: 'The form "{form}" of step "{step}" could not be answered: {detail}',
    remedy: 'Put right what is said, then run the device again.',
  },
  SESSION_ANSWER_MISSING: {
    cause: 'Step "{step}" addresses a node by {answer}, and that was not answered.',
    remedy: 'Have the form answered before, or leave the step out ("when") where it is not.',
  },
  INTERACTION_FAILED_ON_DEVICE: {
    cause: 'The browser of {device} could not show its form.',
    remedy: 'Look at the device: whether it reaches this workstation, and trusts its certificate.',
  },
  INTERACTION_NOT_COMPLETED: {
    cause: '{device} says that its form was completed, and it was not.',
    remedy: 'Look at the device: what its browser showed was not the form of this workstation.',
  },
} as const satisfies Record<string, ErrorEntry>;
