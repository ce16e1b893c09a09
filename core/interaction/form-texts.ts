import type { AnswerFault } from './form-check.ts';
import type { PagePlace } from './form-course.ts';

/** The language of the texts below; a form's own texts may have another one. */
export const textLanguage = 'en';

/** What pages say beside a form's own texts. */
export const formTexts = {
  progress: ({ number, of, atMost }: PagePlace) =>
    atMost ? `Page ${number} of at most ${of}` : `Page ${number} of ${of}`,
  goOn: 'Continue',
  send: 'Send',
  back: 'Back',
  optional: '(optional)',
  chooseOne: 'Choose one',
  noAnswer: 'No answer',
  fullName: 'Full name',
  sign: 'I sign',
  error: 'Error:',
  kept: 'Already given:',
  replace: 'Choose another file only if this one is to be replaced.',
  fileHelp: (types: readonly string[], most: number) => `${typeNames(types)}, ${sizeText(most)} at most`,
  summary: (count: number) =>
    count === 1 ? 'One answer needs another look' : `${count} answers need another look`,
} as const;

/** What there is to say where no form is shown. */
export type NoticeKind =
  | 'completed'
  | 'closed'
  | 'expired'
  | 'failed'
  | 'elsewhere'
  | 'unknown'
  | 'refused'
  | 'tooLarge'
  | 'internal';

interface Notice {
  readonly title: string;
  readonly text: string;
}

export const notices: Readonly<Record<NoticeKind, Notice>> = {
  completed: { title: 'Thank you', text: 'Everything has arrived. You can close this window.' },
  closed: { title: 'This form was closed', text: 'Nothing more is needed here. You can close this window.' },
  expired: {
    title: 'The time for this form is over',
    text: 'What was not sent is not kept. If it is still needed, the device will show the form again.',
  },
  failed: {
    title: 'This form cannot go on',
    text: 'Something went wrong at the workstation. If it is still needed, the device will show the form again.',
  },
  elsewhere: {
    title: 'This form is open in another browser',
    text: 'It can be filled in only where it was opened first. If that was here, go on; if nobody you know opened it, tell whoever runs the workstation.',
  },
  unknown: {
    title: 'There is no form at this address',
    text: 'Check the address, or have the device show the form again.',
  },
  refused: {
    title: 'This was not taken',
    text: 'It did not come from the form itself. Open the form again and send it from there.',
  },
  tooLarge: {
    title: 'That is too much at once',
    text: 'Nothing of it was kept. Go back, choose smaller files or write less, and send it again.',
  },
  internal: {
    title: 'Something went wrong here',
    text: 'Nothing of what was sent last was kept. Go back and send it again; if that does not help, tell whoever runs the workstation.',
  },
};

/** The link of a notice that leads back to the form. */
export const goOnHere = 'Go on here';

/** What is wrong with an answer, and how to put it right. */
export function faultText(fault: AnswerFault): string {
  switch (fault.kind) {
    case 'missing':
      return 'An answer is needed.';
    case 'tooShort':
      return `Write ${characters(fault.least)} at least.`;
    case 'tooLong':
      return `Write ${characters(fault.most)} at most; these are ${fault.found}.`;
    case 'unusable':
      return 'It holds signs that cannot be used. Write it by hand instead of pasting it.';
    case 'pattern':
      return fault.help === undefined
        ? 'It does not have the expected form.'
        : `Write it like this: ${fault.help}`;
    case 'notNumber':
      return 'Write a number such as 12 or 12.5, without spaces.';
    case 'notWhole':
      return 'Write a whole number.';
    case 'tooSmall':
      return `Write ${fault.min} or more.`;
    case 'tooGreat':
      return `Write ${fault.max} or less.`;
    case 'offStep':
      return `Write a number in steps of ${fault.step}, counted from ${fault.from}.`;
    case 'noOption':
      return 'Choose one of what is offered.';
    case 'tooFew':
      return `Choose ${fault.least} at least.`;
    case 'tooMany':
      return `Choose ${fault.most} at most.`;
    case 'notDate':
      return 'Write a date such as 2026-11-25.';
    case 'tooEarly':
      return `The date must be ${fault.min} or later.`;
    case 'tooLate':
      return `The date must be ${fault.max} or earlier.`;
    case 'notSigned':
      return 'Write your full name and tick the box to sign.';
    case 'notConfirmed':
      return 'Tick the box to go on.';
    case 'fileType':
      return `Choose a file of another kind: ${typeNames(fault.mediaTypes)}.`;
    case 'fileNotAsNamed':
      return `The file is damaged, or no ${typeNames([fault.mediaType])} file.`;
    case 'fileTooLarge':
      return `Choose a smaller file: ${sizeText(fault.most)} at most.`;
    case 'fileEmpty':
      return 'The file is empty. Choose another one.';
    case 'fileNotKept':
      return 'The file could not be kept at the workstation. Try again, or tell whoever runs it.';
  }
}

/** A size as people read it. */
export function sizeText(octets: number): string {
  const units = [
    [1_000_000, 'MB'],
    [1000, 'kB'],
  ] as const;
  const [size, unit] = units.find(([each]) => octets >= each) ?? [1, octets === 1 ? 'octet' : 'octets'];
  return `${Number((octets / size).toFixed(1))} ${unit}`;
}

function characters(count: number): string {
  return count === 1 ? '1 character' : `${count} characters`;
}

const namesOfTypes: Readonly<Record<string, string>> = {
  'application/octet-stream': 'any file',
  'application/pdf': 'PDF',
  'application/zip': 'ZIP',
  'image/gif': 'GIF',
  'image/heic': 'HEIC',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'text/csv': 'CSV',
  'text/plain': 'plain text',
};

function typeNames(mediaTypes: readonly string[]): string {
  const names = mediaTypes.map(
    (type) => (Object.hasOwn(namesOfTypes, type) ? namesOfTypes[type] : type) ?? type,
  );
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
