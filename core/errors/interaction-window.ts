import type { ErrorEntry } from './entry.ts';

/** The windows of UI interactions (Web Browser Component): why one could not be opened, or did not stay. */
export const interactionWindowErrors = {
  INTERACTION_WINDOW_ADDRESS: {
    cause: 'The page that {device} is to show cannot be opened in a window: {detail}.',
    remedy: 'Give SHOW the http or https address of a form, without a user name, in the session plan.',
  },
  INTERACTION_WINDOW_LIMIT: {
    cause: '{limit} form windows are open already: there is none left for {device}.',
    remedy: 'Finish or close some of them, then let the device show its form again.',
  },
  INTERACTION_WINDOW_UNREACHABLE: {
    cause: 'The form of {device} could not be loaded from {origin}: {detail}.',
    remedy:
      'See that the server runs and that this machine reaches it, then let the device show its form again.',
  },
  INTERACTION_WINDOW_SLOW: {
    cause: 'The form of {device} did not come from {origin} within {seconds} s.',
    remedy: 'See what keeps the server busy, then let the device show its form again.',
  },
  INTERACTION_WINDOW_REFUSED: {
    cause: '{origin} answered the address of the form of {device} with HTTP status {status}.',
    remedy:
      'The address may have been used before, or be too old: let the device show its form again. The page in the window says what the server says.',
  },
  INTERACTION_WINDOW_NO_PAGE: {
    cause: '{origin} answered the address of the form of {device}, but not with a page.',
    remedy: 'See that the address leads to a form, and not to a file.',
  },
  INTERACTION_WINDOW_STRAYED: {
    cause: 'The form of {device} is sent on from {origin} to {target}, which is not part of the interaction.',
    remedy:
      'Give SHOW the address of the form itself. If you do not know where it is sent, look into the server.',
  },
  INTERACTION_WINDOW_CERTIFICATE: {
    cause: '{origin} shows a certificate that {device} is not to trust: {detail}.',
    remedy:
      'Give the server a certificate of this bench, valid for the name in the address, or one that this machine trusts.',
  },
  INTERACTION_WINDOW_CRASHED: {
    cause: 'The page of {origin} in the window of {device} broke down: {detail}.',
    remedy: 'Let the device show its form again. If it happens again, look into the page.',
  },
  INTERACTION_ANSWERS_NOT_TAKEN: {
    cause: 'The form of {device} did not take what was answered by itself to {fields}.',
    remedy: 'Give answers that fit in a file (--answers), by the names of the fields.',
  },
  INTERACTION_NO_FORM: {
    cause: 'The page that {device} is to answer by itself has no form that can be sent: {detail}.',
    remedy: 'See where the address of SHOW leads, or show the form to a person.',
  },
  INTERACTION_ANSWER_UNFIT: {
    cause: 'What is given for {field} does not fit the form of {device}: {detail}.',
    remedy: 'Put it right in the file with the answers (--answers), or leave it out there.',
  },
  ANSWERS_FILE_WRONG: {
    cause: 'The answers cannot be used: {detail}.',
    remedy: 'Write an object such as {"place": "indoors", "height": 12.5, "options": ["a", "b"]}.',
  },
} as const satisfies Record<string, ErrorEntry>;
