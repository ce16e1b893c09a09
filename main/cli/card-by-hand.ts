import { CodedError, codedError } from '../../core/errors.ts';
import { withCardIn } from '../card/by-hand.ts';
import type { InsertedCard } from '../card/reader.ts';
import { noReaderNames, openReaderNames } from '../card/reader-names.ts';
import { createReaders, type Readers } from '../card/readers.ts';
import { fullSpeed } from '../card/virtual/virtual-reader.ts';

/** Which reader a person means, and whose names for readers count. */
export interface ReaderChoice {
  /** Left out, the one real reader, or the only one with a card in it. */
  readonly station?: string | undefined;
  /** The data folder with the names that people gave the readers. */
  readonly data?: string | undefined;
}

/**
 * Works with the card that is in a reader now; by hand there is no waiting for one.
 * @throws CARD_ABSENT, CARD_MUTE, READER_…, PCSC_…
 */
export async function withCard<Result>(
  choice: ReaderChoice,
  signal: AbortSignal,
  work: (card: InsertedCard) => Promise<Result>,
): Promise<Result> {
  const readers = readersFor(choice);
  try {
    return await withCardIn(readers.get(choice.station ?? onlyReader(readers)), signal, work);
  } finally {
    readers.close();
  }
}

/** The readers of this machine, by the names of a data folder. */
export function readersFor({ data }: ReaderChoice): Readers {
  return createReaders(fullSpeed, data === undefined ? noReaderNames : openReaderNames(data));
}

/** Without a name: the one real reader, or the only one with a card in it. @throws USAGE, PCSC_… */
export function onlyReader(readers: Readers): string {
  const service = readers.pcsc();
  if (service.kind === 'unavailable') throw new CodedError(service.fault);
  const real = readers.list().filter((reader) => reader.kind === 'pcsc');
  const withCard = real.filter((reader) => reader.card === 'present');
  const [only, ...others] = withCard.length > 0 ? withCard : real;
  if (only && others.length === 0) return only.name;
  const known = real.map((reader) => reader.name).join(', ');
  throw codedError('USAGE', { detail: `--station is missing; known: ${known || 'no reader'}.` });
}
