import type { ErrorEntry } from './entry.ts';

/** Updates of firmware and software (FUMO, SCOMO). */
export const updateErrors = {
  UPDATE_UNKNOWN: {
    cause: 'There is no update {update}.',
    remedy: 'List the updates of the device, and choose one of them.',
  },
  UPDATE_UNDER_WAY: {
    cause: 'An update of {device} is under way already.',
    remedy: 'Wait until it has ended, or abort it.',
  },
  UPDATE_ENDED: {
    cause: 'The update of {device} has ended; there is nothing to abort.',
    remedy: 'Look at what became of it.',
  },
  UPDATE_DONE: {
    cause: 'The update of {device} is done; there is nothing to try again.',
    remedy: 'Start another one to install the image once more.',
  },
  UPDATE_NOT_STOPPABLE: {
    cause: '{device} is installing, and its object has no operation that stops it.',
    remedy: 'Wait for the outcome. Where the device does not tell one, the update ends as failed by itself.',
  },
  UPDATE_NOT_PERMITTED: {
    cause: 'This server may not manage {moid} on {device}: its bootstrap gave no leave for it.',
    remedy: 'Add {moid} to the profile\'s "permits", and provision the device again.',
  },
  UPDATE_NO_OBJECT: {
    cause: '{device} has no {object}: it listed and reported none.',
    remedy: 'Update it in the way that its maker names. If it has one by now, notify it to list its objects.',
  },
  UPDATE_NO_OPERATION: {
    cause: 'The object of {device} has no node that downloads and installs an image.',
    remedy: 'Update the device in the way that its maker names.',
  },
  UPDATE_INSTANCE_NEEDED: {
    cause: '{device} has several instances: {instances}.',
    remedy: 'Name the one to be updated.',
  },
  UPDATE_INSTANCE_UNKNOWN: {
    cause: '{device} has no instance "{instance}"; it has {instances}.',
    remedy: 'Name one of those, or notify the device to list its objects anew.',
  },
  UPDATE_IMAGE_UNKNOWN: {
    cause: 'The Data Repository has no image "{image}" that {device} may read.',
    remedy: 'Put it there first.',
  },
  UPDATE_IMAGE_EMPTY: {
    cause: 'The image "{image}" has no octets.',
    remedy: 'Put the whole file into the Data Repository again.',
  },
  UPDATE_IMAGE_GONE: {
    cause: 'The image "{image}" was deleted from the Data Repository.',
    remedy: 'Put it there again as it was and try again, or start another update.',
  },
  UPDATE_IMAGE_CHANGED: {
    cause: 'The image "{image}" in the Data Repository is not the one that was chosen.',
    remedy:
      'Put the one that was chosen there again, or start another update with the one that is there now.',
  },
  UPDATE_OTHER_IMAGE_SERVED: {
    cause: 'The Data Repository served another "{image}" than was chosen, for it was changed meanwhile.',
    remedy: 'Look at what version the device reports, then start another update.',
  },
  UPDATE_DEVICE_BUSY: {
    cause: '{device} is at something else: it reports state {state} ({words}).',
    remedy: 'Wait until it has ended, then try again.',
  },
  UPDATE_COMMAND_REFUSED: {
    cause: '{device} answered {status} to {command}.',
    remedy: 'Look at the session to see what was asked. What the device cannot do, its object may not have.',
  },
  UPDATE_COMMAND_UNANSWERED: {
    cause: '{device} was gone {times} times before it had answered {command}.',
    remedy: 'Check its connection, then try again.',
  },
  UPDATE_COMMAND_TAKEN_BACK: {
    cause: 'A command of the update was taken out of the queue.',
    remedy: 'Try again to go on from the beginning.',
  },
  UPDATE_RESULT: {
    cause: '{device} ended the {operation} with result {code}: {words}.',
    remedy: 'Mend what it names, then try again.',
  },
  UPDATE_STATE_FAILED: {
    cause: '{device} reports state {state} ({words}), and is not at the {operation} any more.',
    remedy: 'It may have been switched off meanwhile; try again.',
  },
  UPDATE_NOT_TOLD: {
    cause: '{device} did not tell within {seconds} seconds what came of the {operation}.',
    remedy: 'Look at whether the device is on and what version it reports, then try again.',
  },
  UPDATE_VERSION_DIFFERS: {
    cause: '{device} told success, and reports version "{reported}" where "{expected}" was expected.',
    remedy: 'Check that the image is the right one and that the version was written as the device writes it.',
  },
  UPDATE_VERSION_MISSING: {
    cause: '{device} told success, and reports no version, where "{expected}" was expected.',
    remedy: 'Look at the tree of the device: nothing proves what is on it now.',
  },
  UPDATE_LEFT: {
    cause: 'The update was given up while {device} was at it: what it does now is not followed.',
    remedy: 'Look at what version the device reports before another update.',
  },
  UPDATE_NOT_INSTALLED: {
    cause: '{device} holds the image, and was not asked to install it.',
    remedy: 'Another attempt downloads it again.',
  },
  UPDATE_NOT_VERIFIED: {
    cause: '{device} told success, and the version was not read back.',
    remedy: 'Read the version from the device before it is used.',
  },
} as const satisfies Record<string, ErrorEntry>;
