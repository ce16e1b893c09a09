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
  CARD_MESSAGE_UNFIT: {
    cause:
      'The bootstrap message is empty, or begins or ends with an octet (FF or 00) that means "unused" on a card.',
    remedy: 'Give the file of a bootstrap message: JSON, without anything before or after it.',
  },
  CARD_DIRECTORY_FULL: {
    cause: 'EF.DIR has no free record to list the PKCS#15 application in. Nothing was written.',
    remedy:
      'Use other cards; or leave EF.DIR as it is ("directory": "leave" in the card layout) where devices find the application without it.',
  },
  CARD_LENGTH_REFUSED: {
    cause: 'The card refused a command on {file} because of its length (6700).',
    remedy: 'Turn extended length off in the card layout ("extendedLength": "off"), or set the card aside.',
  },
  CARD_OFFSET_OUTSIDE: {
    cause: 'The card says that {file} is smaller than it claimed to be (6B00).',
    remedy: 'Set the card aside: what it tells of its files is not true.',
  },
  CARD_NO_ROOM: {
    cause: 'The card has {free} octets of memory left and {needed} are needed. Nothing was written.',
    remedy: 'Use cards with more memory, or smaller files in the card layout of the profile.',
  },
  CARD_FULL: {
    cause: 'The card has no room for {file} (6A84).',
    remedy:
      'Use cards with more memory, or smaller files in the card layout of the profile; or shorten the message.',
  },
  CARD_CONTENT_UNREADABLE: {
    cause: 'The content of {file} cannot be understood: {detail}.',
    remedy: 'The card is damaged or of another kind. Look at its octets with "card read", or set it aside.',
  },
  CARD_SHARED: {
    cause: 'The PKCS#15 application of this card holds objects of others. Nothing was deleted.',
    remedy: 'Erase the bootstrap message only ("card erase" without --delete-files).',
  },
  CARD_NO_MESSAGE: {
    cause: 'The card holds no bootstrap message.',
    remedy: 'Write the card first.',
  },
  CARD_HOLDS_ANOTHER: {
    cause: 'This card already holds the bootstrap message of {holder}. Nothing was written.',
    remedy:
      'Take it out and put in a fresh card. Or overwrite it on purpose, by the name of that device (--overwrite-device; a card that nobody here knows: --overwrite).',
  },
  CARD_NOT_IN_LIST: {
    cause: 'The card {iccid} is not in the device list.',
    remedy: 'Take it out and put in a card of this order.',
  },
  CARD_ROW_NOT_FREE: {
    cause: 'The row of this card, {label}, {standing}. Nothing was written.',
    remedy:
      'Take the card out and put in one whose row waits. In the batch, a row that failed can be tried again, and one that is held back or cancelled reinstated.',
  },
  CARD_ATR_UNEXPECTED: {
    cause: 'The card with the ATR {atr} is of another kind than the card layout is for. Nothing was written.',
    remedy: 'Put in a card of this delivery, or add its ATR to "atrs" in the card layout of the profile.',
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
    cause: 'Wrong issuer key for this card; tries left: {tries}. Nothing was written.',
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
  CARD_KEY_MISSING: {
    cause: 'The card has no key with the reference {reference}. Nothing was written.',
    remedy: 'Correct the key reference in the card layout of the profile; the card maker knows it.',
  },
  CARD_TRIES_UNTOLD: {
    cause: 'The card does not tell how many tries its key {reference} allows, so it was not tried.',
    remedy: 'Unlock the card by hand with a key you are sure of, or set it aside.',
  },
  CARD_PIN_NEEDED: {
    cause: 'Reading {file} needs the PIN of the card, and none was given.',
    remedy: 'Give the PIN (--pin-file, or by hand).',
  },
  CARD_PIN_REFUSED: {
    cause: 'Wrong PIN for this card; tries left: {tries}. Nothing was written.',
    remedy: 'Check that the PIN belongs to this card. Do not try further PINs by guess.',
  },
  CARD_PIN_LAST_TRY: {
    cause: 'The PIN was not tried, because only {tries} try is left. Nothing was written.',
    remedy: 'Set the card aside: one more wrong PIN would block it.',
  },
  CARD_PIN_BLOCKED: {
    cause: 'The PIN of this card is blocked. Nothing was written.',
    remedy: 'Set the card aside. Only its issuer can unblock it.',
  },
  CARD_ACCESS_REFUSED: {
    cause: 'The card refused access to {file} (6982).',
    remedy: 'Check the issuer key, and which key the card layout in the profile names.',
  },
  CARD_ACCESS_BLOCKED: {
    cause: 'The key or PIN that {file} needs is blocked (6983).',
    remedy: 'Set the card aside. Only its issuer can unblock it.',
  },
  CARD_MEMORY_FAILURE: {
    cause: "The card's memory failed at {file} (6581).",
    remedy: 'Set the card aside; its memory is worn out or damaged.',
  },
  CARD_READ_BACK_DIFFERS: {
    cause: 'What was read back from {file} differs from what was written, at octet {offset}.',
    remedy: 'Retry once. If it happens again, set the card aside.',
  },
  CARD_JOB_UNKNOWN: {
    cause: 'This data folder knows no job of {wanted}.',
    remedy:
      'Check the device, or profile, device list and row; the order has to be begun in this data folder.',
  },
  CARD_ROW_FINISHED: {
    cause: 'The row of {device} is finished. Nothing was written.',
    remedy: 'To write a card for this device again, begin a new order with it.',
  },
  CARD_NOT_WRITTEN: {
    cause: 'No card was prepared for {device} yet.',
    remedy: 'Write its card first.',
  },
  CARD_DIFFERS: {
    cause: 'The card holds another bootstrap message than {wanted}.',
    remedy: 'Write the card anew, or look for the card that belongs to it.',
  },
  CARD_NOT_AS_COPIED: {
    cause: 'The card differs from {other} in {files}.',
    remedy: 'Nothing was changed. Write the card anew, or compare it with another one.',
  },
  CARD_COPY_WRONG: {
    cause: 'The file {file} is not the copy of a card: {detail}.',
    remedy: 'Give a file that "card copy" has written.',
  },
  CARD_LAYOUT_WRONG: {
    cause: 'The card layout in {file} is wrong: {detail}.',
    remedy: 'Correct it; it has the form of "card" in a profile.',
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
  CARD_WAITED_IN_VAIN: {
    cause: 'Nothing happened at {reader} within {seconds} seconds.',
    remedy: 'Put the card in (or take it out), and start the command again.',
  },
  ADM_FILE_WRONG: {
    cause: 'Line {line} of the key file is not a key.',
    remedy: 'Write one key of 16 hexadecimal digits for all cards, or a line "ICCID KEY" for each card.',
  },
  PIN_FILE_WRONG: {
    cause: 'Line {line} of the file of PINs is not a PIN.',
    remedy: 'Write one PIN of four to eight digits for all cards, or a line "ICCID PIN" for each card.',
  },
  READER_UNKNOWN: {
    cause: 'There is no reader "{reader}". Known: {known}.',
    remedy: 'Plug it in, or choose one of those known ("dm-bench readers" lists them).',
  },
  READER_NAME_TAKEN: {
    cause: 'The name "{name}" belongs to the reader {reader} already.',
    remedy: 'Choose another name, or take it away from that reader first.',
  },
  READER_NAME_WRONG: {
    cause: 'A name for a reader has at most {longest} characters.',
    remedy: 'Choose a shorter one.',
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
