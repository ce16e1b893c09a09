import type { ErrorEntry } from './entry.ts';

/** Labels of devices. */
export const labelErrors = {
  DOCUMENT_BEING_WRITTEN: {
    cause: 'Another report or other labels are being written.',
    remedy: 'Wait until they are done, or cancel them.',
  },
  LABEL_NONE: {
    cause: 'No device of this order is done, so there is no label to make.',
    remedy:
      'Make labels when devices are done, or for all of them (--all): theirs say that they are not done.',
  },
  LABEL_ROW_UNKNOWN: {
    cause: 'The order has no line {line}, or its device is not done.',
    remedy: 'Choose a line of the list whose device is done, or ask for all (--all).',
  },
  LABEL_BARCODE_UNFIT: {
    cause: 'Line {line} ({device}): the barcode of its label ({kind}) cannot hold "{text}": {detail}.',
    remedy:
      'Choose another barcode or another text for it in the profile (label.barcode). No label was made.',
  },
  LABEL_BARCODE_NARROW: {
    cause:
      'Line {line} ({device}): the barcode of its label ({kind}) would have modules of {module} mm, and scanners need {least} mm.',
    remedy:
      'Choose a larger label, a shorter text, or a barcode that holds more (qr, datamatrix). No label was made.',
  },
  LABEL_TOO_SMALL: {
    cause: 'A label of {width} × {height} mm has no room for what stands on it.',
    remedy: 'Choose a larger label, or fewer lines in the profile (label.lines).',
  },
  LABEL_SKIP_TOO_FAR: {
    cause: 'The sheet has {places} places; {skip} cannot be passed over.',
    remedy: 'Give the number of places of the first sheet that are used already.',
  },
} as const satisfies Record<string, ErrorEntry>;
