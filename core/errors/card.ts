import type { ErrorEntry } from './entry.ts';

/** Cards and readers. */
export const cardErrors = {
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
} as const satisfies Record<string, ErrorEntry>;
