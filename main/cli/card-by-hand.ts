import { CodedError, codedError, faultOf } from '../../core/errors.ts';
import type { InsertedCard } from '../card/reader.ts';
import { createReaders, type Readers } from '../card/readers.ts';
import { fullSpeed } from '../card/virtual/virtual-reader.ts';

/**
 * Works with the card that is in a reader now; by hand there is no waiting for one.
 * @param station left out, the one real reader, or the only one with a card in it
 * @throws CARD_ABSENT, CARD_MUTE, READER_…, PCSC_…
 */
export async function withCard<Result>(
  station: string | undefined,
  signal: AbortSignal,
  work: (card: InsertedCard) => Promise<Result>,
): Promise<Result> {
  const readers = createReaders(fullSpeed);
  try {
    const name = station ?? onlyReader(readers);
    const absent = new AbortController();
    let condition = faultOf('CARD_ABSENT', { reader: name });
    const card = await readers
      .get(name)
      .insertedCard(AbortSignal.any([signal, absent.signal]), (now) => {
        if (now.kind !== 'empty') condition = now.fault;
        absent.abort();
      })
      .catch((error: unknown) => {
        throw absent.signal.aborted ? new CodedError(condition) : error;
      });
    try {
      return await work(card);
    } finally {
      card.close();
    }
  } finally {
    readers.close();
  }
}

/** Without a name: the one real reader, or the only one with a card in it. */
function onlyReader(readers: Readers): string {
  const service = readers.pcsc();
  if (service.kind === 'unavailable') throw new CodedError(service.fault);
  const real = readers.list().filter((reader) => reader.kind === 'pcsc');
  const withCard = real.filter((reader) => reader.card === 'present');
  const [only, ...others] = withCard.length > 0 ? withCard : real;
  if (only && others.length === 0) return only.name;
  const known = real.map((reader) => reader.name).join(', ');
  throw codedError('USAGE', { detail: `--station is missing; known: ${known || 'no reader'}.` });
}
