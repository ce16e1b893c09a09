import { createRequire } from 'node:module';
import type * as Smartcard from 'smartcard';
import { type CodedError, codedError } from '../../core/errors.ts';

export type PcscLibrary = typeof Smartcard;

const load = createRequire(import.meta.url);
let library: PcscLibrary | undefined;

/**
 * The PC/SC binding. It is compiled when it is installed, and may be missing.
 * @throws PCSC_UNAVAILABLE
 */
export function pcscLibrary(): PcscLibrary {
  try {
    library ??= load('smartcard') as PcscLibrary;
    return library;
  } catch (cause) {
    throw codedError('PCSC_UNAVAILABLE', {}, { cause });
  }
}

/** The binding's errors carry no code: their words are matched here and nowhere else. */
const words: readonly [RegExp, (reader: string, error: unknown) => CodedError][] = [
  [
    /service (is )?not (running|available)|service stopped|no service|Invalid handle|Server too busy/i,
    (_reader, cause) => codedError('PCSC_NOT_RUNNING', {}, { cause }),
  ],
  // A card that goes in the middle of a command may show as a broken exchange.
  [
    /was removed|Removed card|No smart ?card|Card was reset|Communication error|Transaction failed/i,
    (_reader, cause) => codedError('CARD_PULLED', {}, { cause }),
  ],
  [/Sharing violation/i, (reader, cause) => codedError('READER_BUSY', { reader }, { cause })],
  [
    /unresponsive|unpowered|not responding|mute|Unsupported card|protocol mismatch/i,
    (reader, cause) => codedError('CARD_MUTE', { reader }, { cause }),
  ],
  [
    /Reader unavailable|Unknown reader|No readers|cannot find/i,
    (reader, cause) => codedError('READER_LOST', { reader }, { cause }),
  ],
];

/** What the binding threw, as a coded error. */
export function pcscError(error: unknown, reader: string): CodedError {
  const message = error instanceof Error ? error.message : String(error);
  const found = words.find(([pattern]) => pattern.test(message));
  return found
    ? found[1](reader, error)
    : codedError('READER_FAILED', { reader, detail: message }, { cause: error });
}
